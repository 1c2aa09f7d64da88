"""How many pages some blocks take, counted wide: no format nor typeface takes more.

Paper has a limit that words do not know: a grid of four pages at most is made with what surely fits in four pages.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from charters.hr.documents.outline import Block, Card, Heading, Row, Table, Text, Title
from governance.plain_text import paragraphs

# In points. A page of A4 without its margins, its head and its foot; the widest of the typefaces that stand for Arial.
PAGE, WIDTH = 660.0, 480.0
_CELL_SIDES, _CELL_ENDS, _BY_HAND, _GAP = 9.0, 6.0, 21.0, 9.0
_LINE, _AIRY_LINE = 1.18, 1.32
_HEADINGS = {1: (14.0, 30.0), 2: (12.0, 20.0)}
_LOOKS = {"text": (10.5, 5.5), "remark": (9.5, 4.5), "fact": (10.0, 4.5), "seal": (8.0, 4.5), "draft": (10.5, 9.0)}
_AFTER_ITEM = 3.5
_WIDTHS = {
    character: width
    for characters, width in (
        ("ijlIJ.,;:'’|! \u00a0\u202f", 0.34),
        ('frt-()[]/\\"“”', 0.43),
        ("csvxyzkéèêë", 0.6),
        ("mwMW@%&œŒ—…☐", 1.05),
    )
    for character in characters
}


def pages(blocks: Iterable[Block]) -> int:
    """On how many pages the blocks surely fit, one after the other."""
    page, place = 1, 0.0
    for height in _pieces(list(blocks)):
        if place + height > PAGE and place:
            page, place = page + 1, 0.0
        page += int(height // PAGE)
        place += height % PAGE
    return page


def holds(card: Card) -> bool:
    """Whether a page can hold a card whole."""
    return height_of(card) <= PAGE


def is_short(table: Table) -> bool:
    """Whether a table is better in one piece. Dense ones go on over the next page, so that no room is lost."""
    return not table.small and height_of(table) <= PAGE / 4


def height_of(block: Block) -> float:
    """How high a block is, in points, on a page that would be endless."""
    match block:
        case Title():
            return _lines(block.words, WIDTH, 20) * 20 * _LINE + 20
        case Heading():
            size, around = _HEADINGS[block.level]
            return _lines(f"{block.lead} {block.words}", WIDTH, size * 1.1) * size * _LINE + around
        case Text():
            size, after = _LOOKS[block.look]
            return sum(
                _lines(words, WIDTH - 20, size) * size * 1.35 + after for _item, words in paragraphs(block.words)
            )
        case Card():
            return sum(map(height_of, block.blocks))
        case Table():
            return _head(block) + sum(height_of_row(row, block) for row in block.rows) + _GAP
    raise TypeError(type(block).__name__)


def _pieces(blocks: list[Block]) -> Iterator[float]:
    """What no page cuts, in order; a heading goes with what follows it, and the head of a table with each row."""
    waiting = 0.0
    for block in blocks:
        if isinstance(block, Heading):
            waiting += height_of(block)
            continue
        if isinstance(block, Table):
            head = _head(block)
            pieces = [height_of_row(row, block) + (0 if place else head) for place, row in enumerate(block.rows)]
            pieces[-1] += _GAP
        elif isinstance(block, Card) and not holds(block):
            pieces = list(_pieces(list(block.blocks)))
        else:
            pieces = [height_of(block)]
        yield waiting + pieces[0]
        yield from pieces[1:]
        waiting = 0.0
    yield waiting


def _head(table: Table) -> float:
    size = 8.0 if table.small else 9.5
    return max(
        map(float, (_cell(name, width, size * 1.1) for name, width in zip(table.head, _widths(table), strict=True)))
    )


def height_of_row(row: Row, table: Table) -> float:
    """How high a row is, in points; what is left to write by hand counts."""
    size = 8.0 if table.small else 9.5
    widths, place, highest = _widths(table), 0, 0.0
    for cell in row.cells:
        width = sum(widths[place : place + cell.span])
        place += cell.span
        highest = max(highest, cell.blank * _BY_HAND, _cell(cell.words, width, size * (1.1 if cell.strong else 1)))
    return highest


def _cell(words: str, width: float, size: float) -> float:
    texts = [text for _item, text in paragraphs(words)] or [""]
    return sum(_lines(text, width - _CELL_SIDES, size) * size * _LINE + 2 for text in texts) + _CELL_ENDS


def _widths(table: Table) -> list[float]:
    total = sum(table.widths)
    return [WIDTH * part / total for part in table.widths]


def _lines(words: str, width: float, size: float) -> int:
    """Lines that words take; at the end of each, half a word is room that is lost."""
    taken = _length(words) * size
    return 1 if taken <= width else math.ceil(taken / (width - 1.3 * size))


@lru_cache(maxsize=4096)
def _length(words: str) -> float:
    """The same clauses come back from post to post."""
    return sum(map(_width, words))


def _width(character: str) -> float:
    """In parts of the size of letters; those of DejaVu Sans, which is wide."""
    if known := _WIDTHS.get(character):
        return known
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    return 0.75 if character.isupper() else 0.63
