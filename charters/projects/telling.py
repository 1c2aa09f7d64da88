"""Messages about what a project asks: management is told when asked and when late, whoever asked when answered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from charters.projects.models import DecisionRequest
from governance.mail import outbox
from governance.people.models import Member, Role

TEMPLATES = "charters/projects/mail"


def tell_asked(request: DecisionRequest) -> int:
    """Write to executive management that a project is blocked; how many were written to."""
    return _write(request, "asked", _management().exclude(pseudonym=request.asked_by))


def tell_answered(request: DecisionRequest) -> int:
    """Write to whoever asked that the decision is there."""
    return _write(request, "answered", Member.objects.filter(pseudonym=request.asked_by, is_active=True))


def tell_late(today: datetime.date | None = None) -> int:
    """Write once to executive management about each question whose announced day has passed in silence."""
    late = DecisionRequest.objects.waiting().filter(due_on__lt=today or timezone.localdate()).select_related("project")
    holders = list(_management())
    return sum(
        _write(request, "late", [member for member in holders if member.pseudonym != request.asked_by])
        for request in late
    )


def _management() -> Any:
    return Member.objects.filter(grants__role=Role.EXECUTIVE, grants__ended_at=None, is_active=True).distinct()


def _write(request: DecisionRequest, template: str, members: Iterable[Member]) -> int:
    path = reverse("project", args=[request.project.code])
    if template != "answered":
        path = reverse("request-answer", args=[request.project.code, request.number])
    context = {"request": request, "project": request.project, "address": outbox.address_of(path)}
    message = outbox.compose(f"{TEMPLATES}/{template}", context)
    key = f"decision-request-{template}:{request.pk}"
    return sum(outbox.write(key=f"{key}:{member.pseudonym}", member=member, **message._asdict()) for member in members)
