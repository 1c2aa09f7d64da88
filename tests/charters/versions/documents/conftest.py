"""A rich version to take away: every kind of passage, in Greek letters where a font has to be found."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Version
from charters.versions.content import Content, frozen_content
from charters.versions.documents.around import Around, around
from charters.versions.reading import with_steps
from tests.charters.versions.conftest import World

WORDS = {
    "text": "First words.\n\n- one item\n- another item\nLast words.",
    "note": "A note.",
    "indicators": ["A practice", "Another practice"],
    "hr_job_description": "For the job",
    "hr_mission_letter": "For the mission",
    "hr_interview": "For the interview",
}
# What other languages of the page, of the web and of writing would read as theirs; and what no font here can draw.
HOSTILE = [
    '#import "@preview/x": * #let a = 1 $a^2$ @ref <label> \\ // /* = _a_ *b* `raw`',
    "]]></w:t></w:p>&<b> &amp; {{ field }} {% tag %} <!-- ",
    "😀 👨‍👩‍👧 👍🏽 🇫🇷 e\u1ab0",
    "العربية שלום 中文 Ελληνικά",
    "w" * 500,
    "[U+1F600] \\u{41} ${HOME} %(name)s %s {0}",
]


def stored(version: Version) -> tuple[Version, Content, Around]:
    """A version as the pages read it, with its words and what surrounds it."""
    found = with_steps().get(pk=version.pk)
    return found, frozen_content(found), around(found)


def rich(world: World) -> World:
    world.add("Plan together", section="values", **WORDS)
    return world


def hostile(world: World) -> World:
    for place, words in enumerate(HOSTILE):
        title = words.replace("\n", " ")[:150]
        words_of: dict[str, Any] = {"text": words, "note": words, "indicators": [words], "hr_interview": words}
        world.add(title, section=["values", "methods"][place % 2], **words_of)
    return world


@pytest.fixture
def richly(world: World) -> World:
    return rich(world)
