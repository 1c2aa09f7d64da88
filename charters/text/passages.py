"""Passages of a text: its sentences and words, the stretch that someone selected, and the text with its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from charters.text.tokens import tokenise
from governance.plain_text import typographic


class Stretch(NamedTuple):
    """Code points of a text, from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark, with its code points."""

    start: int
    end: int
    text: str
    is_word: bool


@lru_cache(maxsize=64)
def words_in(text: str) -> tuple[Word, ...]:
    """Every word and mark of a text, in order, without the breaks between its paragraphs."""
    tokens, found, offset = tokenise(text), [], 0
    for index, whole in enumerate(tokens.texts):
        if not tokens.is_break(index):
            end = offset + len(whole) - len(tokens.spaces[index])
            found.append(Word(offset, end, text[offset:end], tokens.is_word[index]))
        offset += len(whole)
    return tuple(found)


@lru_cache(maxsize=64)
def sentences_in(text: str) -> tuple[Stretch, ...]:
    """The sentences of a text, and its list items, in order; what has no word is no sentence."""
    tokens = tokenise(text)
    places = [place for place, may_begin in enumerate(tokens.boundaries) if may_begin]
    offsets = [0]
    for whole in tokens.texts:
        offsets.append(offsets[-1] + len(whole))
    found = []
    for first, last in pairwise(places):
        words = [index for index in range(first, last) if not tokens.is_break(index)]
        if any(tokens.is_word[index] for index in words):
            end = offsets[words[-1] + 1] - len(tokens.spaces[words[-1]])
            found.append(Stretch(offsets[words[0]], end))
    return tuple(found)


def whole_words(text: str, start: int, end: int) -> Stretch | None:
    """The stretch widened to the whole words it touches; None when it holds no word at all."""
    inside = [word for word in words_in(text) if word.start < end and word.end > start]
    if not any(word.is_word for word in inside):
        return None
    return Stretch(inside[0].start, inside[-1].end)


def from_screen(text: str, start: int, end: int) -> Stretch | None:
    """What was selected on a page: ``start`` and ``end`` count its characters that are not spaces.

    On the page the dash of a list item is not a character of the text, and spaces are those of typography; all the
    rest stands character for character.
    """
    places = [place for word in words_in(text) for place in range(word.start, word.end) if not text[place].isspace()]
    if not 0 <= start < end <= len(places):
        return None
    return whole_words(text, places[start], places[end - 1] + 1)


def sentences_around(text: str, stretch: Stretch) -> Stretch:
    """The sentences that a stretch touches, whole."""
    touched = [each for each in sentences_in(text) if each.start < stretch.end and each.end > stretch.start]
    if not touched:
        return stretch
    return Stretch(min(stretch.start, touched[0].start), max(stretch.end, touched[-1].end))


# --- The text with its marks -----------------------------------------------------------------------


class Marked(NamedTuple):
    """A passage that people comment on: how many open discussions, and whether all of them are surely there."""

    start: int
    end: int
    discussions: int
    is_sure: bool


@dataclass(slots=True)
class Piece:
    """Words that the same passages cover. ``count``: how many open discussions end with these words."""

    text: str
    passages: tuple[Marked, ...] = ()
    ending: tuple[Marked, ...] = ()

    @property
    def is_marked(self) -> bool:
        return bool(self.passages)

    @property
    def is_sure(self) -> bool:
        return all(passage.is_sure for passage in self.passages)

    @property
    def last(self) -> Marked | None:
        """The passage that the mark leads to: the narrowest of those that end here."""
        return max(self.ending, key=lambda passage: passage.start, default=None)

    @property
    def count(self) -> int:
        return sum(passage.discussions for passage in self.ending)


CutLine = list[tuple[Stretch, str]]


@dataclass(slots=True)
class Line:
    """A paragraph or a list item, in pieces."""

    is_item: bool
    pieces: list[Piece] = field(default_factory=list)


def marked_lines(text: str, passages: Iterable[Marked], language: str = "fr") -> list[tuple[bool, list[Line]]]:
    """The text as it is laid out, in groups (is it a list?, its lines), cut where passages begin and end."""
    marks = list(passages)
    cuts = [place for mark in marks for place in (mark.start, mark.end)]
    return [
        (is_list, [Line(is_list, [_piece(stretch, words, marks) for stretch, words in line]) for line in lines])
        for is_list, lines in cut_lines(text, cuts, language)
    ]


def _piece(stretch: Stretch, words: str, marks: list[Marked]) -> Piece:
    covering = tuple(mark for mark in marks if mark.start <= stretch.start and stretch.end <= mark.end)
    return Piece(words, covering, tuple(mark for mark in covering if mark.end == stretch.end))


def cut_lines(text: str, cuts: Iterable[int], language: str = "fr") -> list[tuple[bool, list[CutLine]]]:
    """The text as it is laid out, in groups (is it a list?, its lines); each line in pieces cut at these places.

    A piece says which code points of the text it is, and its words in the typography of the language.
    """
    places = sorted(set(cuts))
    lines = ((is_item, _cut(start, words, places, language)) for start, words, is_item in _lines_of(text))
    return [(is_list, [line for _, line in group]) for is_list, group in groupby(lines, key=lambda line: line[0])]


def _cut(start: int, words: str, places: list[int], language: str) -> CutLine:
    shown, end = typographic(words, language), start + len(words)
    inside = [start, *(place for place in places if start < place < end), end]
    return [(Stretch(first, last), shown[first - start : last - start]) for first, last in pairwise(inside)]


_ITEM = re.compile(r" *- +(?=\S)")


def _lines_of(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where each line begins, its words, and whether it is a list item."""
    offset = 0
    for line in text.split("\n"):
        dash = _ITEM.match(line)
        indent = dash.end() if dash else len(line) - len(line.lstrip(" "))
        if words := line[indent:].rstrip(" "):
            yield offset + indent, words, bool(dash)
        offset += len(line) + 1
