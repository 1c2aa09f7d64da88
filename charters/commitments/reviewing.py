"""The yearly review: what a year of the charter gave, looked at together, and what will change."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.commitments.asking import label_of
from charters.commitments.committing import refuse_if
from charters.commitments.models import CommitmentFollowUp, RolloutAction, YearlyReview
from charters.commitments.plausible import unlikely_day
from charters.commitments.reading import board
from charters.grounding.evidence import unsupported
from charters.permissions import RECORD_REVIEW
from charters.text.models import Charter, Clause
from charters.versions.reading import VALIDATIONS
from governance.committees.models import Committee
from governance.people.models import Member, Role
from governance.refusals import Refused
from governance.signing import Stale

A_YEAR = datetime.timedelta(days=365)
Facts = dict[str, Any]


def charters_to_review() -> QuerySet[Charter]:
    """Charters with what a review looks at, but for departments: all in one query."""
    mine = {"charter": OuterRef("pk")}
    validated = VALIDATIONS.filter(version=OuterRef("version_in_force"))
    actions = RolloutAction.objects.filter(**mine)
    return Charter.objects.annotate(
        number_in_force=Subquery(validated.values("number")[:1]),
        in_force_since=Subquery(validated.values("at")[:1]),
        review_count=_count(YearlyReview.objects.filter(**mine)),
        action_count=_count(actions),
        done_count=_count(actions.filter(state=RolloutAction.State.DONE)),
        late_count=_count(RolloutAction.objects.late(timezone.localdate()).filter(**mine)),
        ungrounded_count=_count(unsupported(Clause.objects.in_text()).filter(**mine)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("charter").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def gather(charter: Any) -> Facts:
    """What the review looks at, in numbers: departments, promises, time, actions, clauses; never people.

    The charter comes from ``charters_to_review``. Three queries.
    """
    found = board(charter, (charter.number_in_force or 0, charter.in_force_since))
    today = timezone.localdate()
    promises = Counter(promise.state.state if promise.state else "" for promise in found.promises)
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
        "actions": charter.action_count,
        "actions_done": charter.done_count,
        "actions_late": charter.late_count,
        "clauses_without_experience": charter.ungrounded_count,
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
    refuse_if(unlikely_day(held_on), unlikely_day(next_on))
    if not findings.strip():
        raise Refused(_("Say what the yearly review found: everyone will read it."))
    facts = gather(charters_to_review().get(pk=charter.pk))
    review = YearlyReview(
        charter=charter,
        number=count + 1,
        version_label=label_of(facts["version"]) if facts["version"] else "",
        held_on=held_on,
        committee=committee,
        looked_at=facts,
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
