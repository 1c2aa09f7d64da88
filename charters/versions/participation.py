"""Who took part in what a version brings, and who is missing: contributions by staff category and by department.

Collective only. A number of contributions smaller than the threshold is not shown, and then no share of the whole is,
since the others would give it back; a department is called silent only if enough people work there.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils import timezone

from charters.consent.models import Position
from charters.deliberation.models import Proposal
from charters.versions.models import Version
from feedback.voices.models import Comment, Outcome
from governance.people.models import Department, Headcount, StaffCategory

NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A staff category: its contributions (nothing when they are too few to be shown), and its part of each whole.

    ``of_words`` and ``of_staff`` are percentages, or nothing.
    """

    category: str
    number: int | None
    of_words: int | None
    of_staff: int | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Between which days, by category, and the departments of which no contribution carries the name."""

    since: datetime.date | None
    until: datetime.date
    shares: tuple[Share, ...]
    silent: tuple[str, ...]
    nobody: bool


def participation_in(version: Version) -> Participation:
    """What was written after the last day that the version before counted, up to the last one of this. One query."""
    since = _last_day(version.based_on) if version.based_on else None
    until = _last_day(version)
    if since and until <= since:
        until = timezone.localdate(version.submitted_at)
    written: Counter[str] = Counter()
    staff: Counter[str] = Counter()
    heard: set[int] = set()
    departments: list[tuple[str, int]] = []
    for department, category, number, name in _contributions(version.charter_id, since, until).union(
        _staff(), all=True
    ):
        if not name:
            written[category] += number
            heard.add(department)
        else:
            staff[category] += number
            if category == NOT_SAID and number >= settings.SMALL_GROUP_THRESHOLD:
                departments.append((name, department))
    silent = tuple(name for name, department in sorted(departments) if department not in heard)
    return Participation(since, until, _shares(written, staff), silent, nobody=not written)


def _last_day(version: Version) -> datetime.date:
    """The last day whose contributions a version counts."""
    return version.counted_upto or timezone.localdate(version.submitted_at)


def _staff() -> QuerySet:
    """Rows of (department, category, how many work there, its name)."""
    counts = Headcount.objects.filter(department__in=Department.objects.open_now()).order_by()
    return counts.values_list("department", "category", "count", "department__name")


def _shares(written: Counter[str], staff: Counter[str]) -> tuple[Share, ...]:
    categories = [*StaffCategory.values, NOT_SAID]
    shown = {category: _shown(written[category]) for category in categories}
    whole, people = sum(written.values()), sum(staff[category] for category in StaffCategory.values)
    all_shown = None not in shown.values()
    return tuple(
        Share(
            category,
            shown[category],
            _percent(written[category], whole) if all_shown else None,
            _percent(staff[category], people) if category != NOT_SAID else None,
        )
        for category in categories
        if category != NOT_SAID or written[NOT_SAID]
    )


def _shown(number: int) -> int | None:
    return None if 0 < number < settings.SMALL_GROUP_THRESHOLD else number


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _contributions(charter_id: int, since: datetime.date | None, until: datetime.date) -> QuerySet:
    """Rows of (department, category, how many, nothing), of proposals, comments and positions."""
    here = Q(thread__clause__charter=charter_id) | Q(thread__proposal__charter=charter_id)
    kinds: list[QuerySet] = [
        Proposal.objects.filter(charter=charter_id),
        Comment.objects.filter(here),
        Position.objects.filter(round__proposal__charter=charter_id, is_current=True),
    ]
    between = Q(written_on__lte=until) & (Q(written_on__gt=since) if since else Q())
    first, *others = (
        rows.filter(between)
        .exclude(outcome=Outcome.WITHDRAWN)
        .order_by()
        .values("department", "category")
        .annotate(number=Count("pk"))
        .values_list("department", "category", "number", Value(NOT_SAID, CharField()))
        for rows in kinds
    )
    return first.union(*others, all=True)
