"""The health of clauses: what closed projects made of them, what cited experience says, and what follows in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import pgettext_lazy

from charters.grounding.models import Citation
from charters.projects.models import ClauseUse
from charters.text.models import Charter, Clause
from feedback.projects.models import Feedback

Answer, Stance = ClauseUse.Answer, Citation.Stance
REASONS_SHOWN = 10


class Health(TextChoices):
    """What becomes of a clause in real projects, from what calls for attention to what goes well."""

    CONTRADICTED = "contradicted", pgettext_lazy("health of a clause", "Contradicted by experience")
    TO_ADAPT = "to_adapt", pgettext_lazy("health of a clause", "To be adapted")
    NEVER_MET = "never_met", pgettext_lazy("health of a clause", "Never met")
    UNTRIED = "untried", pgettext_lazy("health of a clause", "Not tried yet")
    LIVES = "lives", pgettext_lazy("health of a clause", "It lives")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a closed project applied a clause, adapted it, or had no use for it: its words, and nobody's name."""

    code: str
    project: str
    answer: str
    because: str

    @property
    def answer_label(self) -> str:
        return str(Answer(self.answer).label)


@dataclass(frozen=True, slots=True)
class Measure:
    """A clause, in how many closed projects it was what, and how much cited experience supports or contradicts it."""

    clause: Clause
    applied: int
    adapted: int
    not_applicable: int
    supports: int
    contradicts: int

    @property
    def projects(self) -> int:
        return self.applied + self.adapted + self.not_applicable

    @property
    def health(self) -> Health:
        return judge(self.applied, self.adapted, self.not_applicable, self.supports, self.contradicts)


def judge(applied: int, adapted: int, not_applicable: int, supports: int = 0, contradicts: int = 0) -> Health:
    """What follows from the figures.

    Experience contradicts a clause when at least as many standing citations contradict it as support it. It is to be
    adapted when projects adapted it at least as often as they applied it. It lives when they applied it more often.
    """
    if contradicts and contradicts >= supports:
        return Health.CONTRADICTED
    if adapted and adapted >= applied:
        return Health.TO_ADAPT
    if applied:
        return Health.LIVES
    return Health.NEVER_MET if not_applicable else Health.UNTRIED


def with_measures(clauses: QuerySet[Clause]) -> QuerySet[Clause]:
    """Clauses with their figures, in the same query. Names of annotations are apart from those of relations."""
    used = ClauseUse.objects.filter(clause=OuterRef("pk"), project__closed_on__isnull=False).order_by()
    cited = Citation.objects.standing().filter(clause=OuterRef("pk"), feedback__status=Feedback.Status.PUBLISHED)
    return clauses.annotate(
        told_applied=_count(used.filter(answer=Answer.APPLIED)),
        told_adapted=_count(used.filter(answer=Answer.ADAPTED)),
        told_not_applicable=_count(used.filter(answer=Answer.NOT_APPLICABLE)),
        told_supports=_count(cited.order_by().filter(stance=Stance.SUPPORTS)),
        told_contradicts=_count(cited.order_by().filter(stance=Stance.CONTRADICTS)),
    )


def with_reasons(clauses: QuerySet[Clause]) -> QuerySet[Clause]:
    """Clauses with the last reasons that closed projects gave about each, in the same query."""
    uses = ClauseUse.objects.filter(~Q(answer=""), clause=OuterRef("pk"), project__closed_on__isnull=False)
    told = JSONObject(code=F("project__code"), project=F("project__name"), answer="answer", because="because")
    last = uses.order_by("-project__closed_on", "pk").values(told=told)[:REASONS_SHOWN]
    return clauses.annotate(told_reasons=ArraySubquery(last))


def measure_of(clause: Clause) -> Measure:
    """The figures of a clause that was read ``with_measures``: no query."""
    names = ("applied", "adapted", "not_applicable", "supports", "contradicts")
    return Measure(clause, **{name: getattr(clause, f"told_{name}") for name in names})


def reasons_of(clause: Any) -> list[Reason]:
    """Why closed projects did what they did with a clause that was read ``with_reasons``: no query."""
    return [Reason(**each) for each in clause.told_reasons]


def by_health(charter: Charter | None) -> dict[Health, list[Measure]]:
    """The clauses of the working text under their health, what calls for attention first. One query."""
    clauses = Clause.objects.in_text().filter(charter=charter).select_related("charter", "section").in_reading_order()
    found: dict[Health, list[Measure]] = {health: [] for health in Health}
    for measure in map(measure_of, with_measures(clauses)):
        found[measure.health].append(measure)
    return found


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("clause").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
