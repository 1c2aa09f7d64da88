"""What a document is made of, whatever its format: blocks, in order. Each kind says which, each writer writes them.

Words are ready to be printed when they come here (``Wording``): in the typography of the charter's language, without
a character that a file cannot hold. A text may hold paragraphs and lists, as ``governance.plain_text`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from governance.plain_text import printable, typographic

Look = Literal["text", "remark", "fact", "seal", "draft"]


class Title(NamedTuple):
    """The name of the document; it says first that a draft is one."""

    words: str


class Heading(NamedTuple):
    """``lead`` is a code that stands apart, just before the words."""

    words: str
    level: int = 1
    lead: str = ""


class Text(NamedTuple):
    """Paragraphs and lists."""

    words: str
    look: Look = "text"


class Cell(NamedTuple):
    """``blank`` is how many lines are left to write in by hand; ``span`` how many columns it takes."""

    words: str
    strong: bool = False
    blank: int = 0
    span: int = 1


class Row(NamedTuple):
    """``marked`` stands out, besides what its words say."""

    cells: tuple[Cell, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``described`` is for those who do not see it; ``widths`` are parts of the whole. ``small`` is for dense ones."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    described: str
    widths: tuple[int, ...]
    small: bool = False


class Card(NamedTuple):
    """Blocks that stay together on a page, when a page can hold them. ``hue`` is the kind of section it is about."""

    blocks: tuple[Heading | Text | Table, ...]
    framed: bool = False
    hue: str = ""


Block = Title | Heading | Text | Table | Card


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document. ``head`` and ``foot`` are on each page; ``seal`` and ``version`` are in its properties."""

    title: str
    head: str
    foot: str
    subject: str
    seal: str
    version: str
    organisation: str
    language: str
    draft: bool
    moment: datetime
    blocks: tuple[Block, ...]

    @property
    def facts(self) -> dict[str, str]:
        """What the file says of itself in a document manager. It names no person."""
        return {
            "title": self.title,
            "subject": self.subject,
            "keywords": self.seal,
            "creator": self.organisation,
            "version": self.version,
        }


class Wording:
    """Makes words ready to be printed, in the language of a document, and the blocks that hold them."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: object) -> str:
        return printable(typographic(str(text), self.language))

    def heading(self, words: object, level: int = 1, lead: str = "") -> Heading:
        return Heading(self(words), level, self(lead))

    def text(self, words: object, look: Look = "text") -> Text:
        return Text(self(words), look)

    def cell(self, words: object, *, strong: bool = False, blank: int = 0, span: int = 1) -> Cell:
        return Cell(self(words), strong, blank, span)

    def table(
        self,
        head: tuple[object, ...],
        rows: list[tuple[object, ...]],
        *,
        described: object,
        widths: tuple[int, ...],
        small: bool = False,
    ) -> Table:
        """A table of words; what is a ``Row`` or a ``Cell`` already is taken as it is."""
        return Table(
            head=tuple(self(name) for name in head),
            rows=tuple(row if isinstance(row, Row) else Row(tuple(map(self._as_cell, row))) for row in rows),
            described=self(described),
            widths=widths,
            small=small,
        )

    def _as_cell(self, words: object) -> Cell:
        return words if isinstance(words, Cell) else self.cell(words)


def flat(blocks: tuple[Block, ...]) -> Iterator[Title | Heading | Text | Table]:
    """The blocks, cards undone."""
    for block in blocks:
        if isinstance(block, Card):
            yield from block.blocks
        else:
            yield block


def sentences(outline: Outline) -> Iterator[str]:
    """Every text of a document, in order: what each of its formats must hold."""
    for block in flat(outline.blocks):
        match block:
            case Table():
                yield from block.head
                yield from (cell.words for row in block.rows for cell in row.cells if cell.words)
            case Heading():
                yield f"{block.lead} {block.words}".strip()
            case Title() | Text():
                yield block.words
