"""From a task of a committee to the sentence it comes from, for the pages of the floor below."""

from __future__ import annotations

from django import template
from django.db.models import OuterRef, QuerySet, Subquery

from feedback.workshops.models import Statement
from governance.committees.meetings import CommitteeTask

register = template.Library()


@register.simple_tag
def with_what_was_said(tasks: QuerySet[CommitteeTask]) -> QuerySet[CommitteeTask]:
    """Tasks with the workshop and the place of the sentence that each was made from, if any: in the same query."""
    behind = Statement.objects.filter(task=OuterRef("pk")).order_by("pk")
    return tasks.annotate(
        said_in=Subquery(behind.values("workshop__code")[:1]), said_at=Subquery(behind.values("position")[:1])
    )
