"""What changed between two texts, as people read it: words deleted, words inserted, and each change told in words.

The difference is the smallest there is in words (``charters.text.alignment``). Then it is made readable: what is
less than two words apart is one change; a sentence more than half of whose words changed is shown as one sentence
replaced by another. Before and after are rebuilt, to the character, by joining the runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from charters.text.alignment import Change as Difference
from charters.text.alignment import align
from charters.text.tokens import Tokens, tokenise

RunKind = Literal["same", "deleted", "inserted"]
ChangeKind = Literal["replaced", "added", "removed", "layout"]

# Fewer words than this between two differences, and they are one change.
_WORDS_APART = 2
# What holds the parts of a word together: "l'agent", "demi-journée".
_CONNECTORS = frozenset("'’-‑/")


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words that are the same, deleted or inserted.

    ``before`` and ``after`` rebuild the two texts; ``text`` is what is shown. They differ in spaces only.
    """

    kind: RunKind
    before: str
    after: str
    text: str
    change: int = 0  # the number of the change it is part of, from 1; 0 outside any change
    is_sentence: bool = False  # part of a sentence shown as replaced, with more marked than had to be
    is_layout: bool = False  # breaks of paragraphs or list items only: no word, no punctuation


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words. "layout": paragraphs or lists are laid out differently, and no word changed."""

    number: int
    kind: ChangeKind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Redline:
    runs: tuple[Run, ...]
    changes: tuple[Change, ...]

    @property
    def before(self) -> str:
        return "".join(run.before for run in self.runs)

    @property
    def after(self) -> str:
        return "".join(run.after for run in self.runs)

    @property
    def groups(self) -> list[tuple[Run, ...]]:
        """The marked changes, each with its runs (a word that stays between two marks is part of it)."""
        return [tuple(run for run in self.runs if run.change == change.number) for change in self.changes]


@dataclass(slots=True)
class _Group:
    differences: list[Difference]
    is_sentence: bool

    @property
    def span(self) -> Difference:
        first, last = self.differences[0], self.differences[-1]
        return Difference(first.start, last.end, first.new_start, last.new_end)


def redline(before: str, after: str) -> Redline:
    """Compare two plain texts word by word."""
    old, new = tokenise(before), tokenise(after)
    groups = _grouped(old, new, _by_sentence(old, new, align(old, new)))
    runs = tuple(_runs(old, new, groups))
    return Redline(runs, tuple(_in_words(old, new, groups)))


def stretches(old: Tokens, new: Tokens) -> list[Difference]:
    """What changed between two texts, in order; a sentence that mostly changed is one stretch, as it is shown."""
    return [group.span for group in _by_sentence(old, new, align(old, new))]


def changes_in_words(comparison: Redline) -> list[Change]:
    """The numbered list that says what the marks show, one line a mark."""
    return list(comparison.changes)


# --- Sentences that are replaced -------------------------------------------------------------------


def _by_sentence(old: Tokens, new: Tokens, differences: list[Difference]) -> Iterator[_Group]:
    """Replace whole the sentences more than half of whose words changed; leave the others as they are."""
    for span, inside in _sentences(old, new, differences):
        if _is_mostly_changed(old, new, span, inside):
            yield _Group([span], is_sentence=True)
        else:
            yield from (_Group([difference], is_sentence=False) for difference in inside)


def _sentences(
    old: Tokens, new: Tokens, differences: list[Difference]
) -> Iterator[tuple[Difference, list[Difference]]]:
    """The differences, by the smallest stretch that begins and ends with a sentence in both texts."""
    opening, new_opening = old.boundaries, new.boundaries
    inside: list[Difference] = []
    place, new_place = cut, new_cut = 0, 0
    for difference in (*differences, Difference(len(old), len(old), len(new), len(new))):
        for same in range(difference.start - place + 1):
            if opening[place + same] and new_opening[new_place + same]:
                if inside:
                    yield Difference(cut, place + same, new_cut, new_place + same), inside
                    inside = []
                cut, new_cut = place + same, new_place + same
        inside.append(difference)
        place, new_place = difference.end, difference.new_end


def _is_mostly_changed(old: Tokens, new: Tokens, span: Difference, inside: list[Difference]) -> bool:
    removed = sum(old.words(change.start, change.end) for change in inside)
    added = sum(new.words(change.new_start, change.new_end) for change in inside)
    if not removed or not added:
        return False  # words only come, or only go: that reads well as it is
    total, new_total = old.words(span.start, span.end), new.words(span.new_start, span.new_end)
    return removed * 2 > total or (removed + added) * 2 > total + new_total


# --- What reads as one change ----------------------------------------------------------------------


def _grouped(old: Tokens, new: Tokens, groups: Iterator[_Group]) -> list[_Group]:
    """Join what is less than two words apart, inside one paragraph."""
    joined: list[_Group] = []
    for group in groups:
        last = joined[-1] if joined else None
        if last and not (last.is_sentence or group.is_sentence) and _is_near(old, new, last.span, group.span):
            _join(old, last.differences, group.differences[0])
        else:
            joined.append(group)
    return joined


def _is_near(old: Tokens, new: Tokens, one: Difference, other: Difference) -> bool:
    if any(_has_break(old, new, change) for change in (one, other)):
        return False
    words = 0
    for index in range(one.end, other.start):
        words += old.is_word[index]
        if words >= _WORDS_APART or old.is_break(index):
            return False
    return True


def _has_break(old: Tokens, new: Tokens, change: Difference) -> bool:
    return any(map(old.is_break, range(change.start, change.end))) or any(
        map(new.is_break, range(change.new_start, change.new_end))
    )


def _join(old: Tokens, differences: list[Difference], other: Difference) -> None:
    """Two replacements with only a mark between them are one: "l'agent" becomes "d'élu", not l, then agent."""
    last = differences[-1]
    are_replacements = last.start < last.end and last.new_start < last.new_end
    are_replacements &= other.start < other.end and other.new_start < other.new_end
    if (
        are_replacements
        and not any(old.is_word[last.end : other.start])
        and not any(old.boundaries[last.end + 1 : other.start + 1])
    ):
        differences[-1] = Difference(last.start, other.end, last.new_start, other.new_end)
    else:
        differences.append(other)


# --- Runs ------------------------------------------------------------------------------------------


def _runs(old: Tokens, new: Tokens, groups: list[_Group]) -> Iterator[Run]:
    place, new_place = 0, 0
    for number, group in enumerate(groups, start=1):
        for index, change in enumerate(group.differences):
            between = Difference(place, change.start, new_place, change.new_start)
            deletes = change.start < change.end
            yield from _same(old, new, between, number if index else 0, then_deleted=deletes)
            yield from _marked("deleted", old, change.start, change.end, number, group.is_sentence)
            yield from _marked("inserted", new, change.new_start, change.new_end, number, group.is_sentence)
            place, new_place = change.end, change.new_end
    yield from _same(old, new, Difference(place, len(old), new_place, len(new)), 0, then_deleted=False)


def _marked(
    kind: Literal["deleted", "inserted"], tokens: Tokens, start: int, end: int, number: int, is_sentence: bool
) -> Iterator[Run]:
    if start == end:
        return
    text = tokens.join(start, end)
    is_layout = all(tokens.is_break(index) for index in range(start, end))
    before, after = (text, "") if kind == "deleted" else ("", text)
    yield Run(kind, before, after, text, number, is_sentence, is_layout)


def _same(old: Tokens, new: Tokens, span: Difference, number: int, *, then_deleted: bool) -> Iterator[Run]:
    """The same words; the space that ends them is that of the text whose words come next on the page."""
    if span.start == span.end:
        return
    before, after = old.texts[span.start : span.end], new.texts[span.new_start : span.new_end]
    shown = after.copy()
    if then_deleted:
        shown[-1] = before[-1]
    # What opens one text may begin a later paragraph of the other: on the page, it begins a line.
    shown[0] = next((text for text in (before[0], after[0]) if "\n" in text), shown[0])
    yield Run("same", "".join(before), "".join(after), "".join(shown), number)


# --- Changes in words ------------------------------------------------------------------------------


def _in_words(old: Tokens, new: Tokens, groups: list[_Group]) -> Iterator[Change]:
    for number, group in enumerate(groups, start=1):
        span = group.span
        if all(old.is_break(index) for index in range(span.start, span.end)) and all(
            new.is_break(index) for index in range(span.new_start, span.new_end)
        ):
            yield Change(number, "layout", "", "")
            continue
        limits = (
            (groups[number - 2].span.end if number > 1 else 0),
            (groups[number].span.start if number < len(groups) else len(old)),
        )
        span = _whole_words(old, new, span, *limits)
        was, becomes = _told(old, span.start, span.end), _told(new, span.new_start, span.new_end)
        yield Change(number, "replaced" if was and becomes else "removed" if was else "added", was, becomes)


def _told(tokens: Tokens, start: int, end: int) -> str:
    """The words alone: what opens and closes them as paragraphs is not part of what is quoted."""
    while start < end and tokens.is_break(start):
        start += 1
    while start < end and tokens.is_break(end - 1):
        end -= 1
    return tokens.join(start, end).strip()


def _whole_words(old: Tokens, new: Tokens, span: Difference, least: int, most: int) -> Difference:
    """Told in words, a change of "l" is a change of "l'agent": take in what is held by an apostrophe or a hyphen."""
    start, end, new_start, new_end = span
    while start > least and _are_held(old, start - 1) | _are_held(new, new_start - 1):
        start, new_start = start - 1, new_start - 1
    while end < most and _are_held(old, end - 1) | _are_held(new, new_end - 1):
        end, new_end = end + 1, new_end + 1
    return Difference(start, end, new_start, new_end)


def _are_held(tokens: Tokens, index: int) -> bool:
    """Whether this token and the next one are parts of one word."""
    if index < 0 or index + 1 >= len(tokens) or tokens.spaces[index] or tokens.is_break(index):
        return False
    one, other = tokens.keys[index], tokens.keys[index + 1]
    return (one in _CONNECTORS and tokens.is_word[index + 1]) or (other in _CONNECTORS and tokens.is_word[index])
