"""Adding a step to the life of a submitted version, judged against the table of acts while the charter is locked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.text.models import Charter
from charters.versions.acts import Act, State
from charters.versions.models import Version, VersionStep
from charters.versions.reading import had_a_hand_in, missing_opinions, state_of, validation_of, with_steps
from governance.people.models import Member
from governance.refusals import Refused


def open_for(act: Act, version: Version, *, by: Member) -> Version:
    """The version as it now is, its charter locked, once the act is found open to this member on it.

    Raises PermissionDenied, Refused.
    """
    act.permission.require(by)
    Charter.objects.locked().get(pk=version.charter_id)
    version = with_steps().get(pk=version.pk)
    state = state_of(version)
    if state not in act.sources:
        raise Refused(_not_open(version, state))
    if act.by_other_hands and had_a_hand_in(version, by):
        raise PermissionDenied(
            _(
                "You took part in preparing this version: someone else of executive management validates it. "
                "You can return it with your reasons."
            )
        )
    return version


def add_step(kind: str, version: Version, *, by: Member, **facts: Any) -> VersionStep:
    """Add a step, now, after those that ``version`` came with (``open_for``)."""
    step = next_step(kind, version, by=by, **facts)
    step.save(force_insert=True)
    return step


def next_step(kind: str, version: Version, *, by: Member, **facts: Any) -> VersionStep:
    """The step that comes next, not saved yet."""
    last = max(step.sequence for step in version.steps.all())
    return VersionStep(
        version=version,
        charter=version.charter,
        sequence=last + 1,
        kind=kind,
        by=by.pseudonym,
        by_function=by.function,
        at=timezone.now(),
        content_hash=version.content_hash,
        **facts,
    )


def _not_open(version: Version, state: State) -> str:
    if validation := validation_of(version):
        return _(
            "This version was validated meanwhile: it is version %(number)s. "
            "A validated version no longer changes; read it in the list of versions."
        ) % {"number": validation.number}
    if state is State.RETURNED:
        return _("This version was returned meanwhile to those who prepare it: its reasons are below.")
    if state is State.OPINION:
        return _(
            "This version still awaits an opinion that it needs (%(committees)s): it can be validated once the opinion "
            "is recorded. You can return it or postpone your decision."
        ) % {"committees": ", ".join(missing_opinions(version))}
    return _("This version was withdrawn meanwhile by those who prepared it: there is nothing left to decide.")
