"""What departments promise and what became of it, the plan that brings the charter to life, its yearly reviews."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from charter_site.exchange.areas.experience import first_day
from charter_site.exchange.areas.text import moment
from charter_site.exchange.ledger import Content, Ledger
from charters.models import Charter, Commitment, CommitmentFollowUp, RolloutAction, Version, YearlyReview

COMMITMENT = ("status", "signed_by_function", "comment")
ROLLOUT = ("step", "actions", "owner_function", "audience")
ROLLOUT_WORDS = ("proof", "proof_address", "given_up_because")
FOLLOW_UP = ("state", "reason", "by_function")
REVIEW = ("looked_at", "findings", "changes", "by_function")


def store(content: Content, ledger: Ledger) -> None:
    """After versions, which a commitment may name."""
    assert ledger.charter is not None
    versions = {version.submission: version for version in ledger.charter.versions.all()}
    for entry in content["adhesions"]:
        words = [*entry.get("former", []), entry]
        for sequence, said in enumerate(words, start=1):
            word(said, entry, sequence, ledger, versions).save(force_insert=True)
        numbers: dict[str, int] = {}
        for told in entry.get("follow_ups", []):
            numbers[told["clause"]] = numbers.get(told["clause"], 0) + 1
            follow_up(told, entry, numbers[told["clause"]], ledger).save(force_insert=True)
    for entry in content["deployment_plan"]:
        ledger.save(action(entry, ledger))
    for number, entry in enumerate(content.get("yearly_reviews", []), start=1):
        review(entry, number, ledger).save(force_insert=True)


def word(said: Content, entry: Content, sequence: int, ledger: Ledger, versions: dict[int, Version]) -> Commitment:
    recorded = said.get("recorded_at")
    return Commitment(
        charter=ledger.charter,
        department=ledger.departments[entry["direction"]],
        version_label=entry["version"],
        version=versions.get(said.get("submission") or 0),
        sequence=sequence,
        date=day(said["date"]),
        team_discussion_date=day(said["team_discussion_date"]),
        clause_codes=said["commitments"],
        promises=said.get("promises", []),
        stops=said.get("not_done_instead", ""),
        recorded_by=pseudonym(said.get("recorded_by")),
        **time_stored(said),
        **({"recorded_at": datetime.fromisoformat(recorded)} if recorded else {}),
        **{key: said[key] for key in COMMITMENT},
    )


def follow_up(told: Content, entry: Content, number: int, ledger: Ledger) -> CommitmentFollowUp:
    return CommitmentFollowUp(
        charter=ledger.charter,
        department=ledger.departments[entry["direction"]],
        version_label=entry["version"],
        clause_code=told["clause"],
        number=number,
        day=day(told["day"]),
        by=pseudonym(told["by"]),
        at=datetime.fromisoformat(told["at"]),
        **time_stored(told),
        **{key: told[key] for key in FOLLOW_UP},
    )


def action(entry: Content, ledger: Ledger) -> RolloutAction:
    start, *end = entry["period"].split(" à ")
    return RolloutAction(
        charter=ledger.charter,
        position=entry["order"],
        period_start=first_day(start),
        period_end=first_day(end[0]) if end else None,
        department=ledger.departments.get(entry.get("direction", "")),
        due_on=day(entry.get("due_on")),
        state=entry.get("state", RolloutAction.State.TO_DO),
        done_on=day(entry.get("done_on")),
        **{key: entry[key] for key in ROLLOUT},
        **{key: entry.get(key, "") for key in ROLLOUT_WORDS},
    )


def review(entry: Content, number: int, ledger: Ledger) -> YearlyReview:
    return YearlyReview(
        charter=ledger.charter,
        number=number,
        version_label=entry["version"] or "",
        held_on=day(entry["held_on"]),
        committee=ledger.committees.get(entry["committee"] or ""),
        next_on=day(entry["next_on"]),
        by=pseudonym(entry["by"]),
        at=datetime.fromisoformat(entry["at"]),
        **{key: entry[key] for key in REVIEW},
    )


def time_stored(entry: Content) -> dict[str, Any]:
    freed = entry.get("time_freed")
    return {"hours_freed": Decimal(str(freed["hours"])), "hours_period": freed["period"]} if freed else {}


def tell(charter: Charter) -> Content:
    said: dict[tuple[int, str], list[Commitment]] = {}
    words = Commitment.objects.filter(charter=charter).select_related("department", "version").order_by("pk")
    for row in sorted(words, key=lambda one: one.sequence):
        said.setdefault((row.department_id, row.version_label), []).append(row)
    told: dict[tuple[int, str], list[CommitmentFollowUp]] = {}
    for one in CommitmentFollowUp.objects.filter(charter=charter).order_by("pk"):
        told.setdefault((one.department_id, one.version_label), []).append(one)
    plan = charter.rollout.select_related("department").order_by("position")
    reviews = [tell_review(row) for row in charter.reviews.select_related("committee").order_by("number")]
    return {
        "adhesions": [tell_commitment(rows, told.get(key, [])) for key, rows in said.items()],
        "deployment_plan": [tell_action(row) for row in plan],
        **({"yearly_reviews": reviews} if reviews else {}),
    }


def tell_commitment(words: list[Commitment], told: list[CommitmentFollowUp]) -> Content:
    *former, last = words
    return {
        "direction": last.department.code,
        "version": last.version_label,
        **tell_word(last),
        **there({"former": [tell_word(row) for row in former], "follow_ups": [tell_follow_up(row) for row in told]}),
    }


def tell_word(row: Commitment) -> Content:
    return {
        "date": row.date.isoformat() if row.date else None,
        "team_discussion_date": row.team_discussion_date.isoformat() if row.team_discussion_date else None,
        "commitments": row.clause_codes,
        **{key: getattr(row, key) for key in COMMITMENT},
        **there(
            {
                "promises": row.promises,
                "time_freed": time_told(row),
                "not_done_instead": row.stops,
                "submission": row.version.submission if row.version else None,
                "recorded_by": str(row.recorded_by) if row.recorded_by else None,
                # a row that nobody recorded here came from a file, which does not say when
                "recorded_at": moment(row.recorded_at) if row.recorded_by else None,
            }
        ),
    }


def tell_follow_up(row: CommitmentFollowUp) -> Content:
    return {
        "clause": row.clause_code,
        "day": row.day.isoformat(),
        "by": str(row.by) if row.by else None,
        "at": moment(row.at),
        **{key: getattr(row, key) for key in FOLLOW_UP},
        **there({"time_freed": time_told(row)}),
    }


def tell_action(row: RolloutAction) -> Content:
    return {
        "order": row.position,
        "period": period(row),
        **{key: getattr(row, key) for key in ROLLOUT},
        **there(
            {
                "direction": row.department.code if row.department else None,
                "due_on": row.due_on.isoformat() if row.due_on else None,
                "state": row.state if row.state != RolloutAction.State.TO_DO else None,
                "done_on": row.done_on.isoformat() if row.done_on else None,
                **{key: getattr(row, key) for key in ROLLOUT_WORDS},
            }
        ),
    }


def tell_review(row: YearlyReview) -> Content:
    return {
        "version": row.version_label or None,
        "held_on": row.held_on.isoformat(),
        "committee": row.committee.code if row.committee else None,
        "next_on": row.next_on.isoformat(),
        "by": str(row.by) if row.by else None,
        "at": moment(row.at),
        **{key: getattr(row, key) for key in REVIEW},
    }


def time_told(row: Commitment | CommitmentFollowUp) -> Content | None:
    return {"hours": float(row.hours_freed), "period": row.hours_period} if row.hours_freed is not None else None


def there(optional: Content) -> Content:
    """Optional keys, when there is something to say."""
    return {key: value for key, value in optional.items() if value not in (None, "", [])}


def period(row: RolloutAction) -> str:
    end = f" à {row.period_end:%Y-%m}" if row.period_end else ""
    return f"{row.period_start:%Y-%m}{end}"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pseudonym(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
