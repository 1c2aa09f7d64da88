"""The bars of the page of insights: where each is drawn, in units that follow the size of the text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from feedback.projects.insights import Row
from feedback.projects.small_groups import People
from governance.plain_text import french

# Characters on a line of label that a phone 320 pixels wide has room for, beside nothing else.
LINE = 34
# Heights, in ems: a line of words, the bar, the space below it.
WORDS, BAR, GAP = 1.35, 1.1, 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words above it, on one line or several, each with its height in the picture."""

    lines: list[tuple[str, str]]
    people: People
    y: str
    text_y: str
    width: str


@dataclass(frozen=True, slots=True)
class Picture:
    bars: list[Bar]
    height: str


def draw(rows: list[Row]) -> Picture:
    """The bars of the rows that something may be drawn of, from the top."""
    most = max((row.total.people.number or 0 for row in rows), default=0)
    bars, top = [], 0.0
    for row in rows:
        if row.total.people.nobody:
            continue
        lines = []
        for line in textwrap.wrap(french(row.label), LINE) or [""]:
            top += WORDS
            lines.append((line, f"{top - 0.35:.2f}em"))
        # a fifth of the width is kept for the figure at the end of the longest bar
        width = 70 * (row.total.people.number or 0) / most if most else 0
        bars.append(Bar(lines, row.total.people, f"{top:.2f}em", f"{top + 0.85:.2f}em", f"{width:.1f}%"))
        top += BAR + GAP
    return Picture(bars, f"{top:.2f}em")
