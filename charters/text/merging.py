"""Several wordings of one text, put together: what is independent merges, what competes is one question.

Every wording is compared with the same base (``redline``), so that none has precedence. What a wording changes is a
list of hunks on the tokens of the base; a sentence that it mostly rewrites is one hunk, since its words go together.
Two hunks of different wordings compete when they replace a same token, or when one inserts where the other inserts or
inside, or at the edge of, what the other replaces. The connected parts of that graph are the groups: disjoint stretches
of the base, each of which is one question (the words of A, of B, others, or those of the base). Spaces never compete.

After Antragsgrün's merging of amendments and the three-way merge of version control, rebuilt on word tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from charters.text.alignment import places_kept
from charters.text.redline import stretches
from charters.text.tokens import Tokens, tokenise

# What decides a group: a wording (its place in the list), the base (None), or words typed for it.
Choice = int | str | None

_ENDS_WORD, _ENDS_SENTENCE = re.compile(r"\w\Z"), re.compile(r"[\w.,;:!?…»)\]]\Z")
_STARTS_WORD = re.compile(r"^\w")
_ENDS_DECIMAL, _STARTS_LETTER = re.compile(r"\b\d+(?:[.,]\d+)+\Z"), re.compile(r"^[^\W\d]")
_ENDS_NUMBER, _STARTS_DECIMALS = re.compile(r"\b\d+(?:[.,]\d+)*\Z"), re.compile(r"^[.,]\d")
_ENDS_COMMA, _STARTS_DIGIT = re.compile(r"\b\d+(?:[.,]\d+)*[.,]\Z"), re.compile(r"^\d")
_LONGEST_NUMBER = 40
_DASH = re.compile(r"^-\s+")


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens ``start:end`` of the base, which one wording replaces by its own ``new_start:new_end``."""

    wording: int
    start: int
    end: int
    new_start: int
    new_end: int

    def competes(self, other: Hunk) -> bool:
        """Whether both ask for something else at the same words, or at the same place."""
        if self.wording == other.wording:
            return False
        if self.start == self.end or other.start == other.end:
            return max(self.start, other.start) <= min(self.end, other.end)
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Group:
    """Hunks that compete, directly or through others: tokens ``start:end`` of the base are one question.

    ``options`` are the words that each wording asks for there; wordings that ask for the same ones share an option.
    """

    number: int
    start: int
    end: int
    hunks: tuple[Hunk, ...]
    base_words: str
    options: tuple[tuple[tuple[int, ...], str], ...]  # (wordings, words)

    @property
    def wordings(self) -> tuple[int, ...]:
        return tuple(sorted({hunk.wording for hunk in self.hunks}))

    @property
    def is_conflict(self) -> bool:
        """Whether someone has to choose: all that ask for the same words agree."""
        return len(self.options) > 1

    @property
    def is_about_order(self) -> bool:
        """Whether everyone inserts at the same place: the question is which comes first, or instead."""
        return self.is_conflict and all(hunk.start == hunk.end for hunk in self.hunks)


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive words of a merged text, and the wordings they come from; none: the base. ``typed``: by hand."""

    text: str
    wordings: tuple[int, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Comparison:
    """Wordings of one text against the same base. ``groups`` are in the order of the text."""

    base: Tokens
    wordings: tuple[Tokens, ...]
    hunks: tuple[Hunk, ...]
    groups: tuple[Group, ...]

    @property
    def conflicts(self) -> list[Group]:
        return [group for group in self.groups if group.is_conflict]

    @cached_property
    def _aligned(self) -> list[dict[int, int]]:
        """For each wording, its token that each kept token of the base became."""
        return [places_kept(len(self.base), self._hunks_of(wording)) for wording in range(len(self.wordings))]

    def _hunks_of(self, wording: int) -> list[Hunk]:
        return [hunk for hunk in self.hunks if hunk.wording == wording]

    def merge(self, choices: Mapping[int, Choice], *, without: Iterable[int] = ()) -> Merged:
        """The text that the choices make: ``choices[number of a group]``, for every conflict.

        A group without a choice, since all agree in it, takes the words asked for, unless they come only from
        wordings left out (``without``). Raises KeyError for a conflict that nobody decided.
        """
        left_out = frozenset(without)
        decided = {group.number: self._decide(group, choices, left_out) for group in self.groups}
        return Merged(tuple(_joined(self._pieces(decided, left_out))))

    def _decide(self, group: Group, choices: Mapping[int, Choice], left_out: frozenset[int]) -> Choice:
        if group.number in choices:
            return choices[group.number]
        asked = [wordings for wordings, _words in group.options if not left_out.issuperset(wordings)]
        if len(asked) > 1:
            raise KeyError(group.number)
        return next(number for number in asked[0] if number not in left_out) if asked else None

    def _agreeing(self, group: Group, choice: Choice, left_out: frozenset[int]) -> tuple[int, ...]:
        """The wordings that come in when one of them is chosen: those that ask for the same words."""
        if not isinstance(choice, int):
            return ()
        same = next((wordings for wordings, _words in group.options if choice in wordings), (choice,))
        return tuple(number for number in same if number == choice or number not in left_out)

    def _pieces(self, decided: Mapping[int, Choice], left_out: frozenset[int]) -> Iterable[Piece]:
        agreeing = {group.number: self._agreeing(group, decided[group.number], left_out) for group in self.groups}
        taken = {wording for wordings in agreeing.values() for wording in wordings}
        # whoever changed spaces only competes with nobody
        taken |= set(range(len(self.wordings))) - {hunk.wording for hunk in self.hunks} - left_out
        spaced = [(wording, *self._not_spaced(wording, decided, agreeing)) for wording in sorted(taken)]
        place = 0
        for group in self.groups:
            yield from self._same(place, group.start, spaced)
            yield from self._chosen(group, decided[group.number], agreeing[group.number], spaced)
            place = group.end
        yield from self._same(place, len(self.base), spaced)

    def _not_spaced(
        self, wording: int, decided: Mapping[int, Choice], agreeing: Mapping[int, tuple[int, ...]]
    ) -> tuple[set[int], set[int]]:
        """After which ends, and before which starts, other words than those of the wording come in."""
        ends: set[int] = set()
        starts: set[int] = set()
        for group in self.groups:
            if wording in agreeing[group.number]:
                continue
            if isinstance(decided[group.number], str):
                starts.add(group.start)
            for hunk in group.hunks:
                if hunk.wording == wording:
                    ends.add(hunk.end)
                if hunk.wording == wording or hunk.wording in agreeing[group.number]:
                    starts.add(hunk.start)
        return ends, starts

    def _same(self, start: int, end: int, spaced: Sequence[tuple[int, set[int], set[int]]]) -> Iterable[Piece]:
        """Tokens of the base, spaced as the wordings that come in space them."""
        if start < end:
            text = ""
            for index in range(start, end):
                word = self._spaced(index, spaced)
                text += f" {word}" if _would_fuse(text, word) else word
            yield Piece(text)

    def _spaced(self, index: int, spaced: Sequence[tuple[int, set[int], set[int]]]) -> str:
        own = self.base.texts[index]
        others = {
            self.wordings[wording].texts[self._aligned[wording][index]]
            for wording, ends, starts in spaced
            if index in self._aligned[wording]
            and index not in ends
            # the break that opens a paragraph belongs to what comes before
            and (index + 1 not in starts or self.base.is_break(index))
        } - {own}
        return max(others, key=lambda text: ("\n" in text, len(text), text)) if others else own

    def _chosen(
        self,
        group: Group,
        choice: Choice,
        agreeing: tuple[int, ...],
        spaced: Sequence[tuple[int, set[int], set[int]]],
    ) -> Iterable[Piece]:
        if choice is None:
            yield from self._same(group.start, group.end, spaced)
        elif isinstance(choice, str):
            if words := choice.strip():
                opening = self._opening(group)
                # typed before all the text, it is a paragraph
                after = self.base.spaces[group.end - 1] if group.end else "\n"
                words = _DASH.sub("", words) if "-" in opening else words
                yield Piece(opening + words + after, group.wordings, typed=True)
        else:
            # they differ in spaces at most: always the same one, whatever their order
            wording = max(agreeing, key=lambda number: self.wordings[number].texts)
            tokens, place = self.wordings[wording], group.start
            for hunk in group.hunks:
                if hunk.wording == wording:
                    yield from self._same(place, hunk.start, spaced)
                    if hunk.new_start < hunk.new_end:
                        yield Piece(tokens.join(hunk.new_start, hunk.new_end), agreeing)
                    place = hunk.end
            yield from self._same(place, group.end, spaced)

    def _opening(self, group: Group) -> str:
        """The break with which a stretch, or all that is inserted there, begins a paragraph or a list item."""
        firsts = [(self.base, group.start)]
        if group.start == group.end:
            firsts = [(self.wordings[hunk.wording], hunk.new_start) for hunk in group.hunks]
        return min(tokens.texts[first] if tokens.is_break(first) else "" for tokens, first in firsts)


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A wording brought to a newer text. ``is_touched``: the text changed inside what the wording itself changes."""

    text: str
    is_touched: bool


def compare(base: str, wordings: Sequence[str]) -> Comparison:
    """Compare wordings with the text that all were written on; two words apart, they are independent."""
    tokens = tokenise(base)
    others = tuple(tokenise(wording) for wording in wordings)
    hunks = tuple(
        Hunk(number, *change) for number, wording in enumerate(others) for change in stretches(tokens, wording)
    )
    groups = tuple(_group(number, part, tokens, others) for number, part in enumerate(_connected(hunks), start=1))
    return Comparison(tokens, others, hunks, groups)


def carry_over(wording: str, *, base: str, text: str) -> CarriedOver:
    """Bring a wording of ``base`` to ``text``, which ``base`` has become meanwhile.

    Where both changed the same words, those of the wording are kept, and it is said to be touched.
    """
    comparison = compare(base, [wording, text])
    touched = [group for group in comparison.groups if len(group.wordings) == 2]
    merged = comparison.merge({group.number: 0 for group in touched})
    return CarriedOver(merged.text, is_touched=bool(touched))


def _connected(hunks: Iterable[Hunk]) -> list[tuple[Hunk, ...]]:
    """The connected parts of the graph of competing hunks, in the order of the text.

    A sweep along the base: only hunks that reach the present one can compete with it.
    """
    parts: list[list[Hunk]] = []
    reaching: list[tuple[Hunk, int]] = []
    for hunk in sorted(hunks, key=lambda hunk: (hunk.start, hunk.end, hunk.wording)):
        reaching = [(other, part) for other, part in reaching if other.end >= hunk.start]
        met = sorted({part for other, part in reaching if hunk.competes(other)})
        home = met[0] if met else len(parts)
        if not met:
            parts.append([])
        parts[home].append(hunk)
        for part in met[1:]:
            parts[home] += parts[part]
            parts[part] = []
        reaching = [(other, home if part in met else part) for other, part in reaching]
        reaching.append((hunk, home))
    found = (tuple(sorted(part, key=lambda hunk: (hunk.start, hunk.end, hunk.wording))) for part in parts if part)
    return sorted(found, key=lambda part: (part[0].start, max(hunk.end for hunk in part)))


def _group(number: int, hunks: tuple[Hunk, ...], base: Tokens, wordings: Sequence[Tokens]) -> Group:
    start, end = hunks[0].start, max(hunk.end for hunk in hunks)
    asked: dict[tuple[str, ...], list[int]] = {}
    words: dict[tuple[str, ...], str] = {}
    for wording in sorted({hunk.wording for hunk in hunks}):
        own = [hunk for hunk in hunks if hunk.wording == wording]
        keys, texts = _applied(wordings[wording], own, start, end)
        asked.setdefault(keys, []).append(wording)
        words.setdefault(keys, texts)
    options = tuple((tuple(numbers), words[keys].strip()) for keys, numbers in asked.items())
    return Group(number, start, end, hunks, base.join(start, end).strip(), options)


def _applied(wording: Tokens, hunks: list[Hunk], start: int, end: int) -> tuple[tuple[str, ...], str]:
    """What a wording makes of a stretch of the base: as compared, and as it was written."""
    last = hunks[-1]
    new_start = hunks[0].new_start - (hunks[0].start - start)
    new_end = last.new_end + (end - last.end)
    return tuple(wording.keys[new_start:new_end]), wording.join(new_start, new_end)


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Put a space between two words that no text ever put side by side."""
    last: Piece | None = None
    before = ""
    for piece in pieces:
        if last is not None:
            is_typed = last.typed or piece.typed
            said = before + last.text
            if _would_fuse(said, piece.text) or (is_typed and _ends_before(said, piece.text)):
                last = Piece(f"{last.text} ", last.wordings, last.typed)
            yield last
            before = (before + last.text)[-_LONGEST_NUMBER:]
        last = piece
    if last is not None:
        yield last


def _ends_before(said: str, words: str) -> bool:
    return bool(_ENDS_SENTENCE.search(said) and _STARTS_WORD.match(words))


def _would_fuse(said: str, words: str) -> bool:
    """Whether two words, or the parts of a number, would be read as one."""
    if not said or said[-1].isspace():
        return False
    end = said[-_LONGEST_NUMBER:]
    if _ENDS_WORD.search(end) and _STARTS_WORD.match(words):
        return not (_ENDS_DECIMAL.search(end) and _STARTS_LETTER.match(words))  # "3,5" and "kg" stay two words
    if _ENDS_COMMA.search(end) and _STARTS_DIGIT.match(words):
        return True
    return bool(_ENDS_NUMBER.search(end) and _STARTS_DECIMALS.match(words))
