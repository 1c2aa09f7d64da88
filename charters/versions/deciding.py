"""Deciding on a submitted version: validated, returned with reasons, or withdrawn. Once, and by other hands."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.text.models import Charter
from charters.versions.acts import ACTS, Act, State
from charters.versions.content import frozen_content
from charters.versions.models import Version, VersionStep
from charters.versions.preparing import lock_text
from charters.versions.reading import last_validation, prepared_it, state_of, validation_of, with_steps
from charters.versions.sealing import chain_hash, content_hash, history_bounds, history_digest
from governance.people.models import Member, Role
from governance.refusals import Refused
from governance.signing import Stale, save_signed


@transaction.atomic
def validate(version: Version, *, by: Member, seen_hash: str, validating_body: str = "") -> VersionStep:
    """Validate exactly the text that was read: it takes the next number and is in force from now on.

    ``seen_hash`` is the hash that the form carried; ``validating_body`` the body that validates, as people call it.
    Writers are locked out meanwhile, so that the history digest misses no row. Raises PermissionDenied, Stale, Refused.
    """
    act, version = _open(ACTS["validate"], version, by=by)
    charter = lock_text(version.charter_id)
    _refuse_other_text(version, seen_hash)
    previous = last_validation(charter)
    upto = history_bounds(charter)
    step = _step(
        act,
        version,
        by=by,
        number=previous.number + 1 if previous else 1,
        validating_body=validating_body.strip() or by.function or str(Role.EXECUTIVE.label),
        history_upto=upto,
        history_digest=history_digest(charter, after=previous.history_upto if previous else {}, upto=upto),
        previous_hash=previous.chain_hash if previous else "",
    )
    step.chain_hash = chain_hash(step)
    step.save(force_insert=True)
    charter.version_in_force = version
    reason = _("Version %(number)s validated") % {"number": step.number}
    save_signed(charter, by=by, reason=reason, at=step.at, fields=["version_in_force"])
    return step


@transaction.atomic
def return_to_facilitators(version: Version, *, by: Member, reason: str, seen_hash: str) -> VersionStep:
    """Send a version back to those who prepare it, with a reason that everyone can read."""
    act, version = _open(ACTS["return"], version, by=by)
    _refuse_silence(reason)
    _refuse_other_text(version, seen_hash)
    step = _step(act, version, by=by, reason=reason)
    step.save(force_insert=True)
    return step


@transaction.atomic
def withdraw(version: Version, *, by: Member, reason: str) -> VersionStep:
    """Take back a submitted version before it is decided on, with a reason that everyone can read."""
    act, version = _open(ACTS["withdraw"], version, by=by)
    _refuse_silence(reason)
    step = _step(act, version, by=by, reason=reason)
    step.save(force_insert=True)
    return step


def _open(act: Act, version: Version, *, by: Member) -> tuple[Act, Version]:
    """Judge an act against the table, on the version as it now is, the charter's row being locked."""
    act.permission.require(by)
    Charter.objects.locked().get(pk=version.charter_id)
    version = with_steps().get(pk=version.pk)
    state = state_of(version)
    if state not in act.sources:
        raise Refused(_decided_already(version, state))
    if act.by_other_hands and prepared_it(version, by):
        raise PermissionDenied(
            _(
                "You took part in preparing this version: someone else of executive management validates it. "
                "You can return it with your reasons."
            )
        )
    return act, version


def _decided_already(version: Version, state: State) -> str:
    if validation := validation_of(version):
        return _(
            "This version was validated meanwhile: it is version %(number)s. "
            "A validated version no longer changes; read it in the list of versions."
        ) % {"number": validation.number}
    if state is State.RETURNED:
        return _("This version was returned meanwhile to those who prepare it: its reasons are below.")
    return _("This version was withdrawn meanwhile by those who prepared it: there is nothing left to decide.")


def _refuse_other_text(version: Version, seen_hash: str) -> None:
    """Only what was read is decided on, and only if its stored rows still are what was submitted."""
    stored = content_hash(version, frozen_content(version))
    if stored != version.content_hash:
        raise Refused(
            _(
                "The stored text of this version is no longer the one that was submitted. Do not decide on it: "
                "warn the administrator, and ask for a new submission."
            )
        )
    if seen_hash != stored:
        raise Stale(_("This is not the text that your page showed. Read the version again below, then decide."))


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why, so that those who wrote can work on it."))


def _step(act: Act, version: Version, *, by: Member, **facts: Any) -> VersionStep:
    last = max(step.sequence for step in version.steps.all())
    return VersionStep(
        version=version,
        charter=version.charter,
        sequence=last + 1,
        kind=act.adds,
        by=by.pseudonym,
        by_function=by.function,
        at=timezone.now(),
        content_hash=version.content_hash,
        **facts,
    )
