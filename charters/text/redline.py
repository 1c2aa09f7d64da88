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
        return [
            tuple(run for run in self.runs if run.change == change.number) for change in self.changes
        ]


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
    stretch: Difference | None = None
    inside: list[Difference] = []
    last = 0
    for index, difference in enumerate(differences):
        start, end, new_start, new_end = difference
        left, new_left = start, new_start
        while left > last and not (opening[left] and new_opening[new_left]):
            left, new_left = left - 1, new_left - 1
        limit = differences[index + 1].start if index + 1 < len(differences) else len(old)
        right, new_right = end, new_end
        while right < limit and not (opening[right] and new_opening[new_right]):
            right, new_right = right + 1, new_right + 1
        if stretch and stretch.end >= left and not (
            left == last and opening[left] and new_opening[new_left]
        ):
            stretch = Difference(stretch.start, right, stretch.new_start, new_right)
            inside.append(difference)
        else:
            if stretch:
                yield stretch, inside
            stretch, inside = Difference(left, right, new_left, new_right), [difference]
        last = max(end, right) if right < limit or index + 1 == len(differences) else end
    if stretch:
        yield stretch, inside


def _is_mostly_changed(old: Tokens, new: Tokens, span: Difference, inside: list[Difference]) -> bool:
    removed = sum(old.words(change.start, change.end) for change in inside)
    added = sum(new.words(change.new_start, change.new_end) for change in inside)
    if not removed or not added:
        return False  # words only come, or only go: that reads well as it is
    total, new_total = old.words(span.start, span.end), new.words(span.new_start, span.new_end)
    return removed * 2 > total or (removed + added) * 2 > total + new_total
