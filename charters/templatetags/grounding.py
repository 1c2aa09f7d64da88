"""From experience to the clauses it grounds, for the pages of the floor below, which knows nothing of clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template

from charters.grounding.models import Citation
from feedback.projects.models import Feedback

register = template.Library()


@register.simple_tag
def citing_clauses(entries: Feedback | Iterable[Feedback]) -> dict[Any, list[Citation]]:
    """The citations of one or several entries by clauses of the text, by entry: one query."""
    wanted = [entries] if isinstance(entries, Feedback) else list(entries)
    found: dict[Any, list[Citation]] = defaultdict(list)
    citations = Citation.objects.standing().filter(feedback__in=wanted, clause__removed=False)
    for citation in citations.select_related("clause__charter", "clause__section").order_by(
        "clause__section__position", "clause__position", "pk"
    ):
        found[citation.feedback_id].append(citation)
    return found


@register.filter
def of(citations: dict[Any, list[Citation]], entry: Feedback) -> list[Citation]:
    """``{% for citation in citations|of:entry %}``"""
    return citations.get(entry.pk, [])
