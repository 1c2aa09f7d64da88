"""Who meets through whom: two departments that work with the same outside organisation have a reason to cooperate.

They met if a published project that the organisation took part in tells so; if the directory alone names both, they
could. Only what everyone reads is counted: drafts say nothing here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from feedback.projects.models import Feedback
from governance.directory.models import Stakeholder
from governance.people.models import Department


@dataclass(slots=True)
class Pair:
    """Two departments, the outside organisations through which they meet, and the projects that tell it."""

    first: Department
    second: Department
    through: list[Stakeholder] = field(default_factory=list)
    entries: list[Feedback] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """A department and an outside organisation: whether they work together, and in how many projects they met."""

    works: bool
    projects: int


@dataclass(frozen=True, slots=True)
class Ties:
    """``met``: pairs that a project brought together. ``could``: pairs that only the directory names.

    ``rows`` are the outside organisations that tie anyone, with a cell for each department of ``columns``.
    """

    met: list[Pair]
    could: list[Pair]
    columns: list[Department]
    rows: list[tuple[Stakeholder, list[Cell]]]


def ties_between(stakeholders: Sequence[Stakeholder]) -> Ties:
    """What these outside organisations tie together. Three queries, whatever there is to read."""
    told = Feedback.objects.filter(status=Feedback.Status.PUBLISHED).select_related("project")
    told = told.defer("context", "cooperation_modes_detail", "lessons").order_by("-period_end", "code")
    prefetch_related_objects(
        stakeholders, "departments", Prefetch("feedback", told.prefetch_related("departments"), to_attr="told")
    )
    pairs: dict[tuple[int, int], Pair] = {}
    for stakeholder in stakeholders:
        _tie(pairs, stakeholder, today=timezone.localdate())
    ordered = sorted(pairs.values(), key=_tightest_first)
    columns, rows = _table(stakeholders)
    return Ties(
        met=[pair for pair in ordered if pair.entries],
        could=[pair for pair in ordered if not pair.entries],
        columns=columns,
        rows=rows,
    )


def _tie(pairs: dict[tuple[int, int], Pair], stakeholder: Stakeholder, *, today: datetime.date) -> None:
    """Add what one outside organisation ties: those who work with it now, and those whom its projects name."""
    working = [each for each in stakeholder.departments.all() if each.closed_on is None or each.closed_on > today]
    for first, second in _each_two(working):
        _pair(pairs, first, second).through.append(stakeholder)
    for entry in _told(stakeholder):
        for first, second in _each_two(entry.departments.all()):
            pair = _pair(pairs, first, second)
            if stakeholder not in pair.through:
                pair.through.append(stakeholder)
            if entry.project_id not in {known.project_id for known in pair.entries}:
                pair.entries.append(entry)


def _table(stakeholders: Iterable[Stakeholder]) -> tuple[list[Department], list[tuple[Stakeholder, list[Cell]]]]:
    found: dict[Stakeholder, dict[Department, tuple[bool, set[int]]]] = {}
    for stakeholder in stakeholders:
        cells = {department: (True, set[int]()) for department in stakeholder.departments.all()}
        for entry in _told(stakeholder):
            for department in entry.departments.all():
                cells.setdefault(department, (False, set()))[1].add(entry.project_id)
        if cells:
            found[stakeholder] = cells
    columns = sorted({department for cells in found.values() for department in cells}, key=lambda each: each.code)
    rows = [(stakeholder, [_cell(cells.get(each)) for each in columns]) for stakeholder, cells in found.items()]
    return columns, rows


def _cell(found: tuple[bool, set[int]] | None) -> Cell:
    works, projects = found or (False, ())
    return Cell(works, len(projects))


def _told(stakeholder: Stakeholder) -> list[Feedback]:
    told: list[Feedback] = stakeholder.told  # type: ignore[attr-defined]  # put there by ties_between
    return told


def _each_two(departments: Iterable[Department]) -> Iterable[tuple[Department, Department]]:
    return combinations(sorted(departments, key=lambda each: each.code), 2)


def _pair(pairs: dict[tuple[int, int], Pair], first: Department, second: Department) -> Pair:
    return pairs.setdefault((first.pk, second.pk), Pair(first, second))


def _tightest_first(pair: Pair) -> tuple[int, int, str, str]:
    return -len(pair.through), -len(pair.entries), pair.first.code, pair.second.code
