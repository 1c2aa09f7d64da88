"""Reading versions: which one, where it stands, what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from charters.text.models import Charter, Clause, Section
from charters.versions.acts import State, state_after
from charters.versions.changes import Changes, changes_between
from charters.versions.content import Content, frozen_contents
from charters.versions.life import DraftStep, Opinion, OpinionRequest, ReturnReason
from charters.versions.models import Version, VersionClause, VersionDraft, VersionStep
from governance.people.models import Member
from governance.templatetags.french import day

FINAL = [kind.value for kind in VersionStep.FINAL]
COMMITTEE_NAME = F("committee__name")
# Of versions: nobody has decided on them.
UNDECIDED = ~Exists(VersionStep.objects.filter(version=OuterRef("pk"), kind__in=FINAL))
VALIDATIONS = VersionStep.objects.filter(kind=VersionStep.Kind.VALIDATED)


def with_steps() -> QuerySet[Version]:
    """Versions with their charter, the version they started from, and their steps in order. Two queries.

    ``missing_from`` holds the names of the committees whose opinion is required and was not recorded; ``heard_at``
    says when the last of those that are required was first recorded.
    """
    missing = opinions_owed().filter(version=OuterRef("pk"))
    needed = OpinionRequest.objects.filter(version=OuterRef("version"), committee=OuterRef("committee"), required=True)
    heard = Opinion.objects.filter(Exists(needed), version=OuterRef("pk"), sequence=1).order_by("-recorded_at")
    return (
        Version.objects.select_related("charter", "based_on")
        .annotate(
            missing_from=ArraySubquery(missing.values(named=COMMITTEE_NAME)),
            heard_at=Subquery(heard.values("recorded_at")[:1]),
            last_number=Subquery(
                VALIDATIONS.filter(charter=OuterRef("charter")).order_by("-number").values("number")[:1]
            ),
        )
        .prefetch_related(Prefetch("steps", queryset=VersionStep.objects.order_by("sequence")))
    )


def opinions_owed() -> QuerySet[OpinionRequest]:
    """The opinions that are required and were not recorded, in the order in which they were asked for."""
    received = Opinion.objects.filter(version=OuterRef("version"), committee=OuterRef("committee"))
    return OpinionRequest.objects.filter(~Exists(received), required=True).order_by("pk")


def submitted_with_former(charter: str, submission: int) -> tuple[Version, Version | None]:
    """What was submitted, and the version that it started from. Raises Version.DoesNotExist. Two queries."""
    asked = Version.objects.filter(charter__slug=charter, submission=submission)
    both = with_steps().filter(Q(pk__in=asked.values("pk")) | Q(pk__in=asked.values("based_on")))
    *former, version = both.order_by("submission") or [None]
    if version is None:
        raise Version.DoesNotExist
    return version, former[0] if former else None


def was_submitted(charter: Any, submission: int) -> bool:
    """Whether a charter has a submission of that number. One query."""
    return Version.objects.filter(charter=charter, submission=submission).exists()


def versions_of(charter: Charter, *, validated_only: bool = False) -> QuerySet[Version]:
    """Everything that was ever submitted, the last one first; for a visitor, only what was validated."""
    versions = with_steps().filter(charter=charter).order_by("-submission")
    return versions.filter(steps__kind=VersionStep.Kind.VALIDATED) if validated_only else versions


def version_numbered(charter: Charter, number: int) -> Version:
    """The validated version of that number. Raises Version.DoesNotExist. Two queries."""
    return with_steps().get(charter=charter, steps__kind=VersionStep.Kind.VALIDATED, steps__number=number)


def awaiting_version(charter: Charter) -> Version | None:
    """The submitted version that still awaits its decision, if there is one."""
    return Version.objects.filter(UNDECIDED, charter=charter).first()


def undecided_versions() -> QuerySet[Version]:
    """What was submitted and nobody has decided on, in all charters. Two queries."""
    return with_steps().filter(UNDECIDED).order_by("pk")


def came_back_of(charter: Any) -> QuerySet[VersionStep]:
    """The return of the last submission of a charter, as long as nobody prepares it again."""
    again = VersionDraft.objects.filter(charter=OuterRef("charter"), closed_at=None)
    return _last_return_of(charter).filter(~Exists(again))


def _last_return_of(charter: Any) -> QuerySet[VersionStep]:
    later = Version.objects.filter(charter=OuterRef("charter"), submission__gt=OuterRef("version__submission"))
    returns = VersionStep.objects.filter(~Exists(later), charter=charter, kind=VersionStep.Kind.RETURNED)
    return returns.order_by("-at")


def charters_to_prepare() -> QuerySet[Charter]:
    """Charters with the number of the version in force, and the submission that awaits its decision. One query.

    ``returned`` holds a row of submission, reason, and reasons by clause, when the last submission came back.
    """
    returns = _last_return_of(OuterRef("pk"))
    said = ReturnReason.objects.filter(step=OuterRef("pk")).order_by("code")
    row = JSONObject(
        submission="version__submission",
        reason="reason",
        clauses=ArraySubquery(said.values(row=JSONObject(code="code", reason="reason"))),
    )
    return Charter.objects.select_related("version_in_force").annotate(
        returned=ArraySubquery(returns.values(row=row)[:1]),
        number_in_force=Subquery(VALIDATIONS.filter(version=OuterRef("version_in_force")).values("number")[:1]),
        awaiting=Subquery(Version.objects.filter(UNDECIDED, charter=OuterRef("pk")).values("submission")[:1]),
    )


def open_draft(charter: Charter) -> VersionDraft | None:
    """The version in preparation, if there is one (``open_drafts``). One query."""
    return open_drafts(charter).first()


def open_drafts(charter: Charter) -> QuerySet[VersionDraft]:
    """The version in preparation with its charter and its last step.

    ``last_step`` (its number, 0 while it is a mere draft), then ``last_kind``, ``consulted_until``, ``counted_upto``
    and ``closing_reason`` (nothing in that case), and ``stands_since``.
    """
    last = DraftStep.objects.filter(draft=OuterRef("pk")).order_by("-sequence")
    opened = VersionDraft.history.filter(id=OuterRef("pk")).order_by("row_version")
    return (
        VersionDraft.objects.filter(charter=charter, closed_at=None)
        .select_related("charter")
        .annotate(
            last_step=Coalesce(Subquery(last.values("sequence")[:1]), 0),
            last_kind=Subquery(last.values("kind")[:1]),
            consulted_until=Subquery(last.values("until")[:1]),
            counted_upto=Subquery(last.values("counted_upto")[:1]),
            closing_reason=Subquery(last.values("reason")[:1]),
            stands_since=Coalesce(Subquery(last.values("at")[:1]), Subquery(opened.values("history_date")[:1])),
        )
    )


def state_of(version: Version) -> State:
    """Where a version stands, from its last step. The version should come from ``with_steps``."""
    return state_after(
        version.steps.all(),
        in_force=version.charter.version_in_force_id == version.pk,
        opinions_missing=bool(missing_opinions(version)),
    )


def missing_opinions(version: Version) -> list[str]:
    """Names of the committees whose opinion is still needed; the version comes from ``with_steps``."""
    return getattr(version, "missing_from", [])


def validation_of(version: Version) -> VersionStep | None:
    """The step that validated a version: its number, date, body and chain hash. None if it was not validated."""
    return next((step for step in version.steps.all() if step.kind == VersionStep.Kind.VALIDATED), None)


def next_number(version: Version) -> int:
    """The number that the next validation in its charter takes; the version comes from ``with_steps``."""
    return (getattr(version, "last_number", None) or 0) + 1


def name_of(version: Version) -> str:
    """A version as people call it: by its number, or the number it will take; otherwise by its day."""
    if validation := validation_of(version):
        return _("Version %(number)s") % {"number": validation.number}
    if state_of(version).is_undecided:
        return _("Version %(number)s") % {"number": next_number(version)}
    return _("Text submitted on %(day)s") % {"day": day(version.submitted_at)}


def last_validation(charter: Charter) -> VersionStep | None:
    """The validation with the highest number."""
    return VALIDATIONS.filter(charter=charter).select_related("version").order_by("-number").first()


def changes_since(version: Version, previous: Version | None) -> tuple[Content, Changes]:
    """The content of a version, and what it changes from another (or from nothing). One query for both."""
    contents = frozen_contents(version, previous)
    content = contents[version.pk]
    return content, changes_between(contents[previous.pk] if previous else None, content)


def had_a_hand_in(version: Version, member: Member) -> bool:
    """Whether the member prepared the version (opened it, worked on it, led its consultation, submitted it), wrote
    words that it brings, moved a clause, or recorded an opinion that it needs.

    A revision that an earlier version left for later counts in the one that takes it. One query at most.
    """
    if member.pseudonym in (version.prepared_by, version.submitted_by):
        return True
    # the drafts of this submission, and of those that came back on the way to it: their message is taken up again
    way = Version.objects.filter(
        charter=version.charter_id, based_on=version.based_on_id, submission__lte=version.submission
    )
    drafts = VersionDraft.objects.filter(version__in=way)
    needed = OpinionRequest.objects.filter(version=version, required=True).values("committee")
    signed = [VersionDraft.history.filter(id__in=drafts.values("pk")), *_revisions_brought(version)]
    hands = [rows.filter(history_user_id=member.pseudonym).values("history_id")[:1] for rows in signed]
    hands += [
        DraftStep.objects.filter(draft__in=drafts, by=member.pseudonym).order_by().values("pk")[:1],
        Opinion.objects.filter(version=version, committee__in=needed, recorded_by=member.pseudonym)
        .order_by()
        .values("pk")[:1],
    ]
    first, *others = hands
    return bool(first.union(*others, all=True)[:1])


def _revisions_brought(version: Version) -> Iterator[QuerySet[Any]]:
    """History rows that opened the revisions which a version brings: of its clauses one by one, of what is around."""
    frozen = VersionClause.objects.filter(version=version, code=OuterRef("code")).values("revision")[:1]
    before = VersionClause.objects.filter(version=version.based_on_id, code=OuterRef("code")).values("revision")[:1]
    rows = Clause.history.filter(charter=version.charter_id, opens_revision=True)
    rows = rows.annotate(frozen=Subquery(frozen), before=Coalesce(Subquery(before), 0))
    yield rows.filter(revision__gt=F("before"), revision__lte=F("frozen"))
    yield rows.filter(frozen=None, before__gt=0, revision__gt=F("before"), removed=True)
    since: dict[str, Any] = {"history_date__lte": version.submitted_at}
    if version.based_on:
        since["history_date__gt"] = version.based_on.submitted_at
    yield Charter.history.filter(id=version.charter_id, opens_revision=True, **since)
    yield Section.history.filter(charter=version.charter_id, opens_revision=True, **since)
    former = Clause.history.filter(id=OuterRef("id"), row_version__lt=OuterRef("row_version")).order_by("-row_version")
    moved = Clause.history.filter(charter=version.charter_id, opens_revision=False, **since)
    moved = moved.exclude(code__in=version.kept_for_later).annotate(
        was_in=Subquery(former.values("section")[:1]), was_at=Subquery(former.values("position")[:1])
    )
    yield moved.exclude(section=F("was_in"), position=F("was_at"))
