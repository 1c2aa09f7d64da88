"""Proposals as they are read: the list, and one with the words it was drafted against."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from charters.deliberation.models import Proposal, ProposalQuerySet
from charters.text.models import Clause


def with_base(proposals: ProposalQuerySet) -> ProposalQuerySet:
    """Add the words of the revision each proposal was drafted against (``base_title``, ``base_text``)."""
    base = Clause.history.model.objects.filter(
        id=OuterRef("clause_id"), revision=OuterRef("base_revision"), opens_revision=True
    )
    return proposals.annotate(
        base_text=Subquery(base.values("text")[:1]), base_title=Subquery(base.values("title")[:1])
    )


def proposals_for_reading() -> QuerySet[Proposal]:
    """A proposal with all that its page says of it, in one query; ``round_code`` is that of its last consent round."""
    last_round = Proposal.objects.filter(pk=OuterRef("pk")).order_by("-rounds__opened_at").values("rounds__code")[:1]
    return with_base(
        Proposal.objects.annotate(round_code=Subquery(last_round)).select_related(
            "charter", "clause", "section", "thread", "destination_section", "destination_after", "answered_by",
            "entered_by", "duplicate_of",
        )
    )  # fmt: skip


def listed(charter_slug: str, *, state: str = "") -> QuerySet[Proposal]:
    """Proposals of a charter, those that wait for an answer first, the most supported first among them."""
    proposals = with_base(
        Proposal.objects.filter(charter__slug=charter_slug).select_related("charter", "clause", "section", "thread")
    )
    if state == "open":
        proposals = proposals.filter(outcome="")
    elif state == "answered":
        proposals = proposals.exclude(outcome="")
    return proposals.by_support()
