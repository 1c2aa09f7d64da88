"""Where the charter stands, and what became of the reader's proposals: what the home page says beside the work."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from charters.consent.steps import WORDS_IN
from charters.models import (
    Charter,
    Clause,
    Commitment,
    ConsentRound,
    DraftStep,
    Position,
    Proposal,
    Version,
    VersionDraft,
    VersionStep,
    YearlyReview,
)
from charters.text.anchoring import waiting
from charters.versions.reading import COMMITTEE_NAME, UNDECIDED, came_back_of, opinions_owed
from governance.models import Department, Member

PROPOSALS_SHOWN = 5
# Rounds open, or proposals to confirm, all at once: beyond, one finds one's own on their pages.
MOST = 500


def charter_now() -> Charter | None:
    """The charter, with all that the home page says of it: one query.

    The digest of whoever reads is computed with ids: ``open_rounds``, of its open consent rounds; ``debated``, of the
    proposals whose words an examined objection waits for; ``to_confirm``, of those to confirm; ``amended``, of those
    that ask for something else than at first; ``to_place``, of the comments that lost their words.
    """
    validated = VersionStep.objects.filter(version=OuterRef("version_in_force"), kind=VersionStep.Kind.VALIDATED)
    awaiting = Version.objects.filter(UNDECIDED, charter=OuterRef("pk")).order_by("-submission")
    reviews = YearlyReview.objects.filter(charter=OuterRef("pk")).order_by("-number")
    draft = VersionDraft.objects.filter(charter=OuterRef("pk"), closed_at=None)
    # a signature is of one version: the one in force, when there is one
    label = Case(
        When(number_in_force__isnull=False, then=Concat(Cast("number_in_force", CharField()), Value(".0"))),
        output_field=CharField(),
    )
    signed = Commitment.objects.current().filter(
        charter=OuterRef("pk"), status__in=Commitment.SIGNED,
        version_label=Coalesce(OuterRef("label_in_force"), F("version_label")),
    )  # fmt: skip
    open_rounds = ConsentRound.objects.filter(is_open=True, proposal__charter=OuterRef("pk")).order_by("step_until")
    argued = Position.objects.filter(round=OuterRef("pk"), kind=Position.Kind.OBJECTION, is_current=True, end="")
    # once its author has amended, an objection holds on other words: it argues again when its holder confirms it
    on_present_words = argued.exclude(examination="").filter(wording=OuterRef("proposal__wording"))
    debated = open_rounds.filter(Exists(on_present_words), step__in=WORDS_IN)
    to_confirm = Proposal.objects.open().filter(charter=OuterRef("pk"), awaits_confirmation=True).order_by("pk")
    amended = Proposal.objects.open().filter(charter=OuterRef("pk"), awaits_confirmation=False, substance__gt=1)
    to_place = waiting().filter(anchor__clause__charter=OuterRef("pk"), anchor__clause__removed=False)
    charters = Charter.objects.annotate(number_in_force=Subquery(validated.values("number")[:1]))
    return (
        charters.annotate(label_in_force=label)
        .annotate(
            in_force_since=Subquery(validated.values("at")[:1]),
            awaiting_submission=Subquery(awaiting.values("submission")[:1]),
            awaiting_since=Subquery(awaiting.values("submitted_at")[:1]),
            opinions_awaited=ArraySubquery(_opinions_awaited()),
            came_back=Subquery(came_back_of(OuterRef("pk")).values("version__submission")[:1]),
            came_back_at=Subquery(came_back_of(OuterRef("pk")).values("at")[:1]),
            consulted_until=Subquery(_last_step().filter(kind=DraftStep.Kind.CONSULTATION).values("until")[:1]),
            next_review_on=Subquery(reviews.values("next_on")[:1]),
            is_being_prepared=Exists(draft),
            clause_count=_count(Clause.objects.in_text().filter(charter=OuterRef("pk"))),
            open_proposal_count=_count(Proposal.objects.open().filter(charter=OuterRef("pk"))),
            signed_count=_count(signed, of="department"),
            has_departments=Exists(Department.objects.all()),
            open_rounds=ArraySubquery(open_rounds.values("pk")[:MOST]),
            debated=ArraySubquery(debated.values("proposal")[:MOST]),
            to_confirm=ArraySubquery(to_confirm.values("pk")[:MOST]),
            to_place=ArraySubquery(to_place.values("anchor")[:MOST]),
            amended=ArraySubquery(amended.values("pk")[:MOST]),
        )
        .first()
    )


def _opinions_awaited() -> QuerySet[Any]:
    """Names of the committees whose opinion the submitted version needs and has not received."""
    undecided = Version.objects.filter(UNDECIDED)
    owed = opinions_owed().filter(version__in=undecided, version__charter=OuterRef("pk"))
    return owed.values(named=COMMITTEE_NAME)


def _last_step() -> QuerySet[DraftStep]:
    """The last step of the version in preparation."""
    later = DraftStep.objects.filter(draft=OuterRef("draft"), sequence__gt=OuterRef("sequence"))
    steps = DraftStep.objects.filter(~Exists(later), draft__closed_at=None)
    return steps.filter(draft__charter=OuterRef("pk"))


def _count(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    counted = rows.order_by().values("charter").annotate(number=Count(of, distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def clauses_at_a_glance(charter: Charter) -> list[dict[str, Any]]:
    """The sections and their clauses, each as warm as it is discussed: one query."""
    rows: dict[int, dict[str, Any]] = {}
    clauses = Clause.objects.in_text().filter(charter=charter).select_related("section", "thread").in_reading_order()
    for clause in clauses.defer("text", "note", "hr_job_description", "hr_mission_letter", "hr_interview"):
        clause.charter = charter
        row = rows.setdefault(clause.section_id, {"section": clause.section, "cells": []})
        row["cells"].append({"clause": clause, "heat": _heat(clause)})
    return list(rows.values())


def _heat(clause: Clause) -> int:
    spoken = clause.thread.comment_count + 2 * clause.open_proposal_count
    return sum(spoken >= step for step in (1, 3, 6, 10))


def my_proposals(member: Member) -> list[Proposal]:
    """The reader's last proposals and their answers. Anonymous ones refer to nobody: they cannot be listed."""
    mine = Proposal.objects.filter(author=member).select_related("charter")
    return list(mine.order_by("-written_on", "-written_at", "pk")[:PROPOSALS_SHOWN])
