"""Proposals as they are read: the list, and one with the words it was drafted against."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from charters.deliberation.models import Proposal, ProposalQuerySet
from charters.deliberation.wordings import Words
from charters.text.comparing import Comparison, compare_words, words_changed
from charters.text.models import Clause

PROPOSED = ("title", "text")


def with_base(proposals: ProposalQuerySet) -> ProposalQuerySet:
    """Add the words of the revision each proposal was drafted against (``base_title``, ``base_text``)."""
    base = Clause.history.model.objects.filter(
        id=OuterRef("clause_id"), revision=OuterRef("base_revision"), opens_revision=True
    )
    return proposals.annotate(
        base_text=Subquery(base.values("text")[:1]), base_title=Subquery(base.values("title")[:1])
    )


def proposals_for_reading() -> QuerySet[Proposal]:
    """A proposal with all that its page says of it, in one query.

    ``round_code`` is that of its last consent round, ``joined_codes`` those of the proposals that lead to it.
    ``origin`` is the sentence of a workshop that it was made from, if there is one.
    """
    joined = Proposal.objects.filter(duplicate_of=OuterRef("pk")).order_by("code").values("code")
    last_round = Proposal.objects.filter(pk=OuterRef("pk")).order_by("-rounds__opened_at").values("rounds__code")[:1]
    return with_base(
        Proposal.objects.annotate(round_code=Subquery(last_round), joined_codes=ArraySubquery(joined)).select_related(
            "charter", "clause", "section", "thread", "destination_section", "destination_after", "answered_by",
            "entered_by", "duplicate_of", "origin__statement__workshop",
        ).defer("origin__statement__workshop__minutes")
    )  # fmt: skip


def changes_of(proposal: Proposal) -> Comparison:
    """The words it was drafted against beside those it asks for (``with_base``): no query."""
    before = Words(proposal.base_title or "", proposal.base_text or "")  # type: ignore[attr-defined]
    after = Words(proposal.proposed_title or before.title, proposal.proposed_text)
    return compare_words(words_changed(Clause, PROPOSED, before, after, always=PROPOSED))


def joinable(proposal: Proposal, *, words: str = "") -> QuerySet[Proposal]:
    """The other open proposals of the charter, those on the same clause first; those that say these words."""
    others = Proposal.objects.open().filter(charter=proposal.charter_id).exclude(pk=proposal.pk)
    if words:
        others = others.filter(Q(code__iexact=words) | Q(title__icontains=words) | Q(proposed_text__icontains=words))
    elsewhere = Case(When(clause=proposal.clause_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return others.order_by(elsewhere, "-support_count", "code")


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
