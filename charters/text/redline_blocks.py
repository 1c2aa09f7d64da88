"""A redline as it is laid out: paragraphs and lists whose pieces are the same, deleted or inserted.

A paragraph that goes or comes is a block of its own. Where only the layout changes, a sign stands for the break,
since a mark around nothing would not be seen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from charters.text.redline import Redline, Run, RunKind
from governance.plain_text import typographic

_LINE_START = re.compile(r"\s*(-\s+)?")
PARAGRAPH_SIGN, ITEM_SIGN = "¶", "•"


@dataclass(slots=True)
class Piece:
    kind: RunKind
    text: str
    change: int = 0  # the number of the change that begins here; 0 elsewhere
    is_sign: bool = False
    next_change: int = 0  # the one that follows it on the page: the first one after the last

    @property
    def tag(self) -> str:
        return {"deleted": "del", "inserted": "ins", "same": ""}[self.kind]

    @property
    def is_item_sign(self) -> bool:
        return self.is_sign and self.text == ITEM_SIGN


@dataclass(slots=True)
class Block:
    is_item: bool = False
    pieces: list[Piece] = field(default_factory=list)


def blocks(
    comparison: Redline, language: str = "fr", *, first: int = 1, count: int = 0
) -> list[tuple[bool, list[Block]]]:
    """Groups of blocks, each (is it a list?, its blocks), in the typography of the language of the words.

    Changes are numbered from ``first``, among the ``count`` of the page (its own, when it is not said).
    """
    laid_out = [_shown(block, language) for block in _cut(comparison.runs)]
    shown = [block for block in laid_out if block.pieces]
    _number((piece for block in shown for piece in block.pieces), first, count or len(comparison.changes))
    return [(is_list, list(group)) for is_list, group in groupby(shown, key=lambda block: block.is_item)]


def _cut(runs: tuple[Run, ...]) -> Iterator[Block]:
    """Begin a block at each break, whichever text it comes from."""
    block = Block()
    opened: set[str] = set()
    just_broken = False
    for index, run in enumerate(runs):
        if run.is_layout:
            following = runs[index + 1] if index + 1 < len(runs) else None
            joins = run.kind == "deleted" and not (following and following.is_layout)
            if "\n" in run.text and not joins and not just_broken:
                yield block
                block = Block()
            just_broken = run.kind == "deleted" and not joins
            is_item = "-" in run.text
            block.is_item = is_item if run.kind == "inserted" else block.is_item
            if run.text:
                sign = ITEM_SIGN if is_item else PARAGRAPH_SIGN
                block.pieces.append(Piece(run.kind, sign, run.change, is_sign=True))
        else:
            just_broken = False
            for number, line in enumerate(run.text.split("\n")):
                if number:
                    yield block
                    block = Block()
                if number or not opened.intersection(_sides(run)):
                    start = _LINE_START.match(line)
                    block.is_item |= bool(start and start[1])
                    line = line[start.end() :] if start else line
                block.pieces.append(Piece(run.kind, line, run.change))
        opened.update(_sides(run))
    yield block


def _sides(run: Run) -> tuple[str, ...]:
    """The texts this run belongs to: the first run of each holds the break that opens it."""
    return {"same": ("before", "after"), "deleted": ("before",), "inserted": ("after",)}[run.kind]


def _shown(block: Block, language: str) -> Block:
    """Typography over the whole line (a space may end one piece, and its colon begin the next), then marks."""
    line = typographic("".join(piece.text for piece in block.pieces), language)
    shown, place = Block(block.is_item), 0
    for piece in block.pieces:
        text, place = line[place : place + len(piece.text)], place + len(piece.text)
        shown.pieces += _without_spaces(piece, text, shown.pieces)
    return shown if line.strip() else Block(block.is_item)


def _without_spaces(piece: Piece, text: str, previous: list[Piece]) -> Iterator[Piece]:
    """The spaces around marked words stay out of the mark, and there is one between two marks."""
    words = text.strip()
    if piece.kind == "same" or not words:
        if text:
            yield Piece("same", text)
        return
    before, _, after = text.partition(words)
    if previous and previous[-1].kind != "same":
        before = before or " "
    if before:
        yield Piece("same", before)
    yield Piece(piece.kind, words, piece.change, piece.is_sign)
    if after:
        yield Piece("same", after)


def _number(pieces: Iterable[Piece], first: int, count: int) -> None:
    """Only the first mark of a change has its number."""
    seen = {0}
    for piece in pieces:
        change = 0 if piece.kind == "same" else piece.change
        begins = change not in seen
        seen.add(change)
        piece.change = change + first - 1 if begins else 0
        piece.next_change = piece.change % count + 1 if begins else 0
