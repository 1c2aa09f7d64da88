"""From what was said in workshops to the proposals made of it, and back, for pages that know only one of the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template

from charters.deliberation.models import Proposal
from charters.grounding.models import ProposalOrigin
from charters.text.models import Charter
from feedback.workshops.models import Statement

register = template.Library()


@register.simple_tag
def proposals_from(statements: Iterable[Statement]) -> dict[Any, list[Proposal]]:
    """The proposals made of these statements, by statement: one query."""
    found: dict[Any, list[Proposal]] = defaultdict(list)
    origins = ProposalOrigin.objects.filter(statement__in=[each.pk for each in statements])
    for origin in origins.select_related("proposal__charter", "proposal__clause").order_by("proposal__code"):
        found[origin.statement_id].append(origin.proposal)
    return found


@register.filter
def made_of(proposals: dict[Any, list[Proposal]], statement: Statement) -> list[Proposal]:
    """``{% for proposal in proposals|made_of:statement %}``"""
    return proposals.get(statement.pk, [])


@register.simple_tag
def charters_to_propose_in() -> list[Charter]:
    """The charters in which a statement can become a proposal."""
    return list(Charter.objects.order_by("pk"))


@register.filter
def sentence_behind(proposal: Proposal) -> Statement | None:
    """The sentence that a proposal was made from, or None. A proposal that comes for reading has it: no query."""
    try:
        return proposal.origin.statement
    except ProposalOrigin.DoesNotExist:
        return None
