"""Deciding on a submitted version: validated, returned with reasons, postponed, or withdrawn. By other hands."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.versions.acts import ACTS
from charters.versions.content import frozen_content
from charters.versions.life import ReturnReason
from charters.versions.models import Version, VersionClause, VersionStep
from charters.versions.preparing import lock_text
from charters.versions.reading import last_validation
from charters.versions.sealing import chain_hash, content_hash, history_bounds, history_digest
from charters.versions.steps import add_step, next_step, open_for
from charters.versions.telling import tell_of_step
from governance.people.models import Member, Role
from governance.refusals import Refused
from governance.signing import Stale, save_signed

Kind = VersionStep.Kind
LONGEST_POSTPONEMENT = datetime.timedelta(days=366)


@transaction.atomic
def validate(
    version: Version, *, by: Member, seen_hash: str, seen_step: int | None = None, validating_body: str = ""
) -> VersionStep:
    """Validate exactly the text that was read: it takes the next number and is in force from now on.

    ``seen_hash`` is the hash that the form carried, ``seen_step`` the last step that its page showed (an opinion that
    came or was corrected since is read first); ``validating_body`` the body that validates, as people call it.
    Writers are locked out meanwhile, so that the history digest misses no row. Raises PermissionDenied, Stale, Refused.
    """
    version = open_for(ACTS["validate"], version, by=by)
    charter = lock_text(version.charter_id)
    _refuse_other_text(version, seen_hash)
    _refuse_unread_step(version, seen_step)
    previous = last_validation(charter)
    upto = history_bounds(charter)
    step = next_step(
        Kind.VALIDATED,
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
    tell_of_step(step)
    return step


@transaction.atomic
def return_to_facilitators(
    version: Version, *, by: Member, reason: str, seen_hash: str, reasons: Mapping[str, str] | None = None
) -> VersionStep:
    """Send a version back to those who prepare it, with a reason that everyone can read.

    ``reasons`` says more, clause by clause: a map of texts by code, empty ones left aside.
    """
    version = open_for(ACTS["return"], version, by=by)
    _refuse_silence(reason)
    _refuse_other_text(version, seen_hash)
    said = {code: words for code, words in (reasons or {}).items() if words}
    _refuse_other_clauses(version, said)
    step = add_step(Kind.RETURNED, version, by=by, reason=reason)
    ReturnReason.objects.bulk_create(
        ReturnReason(step=step, code=code, reason=words) for code, words in sorted(said.items())
    )
    tell_of_step(step)
    return step


@transaction.atomic
def postpone(version: Version, *, by: Member, until: datetime.date, reason: str, seen_hash: str) -> VersionStep:
    """Decide later: until which day, and why. The clock of management's answer runs again from that day on."""
    version = open_for(ACTS["postpone"], version, by=by)
    _refuse_silence(reason)
    if until <= timezone.localdate():
        raise Refused(_("A decision is postponed to a day that is still to come: choose another day."))
    if until > timezone.localdate() + LONGEST_POSTPONEMENT:
        raise Refused(_("A decision is postponed by a year at most: choose a nearer day, you can postpone again."))
    _refuse_other_text(version, seen_hash)
    step = add_step(Kind.POSTPONED, version, by=by, reason=reason, until=until)
    tell_of_step(step)
    return step


@transaction.atomic
def withdraw(version: Version, *, by: Member, reason: str) -> VersionStep:
    """Take back a submitted version before it is decided on, with a reason that everyone can read."""
    version = open_for(ACTS["withdraw"], version, by=by)
    _refuse_silence(reason)
    step = add_step(Kind.WITHDRAWN, version, by=by, reason=reason)
    tell_of_step(step)
    return step


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


def _refuse_unread_step(version: Version, seen_step: int | None) -> None:
    if seen_step is not None and seen_step != max(step.sequence for step in version.steps.all()):
        raise Stale(_("An opinion or a postponement came while you were reading. It is below: read it, then decide."))


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why, so that those who wrote can work on it."))


def _refuse_other_clauses(version: Version, said: Mapping[str, str]) -> None:
    """A reason is about a clause of the version, or about one that the version removes."""
    holders = [version.pk, version.based_on_id] if version.based_on_id else [version.pk]
    known = VersionClause.objects.filter(version__in=holders, code__in=said).values_list("code", flat=True)
    if unknown := said.keys() - set(known):
        raise Refused(
            _("There is no clause %(code)s in this version: give your reason about another one.")
            % {"code": min(unknown)}
        )
