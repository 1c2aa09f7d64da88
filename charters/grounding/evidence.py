"""What a clause rests on, as it is read: citations by stance, each with what the entry says now; outside resources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef

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


def evidence(clause: Clause) -> Evidence:
    """What stands behind a clause, or against it: three queries at most, whatever there is."""
    found: dict[str, list[Cited]] = {}
    citations = list(clause.citations.standing().order_by("feedback__code", "pk"))
    wanted = Feedback.objects.filter(pk__in={each.feedback_id for each in citations}, status=Feedback.Status.PUBLISHED)
    entries = {entry.pk: entry for entry in with_all_it_says(wanted)}
    for citation in citations:
        if entry := entries.get(citation.feedback_id):
            cited = Cited(citation, entry, still_says(entry, citation.passage))
            found.setdefault(citation.stance, []).append(cited)
    resources = clause.resources.standing().order_by("pk")
    return Evidence(
        [(stance, found[stance]) for stance in Stance if stance in found],
        [Resource(each, host_of(each)) for each in resources],
    )


def unsupported(clauses: ClauseQuerySet) -> ClauseQuerySet:
    """Those that no published experience supports: what only qualifies or contradicts a clause does not support it."""
    support = Citation.objects.standing().filter(
        clause=OuterRef("pk"), stance=Stance.SUPPORTS, feedback__status=Feedback.Status.PUBLISHED
    )
    return clauses.filter(~Exists(support))
