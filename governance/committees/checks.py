"""What the registry shows to be wrong: one function a check, each on all that was read once.

A check says what, where, since when, and what to do; it never says who.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.committees.delays import promised
from governance.committees.folding import same_words, words_of
from governance.committees.models import Committee, Decision
from governance.committees.reading import Registry

# A mandate that ends within so many days is told beforehand.
ENDS_SOON = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: on which committee, what, since when; and the route of the form that mends it."""

    committee: Committee
    what: str
    mend: tuple[str, ...]
    since: datetime.date | None = None
    other: Committee | None = None

    @property
    def address(self) -> str:
        route, *args = self.mend
        return reverse(route, args=args)

    @property
    def is_mended_by_decision(self) -> bool:
        return self.mend[0] == "decision-correct"


@dataclass(frozen=True, slots=True)
class Check:
    """What is looked at, what to do about it, and the function that looks. A notice asks for nothing yet."""

    code: str
    title: str | Promise
    remedy: str | Promise
    find: Callable[[Registry], Iterator[Finding]]
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A check, and what it found."""

    check: Check
    findings: list[Finding] = field(default_factory=list)


def overlaps(registry: Registry) -> Iterator[Finding]:
    """Two committees decide on the same subject, or nearly: one finding for both, with the first of such subjects."""
    deciding = [
        (committee, [(subject, words_of(subject)) for subject in committee.decides_on])
        for committee in registry.committees
    ]
    for (one, ours), (other, theirs) in combinations(deciding, 2):
        found = next((pair for pair in product(ours, theirs) if same_words(pair[0][1], pair[1][1])), None)
        if found:
            what = _("“%(subject)s” here, “%(theirs)s” there.") % {"subject": found[0][0], "theirs": found[1][0]}
            yield Finding(one, what, ("committee-edit", one.code), other=other)


def no_seat_for_category_c(registry: Registry) -> Iterator[Finding]:
    """The categories of the seats are said, and none is kept for category C. Elected members have no category."""
    for committee in registry.committees:
        said = "".join(committee.member_categories)
        if said and "C" not in said and committee.kind != Committee.Kind.POLITICAL:
            what = _("No seat is kept for category C among those whose category is said.")
            yield Finding(committee, what, ("committee-edit", committee.code))


def seats_not_said(registry: Registry) -> Iterator[Finding]:
    """Nothing says for which categories the seats are kept: nobody can tell whether category C has one."""
    for committee in registry.committees:
        if not any(committee.member_categories) and committee.kind != Committee.Kind.POLITICAL:
            what = _("Nothing says for which categories its seats are kept.")
            yield Finding(committee, what, ("committee-edit", committee.code))


def no_minutes(registry: Registry) -> Iterator[Finding]:
    """The last meetings that were held have no minutes: as many as the setting says."""
    most = settings.MEETINGS_WITHOUT_MINUTES
    for committee in registry.committees:
        held = [one for one in registry.meetings.get(committee.pk, []) if one.held_on < registry.today][:most]
        if len(held) == most and not any(one.minutes_on for one in held):
            what = ngettext(
                "The last meeting has no minutes.", "The last %(count)s meetings have no minutes.", most
            ) % {"count": most}
            first = held[-1]
            yield Finding(committee, what, ("meeting", committee.code, str(first.number)), since=first.held_on)


def mandates_expired(registry: Registry) -> Iterator[Finding]:
    """A committee had a mandate, and has none now."""
    for committee in registry.committees:
        mandates = registry.mandates.get(committee.pk, [])
        over = [one.ends_on for one in mandates if one.ends_on and one.ends_on < registry.today]
        current = [
            one for one in mandates
            if one.starts_on <= registry.today and (one.ends_on is None or one.ends_on >= registry.today)
        ]  # fmt: skip
        if over and not current:
            what = _("Its mandate has ended, and no other one has begun.")
            yield Finding(committee, what, ("mandate-new", committee.code), since=max(over))


def mandates_ending(registry: Registry) -> Iterator[Finding]:
    """The mandate ends soon, and nothing follows it."""
    for committee in registry.committees:
        mandates = registry.mandates.get(committee.pk, [])
        ends = [one.ends_on for one in mandates if one.ends_on]
        if len(ends) < len(mandates) or not ends:
            continue
        if registry.today <= max(ends) <= registry.today + ENDS_SOON:
            what = _("Its mandate ends on %(day)s, and nothing follows it.") % {"day": date_format(max(ends))}
            yield Finding(committee, what, ("mandate-new", committee.code))


def decisions_without_owner(registry: Registry) -> Iterator[Finding]:
    """Something is to be done, and nobody is said to follow it up. Information asks for nothing."""
    for decision in registry.decisions:
        if not decision.owner_function and decision.type != Decision.Type.INFORMATION:
            what = _("%(code)s, “%(subject)s”: nobody follows it up.") % {
                "code": decision.code,
                "subject": decision.subject,
            }
            yield Finding(decision.committee, what, ("decision-correct", decision.code), since=decision.date)


def decisions_to_review(registry: Registry) -> Iterator[Finding]:
    """The day on which a decision was to be reviewed has come."""
    for decision in registry.decisions:
        if decision.review_on and decision.review_on <= registry.today:
            what = _("%(code)s, “%(subject)s”: to be reviewed.") % {"code": decision.code, "subject": decision.subject}
            yield Finding(decision.committee, what, ("decision-correct", decision.code), since=decision.review_on)


def information_late(registry: Registry) -> Iterator[Finding]:
    """Something was promised within a delay, which has passed, and nothing says that it was shared.

    One finding for each document, from the first meeting that waits for it.
    """
    for committee in registry.committees:
        for item in registry.information.get(committee.pk, []):
            delay = promised(item.delay)
            if delay is None:
                continue
            late = [
                (due, meeting) for meeting in registry.meetings.get(committee.pk, [])
                if item.binds(meeting.held_on) and item.pk not in meeting.shared
                and (due := delay.due(meeting.held_on)) < registry.today
            ]  # fmt: skip
            if late:
                due, meeting = min(late, key=lambda each: (each[0], each[1].number))
                what = ngettext(
                    "“%(document)s”, promised (%(delay)s), is late after a meeting.",
                    "“%(document)s”, promised (%(delay)s), is late after %(count)s meetings.",
                    len(late),
                ) % {"document": item.document, "delay": item.delay, "count": len(late)}
                mend = ("information-shared", committee.code, str(meeting.number), str(item.position))
                yield Finding(committee, what, mend, since=due)


CHECKS = (
    Check(
        "overlap",
        gettext_lazy("Two committees decide on the same subject"),
        gettext_lazy("Keep the subject in one committee; the other gives an opinion, or is informed."),
        overlaps,
    ),
    Check(
        "category-c",
        gettext_lazy("No seat for category C"),
        gettext_lazy("Keep a seat for people of category C, and say so at the end of its line: (C)."),
        no_seat_for_category_c,
    ),
    Check(
        "minutes",
        gettext_lazy("Meetings without minutes"),
        gettext_lazy("Publish the minutes, even short ones, or say that the meeting was cancelled."),
        no_minutes,
    ),
    Check(
        "mandate",
        gettext_lazy("Mandate expired"),
        gettext_lazy(
            "Have the mandate renewed by whoever gave it; or take its subjects off it, and write that it ended."
        ),
        mandates_expired,
    ),
    Check(
        "owner",
        gettext_lazy("Decision that nobody follows up"),
        gettext_lazy("Say which function follows it up: a correction of the entry."),
        decisions_without_owner,
    ),
    Check(
        "review",
        gettext_lazy("Decision to be reviewed"),
        gettext_lazy("Have the committee look at it again, then record the next day of review."),
        decisions_to_review,
    ),
    Check(
        "late",
        gettext_lazy("Information promised and late"),
        gettext_lazy("Share it, then record when and where; or promise a delay that can be kept."),
        information_late,
    ),
    Check(
        "mandate-soon",
        gettext_lazy("Mandate about to end"),
        gettext_lazy("Prepare the renewal before the last day."),
        mandates_ending,
        is_notice=True,
    ),
    Check(
        "seats",
        gettext_lazy("Seats whose category is not said"),
        gettext_lazy("Write the categories at the end of each line of the members: (A, B, C)."),
        seats_not_said,
        is_notice=True,
    ),
)


def check(registry: Registry) -> list[Checked]:
    """Every check, in the order of the table, with what it finds: the oldest first."""
    return [Checked(each, sorted(each.find(registry), key=lambda one: one.since or registry.today)) for each in CHECKS]


def to_mend(checked: list[Checked]) -> int:
    """How many findings ask for something; notices are not counted."""
    return sum(len(each.findings) for each in checked if not each.check.is_notice)
