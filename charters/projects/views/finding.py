"""Finding the project of a page, and the way to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.projects.models import DecisionRequest
from charters.projects.opening import require_keeper
from charters.projects.reading import with_degrees
from feedback.projects.models import Project


def find(code: str) -> Project:
    known = Project.objects.known_to_all()
    return get_object_or_404(with_degrees(known.select_related("department", "committee")), code=code)


def find_kept(request: HttpRequest, code: str) -> Project:
    """The project, for whoever keeps it; others are told who does."""
    project = find(code)
    require_keeper(project, by=request.user)
    return project


def find_request(code: str, number: int) -> DecisionRequest:
    return get_object_or_404(DecisionRequest.objects.select_related("project"), project__code=code, number=number)


def trail(project: Project | None = None, here: str = "") -> list[tuple[str, str]]:
    """The way from the list of projects."""
    way: list[tuple[str, str]] = [(_("Projects"), reverse("projects") if project or here else "")]
    if project is not None:
        way.append((project.name, reverse("project", args=[project.code]) if here else ""))
    return [*way, (here, "")] if here else way


def around(code: str, here: str) -> dict[str, Any]:
    """What surrounds a form about a project, as it now is."""
    project = find(code)
    return {"project": project, "trail": trail(project, here)}
