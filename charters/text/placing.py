"""Where a passage stands once its text has changed: pure, on tokens, and never on other words without saying so.

Four answers are tried in order: the words are still there, in a row; the same words are found elsewhere; part of them
changed where they stood; they are gone. ``placed`` is given for the very same words only. Whatever rests on
likeness is ``moved``, which waits for someone to say that it is still right.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from charters.text.alignment import align
from charters.text.tokens import Tokens, tokenise

PLACED, MOVED, ORPHANED, WHOLE = "placed", "moved", "orphaned", "whole"

# Half of the words in common: below, the table of edits shows sentences that say something else.
_LIKE_ENOUGH = 0.5
# How many words around a passage tell it from its copies, and by how many one copy must win.
_AROUND, _CLEARLY = 8, 2
# Fewer words than this may be found anywhere by chance: elsewhere, they are offered unless a neighbour came along.
_TELLING_WORDS = 4


class Spot(NamedTuple):
    """A state, and the code points it covers: none when the words are gone, or for the whole clause."""

    state: str
    start: int | None = None
    end: int | None = None


class Passage(NamedTuple):
    """The words a comment is about, and what stood before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class _Text:
    """The words and marks of a text, without its breaks, each with its code points."""

    def __init__(self, text: str) -> None:
        # One apostrophe for the other: one character for one, so that places stay the same.
        self.tokens: Tokens = tokenise(text.replace("’", "'"))
        self.keys: list[str] = []
        self.is_word: list[bool] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        # for each token its number among the words and marks; of a break, that of what follows it
        self.number_of: list[int] = []
        offset = 0
        for index, whole in enumerate(self.tokens.texts):
            self.number_of.append(len(self.keys))
            if not self.tokens.is_break(index):
                self.keys.append(self.tokens.keys[index])
                self.is_word.append(self.tokens.is_word[index])
                self.starts.append(offset)
                self.ends.append(offset + len(whole) - len(self.tokens.spaces[index]))
            offset += len(whole)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The words and marks that lie, even in part, between two code points."""
        inside = [number for number, place in enumerate(self.starts) if place < end and self.ends[number] > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def spot(self, state: str, first: int, last: int) -> Spot:
        return Spot(state, self.starts[first], self.ends[last - 1])

    def places_of(self, keys: list[str]) -> list[int]:
        """Where these words stand in a row."""
        size = len(keys)
        if not size:
            return []
        return [at for at in range(len(self.keys) - size + 1) if self.keys[at : at + size] == keys]


def words_of(text: str) -> list[str]:
    """What is compared: words and marks, without spaces, breaks, list dashes or the shape of apostrophes."""
    return _Text(text).keys


def place(passage: Passage, was: Spot, *, old_text: str, new_text: str) -> Spot:
    """Where a passage that stood at ``was`` in the old text stands in the new one.

    ``passage.exact`` are the words that ``placed`` promises: those the author chose, or those a person settled since.
    A passage that waits to be confirmed still waits; one whose words came back is only offered.
    """
    if was.state == WHOLE:
        return was
    old, new, new_number, edges = _compared(old_text, new_text)
    exact = words_of(passage.exact)
    found = new.places_of(exact)
    if was.start is None or was.end is None:
        return new.spot(MOVED, found[0], found[0] + len(exact)) if len(found) == 1 else Spot(ORPHANED)
    first, last = old.within(was.start, was.end)
    if first == last:
        return Spot(ORPHANED)
    state = PLACED if was.state == PLACED and old.keys[first:last] == exact else MOVED
    around = (old.keys[max(0, first - _AROUND) : first], old.keys[last : last + _AROUND])
    kept = _kept_in_a_row(new_number, first, last)
    if kept and not _by_chance(new, kept, around):
        if len(found) > 1 and _beaten(new, kept, found, around):
            state = MOVED
        return new.spot(state, *kept)
    if found:
        return _elsewhere(new, found, exact, around, state)
    return _reworded(old, new, (first, last), new_number, edges)


@lru_cache(maxsize=4)
def _compared(old_text: str, new_text: str) -> tuple[_Text, _Text, dict[int, int], list[tuple[int, int, int, int]]]:
    """Both texts and what joins them: the same for every comment of a clause."""
    old, new = _Text(old_text), _Text(new_text)
    return old, new, *_mapping(old, new)


def _mapping(old: _Text, new: _Text) -> tuple[dict[int, int], list[tuple[int, int, int, int]]]:
    """Each kept word or mark of the old text with its place in the new one; and the changes, in the same numbers."""
    kept: dict[int, int] = {}
    changes = []
    at = new_at = 0

    def keep_until(end: int) -> None:
        for step in range(end - at):
            if not old.tokens.is_break(at + step):
                kept[old.number_of[at + step]] = new.number_of[new_at + step]

    old_numbers, new_numbers = [*old.number_of, len(old.keys)], [*new.number_of, len(new.keys)]
    for change in align(old.tokens, new.tokens):
        keep_until(change.start)
        at, new_at = change.end, change.new_end
        changes.append(
            (
                old_numbers[change.start],
                old_numbers[change.end],
                new_numbers[change.new_start],
                new_numbers[change.new_end],
            )
        )
    keep_until(len(old.tokens))
    return kept, changes


def _kept_in_a_row(new_number: dict[int, int], first: int, last: int) -> tuple[int, int] | None:
    start = new_number.get(first)
    if start is None:
        return None
    if all(new_number.get(first + step) == start + step for step in range(last - first)):
        return start, start + last - first
    return None


def _likeness(new: _Text, at: int, size: int, around: tuple[list[str], list[str]]) -> int:
    """How many words and marks stand around this place as they stood around the passage, counted from it."""
    before, after = around
    score = 0
    for step, key in enumerate(reversed(before), 1):
        if at - step < 0 or new.keys[at - step] != key:
            break
        score += 1
    for step, key in enumerate(after):
        if at + size + step >= len(new.keys) or new.keys[at + size + step] != key:
            break
        score += 1
    return score


def _by_chance(new: _Text, kept: tuple[int, int], around: tuple[list[str], list[str]]) -> bool:
    """Whether a word or two were kept alone, none of what stood around them being there any more."""
    first, last = kept
    return (
        sum(new.is_word[first:last]) < _TELLING_WORDS
        and any(around)
        and not _likeness(new, first, last - first, around)
    )


def _beaten(new: _Text, kept: tuple[int, int], found: list[int], around: tuple[list[str], list[str]]) -> bool:
    """Whether a copy of the words is better surrounded than those that the comparison of both texts kept."""
    size = kept[1] - kept[0]
    mine = _likeness(new, kept[0], size, around)
    return any(_likeness(new, at, size, around) > mine for at in found if at != kept[0])


def _elsewhere(new: _Text, found: list[int], exact: list[str], around: tuple[list[str], list[str]], state: str) -> Spot:
    """The same words, not where they stood."""
    size = len(exact)
    scores = sorted(((_likeness(new, at, size, around), at) for at in found), reverse=True)
    best, at = scores[0]
    if len(found) == 1:
        few = sum(new.is_word[at : at + size]) < _TELLING_WORDS
        return new.spot(MOVED if few and not best else state, at, at + size)
    if best - scores[1][0] >= _CLEARLY:
        return new.spot(MOVED, at, at + size)
    return Spot(ORPHANED)


def _reworded(
    old: _Text,
    new: _Text,
    was: tuple[int, int],
    new_number: dict[int, int],
    changes: list[tuple[int, int, int, int]],
) -> Spot:
    """What now stands between the ends of the passage, when it is like enough to be offered."""
    first, last = was
    covered = [new_number[number] for number in range(first, last) if number in new_number]
    for start, end, new_start, new_end in changes:
        if first <= start < end <= last:  # replaced inside the passage, not around it
            covered += range(new_start, new_end)
    if not covered:
        return Spot(ORPHANED)
    new_first, new_last = min(covered), max(covered) + 1
    before = [key for key, word in zip(old.keys[first:last], old.is_word[first:last], strict=True) if word]
    after = [
        key for key, word in zip(new.keys[new_first:new_last], new.is_word[new_first:new_last], strict=True) if word
    ]
    if not before or Indel.normalized_similarity(before, after) < _LIKE_ENOUGH:
        return Spot(ORPHANED)
    return new.spot(MOVED, new_first, new_last)
