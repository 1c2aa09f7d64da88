"""Positions as the page of a round lists them: where each stands, and which are on the page that was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Least, RowNumber

from charters.consent.models import ConsentRound, Position
from charters.consent.positions import awaiting_holder
from governance.people.models import Member

Kind, End = Position.Kind, Position.End

# Where a position stands. Arguments are all there, on one page; the others may be thousands.
OBJECTIONS, CONCERNS, CONSENTS, TO_CONFIRM, FORMER = "objections", "concerns", "consents", "to_confirm", "former"
BY_PAGE = (CONSENTS, TO_CONFIRM, FORMER)
POSITIONS_ON_A_PAGE = 50


def name_of(pseudonym: OuterRef) -> Subquery:
    """The name of whoever a row keeps the pseudonym of; nothing once that person was erased."""
    return Subquery(Member.objects.filter(pseudonym=pseudonym).values("name")[:1])


def pages_asked(pages: Mapping[str, str]) -> dict[str, int]:
    """The page asked for in each group, the first one when none is; an address may say anything."""
    return {name: _number(pages.get(name, "")) for name in BY_PAGE}


def positions_shown(round: ConsentRound, *, wording: int, holder: str, asked: Mapping[str, int]) -> QuerySet[Position]:
    """The positions that a page shows, and the reader's own: one query, that counts and pages without reading the rest.

    Each carries its ``group``, whether it ``awaits`` its holder, ``ended_by_name``, and where it stands: ``page``,
    ``pages``, ``total``.
    """
    group = Case(
        When(is_current=False, end__in=["", End.WITHDRAWN], then=Value(FORMER)),
        When(kind=Kind.OBJECTION, then=Value(OBJECTIONS)),
        When(awaiting_holder(wording), then=Value(TO_CONFIRM)),
        When(kind=Kind.CONCERN, then=Value(CONCERNS)),
        default=Value(CONSENTS),
        output_field=CharField(),
    )
    place = Window(RowNumber(), partition_by=F("group"), order_by=["written_on", "pk"])
    shown = ~Q(group__in=BY_PAGE) | Q(holder_digest=holder)
    for name in BY_PAGE:
        shown |= Q(group=name, page=Least(Value(asked[name]), F("pages")))
    return (
        round.positions.select_related("committee")
        .annotate(
            group=group,
            awaits=awaiting_holder(wording),
            ended_by_name=name_of(OuterRef("ended_by")),
            total=Window(Count("pk"), partition_by=F("group")),
            page=(place - 1) / POSITIONS_ON_A_PAGE + 1,
            pages=(Window(Count("pk"), partition_by=F("group")) - 1) / POSITIONS_ON_A_PAGE + 1,
        )
        .filter(shown)
        .order_by("written_on", "pk")
    )


def _number(page: str) -> int:
    return max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1
