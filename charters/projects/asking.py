"""A blocked project asks executive management for a decision: a day is announced, one answer comes, or none is needed.

Silence stays silence: when the day has passed, the request is late, and nothing is decided for anyone.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import ANSWER_REQUESTS
from charters.projects.models import DecisionRequest
from charters.projects.opening import refuse_unless_under_way, require_keeper
from charters.projects.telling import tell_answered, tell_asked
from feedback.projects.models import Project
from governance.people.models import Member, Role
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


@transaction.atomic
def ask(
    project: Project,
    *,
    by: Member,
    question: str,
    blocked: str,
    choices: str = "",
    asked_on: datetime.date | None = None,
) -> DecisionRequest:
    """Ask executive management to decide, and announce by which day. Raises PermissionDenied, Refused.

    ``asked_on`` is the day of a question that management already had, on paper: its clock runs since then.
    """
    require_keeper(project, by=by)
    project = Project.objects.locked().get(pk=project.pk)
    refuse_unless_under_way(project)
    if project.requests.waiting().filter(question=question).exists():
        raise Refused(_("This very question waits for an answer already: it is on the page of the project."))
    last = project.requests.aggregate(last=Max("number"))["last"] or 0
    today = timezone.localdate()
    asked_on = asked_on or today
    if asked_on > today or (project.opened_on and asked_on < project.opened_on):
        raise Refused(_("A project asks between the day it opened and today: give one of these days."))
    request = DecisionRequest(
        project=project,
        number=last + 1,
        question=question,
        blocked=blocked,
        choices=choices,
        asked_on=asked_on,
        asked_by=by.pseudonym,
        asked_by_function=(by.function or str(_("Project leader")))[:120],
        due_on=asked_on + datetime.timedelta(days=settings.DECISION_WITHIN_DAYS),
    )
    save_signed(request, by=by, reason=_("Decision asked for"))
    tell_asked(request)
    return request


@transaction.atomic
def answer_request(request: DecisionRequest, *, by: Member, answer: str, seen: int) -> DecisionRequest:
    """Decide, once, and say why. Whoever asked does not answer. Raises PermissionDenied, Stale, Refused."""
    require_answerer(request, by=by)
    stored = lock_seen(request, seen=seen)
    _refuse_ended(stored)
    if not answer.strip():
        raise Refused(_("Say what is decided, and why: the project and everyone else will read it."))
    stored.answer, stored.answered_on, stored.answered_by = answer, timezone.localdate(), by.pseudonym
    stored.answered_by_function = (by.function or str(Role.EXECUTIVE.label))[:120]
    said = ["answer", "answered_on", "answered_by", "answered_by_function"]
    save_signed(stored, by=by, reason=_("Decision given"), fields=said)
    tell_answered(stored)
    return stored


@transaction.atomic
def withdraw_request(request: DecisionRequest, *, by: Member, reason: str, seen: int) -> DecisionRequest:
    """Take back a question that needs no answer any more, and say why. Raises PermissionDenied, Stale, Refused."""
    require_keeper(request.project, by=by)
    stored = lock_seen(request, seen=seen)
    _refuse_ended(stored)
    if not reason.strip():
        raise Refused(_("Say why the question is withdrawn: management has read it."))
    stored.withdrawn_on, stored.withdrawn_because = timezone.localdate(), reason
    return save_signed(stored, by=by, reason=_("Question withdrawn"), fields=["withdrawn_on", "withdrawn_because"])


def require_answerer(request: DecisionRequest, *, by: Member) -> None:
    """Raise PermissionDenied for whoever is not of executive management, or asked the question."""
    ANSWER_REQUESTS.require(by)
    if request.asked_by is not None and request.asked_by == by.pseudonym:
        raise PermissionDenied(_("You asked this question yourself: someone else of executive management answers it."))


def _refuse_ended(request: DecisionRequest) -> None:
    if request.answered_on:
        raise Refused(_("This question has its answer already. If it is not enough, the project asks another one."))
    if request.withdrawn_on:
        raise Refused(_("The project withdrew this question: there is nothing left to decide."))
