"""The words of a text without its layout: what two texts are compared by, when one was pasted from elsewhere.

The same words come back differently from the site, from Word and from a PDF: other spaces and apostrophes, hyphens that
do not break, letters joined, lines cut, bullets drawn. None of that is a word. Words, case, digits, accents and
punctuation are never left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from governance.plain_text import normalise

# Letters that a typesetter joins, hyphens of another kind, the breaks that word processors and PDFs leave.
_JOINED = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_DRAWN = {**_JOINED, 0x2010: "-", 0x2011: "-", 0x07: "\n", 0x0C: "\n"}
# A word cut at the end of a line: by a soft hyphen, it has none; at its own hyphen, it keeps it.
_CUT_BY_SOFT_HYPHEN = re.compile(r"\u00ad[ \t]*\r?\n\s*")
_CUT_AT_HYPHEN = re.compile(r"(?<=\w-)\n(?=\w)")
_BULLET = re.compile(r"^ *[-–—•‣◦▪▫●○■□►▸·] +", re.MULTILINE)
# A dash that happens to begin a line of a PDF is one of the text, not a bullet.
_SURE_BULLET = re.compile(r"^ *[-•‣◦▪▫●○■□►▸·] +", re.MULTILINE)


def undrawn(text: str) -> str:
    """A pasted text in the characters that people type; its lines stay."""
    return _CUT_BY_SOFT_HYPHEN.sub("", text).translate(_DRAWN)


def comparable(text: str, *, keeps_dashes: bool = False) -> str:
    """The words on one line, one space apart. ``keeps_dashes``: a long dash that begins a line is not a bullet."""
    lines = _CUT_AT_HYPHEN.sub("", normalise(undrawn(text)))
    return " ".join((_SURE_BULLET if keeps_dashes else _BULLET).sub("", lines).split())


def joined(parts: Iterable[str]) -> str:
    """The words of texts that follow one another line by line, from the words of each: what ``comparable`` would give
    of the whole, without reading it again.
    """
    return " ".join(_CUT_AT_HYPHEN.sub("", "\n".join(parts)).split())


def digest_of_words(words: str) -> bytes:
    """What stands for words that are comparable already."""
    return hashlib.sha256(words.encode()).digest()


def digest(text: str) -> bytes:
    """What stands for a text in a table: the SHA-256 of its words."""
    return digest_of_words(comparable(text))


def digests_of_pasted(text: str) -> set[bytes]:
    """What a pasted text may be found by."""
    return {digest_of_words(comparable(text, keeps_dashes=keeps)) for keeps in (False, True)}
