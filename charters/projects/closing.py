"""Closing a project: each clause has its answer, a published entry tells what it taught, nothing is awaited."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.projects.opening import refuse_unless_under_way, require_keeper
from feedback.projects.models import Feedback, Project
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


@transaction.atomic
def close_project(project: Project, *, by: Member, seen: int) -> Project:
    """Close a project, finished or stopped. Raises PermissionDenied, Stale, Refused."""
    require_keeper(project, by=by)
    stored = lock_seen(project, seen=seen)
    refuse_unless_under_way(stored)
    if still := what_holds_it_open(stored):
        raise Refused(" ".join(still))
    stored.closed_on = timezone.localdate()
    return save_signed(stored, by=by, reason=_("Project closed"), fields=["closed_on"])


def what_holds_it_open(project: Project) -> list[str]:
    """What is still to be done before a project closes, in sentences. Three queries."""
    unsaid = project.clause_uses.filter(answer="").count()
    waiting = project.requests.waiting().count()
    told = Feedback.objects.filter(project=project, status=Feedback.Status.PUBLISHED).exists()
    still = []
    if unsaid:
        still.append(
            ngettext(
                "%(number)s clause of the checklist has no answer yet: say what became of it.",
                "%(number)s clauses of the checklist have no answer yet: say what became of them.",
                unsaid,
            )
            % {"number": unsaid}
        )
    if not told:
        still.append(_("No published entry tells what this project taught: tell it, under the name of the project."))
    if waiting:
        still.append(
            ngettext(
                "%(number)s question still waits for management: await its answer, or withdraw it.",
                "%(number)s questions still wait for management: await their answers, or withdraw them.",
                waiting,
            )
            % {"number": waiting}
        )
    return still
