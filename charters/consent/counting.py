"""What the positions of a round weigh on the present words; and which staff categories took part, never how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charters.consent.models import Position
from charters.consent.positions import awaits_holder, counts
from governance.people.models import StaffCategory

Kind, End = Position.Kind, Position.End


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


def count(positions: Iterable[Position], *, wording: int) -> Count:
    """Count the positions of one round on the wording of that number: no query."""
    held = [position for position in positions if position.is_current]
    kinds = [position.kind for position in held if counts(position, wording=wording)]
    return Count(
        consents=kinds.count(Kind.CONSENT),
        concerns=kinds.count(Kind.CONCERN),
        objections=kinds.count(Kind.OBJECTION),
        unconfirmed=sum(awaits_holder(position, wording=wording) for position in held),
        unended=sum(is_unended(position) for position in held),
        categories=categories_among(held),
    )


def is_unended(position: Position) -> bool:
    """Whether it is an objection that nobody has taken back, integrated, judged or taken to a committee."""
    return position.is_current and position.kind == Kind.OBJECTION and not position.end


def categories_among(positions: Iterable[Position]) -> tuple[str, ...]:
    """The categories that took part. ``positions`` kept that of a large enough group only: the others say nothing."""
    found = {position.category for position in positions}
    return tuple(category for category in StaffCategory.values if category in found)
