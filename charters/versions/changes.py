"""What changed between two contents: clauses added, removed, moved, reworded; sections; the words around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from charters.text.comparing import CLAUSE_WORDS, WordsChange, words_changed
from charters.text.models import Charter, Clause, Section
from charters.versions.content import ClauseContent, Content, SectionContent, numbered
from charters.versions.scale_changes import ScaleChange, scale_changes

CHARTER_WORDS = ("title", "preamble", "scope", "language")
SECTION_WORDS = ("title", "summary")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that comes, goes, changes place, or whose title or summary changed."""

    section: SectionContent
    words: tuple[WordsChange, ...]
    added: bool = False
    removed: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is not the same on both sides. A side where it does not exist is None."""

    code: str
    before: ClauseContent | None
    after: ClauseContent | None
    section_before: SectionContent | None
    section_after: SectionContent | None
    moved: bool = False
    words: tuple[WordsChange, ...] = ()

    @property
    def added(self) -> bool:
        return self.before is None

    @property
    def removed(self) -> bool:
        return self.after is None

    @property
    def reworded(self) -> bool:
        return bool(self.words) and not (self.added or self.removed)

    @property
    def clause(self) -> ClauseContent:
        """The clause as it becomes or, when it is removed, as it was."""
        return self.after or self.before  # type: ignore[return-value]

    @property
    def section(self) -> SectionContent:
        """Where the clause will be or, when it is removed, where it was."""
        return self.section_after or self.section_before  # type: ignore[return-value]

    @property
    def changes_section(self) -> bool:
        return bool(self.section_before and self.section_after and self.section_before.code != self.section_after.code)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two contents; false when nothing does."""

    charter: tuple[WordsChange, ...]
    sections: tuple[SectionChange, ...]
    clauses: tuple[ClauseChange, ...]
    scale_changed: bool
    unchanged: int
    scale: tuple[ScaleChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.charter or self.sections or self.clauses or self.scale_changed)

    @property
    def codes(self) -> list[str]:
        """Codes of the clauses that changed, in reading order."""
        return [change.code for change in self.clauses]

    @property
    def added(self) -> int:
        return sum(change.added for change in self.clauses)

    @property
    def removed(self) -> int:
        return sum(change.removed for change in self.clauses)

    @property
    def modified(self) -> int:
        """Clauses that were there and still are, with other words or in another place."""
        return sum(not (change.added or change.removed) for change in self.clauses)


NOTHING = Content(title="", language="", preamble="", scope="", competence_scale={}, sections=())


def changes_between(before: Content | None, after: Content) -> Changes:
    """Compare two contents; against nothing, every clause is new. A revision number alone is no change."""
    before = before or NOTHING
    was = {clause.code: (section, clause) for section, clause in before.clauses}
    becomes = {clause.code: (section, clause) for section, clause in after.clauses}
    still = unmoved(before, after)
    changed = [
        change
        for code in _reading_order(before, after)
        if (change := _clause_change(code, was.get(code), becomes.get(code), moved=code not in still))
    ]
    common = sum(code in was for code in becomes)
    return Changes(
        charter=words_changed(Charter, CHARTER_WORDS if before.language else CHARTER_WORDS[:-1], before, after),
        sections=tuple(_section_changes(before, after)),
        clauses=tuple(changed),
        scale_changed=_said(before.competence_scale) != _said(after.competence_scale),
        unchanged=common - sum(not (change.added or change.removed) for change in changed),
        scale=() if before is NOTHING else scale_changes(before.competence_scale, after.competence_scale),
    )


def kept_for_later(codes: Iterable[str], changes: Changes) -> list[str]:
    """Those of these codes of which something is really kept for a later version: a clause that does not change keeps
    nothing. ``changes`` are those of the whole working text."""
    return sorted(set(codes) & set(changes.codes))


def leave_for_later(content: Content, codes: Iterable[str], in_force: Content | None) -> Content:
    """The content without the changes of some clauses: each keeps its words and its place in force, or is absent.

    A clause that goes back to its place follows the nearest clause before it in force that did not move.
    """
    waiting = set(codes)
    before = in_force or NOTHING
    staying = replace(
        content,
        sections=tuple(
            replace(section, clauses=tuple(clause for clause in section.clauses if clause.code not in waiting))
            for section in content.sections
        ),
    )
    steady = unmoved(before, staying)
    kept = {section.code: list(section.clauses) for section in staying.sections}
    for section in before.sections:
        clauses = kept.setdefault(section.code, [])
        place = 0
        for clause in section.clauses:
            present = [other.code for other in clauses]
            if clause.code in waiting:
                clauses.insert(place, clause)
                place += 1
            elif clause.code in steady and clause.code in present:
                place = present.index(clause.code) + 1
    return replace(
        content,
        sections=numbered(replace(section, clauses=tuple(kept[section.code])) for section in content.sections),
    )


def unmoved(before: Content, after: Content) -> set[str]:
    """Codes on both sides that kept their place: as many as can be said not to have moved."""
    places = {section.code: [clause.code for clause in section.clauses] for section in before.sections}
    steady: set[str] = set()
    for section in after.sections:
        order = {code: place for place, code in enumerate(places.get(section.code, []))}
        codes = [clause.code for clause in section.clauses if clause.code in order]
        steady.update(codes[index] for index in longest_rise([order[code] for code in codes]))
    return steady


def longest_rise(values: Sequence[int]) -> list[int]:
    """Indexes of a longest increasing subsequence."""
    tails: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        tails[place : place + 1] = [value]
        last[place : place + 1] = [index]
        previous.append(last[place - 1] if place else -1)
    rise, index = [], last[-1] if last else -1
    while index >= 0:
        rise.append(index)
        index = previous[index]
    return rise[::-1]


def _reading_order(before: Content, after: Content) -> list[str]:
    """Codes of both sides, in the order of the text that comes; a removed clause follows the one it followed."""
    order = [clause.code for _, clause in after.clauses]
    places = {code: float(place) for place, code in enumerate(order)}
    last = -1.0
    for _, clause in before.clauses:
        if clause.code not in places:
            order.append(clause.code)
            places[clause.code] = last
        last = places[clause.code]
    return sorted(order, key=lambda code: places[code])


def _clause_change(
    code: str,
    before: tuple[SectionContent, ClauseContent] | None,
    after: tuple[SectionContent, ClauseContent] | None,
    *,
    moved: bool,
) -> ClauseChange | None:
    section_before, was = before or (None, None)
    section_after, becomes = after or (None, None)
    words = words_changed(Clause, CLAUSE_WORDS, was, becomes)
    moved = moved and was is not None and becomes is not None
    if was is not None and becomes is not None and not (words or moved):
        return None
    return ClauseChange(code, was, becomes, section_before, section_after, moved=moved, words=words)


def _said(scale: dict[str, Any]) -> dict[str, Any]:
    """A scale that says nothing is no scale."""
    return {name: rows for name, rows in scale.items() if rows}


def _section_changes(before: Content, after: Content) -> Iterable[SectionChange]:
    """Against nothing, the sections are not told: their clauses are."""
    if before is NOTHING:
        return
    was = {section.code: section for section in before.sections}
    becomes = {section.code: section for section in after.sections}
    common = [section.code for section in after.sections if section.code in was]
    order = {code: place for place, code in enumerate(code for code in was if code in becomes)}
    steady = {common[index] for index in longest_rise([order[code] for code in common])}
    for code, section in becomes.items():
        words = words_changed(Section, SECTION_WORDS, was.get(code), section)
        moved = code in was and code not in steady
        if words or moved:
            yield SectionChange(section, words, added=code not in was, moved=moved)
    for code, section in was.items():
        if code not in becomes:
            yield SectionChange(section, words_changed(Section, SECTION_WORDS, section, None), removed=True)
