"""What experience the charter answers, and what of the charter rests on experience: one table, row by row.

A row is a lesson of a published entry, or a clause of the text. The screen and the file print the cells of the same
rows. Asked about a department, only the entries in which it took part are read; asked about a section, only its
clauses are. No row says who told anything, nor how many people there were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.grounding.models import Citation
from charters.text.models import Charter, Clause
from feedback.projects.models import Feedback
from feedback.projects.reading import for_listing

Stance = Citation.Stance


class Kind(models.TextChoices):
    LESSON = "lesson", gettext_lazy("Lesson")
    CLAUSE = "clause", gettext_lazy("Clause")


class State(models.TextChoices):
    """Where a lesson stands, then where a clause does; what waits for someone comes first."""

    UNANSWERED = "unanswered", gettext_lazy("No clause answers it")
    WHOLE = "whole", gettext_lazy("Its entry is cited as a whole")
    ANSWERED = "answered", gettext_lazy("A clause cites it")
    BARE = "bare", gettext_lazy("Nothing stands behind it")
    TEMPERED = "tempered", gettext_lazy("Only qualified or contradicted")
    SUPPORTED = "supported", gettext_lazy("Supported by experience")


STATES = {
    Kind.LESSON: (State.UNANSWERED, State.WHOLE, State.ANSWERED),
    Kind.CLAUSE: (State.BARE, State.TEMPERED, State.SUPPORTED),
}
ORDER = {state: place for place, state in enumerate(State)}


class Ground(NamedTuple):
    """What a row leads to: the code of a clause or of an entry, and the stance of the one on the other."""

    code: str
    stance: Stance

    def __str__(self) -> str:
        return f"{self.code} ({self.stance.label})"


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson (``number`` is its place in its entry) or a clause; ``origin`` is its project, or its section."""

    kind: Kind
    state: State
    code: str
    origin: str
    words: str
    departments: tuple[str, ...]
    grounds: tuple[Ground, ...]
    number: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """What is printed of it, on screen and in the file."""
        grounds = ", ".join(str(ground) for ground in self.grounds)
        return (
            str(self.kind.label), str(self.state.label), self.code, self.words, self.origin,
            ", ".join(self.departments), grounds,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rows asked for, and how many there are in each state, by section and by department, whatever the state."""

    rows: list[Row]
    everything: list[Row]

    def counted(self, kind: Kind) -> list[tuple[State, int]]:
        """How many lessons, or clauses, are in each state."""
        return _by_state(kind, (row for row in self.everything if row.kind is kind))

    @property
    def clauses_by_section(self) -> list[tuple[str, list[tuple[State, int]]]]:
        return self._by_place(Kind.CLAUSE, lambda row: (row.origin,))

    @property
    def lessons_by_department(self) -> list[tuple[str, list[tuple[State, int]]]]:
        """A lesson counts in each department that took part: the rows do not add up to the whole."""
        found = self._by_place(Kind.LESSON, lambda row: row.departments)
        return sorted(found, key=lambda place: place[0])

    def _by_place(self, kind: Kind, places_of: Any) -> list[tuple[str, list[tuple[State, int]]]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.everything:
            if row.kind is kind:
                for place in places_of(row):
                    found[place].append(row)
        return [(place, _by_state(kind, rows)) for place, rows in found.items()]


def coverage(charter: Charter, *, section: str = "", department: str = "", show: str = "") -> Coverage:
    """The coverage of a charter: three queries, whatever there is.

    ``section`` and ``department`` are codes; ``show`` is a kind or a state.
    """
    entries = _entries(department)
    text = Clause.objects.in_text().filter(charter=charter).in_reading_order().select_related("section")
    clauses = [clause for clause in text if not section or clause.section.code == section]
    by_entry, by_clause = _citations(charter, {entry.pk for entry in entries}, {clause.pk for clause in clauses})
    lessons = [row for entry in entries for row in _lessons(entry, by_entry[entry.pk])]
    departments = {entry.pk: _departments(entry) for entry in entries}
    known = {entry.pk: entry.code for entry in entries}
    everything = [
        *_sorted(lessons),
        *_sorted([_clause(each, by_clause[each.pk], known, departments) for each in clauses]),
    ]
    return Coverage([row for row in everything if show in ("", row.kind, row.state)], everything)


def _entries(department: str) -> list[Any]:
    """Published entries, in the order of their codes, in which the department took part."""
    published = for_listing(Feedback.objects.filter(status=Feedback.Status.PUBLISHED))
    entries = sorted(published, key=lambda entry: (len(entry.code), entry.code))
    return [each for each in entries if not department or department in _departments(each)]


def _departments(entry: Any) -> tuple[str, ...]:
    return tuple(department["code"] for department in entry.in_departments)


def _citations(charter: Charter, entries: set[Any], clauses: set[Any]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The standing citations between these entries and these clauses, by entry and by clause."""
    by_entry: dict[Any, list[Any]] = defaultdict(list)
    by_clause: dict[Any, list[Any]] = defaultdict(list)
    rows = Citation.objects.standing().filter(clause__charter=charter, clause__removed=False)
    rows = rows.annotate(clause_code=F("clause__code"))
    for citation in rows.order_by("clause__section__position", "clause__position", "pk"):
        if citation.feedback_id in entries and citation.clause_id in clauses:
            by_entry[citation.feedback_id].append(citation)
            by_clause[citation.clause_id].append(citation)
    return by_entry, by_clause


def _lessons(entry: Any, citations: list[Any]) -> Iterable[Row]:
    """Each lesson: answered by the citations of its very words; else by those of the entry, which do not say which."""
    whole = [each for each in citations if not each.passage]
    for number, lesson in enumerate(entry.lessons, start=1):
        exact = [each for each in citations if each.passage and each.passage in lesson]
        state = State.ANSWERED if exact else State.WHOLE if whole else State.UNANSWERED
        grounds = tuple(dict.fromkeys(Ground(each.clause_code, Stance(each.stance)) for each in exact or whole))
        yield Row(Kind.LESSON, state, entry.code, entry.project.name, lesson, _departments(entry), grounds, number)


def _clause(clause: Clause, citations: list[Any], known: dict[Any, str], departments: dict[Any, Any]) -> Row:
    stances = {each.stance for each in citations}
    state = State.SUPPORTED if Stance.SUPPORTS in stances else State.TEMPERED if stances else State.BARE
    grounds = {Ground(known[each.feedback_id], Stance(each.stance)) for each in citations}
    took_part = {code for each in citations for code in departments[each.feedback_id]}
    by_code = sorted(grounds, key=lambda ground: (len(ground.code), ground.code, ground.stance))
    return Row(
        Kind.CLAUSE, state, clause.code, clause.section.title, clause.title, tuple(sorted(took_part)), tuple(by_code)
    )


def _sorted(rows: list[Row]) -> list[Row]:
    """What waits for someone first; then as the rows came."""
    return sorted(rows, key=lambda row: ORDER[row.state])


def _by_state(kind: Kind, rows: Iterable[Row]) -> list[tuple[State, int]]:
    counted = Counter(row.state for row in rows)
    return [(state, counted[state]) for state in STATES[kind]]


def headings() -> tuple[str, ...]:
    """What each cell is called on screen."""
    return (
        _("Kind"),
        _("State"),
        _("Code"),
        _("Text"),
        _("Project or section"),
        _("Departments"),
        _("What links them"),
    )
