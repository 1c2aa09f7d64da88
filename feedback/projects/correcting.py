"""Correcting what was published: by its author, or by facilitators, with a reason that everyone reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.permissions import CORRECT_EXPERIENCE
from feedback.projects import states
from feedback.projects.models import Feedback, Project
from feedback.projects.rewriting import changes_to
from feedback.projects.telling import attach, beginning_of, refuse_what_is_missing, write
from feedback.voices.signing import is_mine
from governance.people.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import save_signed


@transaction.atomic
def correct(entry: Feedback, said: Mapping[str, Any], *, by: Member, seen: int, reason: str) -> Feedback:
    """Correct some answers of a published entry, and no other; what they said before stays readable.

    An anonymous author leaves the day, and nothing else: the correction is signed by nobody, as the entry is.
    """
    if not may_correct(entry, by):
        raise PermissionDenied(str(CORRECT_EXPERIENCE.refusal))
    stored: Feedback = Feedback.objects.locked().get(pk=entry.pk)
    if stored.status != Feedback.Status.PUBLISHED:
        raise Refused(_("This entry is still a draft: its author changes it freely, without a reason."))
    if not reason.strip():
        raise Refused(_("Say why you correct this entry: whoever read it before has to know."))
    own = is_told_by(stored, by)
    changes = changes_to(stored, said, seen=seen, told_by_writer=own)
    if not changes.answers:
        raise Refused(_("Nothing was corrected: what you sent is what the entry says. Change an answer, or leave it."))
    refuse_what_is_missing(changes.after)
    if "project" in changes.answers:
        _refuse_to_leave_untold(stored)
    write(stored, changes.answers)
    who = states.BY_AUTHOR if own else states.BY_FACILITATORS
    told = states.told_after(changes.after, former=changes.unkept, corrected_by=who)
    if own and stored.signature == SignsAs.ANONYMOUS:
        save_signed(stored, by=None, reason=reason, at=beginning_of(timezone.localdate()), told=told)
    else:
        save_signed(stored, by=by, reason=reason, told=told)
    attach(stored, changes.answers)
    return stored


def may_correct(entry: Feedback, member: Member) -> bool:
    """Whether the member told it, however it is signed, or is a facilitator; without a query."""
    return CORRECT_EXPERIENCE.granted_to(member) or is_told_by(entry, member)


def is_told_by(entry: Feedback, member: Member) -> bool:
    """Whether these are the member's own words; whoever typed them for their author did not tell them."""
    return member.is_active and (entry.author_id == member.pk or is_mine(entry, member))


def _refuse_to_leave_untold(entry: Feedback) -> None:
    """A closed project keeps the entry that told it; the lock is that of closing."""
    project = Project.objects.locked().get(pk=entry.project_id)
    told = Feedback.objects.filter(project=project, status=Feedback.Status.PUBLISHED).exclude(pk=entry.pk)
    if project.closed_on and not told.exists():
        raise Refused(
            _(
                "The project is closed, and this entry is the only one that tells it: it stays under its name. "
                "If it tells another project too, write another entry for that one."
            )
        )
