"""A round as its page shows it: where it is, what each person holds on the present words, how it ended."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models import prefetch_related_objects as prefetch
from django.utils import timezone

from charters.consent.counting import Count, count
from charters.consent.listing import (
    CONCERNS,
    CONSENTS,
    FORMER,
    OBJECTIONS,
    TO_CONFIRM,
    name_of,
    pages_asked,
    positions_shown,
)
from charters.consent.models import ConsentRound, Position, RoundDecision, RoundReview, RoundStep, Step
from charters.consent.positions import may_confirm
from charters.consent.steps import ORDER
from charters.deliberation.reading import proposals_for_reading
from feedback.voices.signing import digest_of, is_mine
from governance.people.models import Member, StaffCategory

Kind, End = Position.Kind, Position.End

NO_PAGES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five steps as a round goes through them: ``state`` is "done", "now" or "to come"."""

    step: Step
    state: str
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A position, and what this very reader may do with it."""

    position: Position
    is_mine: bool
    awaits_holder: bool
    may_confirm: bool

    @property
    def is_alive(self) -> bool:
        """Whether it is an objection that still has to end."""
        return self.position.is_current and self.position.kind == Kind.OBJECTION and not self.position.end

    @property
    def is_mine_to_withdraw(self) -> bool:
        return self.is_mine and self.is_alive

    @property
    def awaits_committee(self) -> bool:
        return self.position.end == End.ESCALATED and not self.position.is_answered


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a group of positions, which it gives one by one: ``total`` of them on ``pages`` pages."""

    group: str
    held: list[Held]
    number: int
    pages: int
    total: int

    def __iter__(self) -> Iterator[Held]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


@dataclass(frozen=True)
class Reading:
    """All that the page of a round says, in the eyes of one reader; positions are fetched when they are asked for."""

    round: ConsentRound
    steps: list[RoundStep]
    reviews: list[RoundReview]
    reader: Member
    asked: Mapping[str, int]

    @property
    def stages(self) -> list[Stage]:
        """The five steps in order, each with the last day that was announced for it, if it was reached."""
        last = {step.step: step.until for step in self.steps}
        place = ORDER.index(Step(self.round.step))
        return [
            Stage(step, _state(self.round, rank - place), last.get(step) if rank <= place else None)
            for rank, step in enumerate(ORDER)
        ]

    @cached_property
    def count(self) -> Count:
        """What is held now, in one query; of a round that is closed, its decision keeps what was held."""
        return count(self.round, wording=self.round.proposal.wording)

    @property
    def categories(self) -> list[tuple[str, bool]]:
        """Each staff category, and whether it took part: never how many."""
        found = self.round.decision.categories if self.decision else self.count.categories
        return [(category, category in found) for category in StaffCategory.values]

    @property
    def decision(self) -> RoundDecision | None:
        return getattr(self.round, "decision", None)

    @property
    def review_on(self) -> datetime.date | None:
        """The day of the next review, when one was announced."""
        if self.reviews:
            return self.reviews[-1].next_on
        return self.decision.review_on if self.decision else None

    @property
    def is_to_review(self) -> bool:
        return self.review_on is not None and self.review_on <= timezone.localdate()

    @cached_property
    def objections(self) -> list[Held]:
        """Those that are alive, and all that ended otherwise than by being replaced: the memory of the round."""
        return [self._held(row) for row in self._examined if row.group == OBJECTIONS]

    @property
    def before_committee(self) -> int:
        """How many objections were taken to a committee that has not answered them."""
        rows = [row for row in self._rows if row.group == OBJECTIONS]
        return sum(row.end == End.ESCALATED and not row.is_answered for row in rows)

    @cached_property
    def concerns(self) -> list[Held]:
        """All of them, on one page: they are read again at the review."""
        return [self._held(row) for row in self._rows if row.group == CONCERNS]

    @cached_property
    def consents(self) -> Listed:
        return self._listed(CONSENTS)

    @cached_property
    def to_confirm(self) -> Listed:
        """Consents to former words."""
        return self._listed(TO_CONFIRM)

    @cached_property
    def former(self) -> Listed:
        """Positions that others took the place of; what their examination showed stays."""
        return self._listed(FORMER, self._examined)

    @cached_property
    def mine(self) -> Position | None:
        """The position that this very reader holds now, on whatever page it stands."""
        digest = digest_of(self.reader, self.round.pk)
        return next((row for row in self._rows if row.holder_digest == digest), None)

    @cached_property
    def _rows(self) -> list[Any]:
        wording = self.decision.wording if self.decision else self.round.proposal.wording
        digest = digest_of(self.reader, self.round.pk)
        return list(positions_shown(self.round, wording=wording, holder=digest, asked=self.asked))

    @cached_property
    def _examined(self) -> list[Any]:
        """The same, the objections with their examinations: one more query."""
        prefetch([row for row in self._rows if row.kind == Kind.OBJECTION], "examinations")
        return self._rows

    def _listed(self, group: str, rows: list[Any] | None = None) -> Listed:
        rows = [row for row in rows or self._rows if row.group == group]
        if not rows:
            return Listed(group, [], 1, 1, 0)
        number = min(self.asked[group], rows[0].pages)
        return Listed(
            group, [self._held(row) for row in rows if row.page == number], number, rows[0].pages, rows[0].total
        )

    def _held(self, row: Any) -> Held:
        row.round = self.round
        can_confirm = row.awaits and self.round.is_open and may_confirm(row, by=self.reader)
        return Held(row, is_mine(row, self.reader), row.awaits, can_confirm)


def _state(round: ConsentRound, distance: int) -> str:
    if distance < 0 or not round.is_open:
        return "done" if distance <= 0 else "to come"
    return "now" if distance == 0 else "to come"


def rounds_for_reading() -> QuerySet[ConsentRound]:
    """A round with its proposal and its decision: two queries.

    ``decided_by`` is a name, ``last_step`` a number, ``review_due`` the day of its next review.
    """
    steps = RoundStep.objects.filter(round=OuterRef("pk")).order_by("-number")
    rounds = ConsentRound.objects.annotate(
        last_step=Subquery(steps.values("number")[:1]),
        decided_by=name_of(OuterRef("decision__by")),
        review_due=_review_due(),
    )
    return rounds.select_related("decision__committee").prefetch_related(
        Prefetch("proposal", queryset=proposals_for_reading())
    )


def _review_due() -> Case:
    """The day of the next review of a round: that of its last review, or else that of its decision."""
    reviews = RoundReview.objects.filter(round=OuterRef("pk")).order_by("-number")
    return Case(When(Exists(reviews), then=Subquery(reviews.values("next_on")[:1])), default=F("decision__review_on"))


def read_round(round: ConsentRound, *, by: Member, pages: Mapping[str, str] = NO_PAGES) -> Reading:
    """What the page of a round says to this reader: five queries at most.

    ``pages`` asks for a page of a group that is listed page by page: ``{"consents": "2"}``. Beyond the last, it is the
    last.
    """
    reviews = [] if round.is_open else list(round.reviews.annotate(by_name=name_of(OuterRef("by"))))
    return Reading(round, list(round.steps.all()), reviews, by, pages_asked(pages))


# --- The list --------------------------------------------------------------------------------------

OPEN, TO_REVIEW, CLOSED = 0, 1, 2


def rounds_of(charter_slug: str) -> QuerySet[ConsentRound]:
    """The rounds of a charter in one query: those that are open, the soonest to end first; those to review; the rest.

    Each carries ``review_due``, the day of its next review, and ``group``: OPEN, TO_REVIEW or CLOSED.
    """
    rounds = ConsentRound.objects.filter(proposal__charter__slug=charter_slug).annotate(review_due=_review_due())
    group = Case(
        When(is_open=True, then=Value(OPEN)),
        When(Q(review_due__lte=timezone.localdate()), then=Value(TO_REVIEW)),
        default=Value(CLOSED),
        output_field=IntegerField(),
    )
    to_order = Case(When(is_open=True, then=F("step_until")), default=F("review_due"))
    return (
        rounds.annotate(group=group)
        .select_related("proposal__charter", "proposal__clause", "proposal__section", "decision")
        .order_by("group", to_order.asc(nulls_last=True), "-opened_at")
    )
