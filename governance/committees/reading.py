"""The whole registry, as one reader may read it: what checks, the picture and answers are made from."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import MD5
from django.utils import timezone

from governance.committees.delays import promised
from governance.committees.meetings import CommitteeTask, Mandate, Meeting, Sharing
from governance.committees.models import Committee, Decision, InformationItem
from governance.people.models import Member

LATEST_MEETINGS = 6
LATEST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Registry:
    """All committees, and what hangs on each by its key. ``today`` is the day on which it is read.

    ``shared`` on each meeting is what was shared for it, by the keys of what was promised.
    """

    today: datetime.date
    committees: list[Committee]
    mandates: dict[int, list[Mandate]]
    meetings: dict[int, list[Any]]
    information: dict[int, list[InformationItem]]
    tasks: dict[int, list[CommitteeTask]]
    decisions: list[Decision]


def read_registry(member: Any) -> Registry:
    """Six queries, whatever there is to read. Decisions are those that the member may read, as they now stand."""
    # minutes are long, and may be for managers: only whether there are any is read here
    meetings = (
        Meeting.objects.filter(cancelled=False)
        .defer("minutes")
        .annotate(shared=ArraySubquery(Sharing.objects.filter(meeting=OuterRef("pk")).values("information_id")))
        .order_by("-held_on", "-number")
    )
    decisions = Decision.objects.current().readable_by(member).select_related("committee").defer("text", "reason")
    return Registry(
        today=timezone.localdate(),
        committees=list(Committee.objects.all()),
        mandates=_by_committee(Mandate.objects.order_by("starts_on")),
        meetings=_by_committee(meetings),
        information=_by_committee(InformationItem.objects.filter(withdrawn=False)),
        tasks=_by_committee(CommitteeTask.objects.filter(state=CommitteeTask.State.OPEN)),
        decisions=list(decisions),
    )


def _by_committee(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.committee_id].append(row)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Change:
    """A state of the committee, or of what hangs on it: who signed it, and the names of what changed."""

    record: Any
    about: str
    author: Member | None
    fields: list[str]


def history_of(committee: Committee) -> list[Change]:
    """What changed in a committee, in what it shares, its mandates and meetings; the last change first.

    Five queries. A task tells what came of it by itself. Words of minutes are not read: they may be for managers.
    """
    found: list[tuple[Any, str, list[str]]] = []
    for model in (Committee, InformationItem, Mandate, Meeting):
        whose = {"id": committee.pk} if model is Committee else {"committee_id": committee.pk}
        former: Any = None
        records = model.history.filter(**whose).order_by("id", "row_version")
        if model is Meeting:
            records = records.defer("minutes").annotate(minutes_mark=MD5("minutes"))
        for record in records:
            same = former is not None and former.id == record.id
            found.append((record, str(model._meta.verbose_name), _changed(model, record, former) if same else []))
            former = record
    found.sort(key=lambda each: each[0].history_date, reverse=True)
    latest = found[:LATEST_CHANGES]
    signed = Member.objects.filter(pseudonym__in={record.history_user_id for record, _about, _fields in latest})
    authors = {member.pseudonym: member for member in signed}
    return [Change(record, about, authors.get(record.history_user_id), fields) for record, about, fields in latest]


def _changed(model: Any, record: Any, former: Any) -> list[str]:
    """The names of what changed between two states."""
    fields = [field for field in model._meta.concrete_fields if field.name not in ("id", "row_version", "cancelled")]
    # minutes are long, and may be for managers: whether they changed is told by a mark of theirs
    kept = {field: "minutes_mark" if field.name == "minutes" else field.attname for field in fields}
    return [str(field.verbose_name) for field, name in kept.items() if getattr(record, name) != getattr(former, name)]


def information_of(committees: list[Committee]) -> dict[int, list[InformationItem]]:
    """What these committees share, by the key of each. One query."""
    wanted = {committee.pk for committee in committees}
    return _by_committee(InformationItem.objects.filter(withdrawn=False, committee__in=wanted))


def meetings_listed(committee: Committee) -> Any:
    """The meetings of a committee, the last one first, without the words of their minutes."""
    return Meeting.objects.filter(committee=committee).defer("minutes").order_by("-held_on", "-number")


def meetings_around(committee: Committee) -> list[Meeting]:
    """The last meetings of a committee: those to come, and some that were held."""
    return list(meetings_listed(committee)[:LATEST_MEETINGS])


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something a committee promised for a meeting: when it was shared, or since when it is awaited."""

    item: InformationItem
    sharing: Sharing | None
    due: datetime.date | None
    is_late: bool


def shared_or_awaited(meeting: Meeting) -> list[Awaited]:
    """What is promised for a meeting, and what was shared for it even if it is no longer promised. Two queries."""
    sharings = {sharing.information_id: sharing for sharing in meeting.sharings.all()}
    items = InformationItem.objects.filter(committee=meeting.committee_id)
    found, today = [], timezone.localdate()
    for item in items:
        sharing = sharings.get(item.pk)
        if not sharing and (item.withdrawn or not item.binds(meeting.held_on)):
            continue
        delay = promised(item.delay)
        due = delay.due(meeting.held_on) if delay else None
        late = bool(due and not meeting.cancelled and (sharing.shared_on if sharing else today) > due)
        found.append(Awaited(item, sharing, due, late))
    return found
