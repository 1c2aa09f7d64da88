"""Where each word of a text comes from: the revision that brought it, and which of the proposals that it names.

Each revision is compared with the one before (``charters.text.alignment``): a word that stays keeps its origin, the
others come from the revision. A sentence that only moved, within one revision, never left the text: it keeps its own.
Of the proposals that a revision took from, those that asked for a word at its place are the ones that brought it; none
means that whoever merged typed it. After the word provenance of wiki histories, on tokens that are French.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from charters.text.alignment import align, places_kept
from charters.text.tokens import Tokens, tokenise

# Shorter, a sentence may well have been written twice.
_WORDS_THAT_MOVE = 4


@dataclass(frozen=True, slots=True)
class Stage:
    """A revision of a text: its words, and what each of the proposals that it names asked for."""

    revision: int
    text: str
    asked: Mapping[Hashable, str] = field(default_factory=dict)


class Origin(NamedTuple):
    revision: int
    proposals: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words of the same origin, with the spaces and the breaks that they carry."""

    text: str
    origin: Origin


def genealogy(stages: Iterable[Stage]) -> list[Run]:
    """The last text in runs, each with its origin; joined, they are that text to the character.

    ``stages`` are all the revisions of one text, the first one first.
    """
    tokens, origins = Tokens([], [], [], []), list[Origin]()
    for stage in stages:
        was, tokens = tokens, tokenise(stage.text)
        origins = _carried(was, tokens, origins, stage)
    return list(_runs(tokens, origins))


def _carried(was: Tokens, now: Tokens, origins: list[Origin], stage: Stage) -> list[Origin]:
    changes = align(was, now)
    kept = places_kept(len(was), changes)
    carried = {new: origins[old] for old, new in kept.items()}
    for old, new in _moved(was, now, kept):
        carried[new] = origins[old]
    came = [index for index in range(len(now)) if index not in carried]
    for index, proposals in zip(came, _askers(was, now, came, stage.asked), strict=True):
        carried[index] = Origin(stage.revision, proposals)
    return [carried[index] for index in range(len(now))]


def _moved(was: Tokens, now: Tokens, kept: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Tokens of the sentences that left one place and came at another, word for word."""
    left: defaultdict[tuple[str, ...], list[range]] = defaultdict(list)
    for words, place in _sentences(was, set(kept)):
        left[words].append(place)
    for words, place in _sentences(now, set(kept.values())):
        if not left[words]:
            continue
        before = left[words].pop(0)
        olds, news = [
            [index for index in each if tokens.is_word[index]] for tokens, each in ((was, before), (now, place))
        ]
        is_whole = was.keys[before.start : before.stop] == now.keys[place.start : place.stop]
        yield from zip(before if is_whole else olds, place if is_whole else news, strict=True)


def _sentences(tokens: Tokens, kept: set[int]) -> Iterator[tuple[tuple[str, ...], range]]:
    """The sentences of which no word was kept in its place: their words, and where they stand."""
    places = [place for place, may_begin in enumerate(tokens.boundaries) if may_begin]
    for start, end in pairwise(places):
        words = [index for index in range(start, end) if tokens.is_word[index]]
        if len(words) >= _WORDS_THAT_MOVE and kept.isdisjoint(words):
            yield tuple(tokens.keys[index] for index in words), range(words[0], end)


def _askers(was: Tokens, now: Tokens, came: list[int], asked: Mapping[Hashable, str]) -> Iterator[tuple[Hashable, ...]]:
    """For each token that came, the proposals that asked for it there."""
    brought: defaultdict[int, list[Hashable]] = defaultdict(list)
    for proposal, text in asked.items():
        wanted = tokenise(text)
        already = set(places_kept(len(was), align(was, wanted)).values())
        for index, place in places_kept(len(now), align(now, wanted)).items():
            if place not in already:
                brought[index].append(proposal)
    for index in came:
        yield tuple(brought[index])


def _runs(tokens: Tokens, origins: list[Origin]) -> Iterator[Run]:
    """Breaks belong to what they open; the last ones, to what they close; a mark, to words of its own revision."""
    found = origins.copy()
    for index in range(1, len(tokens)):
        is_mark = not (tokens.is_word[index] or tokens.is_break(index) or tokens.is_break(index - 1))
        if is_mark and found[index].revision == found[index - 1].revision:
            found[index] = found[index - 1]
    for index in reversed(range(len(tokens))):
        if tokens.is_break(index):
            beside = index + 1 if index + 1 < len(tokens) else index - 1
            found[index] = found[beside] if beside >= 0 else found[index]
    for origin, indexes in groupby(range(len(tokens)), key=found.__getitem__):
        text = "".join(tokens.texts[index] for index in indexes)
        if text:
            yield Run(text, origin)
