"""From an outside organisation or a tool to the projects that met it, for the pages of the floor below."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from feedback.projects.models import Feedback, FeedbackQuerySet
from feedback.projects.ties import Ties, ties_between
from governance.directory.models import Stakeholder, Tool

register = template.Library()

LATEST = 10


@register.simple_tag
def projects_with(met: Stakeholder | Tool) -> FeedbackQuerySet:
    """The latest published entries that name it: one query."""
    published = met.feedback.filter(status=Feedback.Status.PUBLISHED)
    return published.select_related("project").order_by("-period_end", "code")[:LATEST]


@register.simple_tag
def ties_through(stakeholders: Stakeholder | Sequence[Stakeholder]) -> Ties:
    """Which departments meet through one or several outside organisations: three queries."""
    return ties_between([stakeholders] if isinstance(stakeholders, Stakeholder) else stakeholders)
