"""From the paragraphs of a document to those of another: which stay, which come, which go, and what changes inside.

A passage stays where it keeps its place in the text; inside it, words are compared, and so are the ends of its
paragraphs, as long as they look the same: cut in two, a paragraph has one more end. All else is whole paragraphs that
go, or whole paragraphs that come: what moved goes here and comes there. So whoever accepts or refuses everything gets
exactly one document or the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from charters.text.comparing import compared
from charters.versions.changes import longest_rise
from charters.versions.documents.outline import Line, Outline, Passage, lines_of

Kind = Literal["same", "deleted", "inserted"]
Part = tuple[Kind, str]

# More pairs of groups of paragraphs than this inside one passage are not compared one by one.
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


# --- Inside a passage ------------------------------------------------------------------------------------


def _changed(old: list[Line], new: list[Line]) -> Iterator[Revised]:
    """The paragraphs of one passage: where they look the same, they are compared as one text."""
    if old == new:
        yield from (_all("same", line) for line in new)
        return
    was, becomes = _groups(old), _groups(new)
    place = new_place = 0
    for index, new_index in [*_pairs(was, becomes), (len(was), len(becomes))]:
        yield from (_all("deleted", line) for group in was[place:index] for line in group)
        yield from (_all("inserted", line) for group in becomes[new_place:new_index] for line in group)
        if index < len(was):
            yield from _compared(was[index], becomes[new_index])
        place, new_place = index + 1, new_index + 1


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Paragraphs that follow each other and look the same: a list, or the text between two lists."""
    return [list(group) for _look, group in groupby(lines, key=lambda line: (line.style, line.own))]


def _compared(old: list[Line], new: list[Line]) -> Iterator[Revised]:
    """Two states of the same paragraphs. The end that comes or goes is that of the paragraph before it."""
    style = new[0]
    lead = tuple(_parts(old[0].lead, new[0].lead))
    pieces: list[Part] = []
    for kind, words in _parts("\n".join(line.words for line in old), "\n".join(line.words for line in new)):
        first, *others = words.split("\n")
        pieces.append((kind, first))
        for words_of_next in others:
            yield Revised(kind, style, lead, tuple(pieces))
            lead, pieces = (), [(kind, words_of_next)]
    yield Revised("same", style, lead, tuple(pieces))


def _parts(before: str, after: str) -> Iterator[Part]:
    """What stays, goes and comes; spaces that differ are a difference too, but the ends of paragraphs stay."""
    if before == after:
        yield "same", after
        return
    for run in compared(before, after).runs:
        if run.kind != "same" or run.before == run.after:
            yield run.kind, run.text
            continue
        was, becomes = run.before.split("\n"), run.after.split("\n")
        # What opens one text may be what opens a later paragraph of the other.
        if len(was) > len(becomes):
            yield "deleted", was.pop(0) + "\n"
        elif len(becomes) > len(was):
            yield "inserted", becomes.pop(0) + "\n"
        for place, (old, new) in enumerate(zip(was, becomes, strict=True)):
            if place:
                yield "same", "\n"
            yield from [("same", old)] if old == new else [("deleted", old), ("inserted", new)]


def _pairs(old: list[list[Line]], new: list[list[Line]]) -> list[tuple[int, int]]:
    """Which groups are two states of one, in order: as alike as can be, all in all."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    alike = [[_likeness(group, other) for other in new] for group in old]
    # best[i][j]: how alike the groups from i and from j on can be, all in all.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for index in range(len(old) - 1, -1, -1):
        for new_index in range(len(new) - 1, -1, -1):
            together = best[index + 1][new_index + 1] + alike[index][new_index]
            best[index][new_index] = max(best[index + 1][new_index], best[index][new_index + 1], together)
    pairs, index, new_index = [], 0, 0
    while index < len(old) and new_index < len(new):
        likeness = alike[index][new_index]
        if likeness and best[index][new_index] == best[index + 1][new_index + 1] + likeness:
            pairs.append((index, new_index))
            index, new_index = index + 1, new_index + 1
        elif best[index][new_index] == best[index + 1][new_index]:
            index += 1
        else:
            new_index += 1
    return pairs


def _likeness(old: list[Line], new: list[Line]) -> float:
    """From 1 to 101; nothing for what does not look the same, and is never one."""
    if (old[0].style, old[0].own) != (new[0].style, new[0].own):
        return 0
    return 1 + fuzz.ratio(*("\n".join(line.words for line in group) for group in (old, new)))


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
        if paragraph.end != "same" or kind == "same" or _first(result) != kind:
            result.append(paragraph)
            continue
        run = _run_of(kind, result)
        if run and result[-run].line.style == paragraph.line.style and _first(result[:-run]) != kind:
            result[-run] = _ending(result[-run], "same")
            result.append(_ending(paragraph, kind))
        else:
            result += [_side("inserted", paragraph), _side("deleted", paragraph)]
    return result[::-1]


def _first(backwards: list[Revised]) -> Kind:
    """What becomes of what comes first, from here on."""
    return [*backwards[-1].kinds, backwards[-1].end][0] if backwards else "same"


def _run_of(kind: Kind, backwards: list[Revised]) -> int:
    """How many paragraphs come or go whole, from here on."""
    run = takewhile(lambda paragraph: {*paragraph.kinds, paragraph.end} == {kind}, reversed(backwards))
    return sum(1 for _paragraph in run)


def _ending(paragraph: Revised, end: Kind) -> Revised:
    return Revised(end, paragraph.line, paragraph.lead, paragraph.words)


def _side(kind: Literal["deleted", "inserted"], paragraph: Revised) -> Revised:
    """The paragraph as it was, that goes; or as it becomes, that comes."""
    lead, words = (
        "".join(text for what, text in parts if what in ("same", kind)) for parts in (paragraph.lead, paragraph.words)
    )
    return _all(kind, Line(paragraph.line.style, lead, words, paragraph.line.own))
