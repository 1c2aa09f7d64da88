"""The lines of an Excel workbook, once the compressed folder that it is has been judged.

A workbook is hostile until it is proved otherwise: its parts are counted, then unfolded no further than a list goes,
and nothing in them is given to a library before each was looked at. Nothing is computed: a formula has the value that
was saved with it.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from charters.hr.profile_lists.tables import MOST_COLUMNS, Problem, Table, bounded, may_hold_macros, too_large
from governance.refusals import Refused

SHEET = "Fiches"
MOST_PARTS = 300
LARGEST_UNFOLDED = 20_000_000
# Elements cost memory and time, whatever the size of the file: those of cells little, all the others much.
MOST_OF_CELLS, MOST_OTHERS = 300_000, 50_000
_OF_CELLS = frozenset([b"row", b"c", b"v", b"f", b"si", b"is", b"t"])
_ELEMENT = re.compile(rb"<(?:[^\s<>/!?:]*:)?([^\s<>/!?:]+)")
MOST_MERGED = 1000  # that are looked at: beyond, the sheet has told enough
# Lists have blank lines, not this many.
FARTHEST_LINE = 10_000

BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError, LookupError, ValueError, AttributeError, TypeError,
    RuntimeError, OverflowError,
)  # fmt: skip
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MACROS = re.compile(rb"macroEnabled|vbaProject|xlmacro", re.IGNORECASE)
_ALPHABET = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")


def read_workbook(content: bytes) -> Table:
    """The lines of the sheet named “Fiches”, else of the first that is shown. Raises Refused."""
    try:
        with warnings.catch_warnings():
            # what a library says of styles and charts that it does not keep is of no use to anyone here
            warnings.simplefilter("ignore")
            return _table(_judged(content), content)
    except Refused:
        raise
    except BROKEN:  # what lxml raises is a SyntaxError
        raise Refused(_broken()) from None


def _broken() -> str:
    return _(
        "This workbook cannot be opened: it is damaged, protected by a password, or of another kind than its name "
        "says. Open it in your spreadsheet, save it again as “.xlsx”, then choose it."
    )


# --- What may be opened ----------------------------------------------------------------------------


def _judged(content: bytes) -> dict[str, bytes]:
    """The parts of the workbook that are XML, unfolded. Raises Refused on what no list of posts holds."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise Refused(too_large())
    parts: dict[str, bytes] = {}
    unfolded = of_cells = others = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for entry in package.infolist():
            _refuse_entry(entry, parts)
            with package.open(entry) as stream:
                part = stream.read(LARGEST_UNFOLDED - unfolded + 1)
            unfolded += len(part)
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_markup(part)
                if part.count(b"<") > 2 * (MOST_OF_CELLS + MOST_OTHERS):
                    raise Refused(too_large())
                for element in _ELEMENT.finditer(part):
                    if element[1] in _OF_CELLS:
                        of_cells += 1
                    else:
                        others += 1
                parts[entry.filename] = part
            if unfolded > LARGEST_UNFOLDED or of_cells > MOST_OF_CELLS or others > MOST_OTHERS:
                raise Refused(too_large())
    if _MACROS.search(parts["[Content_Types].xml"]):
        raise Refused(may_hold_macros())
    return parts


def _refuse_entry(entry: zipfile.ZipInfo, known: dict[str, bytes]) -> None:
    name = entry.filename
    astray = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or name in known
    # the other ways to compress unfold without end in one step, and office suites use none
    if astray or entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(_broken())


def _refuse_markup(part: bytes) -> None:
    """Refuse what could unfold by itself, and other alphabets: in those, it would not have been seen."""
    start = part.removeprefix(b"\xef\xbb\xbf")
    alphabet = _ALPHABET.match(start[:200])
    if alphabet and alphabet[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Refused(_broken())
    if not start.lstrip().startswith(b"<") or b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(_broken())


# --- What it says ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Oddities:
    """What a sheet does that the values of its cells do not tell."""

    last: int
    hidden: frozenset[int]
    never_computed: list[Problem]
    merged: list[tuple[str, int, int]]

    def problems(self, said: set[int]) -> list[Problem]:
        """What these lines lose: the words of a merged cell, on all but the first; the value of a formula."""
        lost = (
            (cells, [line for line in said if first < line <= last]) for cells, first, last in self.merged[:MOST_MERGED]
        )
        return [problem for problem in self.never_computed if problem.line > min(said, default=0)] + [
            Problem(min(lines), _merged() % {"cells": cells}) for cells, lines in lost if lines
        ]


def _table(parts: dict[str, bytes], content: bytes) -> Table:
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # slow to load, and seldom needed

    name, part = _sheet(parts)
    odd = _oddities(parts[part])
    if odd.last > FARTHEST_LINE:
        raise Refused(
            _("Line %(line)s of this sheet says something, far below the list. Delete it, then save the workbook.")
            % {"line": odd.last}
        )
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = workbook[name]
        sheet.reset_dimensions()  # a sheet may say that it is smaller than it is
        problems: list[Problem] = []
        lines = bounded(_rows(sheet, odd.last, problems)) if odd.last else []
    finally:
        workbook.close()
    said = {line.number for line in lines}
    problems += odd.problems(said)
    return Table(
        lines, sorted(problems, key=lambda problem: problem.line), odd.hidden & {line.number for line in lines[1:]}
    )


def _sheet(parts: dict[str, bytes]) -> tuple[str, str]:
    """The sheet to read, and the part that holds it."""
    from lxml import etree  # type: ignore[import-untyped]

    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets = [
        (sheet.get("name"), relations[sheet.get(_RELATION)])
        for sheet in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
        if sheet.get("state", "visible") == "visible"
    ]
    sheets = [(name, posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")) for name, target in sheets]
    readable = [(name, part) for name, part in sheets if part.startswith("xl/worksheets/") and part in parts]
    if not readable:
        raise Refused(_("No sheet of this workbook is shown. Show the one that holds the list, then save it."))
    return next((sheet for sheet in readable if sheet[0].casefold() == SHEET.casefold()), readable[0])


def _rows(sheet: Any, last: int, problems: list[Problem]) -> Iterator[list[str]]:
    """Each row of a sheet, as words; one cell more than a list may have, so that it is seen."""
    for number, row in enumerate(sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS + 1), start=1):
        for cell in row:
            if cell.value is not None and cell.data_type == "e":
                problems.append(Problem(number, _wrong_formula(cell.coordinate)))
        yield [as_seen(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]


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


def _oddities(part: bytes) -> _Oddities:
    """Lines that are hidden, cells that are merged, formulas that were never computed."""
    from lxml import etree

    hidden: set[int] = set()
    never_computed: list[Problem] = []
    merged: list[tuple[str, int, int]] = []
    row = last = 0
    tags = (f"{_MAIN}row", f"{_MAIN}c", f"{_MAIN}mergeCell")
    events = etree.iterparse(
        io.BytesIO(part), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    for event, element in events:
        if element.tag == tags[0]:
            if event == "start":
                row = int(element.get("r") or row + 1)
                if element.get("hidden") in ("1", "true"):
                    hidden.add(row)
            else:
                element.clear()
        elif event == "start":
            continue
        elif element.tag == tags[1]:
            if element.findtext(f"{_MAIN}v") or element.find(f"{_MAIN}is") is not None:
                last = max(last, row)
            elif element.get("t") != "str" and element.find(f"{_MAIN}f") is not None:
                never_computed.append(Problem(row, _wrong_formula(element.get("r") or "?")))
        elif found := _RANGE.fullmatch(element.get("ref", "")):
            merged.append((found[0], int(found[2]), int(found[3])))
    return _Oddities(last, frozenset(hidden), never_computed, merged)


def _merged() -> str:
    return _(
        "Cells %(cells)s are merged, so that only the first of these lines says something. Unmerge them, then write on "
        "each line."
    )


def _wrong_formula(cell: str) -> str:
    return _(
        "Cell %(cell)s holds a formula without a value. Correct it, or write its words instead, then save the workbook."
    ) % {"cell": cell}
