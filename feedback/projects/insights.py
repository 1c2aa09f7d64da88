"""What experience teaches: which hindrances and levers, where, and how many people lived them.

Everything is read in three queries and counted in memory, whatever the number of entries and of filters. How many
people a cell tells of is said by ``small_groups`` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from feedback.projects.models import Feedback, Hindrance, Lever, Term
from feedback.projects.small_groups import People, people
from governance.people.models import Department

# How many shades the heat table has.
SHADES = 5


@dataclass(frozen=True, slots=True)
class Lived:
    """A published entry, as it is counted: codes only."""

    pk: UUID
    project: int
    estimate: int
    outcome: str
    year: int
    categories: frozenset[str]
    departments: frozenset[str]
    poles: frozenset[str]
    modes: frozenset[str]
    hindrances: frozenset[str]
    levers: frozenset[str]

    def answers(self, wanted: Mapping[str, str]) -> bool:
        """Whether it is among what the filters ask for; each filter is one value, an absent one asks nothing."""
        has = {
            "department": self.departments,
            "with_department": self.departments,
            "pole": self.poles,
            "category": self.categories,
            "outcome": {self.outcome},
            "year": {str(self.year)},
            "mode": self.modes,
            "hindrance": self.hindrances,
            "lever": self.levers,
        }
        return all(wanted[name] in values for name, values in has.items() if wanted.get(name))


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people, what one filters by to see their entries, and how dark the cell is."""

    people: People
    leads_to: dict[str, str]
    shade: int = 0

    @property
    def query(self) -> str:
        return urlencode(self.leads_to)


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    total: Cell
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Hindrances, or levers, by where they were lived. ``whole`` is the last row: each project once."""

    columns: list[str]
    rows: list[Row]
    whole: Row


@dataclass(frozen=True, slots=True)
class Way:
    """A hindrance, and the levers told by the projects that met it and succeeded."""

    hindrance: str
    met: Cell
    levers: list[tuple[str, Cell]]


@dataclass(frozen=True)
class Experience:
    """All that is counted, read once."""

    lived: list[Lived]
    terms: list[Term]
    departments: list[Department]
    threshold: int

    @cached_property
    def years(self) -> list[int]:
        return sorted({each.year for each in self.lived}, reverse=True)

    @cached_property
    def poles(self) -> list[str]:
        return sorted({department.pole for department in self.departments})

    def labels(self, kind: str) -> dict[str, str]:
        """The words of a list, by code, in the order of the list."""
        return {term.code: term.label for term in self.terms if term.list == kind}

    def among(self, wanted: Mapping[str, str]) -> list[Lived]:
        return [each for each in self.lived if each.answers(wanted)]

    def cell(self, lived: Iterable[Lived], leads_to: dict[str, str]) -> Cell:
        return Cell(people(((each.project, each.estimate) for each in lived), threshold=self.threshold), leads_to)


def read() -> Experience:
    """What published entries tell. Three queries."""
    departments = list(Department.objects.order_by("code"))
    poles = {department.code: department.pole for department in departments}
    entries = (
        Feedback.objects.filter(status=Feedback.Status.PUBLISHED)
        .annotate(
            in_departments=_codes(Feedback.departments.through.objects, "department__code"),
            in_modes=_codes(Feedback.cooperation_modes.through.objects, "term__code"),
            met=_codes(Hindrance.objects, "term__code"),
            helped=_codes(Lever.objects, "term__code"),
        )
        .order_by("code")
        .values_list(
            "pk", "project", "participants_estimate", "project_outcome", "period_end", "categories",
            "in_departments", "in_modes", "met", "helped",
        )
    )  # fmt: skip
    lived = [
        Lived(
            pk, project, estimate, outcome, end.year, frozenset(categories), frozenset(codes),
            frozenset(poles[code] for code in codes), frozenset(modes), frozenset(met), frozenset(helped),
        )
        for pk, project, estimate, outcome, end, categories, codes, modes, met, helped in entries
        if end  # a published entry has one: the database says so
    ]  # fmt: skip
    return Experience(lived, list(Term.objects.order_by("position", "pk")), departments, settings.SMALL_GROUP_THRESHOLD)


def table(experience: Experience, wanted: Mapping[str, str], *, told: str, where: str) -> Table:
    """``told``: ``hindrance`` or ``lever``; ``where``: ``pole`` or ``department``. Rows from the most people down."""
    filters = {name: value for name, value in wanted.items() if value}
    among = [each for each in experience.among(filters) if _told(each, told)]
    places = _places(experience, among, where)
    rows = []
    for code, label in experience.labels(told).items():
        telling = [each for each in among if code in _told(each, told)]
        rows.append(_row(experience, label, telling, places, where, {**filters, told: code}))
    rows.sort(key=lambda row: row.total.people.weight, reverse=True)
    whole = _row(experience, "", among, places, where, {**filters, "told": told})
    return Table(list(places.values()), _shaded(rows), whole)


def ways_out(experience: Experience, wanted: Mapping[str, str]) -> list[Way]:
    """For each hindrance that was met, what helped the projects that met it and succeeded.

    The filter of outcome is left aside: a lever that worked is one of a success.
    """
    filters = {name: value for name, value in wanted.items() if value and name != "outcome"}
    among, levers = experience.among(filters), experience.labels(Term.List.LEVER)
    ways = []
    for hindrance, label in experience.labels(Term.List.HINDRANCE).items():
        met = [each for each in among if hindrance in each.hindrances]
        if not met:
            continue
        through = [each for each in met if each.outcome == Feedback.Outcome.SUCCESS]
        leads_to = {**filters, "hindrance": hindrance}
        helped = [
            (words, experience.cell(telling, {**leads_to, "lever": code, "outcome": Feedback.Outcome.SUCCESS.value}))
            for code, words in levers.items()
            if (telling := [each for each in through if code in each.levers])
        ]
        helped.sort(key=lambda pair: pair[1].people.weight, reverse=True)
        ways.append(Way(label, experience.cell(met, leads_to), helped))
    ways.sort(key=lambda way: way.met.people.weight, reverse=True)
    return ways


def behind(experience: Experience, wanted: Mapping[str, str]) -> QuerySet[Feedback]:
    """The entries behind a cell."""
    among = experience.among(wanted)
    if told := wanted.get("told"):
        among = [each for each in among if _told(each, told)]
    return Feedback.objects.filter(pk__in=[each.pk for each in among])


def _codes(rows: Any, code: str) -> ArraySubquery:
    return ArraySubquery(rows.filter(feedback=OuterRef("pk")).order_by(code).values(code))


def _told(lived: Lived, told: str) -> frozenset[str]:
    return lived.levers if told == "lever" else lived.hindrances


_WHERE: dict[str, Callable[[Lived], frozenset[str]]] = {
    "pole": lambda lived: lived.poles,
    "department": lambda lived: lived.departments,
}


def _places(experience: Experience, among: list[Lived], where: str) -> dict[str, str]:
    """The columns: the places that at least one entry comes from, with what heads each."""
    met = {place for each in among for place in _WHERE[where](each)}
    if where == "pole":
        return {pole: pole for pole in experience.poles if pole in met}
    return {each.code: each.code for each in experience.departments if each.code in met}


def _row(
    experience: Experience,
    label: str,
    telling: list[Lived],
    places: dict[str, str],
    where: str,
    leads_to: dict[str, str],
) -> Row:
    cells = [
        experience.cell([each for each in telling if place in _WHERE[where](each)], _narrowed(leads_to, where, place))
        for place in places
    ]
    return Row(label, experience.cell(telling, leads_to), cells)


def _narrowed(leads_to: dict[str, str], where: str, place: str) -> dict[str, str]:
    """What leads to a cell of a column. Under the filter of a department, its own column is the whole row, and those of
    others are what they lived with it: ``with_department`` keeps both."""
    if where == "department" and leads_to.get("department"):
        return {**leads_to, "with_department": place}
    return {**leads_to, where: place}


def _shaded(rows: list[Row]) -> list[Row]:
    """The cells of the rows, the darker the more people."""
    most = max((cell.people.number or 0 for row in rows for cell in row.cells), default=0)

    def shaded(cell: Cell) -> Cell:
        number = cell.people.number
        return Cell(cell.people, cell.leads_to, -(-number * SHADES // most) if number else 0)

    return [Row(row.label, row.total, [shaded(cell) for cell in row.cells]) for row in rows]
