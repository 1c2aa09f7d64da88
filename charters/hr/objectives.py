"""Objectives that go with a post. They are about work, never about what someone is worth; no result is kept here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters.hr.keeping import refuse_ended
from charters.hr.models import JobProfile, Objective
from charters.permissions import KEEP_JOB_PROFILES
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

MOST_SHOWN = 200
WORDS = ("words", "own_practice", "means", "indicator", "due", "clause_code")


@transaction.atomic
def add_objective(profile: JobProfile, *, by: Member, words: dict[str, Any]) -> Objective:
    """Write an objective for a post. Raises Refused."""
    KEEP_JOB_PROFILES.require(by)
    stored = JobProfile.objects.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)
    refuse_ended(stored)
    said = {name: words[name] for name in WORDS if name in words}
    _check(stored, said)
    # a form sent twice: the identical row that stands
    if identical := Objective.objects.filter(profile=stored, withdrawn=False, **said).first():
        return identical
    return save_signed(Objective(profile=stored, **said), by=by, reason=_("Objective written"))


@transaction.atomic
def revise_objective(objective: Objective, *, by: Member, words: dict[str, Any], seen: int) -> Objective:
    """Word an objective otherwise. Raises Refused, Stale."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(objective, seen=seen)
    if stored.withdrawn:
        raise Refused(_("This objective was taken out: write another one."))
    changed = [name for name in WORDS if name in words and getattr(stored, name) != words[name]]
    _check(stored.profile, {name: words[name] for name in changed})
    for name in changed:
        setattr(stored, name, words[name])
    return save_signed(stored, by=by, reason=_("Objective reworded"), fields=changed) if changed else stored


@transaction.atomic
def withdraw_objective(objective: Objective, *, by: Member, seen: int) -> Objective:
    """Take an objective out: documents no longer say it, and it stays in history. Raises Refused, Stale."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(objective, seen=seen)
    if stored.withdrawn:
        raise Refused(_("This objective was taken out already."))
    stored.withdrawn = True
    return save_signed(stored, by=by, reason=_("Objective taken out"), fields=["withdrawn"])


def history_of_objectives(profile: JobProfile) -> list[Any]:
    """Everything that was written of the objectives of a post, the last first, those taken out included. One query."""
    return list(Objective.history.filter(profile=profile.pk).order_by("-history_id")[:MOST_SHOWN])


def _check(profile: JobProfile, words: dict[str, Any]) -> None:
    if words.get("own_practice") and not profile.is_manager:
        raise Refused(_("This post manages nobody: an objective on a manager's own practice is not for it."))
    code = words.get("clause_code")
    if code and not profile.quotes.filter(clause__code=code).exists():
        raise Refused(
            _("This job description does not quote %(code)s: quote it first, or name no clause.") % {"code": code}
        )
