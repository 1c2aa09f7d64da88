"""Where a clause comes from: all that led to it, from what was lived and said to what was decided, day by day.

Each step leads to the page that tells it whole. No step says more of an author than that page does.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from charters.consent.models import RoundDecision
from charters.deliberation.models import Proposal
from charters.grounding.evidence import cited_resources, resources_of
from charters.text.models import Clause
from charters.versions.models import VersionClause, VersionStep
from feedback.projects.models import Feedback
from feedback.voices.models import Comment
from feedback.workshops.models import Statement


@dataclass(frozen=True, slots=True)
class Step:
    """Something that led to the clause. ``day`` is empty when nobody wrote it down; ``until`` ends a stretch of days.

    ``kind``: ``statement`` (said in a workshop), ``experience``, ``resource``, ``proposal``, ``comments``,
    ``decision`` (of a consent round) or ``version`` (validated); ``about`` is the row.
    """

    kind: str
    day: datetime.date | None
    address: str
    about: Any
    until: datetime.date | None = None


def clauses_for_trail() -> QuerySet[Clause]:
    """Clauses with what their trail says in passing: the outside resources, and how many comments on which days."""
    said = Comment.objects.filter(thread=OuterRef("thread")).order_by().values("thread")
    days = said.values(row=JSONObject(number=Count("pk"), first=Min("written_on"), last=Max("written_on")))
    return Clause.objects.select_related("charter", "section").annotate(
        outside=cited_resources(), comment_days=Subquery(days)
    )


def trail(clause: Clause) -> list[Step]:
    """The steps of a clause, the oldest first, those without a day before all: five queries whatever their number.

    The clause was read by ``clauses_for_trail``.
    """
    proposals = list(_proposals(clause))
    cited = _cited(clause)
    steps = [
        *_said(proposals, cited),
        *(Step("experience", each.feedback.period_end, each.feedback.get_absolute_url(), each) for each in cited),
        *(Step("resource", each.brought_on, each.address, each) for each in resources_of(clause)),
        *(Step("proposal", each.written_on, each.get_absolute_url(), each) for each in proposals),
        *_comments(clause),
        *_decisions(clause),
        *_versions(clause),
    ]
    return sorted(steps, key=lambda step: step.day or datetime.date.min)


def _proposals(clause: Clause) -> Any:
    found = Proposal.objects.filter(clause=clause).select_related("charter", "origin__statement__workshop")
    return found.defer("origin__statement__workshop__minutes").order_by("written_on", "code")


def _cited(clause: Clause) -> list[Any]:
    """The standing citations of published entries, one for each entry: what each says is on the page of the clause."""
    found = clause.citations.standing().filter(feedback__status=Feedback.Status.PUBLISHED)
    return list({each.feedback_id: each for each in found.select_related("feedback__project").order_by("pk")}.values())


def _said(proposals: list[Any], cited: list[Any]) -> Iterator[Step]:
    """What was said in workshops: the sentences that proposals, and entries that are cited, were made from."""
    said = {each.origin.statement.pk: each.origin.statement for each in proposals if hasattr(each, "origin")}
    begun = Statement.objects.filter(entry__in=[each.feedback_id for each in cited], set_aside=False)
    said |= {each.pk: each for each in begun.select_related("workshop").defer("workshop__minutes")}
    for each in sorted(said.values(), key=lambda statement: (statement.workshop.code, statement.position)):
        yield Step("statement", each.workshop.held_on, each.get_absolute_url(), each)


def _comments(clause: Any) -> Iterator[Step]:
    """How many comments the discussion of the clause holds, from which day to which."""
    if counted := clause.comment_days:
        first, last = (datetime.date.fromisoformat(counted[name]) for name in ("first", "last"))
        yield Step("comments", first, f"{clause.get_absolute_url()}#discussion", counted["number"], last)


def _decisions(clause: Clause) -> Iterator[Step]:
    """How the consent rounds on its proposals ended, and why."""
    found = RoundDecision.objects.filter(round__proposal__clause=clause).select_related("round")
    for each in found.order_by("at", "pk"):
        address = reverse("round", args=[clause.charter.slug, each.round.code])
        yield Step("decision", timezone.localdate(each.at), address, each)


def _versions(clause: Clause) -> Iterator[Step]:
    """The versions that validated it; of several that hold the same revision, the first."""
    found = VersionClause.objects.filter(
        code=clause.code, version__charter=clause.charter_id, version__steps__kind=VersionStep.Kind.VALIDATED
    )
    rows = found.annotate(number=F("version__steps__number"), at=F("version__steps__at")).order_by("number")
    seen: set[int] = set()
    for each in rows.only("revision", "version_id"):
        if each.revision not in seen:
            seen.add(each.revision)
            address = reverse("version", args=[clause.charter.slug, each.number])
            yield Step("version", timezone.localdate(each.at), address, each)
