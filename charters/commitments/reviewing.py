"""The yearly review: what a year of the charter gave, looked at together, and what will change."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.commitments.models import CommitmentFollowUp, RolloutAction, YearlyReview
from charters.commitments.reading import Board, board
from charters.permissions import RECORD_REVIEW
from charters.text.models import Charter, Clause
from governance.committees.models import Committee
from governance.people.models import Member, Role
from governance.refusals import Refused
from governance.signing import Stale

A_YEAR = datetime.timedelta(days=365)
Facts = dict[str, Any]


def gather(charter: Charter, found: Board | None = None) -> Facts:
    """What the review looks at, in numbers: departments, promises, time, actions, clauses; never people.

    Three queries, and those of the board when it is not given.
    """
    found = found or board(charter)
    today = timezone.localdate()
    promises = Counter(promise.state.state if promise.state else "" for promise in found.promises)
    states = list(RolloutAction.objects.filter(charter=charter).values_list("state", flat=True))
    return {
        "version": found.number,
        "days_in_force": (today - found.since).days if found.since else None,
        "departments": len(found.stands),
        "signed": found.signed,
        "declined": found.declined,
        "silent": found.silent,
        "promises": len(found.promises),
        "kept": promises[CommitmentFollowUp.State.KEPT],
        "not_yet": promises[CommitmentFollowUp.State.NOT_YET],
        "not_kept": promises[CommitmentFollowUp.State.NOT_KEPT],
        "untold": promises[""],
        "hours_a_year": str(found.hours_a_year),
        "hours_really_a_year": str(found.hours_really_a_year),
        "actions": len(states),
        "actions_done": states.count(RolloutAction.State.DONE),
        "actions_late": RolloutAction.objects.filter(charter=charter).late(today).count(),
        "clauses_without_experience": Clause.objects.in_text().filter(charter=charter, citation_count=0).count(),
    }


@transaction.atomic
def record_review(
    charter: Charter,
    *,
    by: Member,
    seen: int,
    held_on: datetime.date,
    findings: str,
    changes: str,
    next_on: datetime.date,
    committee: Committee | None = None,
) -> YearlyReview:
    """Record a review with the numbers of the moment; ``seen`` is how many there were. Raises Stale, Refused."""
    RECORD_REVIEW.require(by)
    charter = Charter.objects.locked().get(pk=charter.pk)
    count = charter.reviews.count()
    if count != seen:
        raise Stale(
            _(
                "Someone recorded a review while you were writing. Nothing you wrote is lost: "
                "read it in the list, then send again if yours says something else."
            ),
            current=count,
        )
    if held_on > timezone.localdate():
        raise Refused(_("This review is still to come: record it once it was held."))
    if next_on <= held_on:
        raise Refused(_("The next review comes after this one: give a later day."))
    if not findings.strip():
        raise Refused(_("Say what the review found: everyone will read it."))
    found = board(charter)
    review = YearlyReview(
        charter=charter,
        number=count + 1,
        version_label=found.label,
        held_on=held_on,
        committee=committee,
        looked_at=gather(charter, found),
        findings=findings,
        changes=changes,
        next_on=next_on,
        by=by.pseudonym,
        by_function=by.function or str(Role.FACILITATOR.label),
    )
    review.save(force_insert=True)
    return review


def due_since(last_next_on: datetime.date | None, in_force_since: datetime.date | None) -> datetime.date | None:
    """The day from which a review is due: that announced by the last one, else a year after the version in force."""
    if last_next_on:
        return last_next_on
    return in_force_since + A_YEAR if in_force_since else None
