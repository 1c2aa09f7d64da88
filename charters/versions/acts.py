"""The life of a submitted version: its states, and the one table of acts that leads from one to another.

The table feeds the buttons and the guards alike. A state is read from the append-only steps, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.permissions import PREPARE_VERSION, VALIDATE
from charters.versions.models import VersionStep
from governance.people.models import Member
from governance.people.permissions import Permission

Kind = VersionStep.Kind


class State(models.TextChoices):
    """Where a version stands."""

    AWAITING = "awaiting", _("Awaiting validation")
    RETURNED = "returned", pgettext_lazy("version", "Returned with reasons")
    WITHDRAWN = "withdrawn", pgettext_lazy("version", "Withdrawn")
    IN_FORCE = "in_force", pgettext_lazy("version", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("version", "Superseded")

    @property
    def is_validated(self) -> bool:
        return self in (State.IN_FORCE, State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does to a submitted version, and the step it adds."""

    name: str
    label: str | Promise
    sources: frozenset[State]
    adds: Kind
    permission: Permission
    by_other_hands: bool = False  # never by whoever prepared or submitted the version


ACTS = MappingProxyType(
    {
        act.name: act
        for act in (
            Act(
                "validate",
                _("Validate the version"),
                frozenset({State.AWAITING}),
                Kind.VALIDATED,
                VALIDATE,
                by_other_hands=True,
            ),
            Act("return", _("Return the version"), frozenset({State.AWAITING}), Kind.RETURNED, VALIDATE),
            Act("withdraw", _("Withdraw the version"), frozenset({State.AWAITING}), Kind.WITHDRAWN, PREPARE_VERSION),
        )
    }
)

_ENDS = {Kind.RETURNED: State.RETURNED, Kind.WITHDRAWN: State.WITHDRAWN, Kind.VALIDATED: State.SUPERSEDED}


def state_after(steps: Iterable[VersionStep], *, in_force: bool) -> State:
    """The state that steps lead to; ``in_force`` says whether the charter points to this version."""
    last = max(steps, key=lambda step: step.sequence)
    state = _ENDS.get(Kind(last.kind), State.AWAITING)
    return State.IN_FORCE if state is State.SUPERSEDED and in_force else state


def acts_open_to(member: Member, state: State, *, prepared_it: bool) -> list[Act]:
    """The acts to offer a member, in the order of the table."""
    return [
        act
        for act in ACTS.values()
        if state in act.sources and act.permission.granted_to(member) and not (act.by_other_hands and prepared_it)
    ]
