"""What a result shows of a text: the place where the words that were looked for are, and these words marked.

The words are compared by the database, as it compares them when it searches: here one only finds which ones to ask
about, those that begin as one of those that were typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.plain_text import french

LENGTH = 240  # characters of an excerpt
BEFORE = 60  # of them, before the first word that was found
BEGINNING = 2  # letters that no plural, accent or conjugation changes
WORD = re.compile(r"\w+")
LIST_ITEM = re.compile(r"^- ")


def _plain(letter: str) -> str:
    """A letter without its accent or its capital: one for one, so that places stay true."""
    return {"œ": "o", "Œ": "o", "æ": "a", "Æ": "a"}.get(letter) or unicodedata.normalize("NFKD", letter)[0].lower()[:1]


PLAIN = str.maketrans({chr(code): _plain(chr(code)) for code in range(0x41, 0x250) if chr(code).isalpha()})


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of a text, and where it is."""

    word: str
    start: int
    end: int


class Candidates:
    """The words of texts that may be those that were looked for."""

    def __init__(self, asked: str) -> None:
        typed = WORD.findall(asked.replace("œ", "oe").replace("Œ", "oe").translate(PLAIN))
        # œuvre and oeuvre have one letter in common
        beginnings = {word[: 1 if word.startswith("oe") else BEGINNING] for word in typed if word[1:] or word.isdigit()}
        either = "|".join(sorted(map(re.escape, beginnings))) or r"(?!)"
        self._begins = re.compile(rf"(?<!\w)(?:{either})\w*(?:[-\u2010\u2011]\w+)*")

    def of(self, text: str) -> list[Spot]:
        """Where they are in a text."""
        hits = (hit.span() for hit in self._begins.finditer(text.translate(PLAIN)))
        return [Spot(text[start:end], start, end) for start, end in hits]


def in_a_row(text: str) -> str:
    """Paragraphs and lists on one line, a bar between them."""
    lines = (LIST_ITEM.sub("", line).strip() for line in text.split("\n"))
    return " / ".join(line for line in lines if line)


def marked(text: str, spots: Iterable[Spot], words: set[str]) -> SafeString:
    """The whole text, its found words marked."""
    return _cut(text, 0, len(text), [spot for spot in spots if spot.word in words])


def excerpt(text: str, spots: Iterable[Spot], words: set[str]) -> SafeString:
    """The part of a text where most of the words that were found are, marked; its beginning when there is none."""
    found = [spot for spot in spots if spot.word in words]
    start = _start(text, found)
    end = len(text) if start + LENGTH >= len(text) else max(text.rfind(" ", start + 1, start + LENGTH), 0)
    return _cut(text, start, end or start + LENGTH, found)


def _start(text: str, found: Sequence[Spot]) -> int:
    """Where the excerpt begins: a little before the first word of the place that has most of them."""
    if not found:
        return 0
    best, most, last, near = found[0], 0, 0, Counter[str]()
    for first in found:
        while last < len(found) and found[last].start - first.start < LENGTH - BEFORE:
            near[found[last].word.lower()] += 1
            last += 1
        if len(+near) > most:
            best, most = first, len(+near)
        near[first.word.lower()] -= 1
    wanted = min(best.start - BEFORE, len(text) - LENGTH)
    return 0 if wanted <= 0 else text.find(" ", wanted, best.start) + 1 or best.start


def _cut(text: str, start: int, end: int, found: Sequence[Spot]) -> SafeString:
    """This part of a text: what is left out is said, what was found is marked, and all of it is escaped."""
    shown, here = french(text), start
    pieces: list[str] = ["… "] if start else []
    for spot in found:
        if start <= spot.start and spot.end <= end:
            pieces += [shown[here : spot.start], format_html("<mark>{}</mark>", shown[spot.start : spot.end])]
            here = spot.end
    pieces += [shown[here:end], " …" if end < len(text) else ""]
    return format_html_join("", "{}", ((piece,) for piece in pieces))
