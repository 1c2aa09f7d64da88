"""Job descriptions: written by human resources, corrected with a history, ended when the post is no more."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.hr.models import JobProfile
from charters.permissions import KEEP_JOB_PROFILES
from governance.codes import one_at_a_time
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

WORDS = (
    "title",
    "reference",
    "occupation",
    "family",
    "job_group",
    "category",
    "department",
    "is_manager",
    "is_field_staff",
    "reports_to",
    "workplace",
    "team",
    "purpose",
    "missions",
    "relations",
    "autonomy",
    "skills",
    "training",
    "conditions",
    "means",
)


@transaction.atomic
def create_profile(*, by: Member, words: dict[str, Any], reason: str = "") -> JobProfile:
    """Write a job description; it quotes nothing yet. Raises IntegrityError when its number is taken."""
    KEEP_JOB_PROFILES.require(by)
    one_at_a_time(JobProfile, "")
    # a form sent twice: the identical row that stands, as long as nothing came of it
    identical = JobProfile.objects.filter(row_version=1, quotes=None, ended_on=None, **words)
    if not reason and (there := identical.first()):
        return there
    return save_signed(JobProfile(**words), by=by, reason=reason or _("Job description created"))


@transaction.atomic
def revise_profile(
    profile: JobProfile, *, by: Member, words: dict[str, Any], seen: int, reason: str = ""
) -> JobProfile:
    """Change what a job description says of the post, unless someone changed it meanwhile. Raises Stale."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    refuse_ended(stored)
    changed = [name for name in WORDS if name in words and getattr(stored, name) != words[name]]
    for name in changed:
        setattr(stored, name, words[name])
    if not changed:
        return stored
    return save_signed(stored, by=by, reason=reason or _("Job description revised"), fields=changed)


def refuse_ended(profile: JobProfile) -> None:
    """Nothing more is written of a post that is no more. Raises Refused."""
    if profile.ended_on:
        raise Refused(_("This job description is ended: take it up again first, from its page."))


@transaction.atomic
def end_profile(profile: JobProfile, *, by: Member, on: datetime.date, reason: str, seen: int) -> JobProfile:
    """Say that the post is no more: it leaves the lists, and nothing of it is lost. Raises Refused, Stale."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    if stored.ended_on:
        raise Refused(_("This job description is ended already: see below since when."))
    if on > timezone.localdate():
        raise Refused(_("This day is still to come: end the job description once the post is no more."))
    stored.ended_on = on
    return save_signed(stored, by=by, reason=reason, fields=["ended_on"])


@transaction.atomic
def reopen_profile(profile: JobProfile, *, by: Member, reason: str, seen: int) -> JobProfile:
    """Take up again a job description that was ended. Raises Refused, Stale."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    if not stored.ended_on:
        raise Refused(_("This job description is in use: there is nothing to take up again."))
    stored.ended_on = None
    return save_signed(stored, by=by, reason=reason, fields=["ended_on"])
