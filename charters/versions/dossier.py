"""What management reads before it decides, besides the text: opinions, objections and their ends, what has no ground.

One query reads all of it, whatever there is.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from charters.consent.models import Position
from charters.versions.content import Content
from charters.versions.life import DraftStep, Opinion, OpinionRequest, ReturnReason, Sponsorship
from charters.versions.models import Version, VersionStep
from charters.versions.reading import COMMITTEE_NAME

OBJECTIONS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """A committee, asked for its opinion or not; its opinions, the last one first: empty as long as it is silent."""

    committee: str
    code: str
    asked_on: datetime.date | None
    required: bool
    touches: tuple[str, ...]
    given: tuple[dict[str, Any], ...]

    @property
    def last(self) -> dict[str, Any] | None:
        return self.given[0] if self.given else None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Opinions, objections (rows of proposal, code, harm, end, reason; ``more_objections`` are not shown), why
    contributions are counted up to a day before the consultation, reasons of its return by clause, the return of the
    submission before that it ``came_back`` from (one row at most), sponsors by clause (and the clauses of each sponsor,
    by pseudonym), and the reasons of clauses without experience by clause.
    """

    opinions: tuple[OpinionLine, ...]
    objections: tuple[dict[str, Any], ...]
    more_objections: int
    counted_reason: str
    return_reasons: dict[str, str]
    came_back: tuple[dict[str, Any], ...]
    sponsors: dict[str, list[str]]
    sponsored: dict[str, set[str]]
    without_experience: tuple[tuple[str, str, str], ...]


def dossier_of(version: Version, content: Content) -> Dossier:
    """All of it, for a version that comes from ``with_steps``. One query."""
    asked = OpinionRequest.objects.filter(version=version).order_by("pk")
    given = Opinion.objects.filter(version=version).order_by("-sequence")
    reasons = ReturnReason.objects.filter(step__version=version).order_by("code")
    row = Version.objects.filter(pk=version.pk).values_list(
        _rows(asked, code="committee__code", name=COMMITTEE_NAME, at="at", required="required", touches="touches"),
        _rows(
            given, code="committee__code", name="committee_name", verdict="verdict", on="on", reference="reference",
            words="words", correction="correction_reason", sequence="sequence", by="recorded_by_function",
        ),
        _rows(reasons, code="code", reason="reason"),
        _rows(
            _objections(version)[:OBJECTIONS_SHOWN], proposal="round__proposal__title", code="round__code",
            harm="harm", end="end", reason="end_reason", clause="round__proposal__clause__code",
        ),
        _rows(
            current_sponsors().filter(clause__charter=version.charter_id), code="clause__code", by="by_function",
            who="by",
        ),
        Coalesce(Subquery(_counted(_objections(version))), 0),
        _rows(_closing(version), reason="reason"),
        _rows(
            _former_return(version), submission="version__submission", on="at", reason="reason",
            clauses=ArraySubquery(
                ReturnReason.objects.filter(step=OuterRef("pk")).order_by("code")
                .values(row=JSONObject(code="code", reason="reason"))
            ),
        ),
    ).get()  # fmt: skip
    asked_rows, given_rows, reason_rows, objections, sponsor_rows, objection_count, closing, returns = row
    sponsors: dict[str, list[str]] = {}
    sponsored: dict[str, set[str]] = {}
    for sponsor in sponsor_rows:
        sponsors.setdefault(sponsor["code"], []).append(sponsor["by"])
        sponsored.setdefault(sponsor["who"], set()).add(sponsor["code"])
    titles = {clause.code: clause.title for _section, clause in content.clauses}
    return Dossier(
        opinions=_opinions(asked_rows, given_rows),
        objections=tuple(objections),
        more_objections=objection_count - len(objections),
        counted_reason=closing[0]["reason"] if closing else "",
        came_back=tuple(
            former | {"on": timezone.localdate(datetime.datetime.fromisoformat(former["on"]))} for former in returns
        ),
        return_reasons={reason["code"]: reason["reason"] for reason in reason_rows},
        sponsors=sponsors,
        sponsored=sponsored,
        without_experience=tuple(
            (code, titles.get(code, ""), words) for code, words in version.reasons_without_experience.items()
        ),
    )


def current_sponsors() -> QuerySet[Sponsorship]:
    """The last word of each person on each clause, when it is to take it under their care."""
    last = Sponsorship.objects.order_by("clause_id", "by", "-sequence").distinct("clause_id", "by")
    return Sponsorship.objects.filter(pk__in=last.values("pk"), takes=True).order_by("clause", "sequence")


def opinions_printed(version: Version) -> list[Opinion]:
    """The last opinion of each committee, as the version prints them. One query."""
    return last_opinions([version.pk])


def last_opinions(versions: Iterable[uuid.UUID]) -> list[Opinion]:
    """The last opinion of each committee on each of these versions, in the order of their days. One query."""
    last = Opinion.objects.filter(version__in=list(versions)).order_by("version_id", "committee_id", "-sequence")
    last = last.distinct("version_id", "committee_id")
    return list(Opinion.objects.filter(pk__in=last.values("pk")).order_by("on", "committee_name", "pk"))


def _opinions(asked: list[dict[str, Any]], given: list[dict[str, Any]]) -> tuple[OpinionLine, ...]:
    said: dict[str, list[dict[str, Any]]] = {}
    for row in given:
        row |= {"on": datetime.date.fromisoformat(row["on"]), "label": Opinion.Verdict(row["verdict"]).label}
        said.setdefault(row["code"], []).append(row)
    lines = [
        OpinionLine(
            row["name"], row["code"], timezone.localdate(datetime.datetime.fromisoformat(row["at"])), row["required"],
            tuple(row["touches"]), tuple(said.pop(row["code"], ())),
        )
        for row in asked
    ]  # fmt: skip
    lines += [OpinionLine(rows[0]["name"], code, None, False, (), tuple(rows)) for code, rows in said.items()]
    return tuple(lines)


def _objections(version: Version) -> QuerySet[Position]:
    """Objections raised while this version was being written."""
    until = timezone.localdate(version.submitted_at)
    between = Q(written_on__lte=until)
    if version.based_on:
        between &= Q(written_on__gt=timezone.localdate(version.based_on.submitted_at))
    raised = Position.objects.filter(between, kind=Position.Kind.OBJECTION, is_current=True)
    raised = raised.filter(round__proposal__charter=version.charter_id)
    return raised.order_by("written_on", "pk")


def _counted(rows: QuerySet[Position]) -> QuerySet[Any]:
    return rows.order_by().values("kind").annotate(number=Count("pk")).values("number")


def _closing(version: Version) -> QuerySet[DraftStep]:
    """The last closing of the consultation on the version."""
    steps = DraftStep.objects.filter(draft=version.draft_id, kind=DraftStep.Kind.REVIEW)
    return steps.order_by("-sequence")[:1]


def _former_return(version: Version) -> QuerySet[VersionStep]:
    """The last return of an earlier submission of the same text, which this one comes back from."""
    returns = VersionStep.objects.filter(
        charter=version.charter_id,
        kind=VersionStep.Kind.RETURNED,
        version__based_on=version.based_on_id,
        version__submission__lt=version.submission,
    )
    return returns.order_by("-version__submission")[:1]


def _rows(rows: QuerySet[Any], **columns: Any) -> ArraySubquery:
    # the query of the version has nothing to correlate with: any outer column will do
    return ArraySubquery(rows.annotate(_of=OuterRef("pk")).values(row=JSONObject(**columns)))
