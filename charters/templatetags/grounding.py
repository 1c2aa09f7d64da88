"""From experience to the clauses it grounds, for the pages of the floor below, which knows nothing of clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template

from charters.grounding.models import Citation
from charters.grounding.quoting import still_says
from charters.text.models import Charter
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


@register.filter
def says(entry: Feedback, citation: Citation) -> bool:
    """Whether an entry, which comes with all it says, still says the words of a citation: no query."""
    return still_says(entry, citation.passage)


@register.simple_tag
def charters_to_cite_in() -> list[Charter]:
    """The charters in which an entry can be cited."""
    return list(Charter.objects.order_by("pk"))
