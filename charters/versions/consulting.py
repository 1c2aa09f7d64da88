"""The consultation on a version in preparation: opened until an announced day, prolonged, closed.

It holds nothing back: anyone may propose and comment at any time. It says until when people are expected to, and which
contributions this version answers: those written up to the day that closing it names. Later ones wait for the next.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import PREPARE_VERSION
from charters.versions.acts import ACTS, State, state_of_draft
from charters.versions.life import DraftStep
from charters.versions.models import VersionDraft
from charters.versions.preparing import lock_open
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale
from governance.templatetags.french import day


@transaction.atomic
def open_consultation(
    draft: VersionDraft, *, by: Member, until: datetime.date, seen: int, seen_step: int | None = None
) -> DraftStep:
    """Ask everyone for their contributions until a day, today or later; again, to prolong it. Raises Stale, Refused.

    ``seen_step`` is the number of the last step that was on screen, 0 for none.
    """
    draft, steps = _open("consult", draft, by=by, seen=seen, seen_step=seen_step)
    if until < timezone.localdate():
        raise Refused(_("The last day of a consultation is today or later: choose another day."))
    if steps and (steps[-1].kind, steps[-1].until) == (DraftStep.Kind.CONSULTATION, until):
        return steps[-1]
    if (announced := _announced(steps)) and until < announced:
        raise Refused(
            _(
                "The consultation was announced until %(day)s, and people count on that day: choose a later one to "
                "prolong it, or close it and say why."
            )
            % {"day": day(announced)}
        )
    return _add(draft, steps, by=by, kind=DraftStep.Kind.CONSULTATION, until=until)


@transaction.atomic
def close_consultation(
    draft: VersionDraft,
    *,
    by: Member,
    counted_upto: datetime.date,
    seen: int,
    seen_step: int | None = None,
    reason: str = "",
) -> DraftStep:
    """Close the consultation: what was written up to ``counted_upto`` is answered before the version is submitted.

    A day before the consultation opened leaves out what people were just asked for: it takes a ``reason``, which
    everyone reads. No day goes back before the one up to which the version in force counted, when it counted up to a
    day. Raises Stale, Refused.
    """
    draft, steps = _open("review", draft, by=by, seen=seen, seen_step=seen_step)
    if counted_upto > timezone.localdate():
        raise Refused(_("Contributions are counted up to today at the latest: choose another day."))
    in_force = draft.charter.version_in_force
    if in_force and in_force.counted_upto and counted_upto < in_force.counted_upto:
        raise Refused(
            _("The version in force already answered contributions up to %(day)s: choose that day or a later one.")
            % {"day": day(in_force.counted_upto)}
        )
    opened = timezone.localdate(next(step.at for step in steps if step.kind == DraftStep.Kind.CONSULTATION))
    if counted_upto < opened and not reason.strip():
        raise Refused(
            _(
                "The consultation opened on %(day)s: a day before it leaves out what people were asked for. Say why, "
                "everyone will read it; or choose that day or a later one."
            )
            % {"day": day(opened)}
        )
    announced = _announced(steps)
    if announced and announced > timezone.localdate() and not reason.strip():
        raise Refused(
            _(
                "The consultation was announced until %(day)s: say why you close it before, those who counted on that "
                "day will read it; or wait until then."
            )
            % {"day": day(announced)}
        )
    return _add(draft, steps, by=by, kind=DraftStep.Kind.REVIEW, counted_upto=counted_upto, reason=reason.strip())


def _announced(steps: list[DraftStep]) -> datetime.date | None:
    """The last day that people were told, while a consultation is open."""
    return steps[-1].until if steps else None


def _open(
    act: str, draft: VersionDraft, *, by: Member, seen: int, seen_step: int | None
) -> tuple[VersionDraft, list[DraftStep]]:
    PREPARE_VERSION.require(by)
    draft = lock_open(draft, seen=seen)
    steps = list(draft.steps.order_by("sequence"))
    if seen_step is not None and seen_step != len(steps):
        raise Stale(
            _(
                "Someone opened, prolonged or closed the consultation meanwhile: nothing was done. Read where it "
                "stands now, then say again what you want."
            )
        )
    state = state_of_draft(steps[-1].kind if steps else None)
    if state not in ACTS[act].sources:
        raise Refused(_refusal(state))
    return draft, steps


def _refusal(state: State) -> str:
    if state is State.REVIEW:
        return _("The consultation was closed meanwhile. Open it again if people need more time.")
    return _("No consultation is open on this version: open it first, until a day that everyone can read.")


def _add(draft: VersionDraft, steps: list[DraftStep], *, by: Member, **facts: object) -> DraftStep:
    return DraftStep.objects.create(
        draft=draft, sequence=len(steps) + 1, by=by.pseudonym, by_function=by.function, **facts
    )
