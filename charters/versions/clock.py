"""Whose turn it is, and since when. The clock of management runs in the open: silence is silence, never an approval."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from charters.versions.acts import State
from charters.versions.models import Version, VersionDraft, VersionStep
from charters.versions.reading import missing_opinions, state_of

Kind = VersionStep.Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts next on a version, since which day; until which day they have put it off, or are expected to answer.

    All of it as it stands on ``today``.
    """

    state: State
    who: str
    since: datetime.date
    today: datetime.date
    expected_on: datetime.date | None = None
    postponed_until: datetime.date | None = None

    @property
    def days(self) -> int:
        return max(0, (self.today - self.since).days)

    @property
    def is_late(self) -> bool:
        """Whether the day that was announced has passed without an answer."""
        day = self.postponed_until or self.expected_on
        return day is not None and day < self.today


def turn_of_draft(draft: VersionDraft, state: State) -> Turn:
    """Whose turn it is on a version in preparation, which comes from ``open_draft``."""
    since: datetime.datetime = draft.stands_since  # type: ignore[attr-defined]
    who = {
        State.DRAFT: _("Facilitators: they prepare the version"),
        State.CONSULTATION: _("Everyone: contributions are expected"),
        State.REVIEW: _("Facilitators: they answer contributions, then submit the version"),
    }[state]
    until = getattr(draft, "consulted_until", None) if state is State.CONSULTATION else None
    return Turn(state, who, timezone.localdate(since), timezone.localdate(), expected_on=until)


def turn_of(version: Version, today: datetime.date | None = None) -> Turn | None:
    """Whose turn it is on what was submitted; nothing once it is decided. The version comes from ``with_steps``."""
    today = today or timezone.localdate()
    state = state_of(version)
    if not state.is_undecided:
        return None
    steps = {step.kind: step for step in version.steps.all()}  # the last of each kind
    if state is State.OPINION:
        who = ", ".join(missing_opinions(version))
        since = timezone.localdate(version.submitted_at)
        return Turn(state, who, since, today, expected_on=version.answer_expected_on)
    postponed = steps.get(Kind.POSTPONED)
    since = timezone.localdate(getattr(version, "heard_at", None) or version.submitted_at)
    if postponed and postponed.until:
        # put off, the clock stands still until that day, and runs again from it
        since = min(max(since, postponed.until), today)
    return Turn(
        state,
        _("Executive management"),
        since,
        today,
        expected_on=version.answer_expected_on,
        postponed_until=postponed.until if postponed else None,
    )
