"""From the paragraphs of a document to those of another: which stay, which come, which go, and what changes inside.

A paragraph stays with the same place in the text (a passage) and the same look; inside it, words are compared. All
else is a whole paragraph that goes, or a whole paragraph that comes: what moved goes here and comes there. So whoever
accepts or refuses everything gets exactly one document or the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from charters.text.comparing import compared
from charters.versions.changes import longest_rise
from charters.versions.documents.outline import Line, Outline, Passage, lines_of

Kind = Literal["same", "deleted", "inserted"]
Part = tuple[Kind, str]

# Less alike than this (out of 100), two paragraphs are not two states of one.
_ALIKE = 50
# More pairs of paragraphs than this inside one passage are not compared one by one.
_MOST_PAIRS = 2500


class Revised(NamedTuple):
    """A paragraph of either document, or of both: its pieces in order, and whether what ends it comes or goes.

    A paragraph whose end goes is joined to the next one; most often it has nothing left, and disappears.
    """

    end: Kind
    line: Line
    lead: tuple[Part, ...]
    words: tuple[Part, ...]

    @property
    def kinds(self) -> list[Kind]:
        """What becomes of each of its pieces, in order."""
        return [kind for kind, words in (*self.lead, *self.words) if words]


def revise(before: Outline, after: Outline) -> list[Revised]:
    """Every paragraph of both documents, in the order of the one that comes. Both end with the same paragraph."""
    return _told_apart(list(_paragraphs(before, after)))


def _paragraphs(before: Outline, after: Outline) -> Iterator[Revised]:
    old = {passage.key: passage for passage in before.passages}
    steady = _steady(before, after)
    waiting = iter(before.passages)
    for passage in after.passages:
        if passage.key not in steady:
            yield from _whole("inserted", passage, after.labels)
            continue
        for gone in waiting:
            if gone.key == passage.key:
                break
            yield from _whole("deleted", gone, before.labels)
        yield from _changed(lines_of(old[passage.key], before.labels), lines_of(passage, after.labels))


def _steady(before: Outline, after: Outline) -> set[str]:
    """Passages on both sides that keep their place: as many as can be said not to have moved."""
    places = {(passage.key, passage.style, passage.level): place for place, passage in enumerate(before.passages)}
    both = [passage for passage in after.passages if (passage.key, passage.style, passage.level) in places]
    rise = longest_rise([places[passage.key, passage.style, passage.level] for passage in both])
    return {both[index].key for index in rise}


def _whole(kind: Literal["deleted", "inserted"], passage: Passage, labels: str) -> Iterator[Revised]:
    for line in lines_of(passage, labels):
        yield _all(kind, line)


def _all(kind: Kind, line: Line) -> Revised:
    return Revised(kind, line, ((kind, line.lead),), ((kind, line.words),))


def _changed(old: list[Line], new: list[Line]) -> Iterator[Revised]:
    """The paragraphs of one passage: those that are two states of one are compared."""
    place = new_place = 0
    for index, new_index in [*_pairs(old, new), (len(old), len(new))]:
        yield from (_all("deleted", line) for line in old[place:index])
        yield from (_all("inserted", line) for line in new[new_place:new_index])
        if index < len(old):
            yield _compared(old[index], new[new_index])
        place, new_place = index + 1, new_index + 1


def _compared(old: Line, new: Line) -> Revised:
    if old == new:
        return _all("same", new)
    return Revised("same", new, tuple(_parts(old.lead, new.lead)), tuple(_parts(old.words, new.words)))


def _parts(before: str, after: str) -> Iterator[Part]:
    """What stays, goes and comes; spaces that differ are a difference too."""
    if before == after:
        yield "same", after
        return
    for part in compared(before, after).runs:
        if part.before == part.after:
            yield "same", part.after
        else:
            yield "deleted", part.before
            yield "inserted", part.after


def _pairs(old: list[Line], new: list[Line]) -> list[tuple[int, int]]:
    """Which paragraphs are two states of one, in order: as alike as can be, all in all."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = [(index, index) for index in range(start)]
    last = [(len(old) - end + index, len(new) - end + index) for index in range(end)]
    middle = _alike(old[start : len(old) - end], new[start : len(new) - end])
    return [*first, *((start + index, start + new_index) for index, new_index in middle), *last]


def _alike(old: list[Line], new: list[Line]) -> list[tuple[int, int]]:
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    # best[i][j]: how alike the paragraphs from i and from j on can be, all in all.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(line, other) for other in new] for line in old]
    for index in range(len(old) - 1, -1, -1):
        for new_index in range(len(new) - 1, -1, -1):
            best[index][new_index] = max(
                best[index + 1][new_index],
                best[index][new_index + 1],
                best[index + 1][new_index + 1] + alike[index][new_index],
            )
    pairs, index, new_index = [], 0, 0
    while index < len(old) and new_index < len(new):
        together = best[index + 1][new_index + 1] + alike[index][new_index]
        if alike[index][new_index] and best[index][new_index] == together:
            pairs.append((index, new_index))
            index, new_index = index + 1, new_index + 1
        elif best[index][new_index] == best[index + 1][new_index]:
            index += 1
        else:
            new_index += 1
    return pairs


def _likeness(old: Line, new: Line) -> float:
    """From 0 to 100. A lonely line of a passage (a title, a fact) is always what the other became."""
    if old.style != new.style or old.own != new.own:
        return 0
    if old.style not in ("text", "text-item", "remark", "remark-item"):
        return 100
    return fuzz.ratio(old.words, new.words, score_cutoff=_ALIKE)


# --- Changes that meet at the end of a paragraph ---------------------------------------------------------


def _told_apart(paragraphs: list[Revised]) -> list[Revised]:
    """The same, where no change at the end of a paragraph meets one of its kind at the beginning of the next.

    LibreOffice makes one change of two that meet so, and the end that parts them would go with it. Words added to a
    paragraph that is followed by new ones are then written as one would type them: the new end is that of the
    first, and the old end that of the last. Where that cannot be, the paragraph is replaced whole.
    """
    result: list[Revised] = []  # from the last paragraph to the first
    for paragraph in reversed(paragraphs):
        kind = paragraph.kinds[-1] if paragraph.kinds else "same"
        following = result[-1].kinds[:1] if result else []
        if paragraph.end != "same" or kind == "same" or following != [kind]:
            result.append(paragraph)
            continue
        run = _run_of(kind, result)
        if run and result[-run].line.style == paragraph.line.style:
            result[-run] = _ending(result[-run], "same")
            result.append(_ending(paragraph, kind))
        else:
            result += [_side("inserted", paragraph), _side("deleted", paragraph)]
    return result[::-1]


def _run_of(kind: Kind, backwards: list[Revised]) -> int:
    """How many paragraphs come or go whole, from here on."""
    count = 0
    for paragraph in reversed(backwards):
        if paragraph.end != kind:
            break
        count += 1
    # One that only ends so is no part of it: it has words that stay.
    return count if all(set(each.kinds) == {kind} for each in backwards[len(backwards) - count :]) else 0


def _ending(paragraph: Revised, end: Kind) -> Revised:
    return Revised(end, paragraph.line, paragraph.lead, paragraph.words)


def _side(kind: Literal["deleted", "inserted"], paragraph: Revised) -> Revised:
    """The paragraph as it was, that goes; or as it becomes, that comes."""
    lead, words = (
        "".join(text for what, text in parts if what in ("same", kind)) for parts in (paragraph.lead, paragraph.words)
    )
    return _all(kind, Line(paragraph.line.style, lead, words, paragraph.line.own))
