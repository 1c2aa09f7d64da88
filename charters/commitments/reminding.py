"""What departments and facilitators are reminded of: a version to sign, promises to follow up, late actions, a review.

Silence stays silence: a reminder asks, it never answers for anyone. It comes three times at most, then stops.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.commitments.asking import label_of
from charters.commitments.models import MOST_PROMISES, Commitment, CommitmentFollowUp, RolloutAction, YearlyReview
from charters.commitments.reviewing import due_since
from charters.text.models import Charter
from charters.versions.reading import VALIDATIONS
from governance.people.models import Department, Member, Role, RoleGrant

SIGN_WITHIN = datetime.timedelta(days=30)
FOLLOW_UP_EVERY = datetime.timedelta(days=182)
MOST_REMINDERS = 3
ANSWERS = (*Commitment.SIGNED, Commitment.Status.DECLINED)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to write to a member once: ``key`` is the same for the same thing, whatever the day it is asked.

    ``path`` is the page that it leads to, without the name of the site.
    """

    member: Member
    key: str
    subject: str
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class _InForce:
    """A charter and its version in force."""

    charter: Charter
    number: int
    since: datetime.date
    review_due: datetime.date | None


def departments_to_sign(charter: Charter, number: int) -> QuerySet[Department]:
    """Departments that have neither signed nor declined the version in force, whose number is given."""
    said = Commitment.objects.filter(
        Q(version=None) | Q(version=charter.version_in_force_id),
        charter=charter, department=OuterRef("pk"), version_label=label_of(number), status__in=ANSWERS,
    )  # fmt: skip
    return Department.objects.open_now().filter(~Exists(said)).order_by("name", "pk")


def commitments_to_follow(charter: Charter, number: int, today: datetime.date) -> QuerySet[Commitment]:
    """Signed commitments of which one promise, made half a year ago or more, was not told of for half a year."""
    since = today - FOLLOW_UP_EVERY
    same = {name: OuterRef(name) for name in ("charter", "department", "version_label")}
    told = CommitmentFollowUp.objects.filter(day__gt=since, **same)
    promised = Commitment.objects.filter(status__in=Commitment.SIGNED, date__lte=since, **same)
    due = Q()
    for place in range(MOST_PROMISES):
        code = OuterRef(f"clause_codes__{place}")
        long_ago = promised.filter(Q(clause_codes__0=code) | Q(clause_codes__1=code) | Q(clause_codes__2=code))
        due |= Q(Exists(long_ago), ~Exists(told.filter(clause_code=code)), clause_codes__len__gt=place)
    signed = Commitment.objects.current().filter(
        Q(version=None) | Q(version=charter.version_in_force_id),
        charter=charter, version_label=label_of(number), status__in=Commitment.SIGNED,
    )  # fmt: skip
    return signed.filter(due).order_by("date", "pk")


def reminders_due(today: datetime.date) -> list[Reminder]:
    """All that is to be written today to whom, in the charter's language. To be sent once for each key.

    The queries do not depend on how much there is to say: seven for a charter in force.
    """
    validated = VALIDATIONS.filter(version=OuterRef("version_in_force"))
    reviews = YearlyReview.objects.filter(charter=OuterRef("pk")).order_by("-number")
    charters = Charter.objects.filter(version_in_force__isnull=False).annotate(
        number_in_force=Subquery(validated.values("number")[:1]),
        in_force_since=Subquery(validated.values("at")[:1]),
        next_review_on=Subquery(reviews.values("next_on")[:1]),
    )
    found: list[Reminder] = []
    for charter in charters:
        since = timezone.localdate(_annotated(charter, "in_force_since"))
        due = due_since(_annotated(charter, "next_review_on"), since)
        now = _InForce(charter, _annotated(charter, "number_in_force"), since, due)
        people = _People()
        with translation.override(charter.language):
            for remind in (_to_sign, _to_follow, _late, _review):
                found += remind(now, people, today)
    return found


def _annotated(charter: Charter, name: str) -> Any:
    return getattr(charter, name)


class _People:
    """Whom to write to: heads by department, and facilitators. Those without an address are reminded on screen."""

    def __init__(self) -> None:
        self.heads: dict[int, list[Member]] = {}
        self.facilitators: list[Member] = []
        grants = RoleGrant.objects.filter(
            ended_at=None, role__in=[Role.DEPARTMENT_HEAD, Role.FACILITATOR], member__is_active=True
        ).exclude(member__email=None)
        for grant in grants.select_related("member").order_by("member__name", "pk"):
            if grant.role == Role.FACILITATOR:
                self.facilitators.append(grant.member)
            elif grant.department_id:
                self.heads.setdefault(grant.department_id, []).append(grant.member)


def _to_sign(now: _InForce, people: _People, today: datetime.date) -> Iterator[Reminder]:
    times = _times(now.since, SIGN_WITHIN, today)
    if not times:
        return
    charter, number = now.charter, now.number
    for department in departments_to_sign(charter, number):
        path = reverse("commitment-sign", args=[charter.slug, department.pk, label_of(number)])
        said = {"department": department.name, "number": number, "days": SIGN_WITHIN.days * times}
        for head in people.heads.get(department.pk, []):
            yield Reminder(
                head,
                f"commitment-sign:{charter.slug}:{number}:{department.pk}:{times}",
                _("Your department has not answered on version %(number)s of the charter") % said,
                _(
                    "Version %(number)s has been in force for %(days)s days or more, and %(department)s has neither "
                    "signed nor declined it. Talk about it with your team, then say what your department promises: "
                    "it may also decline, and say why."
                )
                % said,
                path,
            )


def _to_follow(now: _InForce, people: _People, today: datetime.date) -> Iterator[Reminder]:
    charter, number = now.charter, now.number
    for word in commitments_to_follow(charter, number, today).select_related("department"):
        times = (today - word.date).days // FOLLOW_UP_EVERY.days if word.date else 0
        said = {"department": word.department.name, "number": number}
        for head in people.heads.get(word.department_id, []):
            yield Reminder(
                head,
                f"commitment-follow-up:{charter.slug}:{number}:{word.department_id}:{word.sequence}.{times}",
                _("What became of the promises of your department?"),
                _(
                    "It is half a year since anything was told of a promise of %(department)s on version %(number)s. "
                    "Say whether it is kept, and what shows it or prevents it."
                )
                % said,
                reverse("commitment", args=[charter.slug, word.department_id]),
            )


def _late(now: _InForce, people: _People, today: datetime.date) -> Iterator[Reminder]:
    charter = now.charter
    for action in RolloutAction.objects.late(today).filter(charter=charter).order_by("position"):
        said = {"step": action.step, "owner": action.owner_function}
        for member in people.heads.get(action.department_id or 0) or people.facilitators:
            yield Reminder(
                member,
                f"rollout-late:{charter.slug}:{action.position}:{action.last_day}",
                _("Late in the rollout plan: %(step)s") % said,
                _(
                    "Its last day has passed. In charge: %(owner)s. If it is done, a facilitator records what shows "
                    "it; if not, say what prevents it, so that the plan can be changed."
                )
                % said,
                reverse("rollout-action", args=[charter.slug, action.position]),
            )


def _review(now: _InForce, people: _People, today: datetime.date) -> Iterator[Reminder]:
    charter, due = now.charter, now.review_due
    if due is None or due > today:
        return
    for member in people.facilitators:
        yield Reminder(
            member,
            f"yearly-review:{charter.slug}:{due}",
            _("The yearly review of the charter is due"),
            _("Its page gathers what there is to look at. Record what was found, and what will change."),
            reverse("review-new", args=[charter.slug]),
        )


def _times(since: datetime.date, every: datetime.timedelta, today: datetime.date) -> int:
    """How many times ``every`` went by, up to the most that one is reminded."""
    return min((today - since).days // every.days, MOST_REMINDERS) if today >= since else 0
