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


@register.simple_tag
def origin_of(proposal: Proposal) -> Statement | None:
    """The sentence that a proposal was made from, with its workshop; or None."""
    statements = Statement.objects.filter(proposals__proposal=proposal).select_related("workshop")
    return statements.defer("workshop__minutes").first()


@register.simple_tag
def sentences_behind(sources: Iterable[Any]) -> dict[Any, Statement]:
    """The sentences that the proposals behind the words of a clause were made from, by proposal: one query."""
    proposals = {each.pk for source in sources for each in [*source.proposals, *source.others]}
    origins = ProposalOrigin.objects.filter(proposal__in=proposals).select_related("statement__workshop")
    return {origin.proposal_id: origin.statement for origin in origins.defer("statement__workshop__minutes")}


@register.filter
def behind(sentences: dict[Any, Statement], proposal: Proposal) -> Statement | None:
    """``{% with said=sentences|behind:proposal %}``"""
    return sentences.get(proposal.pk)
