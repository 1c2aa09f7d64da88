"""A round as its page shows it: where it is, what each person holds on the present words, how it ended."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from charters.consent.counting import Count, count
from charters.consent.models import ConsentRound, Position, RoundDecision, RoundReview, RoundStep, Step
from charters.consent.positions import awaits_holder, may_confirm
from charters.consent.steps import ORDER
from charters.deliberation.reading import proposals_for_reading
from feedback.voices.signing import digest_of, is_mine
from governance.people.models import Member, StaffCategory

Kind, End = Position.Kind, Position.End


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


@dataclass(frozen=True)
class Reading:
    """All that the page of a round says, in the eyes of one reader."""

    round: ConsentRound
    steps: list[RoundStep]
    held: list[Held]
    reviews: list[RoundReview]
    mine: Position | None

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
        """What is held now; of a round that is closed, its decision keeps what was held."""
        return count((held.position for held in self.held), wording=self.round.proposal.wording)

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

    @property
    def objections(self) -> list[Held]:
        """Those that are alive, and all that ended otherwise than by being replaced: the memory of the round."""
        return [held for held in self.held if held.position.kind == Kind.OBJECTION and not _is_replaced(held.position)]

    @property
    def concerns(self) -> list[Held]:
        return [held for held in self._agreeing if held.position.kind == Kind.CONCERN and not held.awaits_holder]

    @property
    def consents(self) -> list[Held]:
        return [held for held in self._agreeing if held.position.kind == Kind.CONSENT and not held.awaits_holder]

    @property
    def to_confirm(self) -> list[Held]:
        """Consents to former words."""
        return [held for held in self._agreeing if held.awaits_holder]

    @property
    def former(self) -> list[Held]:
        """Positions that others took the place of."""
        return [held for held in self.held if _is_replaced(held.position)]

    @property
    def _agreeing(self) -> list[Held]:
        return [held for held in self.held if held.position.is_current and held.position.kind != Kind.OBJECTION]


def _state(round: ConsentRound, distance: int) -> str:
    if distance < 0 or not round.is_open:
        return "done" if distance <= 0 else "to come"
    return "now" if distance == 0 else "to come"


def _is_replaced(position: Position) -> bool:
    return not position.is_current and position.end in ("", End.WITHDRAWN)


def rounds_for_reading() -> QuerySet[ConsentRound]:
    """A round with its proposal, its decision and ``last_step``, the number of its last step: two queries."""
    steps = RoundStep.objects.filter(round=OuterRef("pk")).order_by("-number")
    rounds = ConsentRound.objects.annotate(last_step=Subquery(steps.values("number")[:1]))
    return rounds.select_related("decision__committee", "decision__by").prefetch_related(
        Prefetch("proposal", queryset=proposals_for_reading())
    )


def read_round(round: ConsentRound, *, by: Member) -> Reading:
    """What the page of a round says to this reader: three queries, two while it is open."""
    wording = round.decision.wording if hasattr(round, "decision") else round.proposal.wording
    digest = digest_of(by, round.pk)
    held = []
    for position in round.positions.select_related("committee"):
        position.round = round
        awaits = awaits_holder(position, wording=wording)
        can_confirm = awaits and round.is_open and may_confirm(position, by=by)
        held.append(Held(position, is_mine(position, by), awaits, can_confirm))
    own = next((each.position for each in held if each.position.holder_digest == digest), None)
    reviews = [] if round.is_open else list(round.reviews.select_related("by"))
    return Reading(round, list(round.steps.all()), held, reviews, own)


# --- The list --------------------------------------------------------------------------------------

OPEN, TO_REVIEW, CLOSED = 0, 1, 2


def rounds_of(charter_slug: str) -> QuerySet[ConsentRound]:
    """The rounds of a charter in one query: those that are open, the soonest to end first; those to review; the rest.

    Each carries ``review_due``, the day of its next review, and ``group``: OPEN, TO_REVIEW or CLOSED.
    """
    reviews = RoundReview.objects.filter(round=OuterRef("pk")).order_by("-number")
    rounds = ConsentRound.objects.filter(proposal__charter__slug=charter_slug).annotate(
        review_due=Case(
            When(Exists(reviews), then=Subquery(reviews.values("next_on")[:1])), default=F("decision__review_on")
        )
    )
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
