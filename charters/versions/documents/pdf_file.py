"""A version as a tagged PDF/UA: a page to print, and a document that is read aloud as well as it is seen.

The words go to Typst as data, never as markup. It draws with the fonts of this room and with its own, none of the
system's, so that the file is the same everywhere; it refuses to write a file that would not conform.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charters.versions.documents.drawing import draw, undrawn
from charters.versions.documents.outline import Outline, Passage
from governance.plain_text import paragraphs, typographic

REGIONS = {"fr": "fr", "en": "gb"}  # the region that goes with a language
# A word that no line can hold: it may be cut there.
_LONG_WORD = re.compile(r"\S{40}(?=\S)")


def write_pdf(outline: Outline) -> bytes:
    """The file. Characters that no font here can draw are written by their number, ``[U+1F600]``, and the file says so.

    Raises ``NotTypeset`` if the file would not conform for another reason.
    """
    return draw(lambda numbers: _data(outline, numbers))


def _data(outline: Outline, numbers: Mapping[int, str]) -> dict[str, Any]:
    """What the page is made of; ``numbers`` says how to write what cannot be drawn."""
    step = outline.around.validation
    moment = outline.moment.astimezone(UTC)
    return {
        "language": outline.language,
        "labels": outline.labels,
        "region": REGIONS.get(outline.language),
        "title": outline.title.translate(numbers),
        "standing": typographic(_standing(outline), outline.labels),
        "reference": outline.reference.translate(numbers),
        "draft": outline.is_draft,
        "keywords": [outline.version.content_hash, *([step.chain_hash] if step else [])],
        "date": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
        "words": {
            "contents": _("Contents"),
            "page": pgettext("foot of a page", "page"),
            "undrawn": typographic(undrawn(), outline.labels) if numbers else "",
        },
        "draft_words": next((passage.words for passage in outline.passages if passage.style == "draft"), ""),
        "passages": [
            _passage(passage, numbers) for passage in outline.passages if passage.style not in ("title", "draft")
        ],
    }


def _standing(outline: Outline) -> str:
    """What is repeated at the head of each page."""
    if outline.number is None:
        return _("Draft: submitted text")
    return _("Version %(number)s") % {"number": outline.number}


def _passage(passage: Passage, numbers: Mapping[int, str]) -> dict[str, Any]:
    words = _LONG_WORD.sub("\\g<0>\u200b", passage.words).translate(numbers)
    blocks = [
        {"list": in_list, "words": [text for _in_list, text in group]}
        for in_list, group in groupby(paragraphs(words), key=lambda block: block[0])
    ]
    return {
        "style": passage.style,
        "level": passage.level,
        "lead": passage.lead.translate(numbers),
        "own": passage.own,
        "hue": passage.hue,
        "words": words,
        "blocks": blocks,
    }
