"""What the page of a dry run shows: counts, problems by line, lines by what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from charters.hr.profile_lists.lists import ListRead
from charters.hr.profile_lists.planning import Act, Plan, Planned
from charters.hr.profile_lists.tables import Problem

# Beyond, what a page lists is folded or told by its number: nobody corrects five hundred lines from a screen.
MOST_PROBLEMS, MOST_UNFOLDED = 100, 50


@dataclass(frozen=True, slots=True)
class Group:
    """The lines that become the same thing."""

    act: Act
    rows: list[Planned]

    @property
    def folded(self) -> bool:
        return self.act == Act.NOTHING or len(self.rows) > MOST_UNFOLDED


class Report:
    """A list that was read, and what importing it would do."""

    def __init__(self, read: ListRead, plan: Plan) -> None:
        self.read, self.plan = read, plan
        self.problems: list[Problem] = sorted([*read.problems, *plan.problems], key=lambda problem: problem.line)

    @property
    def can_be_done(self) -> bool:
        return not self.problems and self.plan.to_write > 0

    @property
    def shown_problems(self) -> list[Problem]:
        return self.problems[:MOST_PROBLEMS]

    @property
    def more_problems(self) -> int:
        return max(0, len(self.problems) - MOST_PROBLEMS)

    @cached_property
    def groups(self) -> list[Group]:
        return [Group(act, self.plan.of(act)) for act in Act]

    @property
    def lines(self) -> int:
        """How many lines the list has, wrong ones included."""
        return len(self.read.rows) + len({problem.line for problem in self.read.problems})

    def filled(self) -> Iterator[Group]:
        return (group for group in self.groups if group.rows)
