"""Words into a PDF, whatever their script: what no font can draw is written by its number."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from charters.versions.documents.typesetting import TEMPLATE, NotTypeset, typeset

# What Typst says of words that no font can draw; the text between quotes is written as a Rust string.
_NOT_DRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def draw(data: Callable[[Mapping[int, str]], dict[str, Any]], *, template: Path = TEMPLATE) -> bytes:
    """The PDF of some data, which is asked for again with how to write the characters that could not be drawn.

    Raises ``NotTypeset`` if the file would not conform for another reason.
    """
    numbers: dict[int, str] = {}
    while True:
        try:
            return typeset(json.dumps(data(numbers), ensure_ascii=False), template=template)
        except NotTypeset as error:
            found = _not_drawn(str(error)) - numbers.keys()
            if not found:
                raise
            numbers |= {code: f"[U+{code:04X}]" for code in found}


def undrawn() -> str:
    """What a file says when it could not draw everything."""
    return _(
        "Characters that this document cannot draw are written by their number, as in [U+2026]: "
        "the other formats keep them."
    )


def _not_drawn(complaint: str) -> set[int]:
    """Which characters to write by their number: first the marks, for a letter may be drawn once rid of them."""
    texts = (_ESCAPED.sub(_character, text) for text in _NOT_DRAWN.findall(complaint))
    characters = {char for text in texts for char in text}
    marks = {char for char in characters if unicodedata.category(char).startswith("M")}
    return {ord(char) for char in marks or characters}


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else escaped[2]
