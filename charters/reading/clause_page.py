"""A clause as it is read: its words, what supports it, what is proposed, and how it came to be."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from charters.deliberation.models import Proposal
from charters.deliberation.reading import with_base
from charters.grounding.evidence import cited_resources
from charters.projects.health import with_measures, with_reasons
from charters.text.anchoring import waiting
from charters.text.anchors import Placement
from charters.text.models import Clause, Competence
from charters.text.passages import Line, Marked, Stretch, marked_lines
from charters.text.revisions import revisions_of
from charters.versions.dossier import current_sponsors
from charters.versions.models import VersionClause, VersionStep
from governance.people.models import Member

REVISIONS_ON_A_PAGE = 20
PROPOSALS_SHOWN = 20


class IsIn(Func):
    """Whether a value is in an array: PostgreSQL's ``value = ANY(array)``."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def clauses_for_reading() -> QuerySet[Clause]:
    """Clauses with all that their page says of them, in one query; removed ones included: they keep their page."""
    step = VersionStep.objects.filter(version=OuterRef("charter__version_in_force"), kind=VersionStep.Kind.VALIDATED)
    validated = VersionClause.objects.filter(version=OuterRef("charter__version_in_force"), code=OuterRef("code"))
    labels = (
        Competence.objects.filter(IsIn("code", OuterRef("competences")))
        .order_by("position")
        .values_list(Concat("code", Value(", "), "label"))
    )
    return with_reasons(with_measures(Clause.objects.select_related("charter", "section", "thread"))).annotate(
        number_in_force=Subquery(step.values("number")[:1]),
        validated_revision=Subquery(validated.values("revision")[:1]),
        competence_labels=ArraySubquery(labels),
        commented=ArraySubquery(_commented()),
        waiting_comments=Subquery(_waiting().values("n")),
        outside=cited_resources(),
        sponsored_by=ArraySubquery(current_sponsors().filter(clause=OuterRef("pk")).values("by_function")),
    )


def _commented() -> QuerySet:
    """The passages of a clause that open discussions are about: start, end, state, how many; in that order."""
    placed = Placement.objects.filter(anchor__clause=OuterRef("pk"), is_current=True, start__isnull=False)
    return (
        placed.filter(anchor__comment__is_resolved=False)
        .order_by("start", "end", "state")
        .values("start", "end", "state")
        .annotate(n=Count("pk"))
        .values_list(JSONObject(start="start", end="end", state="state", n="n"))
    )


def _waiting() -> QuerySet:
    """How many comments of a clause wait for someone to say where they stand."""
    lost = waiting().filter(anchor__clause=OuterRef("pk"))
    return lost.order_by().values("anchor__clause").annotate(n=Count("pk"))


def marked_text(clause: Clause) -> list[tuple[bool, list[Line]]]:
    """The text of a clause with the passages that people comment on; empty when there are none. No query."""
    passages = [
        Marked(each["start"], each["end"], each["n"], each["state"] == Placement.State.PLACED)
        for each in clause.commented
    ]
    return marked_lines(clause.text, passages, clause.charter.language) if passages else []


def passage_asked(clause: Clause, asked: str) -> Stretch | None:
    """The words of the clause that an address names, ``"12-40"``; None for anything else."""
    start, _dash, end = asked.partition("-")
    if not (asked.isascii() and start.isdigit() and end.isdigit() and len(asked) < 15):
        return None
    return Stretch(int(start), int(end)) if int(start) < int(end) <= len(clause.text) else None


def proposals_on(clause: Clause) -> list[Proposal]:
    """Proposals on a clause, those that wait for an answer first, each with the words of its base: one query."""
    proposals = with_base(Proposal.objects.filter(clause=clause).select_related("charter", "thread"))
    return list(proposals.by_support()[:PROPOSALS_SHOWN])


@dataclass(slots=True)
class Entry:
    """A change of a clause: who, when, why, from which proposals, and the words before and after."""

    record: Any
    previous: Any | None
    author: Member | None
    proposals: list[Proposal]

    @property
    def is_first(self) -> bool:
        return self.record.revision == 1

    @property
    def is_removal(self) -> bool:
        return self.record.removed and not (self.previous and self.previous.removed)

    def changed(self, name: str) -> bool:
        """Whether a word field differs from the revision before."""
        return self.previous is None or getattr(self.record, name) != getattr(self.previous, name)

    @property
    def changed_fields(self) -> list[str]:
        """Labels of the word fields that changed besides the title and the text."""
        meta = Clause._meta
        return [
            str(meta.get_field(name).verbose_name)
            for name in Clause.WORDS
            if name not in ("title", "text", "removed") and self.changed(name)
        ]


def history_of(clause: Clause, *, page: str | int | None = 1) -> tuple[Page, list[Entry]]:
    """A page of the clause's history, the last change first: four queries whatever its length.

    Moves are in it too: they change no word, so they open no revision.
    """
    records = Clause.history.filter(id=clause.pk).order_by("-row_version")
    shown = Paginator(records, REVISIONS_ON_A_PAGE).get_page(page)
    rows = list(shown.object_list)
    before = _openers(clause, rows)
    authors = {m.pseudonym: m for m in Member.objects.filter(pseudonym__in={r.history_user_id for r in rows})}
    wanted: set[uuid.UUID] = {pk for row in rows for pk in row.proposals}
    proposals = {p.pk: p for p in Proposal.objects.filter(pk__in=wanted).select_related("charter")}
    entries = [
        Entry(
            row,
            before.get(row.revision - 1) if row.opens_revision else before.get(row.revision),
            authors.get(row.history_user_id),
            [proposals[pk] for pk in row.proposals if pk in proposals],
        )
        for row in rows
    ]
    return shown, entries


def _openers(clause: Clause, rows: list[Any]) -> dict[int, Any]:
    """The rows that opened the revisions shown, and the one before them: one query, a page of rows at most."""
    if not rows:
        return {}
    shown = [row.revision for row in rows]
    return {row.revision: row for row in revisions_of(clause).filter(revision__range=(min(shown) - 1, max(shown)))}
