"""What a clause rests on, as it is read: citations by stance, each with what the entry says now; outside resources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

from charters.grounding.models import Citation, OutsideResource
from charters.grounding.quoting import still_says
from charters.grounding.resources import host_of
from charters.text.models import Clause, ClauseQuerySet
from feedback.projects.models import Feedback
from feedback.projects.reading import with_all_it_says

Stance = Citation.Stance


class Cited(NamedTuple):
    """A citation, its entry, and whether the entry still says the words."""

    citation: Citation
    entry: Feedback
    stands: bool


class Resource(NamedTuple):
    resource: OutsideResource
    host: str


@dataclass(slots=True)
class Evidence:
    """All that stands behind a clause, or against it."""

    by_stance: list[tuple[Stance, list[Cited]]] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)

    @property
    def supported(self) -> bool:
        return any(stance == Stance.SUPPORTS for stance, _cited in self.by_stance)


def cited_resources() -> ArraySubquery:
    """The outside resources of each clause of a query, as plain values: annotated as ``outside``."""
    rows = OutsideResource.objects.standing().filter(clause=OuterRef("pk")).order_by("pk")
    said = JSONObject(pk="pk", title="title", address="address", because="because", brought_on="brought_on")
    return ArraySubquery(rows.values(row=said))


def resources_of(clause: Any) -> list[OutsideResource]:
    """The outside resources of a clause that was read with them, the first brought first. No query."""
    return [OutsideResource(**row | {"brought_on": parse_date(row["brought_on"] or "")}) for row in clause.outside]


def evidence(clause: Clause) -> Evidence:
    """What stands behind a clause, or against it, whatever there is: one query.

    The clause was read with its outside resources, by ``cited_resources``.
    """
    citations = Citation.objects.standing().filter(clause=clause.pk, feedback=OuterRef("pk")).order_by("pk")
    said = JSONObject(pk="pk", stance="stance", passage="passage", because="because")
    entries = Feedback.objects.filter(Exists(citations), status=Feedback.Status.PUBLISHED).order_by("code")
    found: dict[str, list[Cited]] = {}
    for entry in with_all_it_says(entries).annotate(cited=ArraySubquery(citations.values(row=said))):
        for citation in (Citation(**row) for row in entry.cited):
            cited = Cited(citation, entry, still_says(entry, citation.passage))
            found.setdefault(citation.stance, []).append(cited)
    return Evidence(
        [(stance, found[stance]) for stance in Stance if stance in found],
        [Resource(each, host_of(each)) for each in resources_of(clause)],
    )


def unsupported(clauses: ClauseQuerySet) -> ClauseQuerySet:
    """Those that no published experience supports: what only qualifies or contradicts a clause does not support it."""
    support = Citation.objects.standing().filter(
        clause=OuterRef("pk"), stance=Stance.SUPPORTS, feedback__status=Feedback.Status.PUBLISHED
    )
    return clauses.filter(~Exists(support))
