"""The lines of an Excel workbook, as their readers see them.

Nothing is computed: a formula has the value that was saved with it. Of its styles, only the formats of numbers are
read: they tell days from numbers, and nothing else is kept of how a workbook looks.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from charters.hr.profile_lists.packages import Package, broken
from charters.hr.profile_lists.tables import MOST_CHARACTERS, MOST_COLUMNS, Problem, Table, bounded, too_large
from governance.refusals import Refused

SHEET = "Fiches"
# Beyond, a sheet has told enough of what is wrong.
MOST_MERGED, MOST_WRONG_CELLS = 1000, 5000
# Lists have blank lines, not this many.
FARTHEST_LINE = 10_000
LONGEST_FORMAT = 255  # what Excel allows

BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ExpatError, LookupError, ValueError, TypeError, RuntimeError,
    OverflowError,
)  # fmt: skip
_FOLDER = "xl"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")
_CELL = re.compile(r"([A-Z]{1,3})\d{1,7}")
_TRUE = ("1", "true")


def read_workbook(content: bytes) -> Table:
    """The lines of the sheet named “Fiches”, else of the first that is shown. Raises Refused."""
    try:
        return _table(Package(content))
    except Refused:
        raise
    except BROKEN:
        raise Refused(broken()) from None


def _table(package: Package) -> Table:
    book = _book(package)
    sheet = _Sheet(_words(package, book), _formats(package, book), after_1904=book.after_1904)
    package.walk(_part(package, book), sheet.start, sheet.end)
    last = max((number for number, cells in sheet.rows.items() if cells), default=0)
    if last > FARTHEST_LINE:
        raise Refused(
            _("Line %(line)s of this sheet says something, far below the list. Delete it, then save the workbook.")
            % {"line": last}
        )
    lines = bounded(_row(sheet.rows.get(number, {})) for number in range(1, last + 1))
    said = {line.number for line in lines}
    problems = sorted(sheet.problems_of(said), key=lambda problem: problem.line)
    return Table(lines, problems, frozenset(sheet.hidden & {line.number for line in lines[1:]}))


def _row(cells: dict[int, str]) -> list[str]:
    return [cells.get(column, "") for column in range(1, max(cells, default=0) + 1)]


# --- Which parts are read --------------------------------------------------------------------------


@dataclass(slots=True)
class _Book:
    """The sheets that are shown, by name; all that the workbook is related to, by its mark, then by its kind."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    after_1904: bool = False


def _book(package: Package) -> _Book:
    book = _Book()

    def relation(name: str, said: dict[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join(f"/{_FOLDER}", said["Target"])).lstrip("/")
            book.targets[said["Id"]] = target
            book.kinds[target] = said.get("Type", "").rpartition("/")[2]

    def part(name: str, said: dict[str, str]) -> None:
        if name == "sheet" and said.get("state", "visible") == "visible":
            mark = next((value for key, value in said.items() if key.rpartition(":")[2] == "id"), "")
            book.sheets.append((said["name"], book.targets[mark]))
        elif name == "workbookPr":
            book.after_1904 = said.get("date1904") in _TRUE

    package.walk(_RELATIONS, relation, small=True)
    package.walk(_WORKBOOK, part, small=True)
    return book


def _part(package: Package, book: _Book) -> str:
    """The part that holds the sheet to read."""
    readable = [(name, part) for name, part in book.sheets if book.kinds[part] == "worksheet" and part in package.names]
    if not readable:
        raise Refused(_("No sheet of this workbook is shown. Show the one that holds the list, then save it."))
    return next((sheet for sheet in readable if sheet[0].casefold() == SHEET.casefold()), readable[0])[1]


def _related(package: Package, book: _Book, kind: str) -> str | None:
    return next((part for part, of in book.kinds.items() if of == kind and part in package.names), None)


# --- What cells refer to ---------------------------------------------------------------------------


def _words(package: Package, book: _Book) -> list[str]:
    """The texts that cells share, by their place."""
    words: list[str] = []
    text = _Text()
    characters = 0

    def start(name: str, _said: dict[str, str]) -> None:
        if name == "si":
            text.begin()
        text.start(name)

    def end(name: str, said: str) -> None:
        nonlocal characters
        text.end(name, said)
        if name == "si":
            words.append(text.whole())
            characters += len(words[-1])
            if characters > MOST_CHARACTERS:
                raise Refused(too_large())

    if part := _related(package, book, "sharedStrings"):
        package.walk(part, start, end)
    return words


class _Text:
    """A text in pieces, as a cell that has several fonts holds it; how its words are pronounced is left out."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.pieces: list[str] = []
        self.pronounced = False

    def start(self, name: str) -> None:
        if name == "rPh":
            self.pronounced = True

    def end(self, name: str, said: str) -> None:
        if name == "t" and not self.pronounced:
            self.pieces.append(said)
        elif name == "rPh":
            self.pronounced = False

    def whole(self) -> str:
        return "".join(self.pieces).replace("x005F_", "")


@dataclass(frozen=True, slots=True)
class _Format:
    """How a number is shown, and whether it is a day or a duration."""

    pattern: str = "General"
    day: bool = False
    duration: bool = False


def _formats(package: Package, book: _Book) -> dict[str, _Format]:
    """The formats of numbers, by the mark that cells have of them."""
    from openpyxl.styles.numbers import (  # type: ignore[import-untyped]  # slow to load, and seldom needed
        builtin_format_code,
        is_date_format,
        is_timedelta_format,
    )

    patterns: dict[str, str] = {}
    used: list[str] = []
    section = ""

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal section
        if name in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            section = name
        elif name == "numFmt" and section == "numFmts":
            patterns[said["numFmtId"]] = said.get("formatCode", "")
        elif name == "xf" and section == "cellXfs":
            used.append(said.get("numFmtId", "0"))

    @cache
    def format_of(number: str) -> _Format:
        pattern = patterns.get(number) or builtin_format_code(int(number)) or "General"
        if len(pattern) > LONGEST_FORMAT:
            return _Format()
        return _Format(pattern, bool(is_date_format(pattern)), bool(is_timedelta_format(pattern)))

    if part := _related(package, book, "styles"):
        package.walk(part, start, small=True)
    return {str(place): format_of(number) for place, number in enumerate(used)}


# --- What the sheet says ---------------------------------------------------------------------------


class _Sheet:
    """What cells say, line by line, and what a sheet does that they do not tell: it hides lines, it merges cells."""

    def __init__(self, words: list[str], formats: dict[str, _Format], *, after_1904: bool) -> None:
        from openpyxl.utils import column_index_from_string  # type: ignore[import-untyped]
        from openpyxl.utils.datetime import (  # type: ignore[import-untyped]
            CALENDAR_MAC_1904,
            CALENDAR_WINDOWS_1900,
            from_excel,
            from_ISO8601,
        )

        self._words, self._formats, self._general = words, formats, _Format()
        self._epoch = CALENDAR_MAC_1904 if after_1904 else CALENDAR_WINDOWS_1900
        self._column_of, self._day_of, self._day_said = column_index_from_string, from_excel, from_ISO8601
        self.rows: dict[int, dict[int, str]] = {}
        self.hidden: set[int] = set()
        self._problems: list[Problem] = []
        self._merged: list[tuple[str, int, int]] = []
        self._row = self._column = self._characters = 0
        self._said: dict[str, str] = {}
        self._text = _Text()
        self._value = ""
        self._computed = False

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "c":
            found = _CELL.fullmatch(said.get("r", ""))
            self._column = self._column_of(found[1]) if found else self._column + 1
            self._said, self._value, self._computed = said, "", False
            self._text.begin()
        elif name == "row":
            self._row, self._column = int(said.get("r", self._row + 1)), 0
            if self._row < 1:
                raise ValueError(self._row)
            if said.get("hidden") in _TRUE:
                self.hidden.add(self._row)
        elif name == "mergeCell":
            if len(self._merged) < MOST_MERGED and (found := _RANGE.fullmatch(said.get("ref", ""))):
                self._merged.append((found[0], int(found[2]), int(found[3])))
        else:
            self._text.start(name)

    def end(self, name: str, said: str) -> None:
        if name == "v":
            self._value = said
        elif name == "f":
            self._computed = True
        elif name == "c":
            self._keep(self._seen())
        else:
            self._text.end(name, said)

    def problems_of(self, said: set[int]) -> list[Problem]:
        """What these lines lose: the words of a merged cell, on all but the first; the value of a formula."""
        lost = ((cells, [line for line in said if first < line <= last]) for cells, first, last in self._merged)
        return [problem for problem in self._problems if problem.line > min(said, default=0)] + [
            Problem(min(lines), _merged() % {"cells": cells}) for cells, lines in lost if lines
        ]

    def _keep(self, words: str) -> None:
        if not words.strip():
            return
        self._characters += len(words)
        if self._characters > MOST_CHARACTERS:
            raise Refused(too_large())
        # a cell that stands farther than a list goes is seen all the same
        self.rows.setdefault(self._row, {})[min(self._column, MOST_COLUMNS + 1)] = words

    def _seen(self) -> str:
        """What the cell that ends says, as its reader sees it."""
        kind = self._said.get("t", "n")
        if kind == "inlineStr":
            return as_seen(self._text.whole(), "")
        if not self._value:
            if self._computed and kind != "str":
                self._wrong(_wrong_formula)
            return ""
        match kind:
            case "n":
                return self._number_seen()
            case "s":
                return as_seen(self._words[int(self._value)], "")
            case "b":
                return as_seen(bool(int(self._value)), "")
            case "d":
                return as_seen(self._day_said(self._value), "")
            case "e":
                self._wrong(_wrong_formula)
        return as_seen(self._value, "")

    def _number_seen(self) -> str:
        number = int(self._value) if self._value.lstrip("-").isdecimal() else float(self._value)
        shown = self._formats.get(self._said.get("s", "0"), self._general)
        if not shown.day:
            return as_seen(number, shown.pattern)
        try:
            return as_seen(self._day_of(number, self._epoch, timedelta=shown.duration), shown.pattern)
        except (OverflowError, ValueError):
            self._wrong(_no_day)
            return ""

    def _wrong(self, sentence: Callable[[str], str]) -> None:
        if len(self._problems) < MOST_WRONG_CELLS:
            self._problems.append(Problem(self._row, sentence(self._said.get("r", "?"))))


def as_seen(value: Any, pattern: str) -> str:
    """The value of a cell as its reader sees it: a day is a day, a number has no other digits than it shows."""
    match value:
        case bool():
            return "oui" if value else "non"
        case datetime.datetime() if value.time() == datetime.time():
            return f"{value:%d/%m/%Y}"
        case datetime.datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case datetime.date():
            return f"{value:%d/%m/%Y}"
        case datetime.time():
            return f"{value:%H:%M}"
        case float() if value.is_integer() and abs(value) < 1e15:
            return as_seen(int(value), pattern)
        case float():
            return f"{value:.15g}".replace(".", ",")
        case int() if set(pattern) == {"0"}:
            return f"{value:0{min(len(pattern), 40)}d}"  # a number kept with the zeros before it
        case str():
            # a line end, as Excel may write it
            return value.replace("_x000D_\n", "\n").replace("_x000D_", "\n")
        case _:
            return str(value)


def _merged() -> str:
    return _(
        "Cells %(cells)s are merged, so that only the first of these lines says something. Unmerge them, then write on "
        "each line."
    )


def _wrong_formula(cell: str) -> str:
    return _(
        "Cell %(cell)s holds a formula without a value. Correct it, or write its words instead, then save the workbook."
    ) % {"cell": cell}


def _no_day(cell: str) -> str:
    return _(
        "Cell %(cell)s is shown as a day, and holds a number that is no day. Write the day again, or change the format "
        "of the cell, then save the workbook."
    ) % {"cell": cell}
