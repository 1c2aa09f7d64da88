"""The compressed folder that a workbook is: judged first, then read part by part, none further than a list goes.

A workbook is hostile until it is proved otherwise. Only the parts that say something of a list are unfolded. They are
read as a stream, by a parser that is told their alphabet instead of being asked to guess it, and everything is counted
as that parser sees it: what it was not seen to cost, it cannot cost.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from charters.hr.profile_lists.tables import may_hold_macros, too_large
from governance.refusals import Refused

MOST_PARTS = 300
# What the parts weigh together, as they say themselves; and one that is read, whatever it says.
LARGEST_UNFOLDED, LARGEST_PART, LARGEST_SMALL_PART = 20_000_000, 20_000_000, 2_000_000
# Sheets and words together; the list of sheets, or that of formats.
MOST_ELEMENTS, MOST_IN_A_SMALL_PART = 300_000, 20_000
MOST_NAMES, DEEPEST = 1000, 60
LONGEST_DECLARATION = 100

TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"macroEnabled|vbaProject|xlmacro|macrosheets", re.IGNORECASE)
# From one tag to the next, there is no more than the longest text of a cell, each of its letters being escaped.
_ENDLESS = re.compile(rb"<[^<]{250000}")
_MARK = b"\xef\xbb\xbf"

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


def broken() -> str:
    return _(
        "This workbook cannot be opened: it is damaged, protected by a password, or of another kind than its name "
        "says. Open it in your spreadsheet, save it again as “.xlsx”, then choose it."
    )


class Package:
    """The parts of a workbook, by name. Raises Refused on what no list of posts holds."""

    def __init__(self, content: bytes) -> None:
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise Refused(too_large())
        self._package = zipfile.ZipFile(io.BytesIO(content))
        self.names: set[str] = set()
        for entry in self._package.infolist():
            _refuse_entry(entry, self.names)
            self.names.add(entry.filename)
        if sum(entry.file_size for entry in self._package.infolist()) > LARGEST_UNFOLDED:
            raise Refused(too_large())
        if any(map(_MACROS.search, [*self.names, self._unfolded(TYPES, LARGEST_SMALL_PART).decode()])):
            raise Refused(may_hold_macros())
        self._left = MOST_ELEMENTS

    def walk(self, name: str, start: Start, end: End = lambda _name, _text: None, *, small: bool = False) -> None:
        """Give each element to ``start`` with its attributes, then to ``end`` with the text since the last tag.

        Names come without their prefixes. Raises Refused, and what a part that is missing or broken raises.
        """
        part = self._unfolded(name, LARGEST_SMALL_PART if small else LARGEST_PART)
        _refuse_declaration(part)
        if _ENDLESS.search(part):
            raise Refused(too_large())
        most = min(self._left, MOST_IN_A_SMALL_PART) if small else self._left
        self._left -= _walk(part, start, end, most)

    def _unfolded(self, name: str, most: int) -> bytes:
        with self._package.open(name) as stream:
            part = stream.read(most + 1)
        if len(part) > most:
            raise Refused(too_large())
        return part


def _refuse_entry(entry: zipfile.ZipInfo, known: set[str]) -> None:
    name = entry.filename
    astray = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or name in known
    # the other ways to compress unfold without end in one step, and office suites use none
    if astray or entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(broken())


def _refuse_declaration(part: bytes) -> None:
    """Refuse a part that could hide what it is: in another alphabet than UTF-8, or behind a long declaration."""
    start = part[:1000].removeprefix(_MARK)
    # whatever it is told, the parser recognises UTF-16 by its first bytes
    if not start.lstrip().startswith(b"<") or b"\0" in part:
        raise Refused(broken())
    if start.startswith(b"<?xml") and start.find(b"?>", 0, LONGEST_DECLARATION) < 0:
        raise Refused(broken())


def _walk(part: bytes, start: Start, end: End, most: int) -> int:
    """How many elements were seen: each is given away, and nothing of it is kept. Raises Refused, ExpatError."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8", None, names)
    seen = depth = 0
    text: list[str] = []

    def declared(_version: str, alphabet: str | None, _standalone: int) -> None:
        if alphabet is not None and alphabet.lower() != "utf-8":
            raise Refused(broken())

    def refused(*_said: object) -> NoReturn:
        raise Refused(broken())

    def started(name: str, said: dict[str, str]) -> None:
        nonlocal seen, depth
        seen += 1
        depth += 1
        if seen > most or len(names) > MOST_NAMES or depth > DEEPEST:
            raise Refused(too_large())
        text.clear()
        start(name.rpartition(":")[2], said)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2], "".join(text))
        text.clear()

    parser.buffer_text = True
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refused
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = text.append
    parser.Parse(part, True)
    return seen
