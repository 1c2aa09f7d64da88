"""What departments promise, and the plan that brings the charter to life."""

from datetime import date

from charter_site.exchange.areas.experience import first_day
from charter_site.exchange.ledger import Content, Ledger
from charters.models import Charter, Commitment, RolloutAction

COMMITMENT = ("status", "signed_by_function", "comment")
ROLLOUT = ("step", "actions", "owner_function", "audience")


def store(content: Content, ledger: Ledger) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            charter=ledger.charter,
            department=ledger.departments[entry["direction"]],
            version_label=entry["version"],
            date=day(entry["date"]),
            team_discussion_date=day(entry["team_discussion_date"]),
            clause_codes=entry["commitments"],
            **{key: entry[key] for key in COMMITMENT},
        )
        for entry in content["adhesions"]
    )
    for entry in content["deployment_plan"]:
        start, *end = entry["period"].split(" à ")
        ledger.save(
            RolloutAction(
                charter=ledger.charter,
                position=entry["order"],
                period_start=first_day(start),
                period_end=first_day(end[0]) if end else None,
                **{key: entry[key] for key in ROLLOUT},
            )
        )


def tell(charter: Charter) -> Content:
    commitments = Commitment.objects.current().filter(charter=charter).select_related("department")
    return {
        "adhesions": [
            {
                "direction": row.department.code,
                "version": row.version_label,
                "date": row.date.isoformat() if row.date else None,
                "team_discussion_date": row.team_discussion_date.isoformat() if row.team_discussion_date else None,
                "commitments": row.clause_codes,
                **{key: getattr(row, key) for key in COMMITMENT},
            }
            for row in commitments.order_by("pk")
        ],
        "deployment_plan": [
            {
                "order": row.position,
                "period": period(row),
                **{key: getattr(row, key) for key in ROLLOUT},
            }
            for row in charter.rollout.order_by("position")
        ],
    }


def period(row: RolloutAction) -> str:
    end = f" à {row.period_end:%Y-%m}" if row.period_end else ""
    return f"{row.period_start:%Y-%m}{end}"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
