"""What a page of workshops is about, and the way that leads to it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.workshops.models import Statement, Workshop


def find_workshop(code: str) -> Workshop:
    return get_object_or_404(Workshop.objects.defer("minutes"), code=code)


def find_statement(code: str, position: int) -> Statement:
    statements = Statement.objects.select_related("workshop", "parent", "task__committee", "entry")
    return get_object_or_404(statements.defer("workshop__minutes"), workshop__code=code, position=position)


def trail_to(workshop: Workshop, *more: str) -> list[tuple[str, str]]:
    """The way to a workshop; ``more`` is the page below it."""
    way = [(_("Workshops"), reverse("workshops"))]
    if not more:
        return [*way, (workshop.title, "")]
    return [*way, (workshop.title, workshop.get_absolute_url()), *((label, "") for label in more)]
