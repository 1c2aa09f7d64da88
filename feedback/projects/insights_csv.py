"""What the page of insights shows, as a table that Excel opens in French: no figure more, none less.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from feedback.projects.insights import Cell, Table, Way
from governance.spreadsheets import write_table

COLUMNS = ("tableau", "ligne", "colonne", "personnes", "lecture", "filtres")
EXACT, AT_LEAST, HIDDEN, NOBODY = "nombre", "au moins", "masqué", "aucun projet"
ALL, THROUGH = "ensemble", "leviers qui ont aidé à réussir"
NAMES = {"hindrance": "freins", "lever": "leviers"}


def write_csv(to: TextIO, *, table: Table, ways: list[Way], told: str, filters: str) -> int:
    """Write one row for each cell shown to any text stream; return how many there were."""
    cells = [*_of_table(table, NAMES[told]), *_of_ways(ways)]
    write_table(
        to, columns=COLUMNS, rows=((name, line, column, *figure(cell), filters) for name, line, column, cell in cells)
    )
    return len(cells)


def figure(cell: Cell) -> tuple[str, str]:
    """The number, if it may be said, and how to read it."""
    if cell.people.number is None:
        return "", HIDDEN if cell.people.hidden else NOBODY
    return str(cell.people.number), AT_LEAST if cell.people.smaller else EXACT


def _of_table(table: Table, name: str) -> Iterator[tuple[str, str, str, Cell]]:
    for row in [*table.rows, table.whole]:
        line = row.label or ALL
        yield name, line, ALL, row.total
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield name, line, column, cell


def _of_ways(ways: list[Way]) -> Iterator[tuple[str, str, str, Cell]]:
    for way in ways:
        for lever, cell in way.levers:
            yield THROUGH, way.hindrance, lever, cell
