"""The circuit of a version: its states, and the one table of acts that leads from one to another.

The table feeds the buttons and the guards alike. A state is read from append-only steps, never stored: those of the
version in preparation until it is submitted, those of the version afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.permissions import ASK_OPINION, PREPARE_VERSION, RECORD_OPINION, VALIDATE
from charters.versions.life import DraftStep
from charters.versions.models import VersionStep
from governance.people.models import Member
from governance.people.permissions import Permission

Kind = VersionStep.Kind


class State(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", pgettext_lazy("version", "Draft")
    CONSULTATION = "consultation", pgettext_lazy("version", "Under consultation")
    REVIEW = "review", pgettext_lazy("version", "Under review")
    OPINION = "opinion", pgettext_lazy("version", "Awaiting opinions")
    AWAITING = "awaiting", _("Awaiting validation")
    RETURNED = "returned", pgettext_lazy("version", "Returned with reasons")
    WITHDRAWN = "withdrawn", pgettext_lazy("version", "Withdrawn")
    IN_FORCE = "in_force", pgettext_lazy("version", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("version", "Superseded")

    @property
    def is_validated(self) -> bool:
        return self in (State.IN_FORCE, State.SUPERSEDED)

    @property
    def is_undecided(self) -> bool:
        """Submitted, and nobody has decided yet."""
        return self in (State.OPINION, State.AWAITING)


IN_PREPARATION = frozenset({State.DRAFT, State.CONSULTATION, State.REVIEW})
UNDECIDED = frozenset({State.OPINION, State.AWAITING})
# The way of a version, as everyone sees it; a version comes back from it, or is taken back, at any point of UNDECIDED.
WAY = (State.DRAFT, State.CONSULTATION, State.REVIEW, State.OPINION, State.AWAITING, State.IN_FORCE)


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does to a version, from which states, and the step that it adds when it adds one."""

    name: str
    label: str | Promise
    sources: frozenset[State]
    permission: Permission
    adds: Kind | DraftStep.Kind | None = None
    by_other_hands: bool = False  # never by whoever prepared or submitted the version, or wrote in its text


ACTS = MappingProxyType(
    {
        act.name: act
        for act in (
            Act(
                "consult",
                _("Open the consultation"),
                IN_PREPARATION,
                PREPARE_VERSION,
                adds=DraftStep.Kind.CONSULTATION,
            ),
            Act(
                "review",
                _("Close the consultation"),
                frozenset({State.CONSULTATION}),
                PREPARE_VERSION,
                adds=DraftStep.Kind.REVIEW,
            ),
            Act(
                "submit",
                _("Submit the version"),
                frozenset({State.DRAFT, State.REVIEW}),
                PREPARE_VERSION,
                adds=Kind.SUBMITTED,
            ),
            Act(
                "validate",
                _("Validate the version"),
                frozenset({State.AWAITING}),
                VALIDATE,
                adds=Kind.VALIDATED,
                by_other_hands=True,
            ),
            Act("return", _("Return the version"), UNDECIDED, VALIDATE, adds=Kind.RETURNED),
            Act("postpone", _("Postpone the decision"), UNDECIDED, VALIDATE, adds=Kind.POSTPONED),
            Act("ask-opinion", _("Ask for an opinion"), UNDECIDED, ASK_OPINION),
            Act("record-opinion", _("Record an opinion"), UNDECIDED, RECORD_OPINION, adds=Kind.OPINION),
            Act("withdraw", _("Withdraw the version"), UNDECIDED, PREPARE_VERSION, adds=Kind.WITHDRAWN),
        )
    }
)
# Acts on what was submitted, each with a form on its page.
ACTS_ON_SUBMITTED = ("validate", "return", "postpone", "ask-opinion", "record-opinion", "withdraw")

_ENDS = {Kind.RETURNED: State.RETURNED, Kind.WITHDRAWN: State.WITHDRAWN, Kind.VALIDATED: State.SUPERSEDED}


def state_of_draft(last: str | None) -> State:
    """The state of a version in preparation, from the kind of its last step."""
    return State(last) if last else State.DRAFT


def state_after(steps: Iterable[VersionStep], *, in_force: bool, opinions_missing: bool = False) -> State:
    """The state that steps lead to.

    ``in_force`` says whether the charter points to this version; ``opinions_missing`` whether an opinion that it needs
    was not received.
    """
    # whatever stands after its end, a version that was decided stays decided
    *_earlier, last = sorted(steps, key=lambda step: (step.kind in VersionStep.FINAL, step.sequence))
    state = _ENDS.get(Kind(last.kind), State.OPINION if opinions_missing else State.AWAITING)
    return State.IN_FORCE if state is State.SUPERSEDED and in_force else state


def acts_open_to(member: Member, state: State, *, prepared_it: bool) -> list[Act]:
    """The acts to offer a member on what was submitted, in the order of the table."""
    return [
        act
        for act in map(ACTS.__getitem__, ACTS_ON_SUBMITTED)
        if state in act.sources and act.permission.granted_to(member) and not (act.by_other_hands and prepared_it)
    ]
