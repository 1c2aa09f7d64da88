"""A file read as a table: lines of cells, numbered as a spreadsheet numbers them. Nothing is understood yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.refusals import Refused

LARGEST_FILE = 2_000_000
MOST_LINES, MOST_COLUMNS = 2000, 60
# What all cells hold together, once unfolded: cleaning each of their letters has its cost.
MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, from its first cell to its last that says something."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, on which line of the file and in which column, and what to do."""

    line: int
    sentence: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file; the first names the columns. ``hidden`` are the lines that a workbook does not show."""

    lines: list[Line]
    problems: list[Problem] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()


def bounded(rows: Iterable[Iterable[str]]) -> list[Line]:
    """The rows that say something, no more than a list holds. Raises Refused.

    Rows come in the order of the file, empty ones included: a line has the number that a spreadsheet shows.
    """
    lines: list[Line] = []
    characters = 0
    for line in _that_say_something(rows):
        if len(line.cells) > MOST_COLUMNS:
            raise Refused(
                _("Line %(line)s has more than %(most)s cells. Keep the columns that are listed on this page.")
                % {"line": line.number, "most": MOST_COLUMNS}
            )
        if len(lines) > MOST_LINES:
            raise Refused(
                _("This list has more than %(most)s lines. Split it into several files, then import each.")
                % {"most": MOST_LINES}
            )
        characters += sum(map(len, line.cells))
        if characters > MOST_CHARACTERS:
            raise Refused(too_large())
        lines.append(line)
    return lines


def _that_say_something(rows: Iterable[Iterable[str]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Line(number, tuple(cells))


def too_large() -> str:
    return _("Once opened, this file would be too large. Split the list into several files, or save it as CSV.")


def may_hold_macros() -> str:
    return _("This workbook may hold macros, which are never opened here. Save it as “.xlsx”, then choose it.")
