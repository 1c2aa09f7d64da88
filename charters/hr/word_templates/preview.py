"""The words of a document, as a page shows them: its paragraphs and its tables, in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from charters.hr.word_templates.marks import CELL, ROW, TABLE, P, T, W

MOST_BLOCKS, LARGEST_SHOWN = 400, 2_000_000
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = frozenset([f"{W}br", f"{W}cr"])


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table and its number; ``strong`` is a heading."""

    words: str = ""
    strong: bool = False
    rows: list[list[str]] = field(default_factory=list)
    number: int = 0


@dataclass(slots=True)
class Preview:
    """What a reader of the document sees. ``whole`` is false when it is too long to be shown here."""

    head: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)
    whole: bool = True


def preview_of(content: bytes) -> Preview:
    """Read a document that the press gave, and that was judged."""
    from lxml import etree  # type: ignore[import-untyped]  # slow to load, and seldom needed

    shown, tables = Preview(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            place = _place(shown, name)
            if place is None:
                continue
            if package.getinfo(name).file_size > LARGEST_SHOWN:
                shown.whole = False
                continue
            root = etree.fromstring(package.read(name))
            held = root.find(f"{W}body") if name == "word/document.xml" else root
            for block in _blocks(held):
                if len(place) == MOST_BLOCKS:
                    shown.whole = False
                    break
                tables += bool(block.rows)
                place.append(replace(block, number=tables))
    return shown


def _place(shown: Preview, name: str) -> list[Block] | None:
    if name == "word/document.xml":
        return shown.body
    if name.startswith("word/header") and name.endswith(".xml"):
        return shown.head
    return shown.foot if name.startswith("word/footer") and name.endswith(".xml") else None


def _blocks(holder: Any) -> Iterator[Block]:
    for element in holder:
        if element.tag == P:
            if words := _words(element):
                style = element.find(f"{W}pPr/{W}pStyle")
                named = "" if style is None else style.get(f"{W}val", "")
                yield Block(words, strong=named.startswith(("Heading", "Titre", "Title")))
        elif element.tag == TABLE:
            yield Block(rows=[[_cell(cell) for cell in row.iter(CELL)] for row in element.findall(ROW)])
        elif element.tag == f"{W}sdt":
            held = element.find(f"{W}sdtContent")
            yield from _blocks(() if held is None else held)


def _cell(cell: Any) -> str:
    return "\n".join(filter(None, map(_words, cell.findall(P))))


def _words(paragraph: Any) -> str:
    said = []
    for element in paragraph.iter():
        if any(above.tag == _FALLBACK for above in element.iterancestors(_FALLBACK)):
            continue
        if element.tag == T:
            said.append(element.text or "")
        elif element.tag == f"{W}tab":
            said.append(" ")
        elif element.tag in _BREAKS:
            said.append("\n")
    return "".join(said).strip()
