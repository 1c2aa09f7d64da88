"""The picture of who works with whom: committees in three lanes, and what passes between them, numbered.

The layout is computed, not searched for: each arrow has a track of its own in the channels between lanes, so that no
number ever covers another, and no line crosses a committee. Units are those of the drawing.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from governance.committees.answering import PARTS
from governance.committees.folding import folded, same_words, words_of
from governance.committees.meetings import CommitteeTask
from governance.committees.models import Committee, InformationItem
from governance.plain_text import french

BOX_WIDTH = 232
LINE = 19
LETTERS = 27
PORT = 26
TRACK = 26
MARGIN = 16
GAP = 26
HEAD = 34
MOST = 40
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that passes from a committee to another: a document, an opinion, a decision that is told, a task."""

    source: Committee
    target: Committee
    kind: str
    what: list[str]


@dataclass(frozen=True, slots=True)
class Box:
    committee: Committee
    part: str
    x: int
    y: int
    height: int
    lines: list[tuple[int, str]]
    width: int = BOX_WIDTH

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    number: int
    flow: Flow
    path: str
    tip: str
    x: int
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Lane:
    part: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    lanes: list[Lane]
    boxes: list[Box]
    arrows: list[Arrow]
    left_out: int = 0


def named_in(text: str, committees: Iterable[Committee]) -> list[Committee]:
    """The committees that a text names: by the whole short name, or by the whole name."""
    said = _as_words(text)
    return [
        committee
        for committee in committees
        if any(name and _as_words(name) in said for name in (committee.acronym, committee.name))
    ]


@lru_cache(maxsize=4096)
def _as_words(text: str) -> str:
    """Without punctuation, between spaces: a name is found whole, or not at all."""
    return f" {' '.join(WORD.findall(folded(text)))} "


def flows(
    committees: Sequence[Committee],
    information: Mapping[int, Sequence[InformationItem]],
    tasks: Mapping[int, Sequence[CommitteeTask]],
) -> list[Flow]:
    """What passes between committees, read in what each says of itself.

    A document shared with a committee that is named; an opinion on a subject that another decides; what a committee
    decides, told to another that is informed of it; a task that a committee follows up for another.
    """
    found: dict[tuple[int, int, str], Flow] = {}

    def add(source: Committee, targets: Iterable[Committee], kind: str, what: str) -> None:
        for target in targets:
            flow = found.setdefault((source.pk, target.pk, kind), Flow(source, target, kind, []))
            if target.pk != source.pk and what not in flow.what:
                flow.what.append(what)

    deciding = _deciding(committees)
    for one in committees:
        for item in information.get(one.pk, ()):
            add(one, named_in(", ".join(item.shared_with), committees), "document", item.document)
        for subject in one.advises_on:
            add(one, [*deciding(subject), *named_in(subject, committees)], "opinion", subject)
        for subject in one.informed_of:
            for other in deciding(subject):
                add(other, [one], "told", subject)
        for task in tasks.get(one.pk, ()):
            add(one, named_in(task.owner_function, committees), "task", task.text)
    return [flow for flow in found.values() if flow.what]


def _deciding(committees: Sequence[Committee]) -> Callable[[str], list[Committee]]:
    """Who decides on a subject: each set of words is compared once, whoever uses it."""
    who: dict[frozenset[str], list[Committee]] = defaultdict(list)
    for committee in committees:
        for words in {words_of(subject) for subject in committee.decides_on}:
            who[words].append(committee)

    @cache
    def on(asked: frozenset[str]) -> list[Committee]:
        found = {committee.pk: committee for words in who if same_words(words, asked) for committee in who[words]}
        return list(found.values())

    return lambda subject: on(words_of(subject))


def draw(committees: Sequence[Committee], passing: Sequence[Flow]) -> Picture:
    """Boxes by lane, then a way for each arrow. The lane of a committee is the first part it takes.

    Beyond ``MOST`` arrows nobody could follow them: what is left out is counted.
    """
    left_out, passing = max(0, len(passing) - MOST), passing[:MOST]
    columns: dict[str, list[Committee]] = defaultdict(list)
    for committee in committees:
        columns[_lane(committee)].append(committee)
    parts = [part for part, _field in PARTS if columns[part]]
    place = {committee.pk: parts.index(part) for part in parts for committee in columns[part]}
    # channel n is on the left of column n; what goes further than the next column passes above all boxes
    ways = [_channels(place[flow.source.pk], place[flow.target.pk]) for flow in passing]
    tracks = _tracks(ways)
    widths = [max(2 * MARGIN, TRACK * (len(tracks[n]) + 1)) for n in range(len(parts))]
    over = [index for index, way in enumerate(ways) if len(way) > 1]
    top = MARGIN + TRACK * len(over) + HEAD
    ports = _ports(passing, ways, place)
    boxes, lanes, x = {}, [], 0
    for n, part in enumerate(parts):
        x += widths[n]
        lanes.append(Lane(part, x, top - 12))
        for box in _stacked(columns[part], part, x, top, ports):
            boxes[box.committee.pk] = box
        x += BOX_WIDTH
    starts = {n: lanes[n].x - widths[n] for n in range(len(parts))}
    arrows = []
    for index, (flow, way) in enumerate(zip(passing, ways, strict=True)):
        xs = [starts[n] + TRACK * (tracks[n].index(index) + 1) for n in way]
        height = MARGIN + TRACK * over.index(index) if index in over else 0
        arrows.append(_arrow(index, flow, xs, height, boxes, ports, place))
    bottom = max((box.y + box.height for box in boxes.values()), default=top)
    return Picture(x + MARGIN, bottom + MARGIN, lanes, list(boxes.values()), arrows, left_out)


def _lane(committee: Committee) -> str:
    return next((part for part, field in PARTS if getattr(committee, field)), PARTS[-1][0])


def _channels(source: int, target: int) -> list[int]:
    """The channels that an arrow takes between two columns, in its order."""
    if source == target:
        return [source]
    if abs(source - target) == 1:
        return [max(source, target)]
    return [source + 1, target] if source < target else [source, target + 1]


def _tracks(ways: Sequence[list[int]]) -> dict[int, list[int]]:
    """In each channel, the arrows that take it, from left to right."""
    tracks: dict[int, list[int]] = defaultdict(list)
    for index, way in enumerate(ways):
        for channel in way:
            tracks[channel].append(index)
    return tracks


def _ports(passing: Sequence[Flow], ways: Sequence[list[int]], place: Mapping[int, int]) -> dict[Any, list[int]]:
    """On each side of each box, the arrows that touch it, from top to bottom."""
    sides: dict[Any, list[int]] = defaultdict(list)
    for index, (flow, way) in enumerate(zip(passing, ways, strict=True)):
        sides[flow.source.pk, "right" if way[0] > place[flow.source.pk] else "left"].append(index)
        sides[flow.target.pk, "right" if way[-1] > place[flow.target.pk] else "left"].append(index)
    return sides


def _stacked(committees: Sequence[Committee], part: str, x: int, y: int, ports: Mapping[Any, list[int]]) -> list[Box]:
    boxes = []
    for committee in committees:
        words = _lines(committee)
        touching = max(len(ports.get((committee.pk, side), ())) for side in ("left", "right"))
        height = max(LINE * len(words) + 20, PORT * touching + 12)
        first = y + (height - LINE * (len(words) - 1)) // 2 + 5
        lines = [(first + LINE * n, line) for n, line in enumerate(words)]
        boxes.append(Box(committee, part, x, y, height, lines))
        y += height + GAP
    return boxes


def _lines(committee: Committee) -> list[str]:
    """The short name, then the name on two lines at most."""
    name = textwrap.wrap(french(committee.name), LETTERS, max_lines=2, placeholder=" …") or [committee.code]
    return [french(committee.acronym)[:LETTERS], *name] if committee.acronym else name


def _arrow(
    index: int, flow: Flow, xs: list[int], over: int, boxes: Mapping[int, Box], ports: Mapping[Any, list[int]],
    place: Mapping[int, int],
) -> Arrow:  # fmt: skip
    source, target = boxes[flow.source.pk], boxes[flow.target.pk]
    start, start_y = _port(source, index, ports, right=xs[0] > source.x)
    end, end_y = _port(target, index, ports, right=xs[-1] > target.x)
    points = [(start, start_y), (xs[0], start_y)]
    if over:
        points += [(xs[0], over), (xs[-1], over)]
    points += [(xs[-1], end_y), (end, end_y)]
    back = 9 if xs[-1] > end else -9
    tip = f"M{end} {end_y}l{back} -5v10z"
    path = "M" + " L".join(f"{x} {y}" for x, y in points)
    # the number is on the arrow's own track: nothing else is written there
    middle = (start_y + (over or end_y)) // 2
    return Arrow(index + 1, flow, path, tip, xs[0], middle)


def _port(box: Box, index: int, ports: Mapping[Any, list[int]], *, right: bool) -> tuple[int, int]:
    touching = ports[box.committee.pk, "right" if right else "left"]
    y = box.y + box.height * (touching.index(index) + 1) // (len(touching) + 1)
    return (box.x + box.width if right else box.x), y
