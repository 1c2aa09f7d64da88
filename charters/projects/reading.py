"""Reading projects: the list with what is blocked, one project with its checklist, what management is asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from charters.projects.models import ClauseUse, DecisionRequest
from charters.projects.opening import charters_in_force
from charters.versions.models import VersionClause
from charters.versions.reading import VALIDATIONS
from feedback.projects.models import Feedback, Project, Term
from governance.people.models import Member


class State(TextChoices):
    """Where a project stands."""

    UNDER_WAY = "under_way", pgettext_lazy("state of a project", "Under way")
    CLOSED = "closed", pgettext_lazy("state of a project", "Closed")
    TOLD = "told", pgettext_lazy("state of a project", "Only told about")


STANDS = {
    State.UNDER_WAY: Q(opened_on__isnull=False, closed_on=None),
    State.CLOSED: Q(closed_on__isnull=False),
    State.TOLD: Q(opened_on=None, closed_on=None),
}


def state_of(project: Project) -> State:
    if project.closed_on:
        return State.CLOSED
    return State.UNDER_WAY if project.opened_on else State.TOLD


def projects(wanted: dict[str, Any]) -> QuerySet[Project]:
    """The projects that answer a search (``state``, ``department``: a code), those under way first. One query.

    ``waiting_count``, ``late_count`` and ``asked_since`` say what is blocked, ``told_count`` how many entries.
    """
    waiting = DecisionRequest.objects.waiting().filter(project=OuterRef("pk")).order_by()
    told = Feedback.objects.filter(project=OuterRef("pk"), status=Feedback.Status.PUBLISHED).order_by()
    order = Case(*(When(stands, then=Value(place)) for place, stands in enumerate(STANDS.values())), default=Value(9))
    found = (
        Project.objects.known_to_all()
        .select_related("department")
        .annotate(
            waiting_count=_count(waiting),
            asked_since=Subquery(waiting.order_by("asked_on").values("asked_on")[:1]),
            late_count=_count(waiting.filter(due_on__lt=timezone.localdate())),
            told_count=_count(told),
            place=order,
        )
    )
    if state := wanted.get("state"):
        found = found.filter(STANDS[State(state)])
    if department := wanted.get("department"):
        found = found.filter(department__code=department)
    return found.order_by("place", "-closed_on", "-opened_on", "name", "pk")


def _count(rows: QuerySet[Any], by: str = "project") -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


@dataclass(slots=True)
class Words:
    """A clause as a version froze it, its section, and the number of the version once it was validated."""

    code: str
    title: str
    text: str
    position: int
    section_code: str
    section_title: str
    section_kind: str
    section_position: int
    number: int | None


@dataclass(slots=True)
class Line:
    """A clause of the checklist in the words of the version that put it there."""

    use: ClauseUse
    words: Words
    number: int | None
    slug: str


@dataclass(slots=True)
class Part:
    """A section of the checklist, with its lines."""

    title: str
    kind: str
    lines: list[Line]

    @property
    def said(self) -> int:
        return sum(bool(line.use.answer) for line in self.lines)


@dataclass(slots=True)
class Checklist:
    """The clauses of a project by section; ``language`` is that of their words.

    ``lacking`` counts the clauses of the version in force, ``number_in_force``, that are not on it.
    """

    parts: list[Part]
    language: str
    lacking: int
    number_in_force: int | None

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def said(self) -> int:
        return sum(part.said for part in self.parts)

    @property
    def numbers(self) -> list[int]:
        return sorted({line.number for line in self.lines if line.number})


def checklist_of(project: Project) -> Checklist:
    """The checklist of a project. Two queries, however long it is."""
    frozen = VersionClause.objects.filter(version=OuterRef("version"), code=OuterRef("clause__code")).order_by()
    words = JSONObject(
        **{name: name for name in ("code", "title", "text", "position")},
        **{f"section_{name}": f"section__{name}" for name in ("code", "title", "kind", "position")},
        number=_number_of("version"),
    )
    uses = project.clause_uses.select_related("clause__charter").annotate(
        frozen=Subquery(frozen.values(words=words)[:1], output_field=JSONField())
    )
    held = ClauseUse.objects.filter(project=project).order_by().values("clause__code")
    lacking = VersionClause.objects.filter(version=OuterRef("version_in_force")).exclude(code__in=held)
    charter = charters_in_force().annotate(number=_number_of("version_in_force"), lacking=_count(lacking, "version"))
    used = charter.first()
    lines = [_line(use) for use in uses]
    lines.sort(key=lambda line: (line.words.section_position, line.words.position, line.use.pk))
    parts: dict[str, Part] = {}
    for line in lines:
        part = Part(line.words.section_title, line.words.section_kind, [])
        parts.setdefault(line.words.section_code, part).lines.append(line)
    language = lines[0].use.clause.charter.language if lines else (used.language if used else "fr")
    return Checklist(list(parts.values()), language, used.lacking if used else 0, used.number if used else None)


def _line(use: Any) -> Line:
    words = Words(**use.frozen)
    return Line(use, words, words.number, use.clause.charter.slug)


def _number_of(version: str) -> Subquery:
    """The number of the version that a row names, once it is validated."""
    return Subquery(VALIDATIONS.filter(version=OuterRef(version)).order_by().values("number")[:1])


class Stage(NamedTuple):
    """A step on the way of a project; ``said`` of ``total`` when it is counted."""

    name: str
    is_now: bool
    day: datetime.date | None = None
    said: int = 0
    total: int = 0


def way_of(project: Project, missing: int, checklist: Checklist, entries: int) -> list[Stage]:
    """The way of a project, from what its page has read already. Its set-up never blocks: it is never where it is."""
    told, answered = bool(entries), checklist.said == len(checklist.lines)
    now = 4 if project.closed_on or (answered and told) else 3 if answered else 2
    stages: list[tuple[str, dict[str, Any]]] = [
        (pgettext("step of a project", "Opened"), {"day": project.opened_on}),
        (_("Set-up"), {"said": SETUP_SAYS - missing, "total": SETUP_SAYS}),
        (_("What became of the clauses"), {"said": checklist.said, "total": len(checklist.lines)}),
        (_("What it taught"), {"said": entries}),
        (str(State.CLOSED.label), {"day": project.closed_on}),
    ]
    return [Stage(name, place == now, **more) for place, (name, more) in enumerate(stages)]


SETUP_SAYS = 7  # how many things the set-up of a project can say: those that are asked below


def missing_of(project: Project) -> list[str]:
    """What the set-up of a project does not say yet, each in a few words. It never blocks."""
    steered = project.committee_id or project.governance
    return [
        words
        for said, words in (
            (project.leader_function, _("who leads it")),
            (project.brief, _("its brief")),
            (project.mission_letter, _("a mission letter")),
            (steered, _("who decides what in it")),
            (any(project.participation.values()), _("who takes part, and how far")),
            (project.time_freed, _("the working time freed for it")),
            (project.sponsor_function, _("a sponsor in executive management")),
        )
        if not said
    ]


def with_degrees(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects, each with the ``degrees`` of participation that the organisation knows."""
    terms = Term.objects.filter(list=Term.List.PARTICIPATION).order_by("position", "pk")
    each = JSONObject(**{name: name for name in ("code", "label", "definition")})
    return projects.annotate(degrees=ArraySubquery(terms.values(each=each)))


def participation_of(project: Any) -> list[tuple[str, str, list[str]]]:
    """Degrees of participation that the project names: label, definition, groups. For a project ``with_degrees``."""
    known = {term["code"]: term for term in project.degrees}
    unknown = sorted(code for code in project.participation if code not in known)
    named = [*known.values(), *({"code": code, "label": code, "definition": ""} for code in unknown)]
    said = ((term["label"], term["definition"], project.participation.get(term["code"])) for term in named)
    return [(label, definition, groups) for label, definition, groups in said if groups]


def entries_about(project: Project) -> QuerySet[Feedback]:
    """The published entries that tell about a project, in an order that says nothing of when they were written."""
    return project.feedback.filter(status=Feedback.Status.PUBLISHED).order_by("-period_end", "code")


def requests() -> QuerySet[DecisionRequest]:
    """What projects ask of management: those that wait first, the most urgent at the top; then the latest ended."""
    waits = Q(answered_on=None, withdrawn_on=None)
    ended = Coalesce("answered_on", "withdrawn_on")
    return (
        DecisionRequest.objects.select_related("project__department")
        .annotate(place=Case(When(waits, then=Value(0)), default=Value(1)), ended_on=ended)
        .order_by("place", "-ended_on", "due_on", "pk")
    )


def history_of(project: Project) -> QuerySet[Any]:
    """What happened to a project since it was opened here, the latest first, with who did it. One query.

    ``author`` is a function, or a name without one; nothing when nobody signed or the account was erased.
    """
    people = Member.objects.filter(pseudonym=OuterRef("history_user_id")).order_by()
    author = Case(When(function="", then="name"), default="function")
    records = project.history.filter(opened_on__isnull=False)
    return records.annotate(author=Subquery(people.values(shown=author)[:1])).order_by("-row_version")[:50]


def executive_functions() -> list[str]:
    """The functions that people of executive management hold today. One query."""
    holders = Member.objects.filter(grants__role="executive", grants__ended_at=None, is_active=True)
    return list(holders.exclude(function="").order_by("function").values_list("function", flat=True).distinct())
