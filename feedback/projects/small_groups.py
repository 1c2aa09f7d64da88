"""How many people a figure may tell of, without telling how many a small group was.

Readers know a great deal: which entries are behind each figure, and how many people took part in each project of
``threshold`` people or more, since its page says so. Whatever else a total held could be found again by subtraction:
between two filters, between a total and its parts, between two days. So a small group is in no total at all, whatever
the filter: no figure, no order and no word depends on how many people it was. That is more than suppressing a cell and
a second one to cover it, which protects one table on one day.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class People:
    """What may be said of how many people a cell tells of.

    ``number``: how many took part in its projects that are large enough, None when none is. ``smaller``: it has
    smaller projects too, which are not counted, or projects that do not say how many took part.
    """

    number: int | None
    smaller: bool

    @property
    def hidden(self) -> bool:
        """There is something here, too small to be told."""
        return self.number is None and self.smaller

    @property
    def nobody(self) -> bool:
        """No project tells it."""
        return self.number is None and not self.smaller

    @property
    def weight(self) -> tuple[int, bool]:
        """What cells are put in order by: nothing that a small group could change."""
        return (self.number or 0, self.smaller)


def people(told: Iterable[tuple[Hashable, int]], *, threshold: int) -> People:
    """What may be said of projects, each told by one entry or several: the project, about how many people took part.

    A project counts once, as large as its largest entry: all its people were there, or fewer.
    """
    largest: dict[Hashable, int] = {}
    for project, estimate in told:
        largest[project] = max(largest.get(project, 0), estimate if estimate >= threshold else 0)
    large = [number for number in largest.values() if number]
    return People(number=sum(large) if large else None, smaller=len(large) < len(largest))
