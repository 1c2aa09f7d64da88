"""The words of an entry that a clause may cite: where they are, what is offered, what it says no more.

What people paste comes from a screen, with the spaces and apostrophes of typography and without the dashes of lists:
it is looked for by its characters that are not spaces, and what is kept are the entry's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from charters.text.passages import sentences_in, whole_words, words_in
from feedback.projects.models import Feedback
from governance.plain_text import normalise

LONGEST = 1000
FEWEST_WORDS = 3
_DASH = re.compile(r"^ *- +", re.MULTILINE)


class Told(NamedTuple):
    """One of the texts of an entry. An ``item`` (a lesson, a lever, a hindrance) is said in one breath."""

    kind: str
    text: str
    item: bool = True


def told_in(entry: Feedback) -> list[Told]:
    """Every text of an entry, what it teaches first. The entry comes with all it says: no query."""
    return [
        *(Told("lesson", text) for text in entry.lessons),
        *(Told("lever", row["text"]) for row in entry.told_levers),  # type: ignore[attr-defined]
        *(Told("hindrance", row["text"]) for row in entry.told_hindrances),  # type: ignore[attr-defined]
        Told("cooperation", entry.cooperation_modes_detail, item=False),
        Told("context", entry.context, item=False),
    ]


def name_of(kind: str) -> str:
    """What a text of an entry is called, as on the page of the entry."""
    return {
        "lesson": _("What it teaches"),
        "lever": _("What helped"),
        "hindrance": _("What hindered"),
        "cooperation": _("How people cooperated"),
        "context": _("What it was about"),
    }[kind]


def offered(entry: Feedback) -> list[tuple[str, list[str]]]:
    """The passages to choose from, by kind of text: each item whole, and every sentence."""
    found: dict[str, list[str]] = {}
    for told in told_in(entry):
        passages = found.setdefault(told.kind, [])
        sentences = [told.text[start:end] for start, end in sentences_in(told.text)]
        whole = [told.text] if told.item and len(sentences) > 1 else []
        passages += [each for each in [*whole, *sentences] if len(each) <= LONGEST and each not in passages]
    return [(name_of(kind), passages) for kind, passages in found.items() if passages]


def passage_in(entry: Feedback, typed: str) -> str | None:
    """The entry's own words for what was typed or pasted, widened to whole words; None when it does not say them."""
    for told in told_in(entry):
        if found := words_of(told.text, typed):
            return found
    return None


def words_of(text: str, typed: str) -> str | None:
    """The words of a text that were typed, as the text writes them; None when it does not say them."""
    places = list(_shown(text))
    wanted = "".join(char for _place, char in _shown(normalise(typed)))
    start = "".join(char for _place, char in places).find(wanted) if wanted else -1
    if start < 0:
        return None
    stretch = whole_words(text, places[start][0], places[start + len(wanted) - 1][0] + 1)
    return text[stretch.start : stretch.end] if stretch else None


def still_says(entry: Feedback, passage: str) -> bool:
    """Whether the words are in the entry as it is now: it may have been corrected since they were cited."""
    return not passage or passage_in(entry, passage) is not None


def says_too_little(entry: Feedback, passage: str) -> bool:
    """Whether a passage is so short that it could come from anywhere, and is no whole sentence of the entry."""
    if sum(word.is_word for word in words_in(passage)) >= FEWEST_WORDS:
        return False
    return not any(passage in passages for _name, passages in offered(entry))


def _shown(text: str) -> Iterator[tuple[int, str]]:
    """Where the characters are that a page shows, without spaces nor the dashes of lists."""
    dashes = {place for dash in _DASH.finditer(text) for place in range(*dash.span())}
    for place, char in enumerate(text):
        if not char.isspace() and place not in dashes:
            yield place, char
