"""What importing a list would do, line by line, to the job descriptions as they now are. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from charters.hr.models import JobProfile
from charters.hr.profile_lists.columns import BY_FIELD, COLUMNS, Column, folded
from charters.hr.profile_lists.lists import ListRow
from charters.hr.profile_lists.tables import Problem
from governance.canonical import canonical
from governance.people.models import Department

DEPARTMENT = BY_FIELD["department"]
CLOSE_ENOUGH, MOST_CLOSE = 55, 3


class Act(StrEnum):
    """What becomes of a line."""

    CREATE = "create"
    REVISE = "revise"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Planned:
    """One line: what would be written, and in which job description, as it was when this was planned."""

    line: int
    title: str
    profile: JobProfile | None
    words: dict[str, Any]

    @property
    def act(self) -> Act:
        if self.profile is None:
            return Act.CREATE
        return Act.REVISE if self.words else Act.NOTHING

    @property
    def columns(self) -> list[Column]:
        """The columns that would be written, in their order."""
        return [column for column in COLUMNS if column.field in self.words]

    @property
    def changes(self) -> list[tuple[Column, str, str]]:
        """Each column that would be written, with what it says before and after."""
        blank = self.profile or JobProfile()
        return [
            (column, column.write(getattr(blank, column.field)), column.write(self.words[column.field]))
            for column in self.columns
        ]

    def told(self) -> dict[str, Any]:
        """All that whoever confirms has agreed to."""
        words = {name: value.pk if isinstance(value, Department) else value for name, value in self.words.items()}
        profile = [self.profile.pk, self.profile.row_version] if self.profile else None
        return {"line": self.line, "profile": profile, "words": words}


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing would do. ``digest`` changes as soon as it would do anything else."""

    rows: list[Planned]
    problems: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical([row.told() for row in self.rows])).hexdigest()

    def of(self, act: Act) -> list[Planned]:
        return [row for row in self.rows if row.act == act]

    @property
    def to_write(self) -> int:
        return len(self.rows) - len(self.of(Act.NOTHING))


def plan(rows: list[ListRow]) -> Plan:
    """What each line would do, in two queries. A line that cannot be decided is a problem, with what to do."""
    departments = _Departments(Department.objects.order_by("code"))
    standing = _Standing(
        JobProfile.objects.filter(
            Q(reference__in={row.words.get("reference", "") for row in rows} - {""})
            | Q(title__in={row.words["title"] for row in rows})
        )
        .select_related("department")
        .order_by("pk")
    )
    planned: list[Planned] = []
    problems: list[Problem] = []
    taken: dict[Any, int] = {}
    for row in rows:
        try:
            one = _planned(row, departments, standing)
            _refuse_twice(one, taken)
        except _Undecided as undecided:
            problems.append(undecided.on(row.line))
        else:
            planned.append(one)
    return Plan(planned, problems)


class _Undecided(Exception):  # noqa: N818 what a line is
    """Nothing can be decided of a line; says why, and in which column."""

    def __init__(self, sentence: str, column: Column | None = None) -> None:
        super().__init__(sentence)
        self.column = column

    def on(self, line: int) -> Problem:
        return Problem(line, str(self), self.column.header if self.column else "")


def _planned(row: ListRow, departments: _Departments, standing: _Standing) -> Planned:
    words = dict(row.words)
    if "department" in words:
        words["department"] = departments.named(words["department"])
    profile = standing.meant_by(words)
    if profile is None:
        departments.refuse_closed(words.get("department"))
        return Planned(row.line, words["title"], None, words)
    changed = {name: value for name, value in words.items() if _differs(profile, name, value)}
    departments.refuse_closed(changed.get("department"))
    return Planned(row.line, words["title"], profile, changed)


def _differs(profile: JobProfile, name: str, value: Any) -> bool:
    if name == "department":
        return bool(profile.department_id != value.pk)
    return bool(getattr(profile, name) != value)


def _refuse_twice(one: Planned, taken: dict[Any, int]) -> None:
    """Refuse a line that says again what another says: by number, by title, or by the job description it means."""
    department = one.words.get("department")
    same: list[Any] = []
    if one.profile:
        same.append(one.profile.pk)
    elif not one.words.get("reference"):
        same.append((one.title, department.pk if department else None))
    if reference := one.words.get("reference") or (one.profile.reference if one.profile else ""):
        same.append(reference)
    for key in same:
        if (first := taken.setdefault(key, one.line)) != one.line:
            raise _Undecided(
                _(
                    "Lines %(first)s and %(second)s are about the same post. Keep one of them, or give each its own "
                    "number of post."
                )
                % {"first": first, "second": one.line}
            )


# --- Which job description a line means ------------------------------------------------------------


class _Standing:
    """The job descriptions that the lines may mean."""

    def __init__(self, profiles: Iterable[JobProfile]) -> None:
        self.by_reference: dict[str, JobProfile] = {}
        self.by_title: dict[str, list[JobProfile]] = defaultdict(list)
        for profile in profiles:
            if profile.reference:
                self.by_reference[profile.reference] = profile
            if profile.ended_on is None:
                self.by_title[profile.title].append(profile)

    def meant_by(self, words: dict[str, Any]) -> JobProfile | None:
        """By its number; else by its title and department, when it has no number and nothing else bears both."""
        reference = words.get("reference", "")
        if reference and (found := self.by_reference.get(reference)):
            if found.ended_on is not None:
                raise _Undecided(
                    _(
                        "The post of this number, “%(title)s”, ended on %(day)s: nothing is written of it any more. "
                        "Take it up again on its page, give this line another number, or delete the line."
                    )
                    % {"title": found.title, "day": f"{found.ended_on:%d/%m/%Y}"},
                    BY_FIELD["reference"],
                )
            return found
        same = self._alike(words)
        unnumbered = [profile for profile in same if not profile.reference]
        if len(unnumbered) > 1:
            raise _Undecided(
                _(
                    "%(count)s job descriptions have this title, and nothing tells which one is meant. Give each its "
                    "number of post on its page, then write the number on this line."
                )
                % {"count": len(unnumbered)},
                BY_FIELD["title"],
            )
        if same and not unnumbered and not reference:
            raise _Undecided(
                _(
                    "A job description with this title has number %(number)s. Write it on this line if it is the same "
                    "post; else, give this line its own number."
                )
                % {"number": same[0].reference},
                BY_FIELD["reference"],
            )
        return unnumbered[0] if unnumbered else None

    def _alike(self, words: dict[str, Any]) -> list[JobProfile]:
        """Those of this title and department; where a line says no department, first those that have none either."""
        same = self.by_title.get(words["title"], [])
        department = words.get("department")
        exact = [profile for profile in same if profile.department_id == (department.pk if department else None)]
        return exact if exact or department else same


# --- Which department a cell names -----------------------------------------------------------------


class _Departments:
    """The departments, by any way to name one; each way is looked up once."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.all = list(departments)
        self.named_so: dict[str, list[Department]] = defaultdict(list)
        for department in self.all:
            for name in {folded(department.code), folded(department.name), folded(str(department))}:
                self.named_so[name].append(department)
        self.unknown: dict[str, str] = {}

    def named(self, cell: str) -> Department:
        found = self.named_so.get(folded(cell), [])
        # a code is said by one department alone, though another may have it for name
        found = [department for department in found if department.code.casefold() == cell.casefold()] or found
        found = [department for department in found if _open(department)] or found
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(department.code for department in found)
            raise _Undecided(
                _("Several departments are called so: write the code of one of them (%(codes)s).") % {"codes": codes},
                DEPARTMENT,
            )
        if cell not in self.unknown:
            self.unknown[cell] = self._unknown(cell)
        raise _Undecided(self.unknown[cell], DEPARTMENT)

    def refuse_closed(self, department: Department | None) -> None:
        if department is None or _open(department):
            return
        successor = next((one for one in self.all if one.pk == department.successor_id), None)
        if successor:
            sentence = _("%(department)s is closed; %(successor)s follows it. Write the code of an open department.")
        else:
            sentence = _("%(department)s is closed. Write the code of an open department.")
        raise _Undecided(sentence % {"department": department, "successor": successor}, DEPARTMENT)

    def _unknown(self, cell: str) -> str:
        closest = ", ".join(map(str, self._closest(folded(cell))))
        shown = cell if len(cell) <= 60 else f"{cell[:59]}…"
        if closest:
            return _("No department is called “%(cell)s”. The closest: %(closest)s. Write its code.") % {
                "cell": shown,
                "closest": closest,
            }
        return _("No department is called “%(cell)s”. Write the code or the name of one, or nothing.") % {"cell": shown}

    def _closest(self, name: str) -> Iterator[Department]:
        """The open departments whose code or name looks like it, the closest first."""
        names = {
            said: department
            for department in filter(_open, self.all)
            for said in (folded(department.code), folded(department.name))
        }
        found = process.extract(name, list(names), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH, limit=2 * MOST_CLOSE)
        yield from list(dict.fromkeys(names[said] for said, _score, _place in found))[:MOST_CLOSE]


def _open(department: Department) -> bool:
    return department.closed_on is None or department.closed_on > timezone.localdate()
