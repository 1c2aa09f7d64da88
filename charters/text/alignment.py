"""Which tokens of one text are still in another: the smallest difference in words, placed where people see it.

Words are matched first (the longest common sequence, so nothing smaller exists), then punctuation between the
words that were matched: a comma never costs a word. The price is that of the longest common sequence in C, plus
one pass in Python: unrelated texts cost about what similar ones do.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from rapidfuzz.distance import LCSseq

from charters.text.tokens import Tokens

# Beyond this (twenty thousand words against as many) two texts without a common beginning or end are not compared
# word by word: memory grows with the product.
_MOST_CELLS = 400_000_000
_MOST_SLIDE = 200


class Change(NamedTuple):
    """Tokens ``start:end`` of the text before, replaced by ``new_start:new_end`` of the text after."""

    start: int
    end: int
    new_start: int
    new_end: int


class Replacement(Protocol):
    """What ``Change`` and whatever else replaces tokens by tokens have."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def new_end(self) -> int: ...


def places_kept(length: int, changes: Iterable[Replacement]) -> dict[int, int]:
    """For each token of a text of this length that changes, given in order, leave alone: its place in the new text."""
    kept: dict[int, int] = {}
    place = shift = 0
    for change in changes:
        kept.update((index, index + shift) for index in range(place, change.start))
        place, shift = change.end, change.new_end - change.end
    kept.update((index, index + shift) for index in range(place, length))
    return kept


def align(before: Tokens, after: Tokens) -> list[Change]:
    """What changed, in order; all that lies between two changes is the same in both texts."""
    old, new = _codes(before, after)
    changes, last, new_last = [], 0, 0
    for start, new_start, size in _matches(before, after, old, new):
        if start > last or new_start > new_last:
            changes.append(Change(last, start, new_last, new_start))
        last, new_last = start + size, new_start + size
    if last < len(before) or new_last < len(after):
        changes.append(Change(last, len(before), new_last, len(after)))
    return _slid(before, after, _gathered(before, after, changes))


def _codes(before: Tokens, after: Tokens) -> tuple[str, str]:
    """Each text as a string of one character a token: compared in C, and exactly (no hash is trusted)."""
    numbers: dict[str, str] = {}
    for key in (*before.keys, *after.keys):
        if key not in numbers:
            numbers[key] = chr(len(numbers) + 1)
    return "".join(map(numbers.__getitem__, before.keys)), "".join(map(numbers.__getitem__, after.keys))


def _matches(before: Tokens, after: Tokens, old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Blocks (start, new_start, size) of matched tokens, in order."""
    old_words = [index for index, word in enumerate(before.is_word) if word]
    new_words = [index for index, word in enumerate(after.is_word) if word]
    last = new_last = 0
    for start, new_start, size in _longest(
        "".join([old[index] for index in old_words]), "".join([new[index] for index in new_words])
    ):
        # Words that follow each other in both texts, the marks between them being the same, go as one piece.
        first, end = old_words[start], old_words[start + size - 1] + 1
        new_first, new_end = new_words[new_start], new_words[new_start + size - 1] + 1
        if old[first:end] == new[new_first:new_end]:
            yield from _gap(old, last, first, new, new_last, new_first)
            yield first, new_first, end - first
            last, new_last = end, new_end
            continue
        for offset in range(size):
            word, new_word = old_words[start + offset], new_words[new_start + offset]
            yield from _gap(old, last, word, new, new_last, new_word)
            yield word, new_word, 1
            last, new_last = word + 1, new_word + 1
    yield from _gap(old, last, len(old), new, new_last, len(new))


def _longest(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Blocks of the longest common sequence; the common beginning and end are taken first."""
    least = min(len(old), len(new))
    head = 0
    while head < least and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < least - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield 0, 0, head
    middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if middle and new_middle and len(middle) * len(new_middle) <= _MOST_CELLS:
        for start, new_start, size in LCSseq.editops(middle, new_middle).as_matching_blocks():
            if size:
                yield head + start, head + new_start, size
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _gap(old: str, start: int, end: int, new: str, new_start: int, new_end: int) -> Iterator[tuple[int, int, int]]:
    """Match the marks between two matched words."""
    if start == end or new_start == new_end:
        return
    for first, new_first, size in _longest(old[start:end], new[new_start:new_end]):
        yield start + first, new_start + new_first, size


# --- Where a change is best seen -------------------------------------------------------------------


def _gathered(before: Tokens, after: Tokens, changes: list[Change]) -> list[Change]:
    """Make one insertion, or one deletion, of two, when what stands between them is as well matched beside them.

    "Sous un mois" inserted before "un retour" is one insertion: not "sous", then "mois un" around the "un" that stays.
    """
    gathered: list[Change] = []
    for change in changes:
        while gathered and (joined := _joined(before, after, gathered[-1], change)):
            gathered.pop()
            change = joined
        gathered.append(change)
    return gathered


def _joined(before: Tokens, after: Tokens, one: Change, other: Change) -> Change | None:
    kept = other.start - one.end
    if one.start == one.end and other.start == other.end:
        if _same_keys(after, one.new_end, other.new_end - kept, kept):
            return Change(one.start, one.start, one.new_start, other.new_end - kept)
        if _same_keys(after, one.new_start, one.new_end, kept):
            return Change(other.start, other.start, one.new_start + kept, other.new_end)
    if one.new_start == one.new_end and other.new_start == other.new_end:
        if _same_keys(before, one.end, other.end - kept, kept):
            return Change(one.start, other.end - kept, one.new_start, one.new_start)
        if _same_keys(before, one.start, one.end, kept):
            return Change(one.start + kept, other.end, other.new_start, other.new_start)
    return None


def _same_keys(tokens: Tokens, one: int, other: int, size: int) -> bool:
    """Whether the same tokens, as many as ``size``, begin at both places."""
    return tokens.keys[one : one + size] == tokens.keys[other : other + size]


def _slid(before: Tokens, after: Tokens, changes: list[Change]) -> list[Change]:
    """Move each pure insertion or deletion, among the places that mean the same, to where a reader expects it.

    "A b. A c. A d." is "A b. A d." with "A c." inserted: not "c. A".
    """
    slid: list[Change] = []
    for index, change in enumerate(changes):
        previous_end = slid[-1].end if slid else 0
        next_start = changes[index + 1].start if index + 1 < len(changes) else len(before)
        if change.start == change.end:
            shift = _best_shift(
                after, change.new_start, change.new_end, change.start - previous_end, next_start - change.end
            )
        elif change.new_start == change.new_end:
            shift = _best_shift(before, change.start, change.end, change.start - previous_end, next_start - change.end)
        else:
            shift = 0
        moved = Change(*(place + shift for place in change))
        if slid and moved.start == slid[-1].end and moved.new_start == slid[-1].new_end:
            moved = Change(slid[-1].start, moved.end, slid[-1].new_start, moved.new_end)
            slid.pop()
        slid.append(moved)
    return slid


def _best_shift(tokens: Tokens, start: int, end: int, most_left: int, most_right: int) -> int:
    keys = tokens.keys
    left = 0
    while left < min(most_left, _MOST_SLIDE) and keys[start - left - 1] == keys[end - left - 1]:
        left += 1
    right = 0
    while right < min(most_right, _MOST_SLIDE) and keys[start + right] == keys[end + right]:
        right += 1
    if not left and not right:
        return 0
    return max(range(-left, right + 1), key=lambda shift: (_seen_at(tokens, start + shift), shift))


def _seen_at(tokens: Tokens, start: int) -> int:
    """How natural it is that a change begins at this token."""
    if tokens.is_break(start):
        return 5
    if tokens.boundaries[start]:
        return 4
    if not tokens.spaces[start - 1] and tokens.is_word[start]:
        return 0  # inside "l'agent" or "demi-journée"
    if not tokens.is_word[start - 1]:
        return 3
    return 2 if tokens.is_word[start] else 1
