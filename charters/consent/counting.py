"""What the positions of a round weigh on the present words; and which staff categories took part, never how many."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count as Number
from django.db.models import Q

from charters.consent.models import ConsentRound, Position
from charters.consent.positions import awaiting_holder, weighing_on
from governance.people.models import StaffCategory

Kind = Position.Kind

# Objections that nobody has taken back, integrated, judged or taken to a committee.
UNENDED = Q(is_current=True, kind=Kind.OBJECTION, end="")


@dataclass(frozen=True, slots=True)
class Count:
    """Positions on the present words, by kind; those that wait for their holder; objections that have not ended."""

    consents: int
    concerns: int
    objections: int
    unconfirmed: int
    unended: int
    categories: tuple[str, ...]

    @property
    def has_consent(self) -> bool:
        """Whether anyone says yes to the present words, with a concern or without."""
        return bool(self.consents or self.concerns)


def count(round: ConsentRound, *, wording: int) -> Count:
    """Count the positions of a round on the wording of that number: one query, which reads no words.

    ``positions`` kept the category of a large enough group only: the others say nothing.
    """
    weighing = weighing_on(wording)
    found = Position.objects.filter(round=round, is_current=True).aggregate(
        consents=Number("pk", filter=weighing & Q(kind=Kind.CONSENT)),
        concerns=Number("pk", filter=weighing & Q(kind=Kind.CONCERN)),
        objections=Number("pk", filter=weighing & Q(kind=Kind.OBJECTION)),
        unconfirmed=Number("pk", filter=awaiting_holder(wording)),
        unended=Number("pk", filter=UNENDED),
        took_part=ArrayAgg("category", distinct=True),
    )
    took_part = found.pop("took_part") or []
    return Count(**found, categories=tuple(category for category in StaffCategory.values if category in took_part))
