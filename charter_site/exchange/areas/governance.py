"""Committees and what they decided, outside organisations, tools."""

from datetime import date

from charter_site.exchange.areas import committee_life
from charter_site.exchange.ledger import Content, Ledger, day_told, link, linked, read_day, said
from governance.models import Committee, Decision, InformationItem, Stakeholder, Tool

COMMITTEE = (
    "name",
    "acronym",
    "kind",
    "role",
    "decides_on",
    "advises_on",
    "informed_of",
    "members_by_function",
    "chaired_by_function",
    "frequency",
)
DECISION = ("type", "subject", "text", "reason", "owner_function")
STAKEHOLDER = ("name", "kind", "expectations", "contributes", "influence", "involved_at", "single_contact_function")
TOOL = (
    "code",
    "name",
    "kind",
    "family",
    "use_when",
    "avoid_when",
    "usage_rules",
    "accessibility_note",
    "data_note",
    "support_contact_function",
)
MORE_OF_TOOL = ("situations", "works_remotely", "reach", "first_steps", "next_training")
DEPARTMENTS = Stakeholder._meta.get_field("departments")


def store(content: Content, ledger: Ledger) -> None:
    for entry in content["committees"]:
        committee = Committee(
            code=entry["code"],
            scope=entry["scope"],
            legal_basis=entry["legal_basis"],
            **{key: entry[key] for key in COMMITTEE},
        )
        for key in ("sponsor_function", "member_categories"):
            setattr(committee, key, entry.get(key) or getattr(committee, key))
        ledger.committees[entry["code"]] = ledger.save(committee)
        information = [
            ledger.save(
                InformationItem(
                    committee=committee,
                    position=position,
                    **item | {"promised_on": read_day(item.get("promised_on"))},
                )
            )
            for position, item in enumerate(entry["documents_shared"], start=1)
        ]
        committee_life.store(entry, committee, information, ledger)
    Decision.objects.bulk_create(decision(entry, ledger) for entry in content["decisions"])
    for entry in content["stakeholders"]:
        row = Stakeholder(code=entry["code"], **{key: entry[key] for key in STAKEHOLDER})
        ledger.stakeholders[entry["code"]] = ledger.save(row)
        link(DEPARTMENTS, row, [ledger.departments[code] for code in entry["directions"]])
    for entry in content["tools"]:
        training = read_day(entry.get("next_training_on"))
        ledger.tools[entry["code"]] = ledger.save(Tool(**(entry | {"next_training_on": training})))


def decision(entry: Content, ledger: Ledger) -> Decision:
    review = entry["review_on"]
    return Decision(
        code=entry["code"],
        committee=ledger.committees[entry["committee"]],
        date=date.fromisoformat(entry["date"]),
        review_on=date.fromisoformat(review) if review else None,
        visibility=entry["visibility"],
        **{key: entry[key] for key in DECISION},
    )


def in_order_of_entry() -> list[Decision]:
    """Decisions as they now stand, each where it was first entered: a correction does not move it."""
    entered = dict(Decision.objects.filter(correction=0).values_list("code", "pk"))
    return sorted(Decision.objects.current().select_related("committee"), key=lambda row: entered[row.code])


def tell() -> Content:
    items: dict[int, list[Content]] = {}
    for item in InformationItem.objects.order_by("committee", "position"):
        told = {"document": item.document, "shared_with": item.shared_with, "delay": item.delay}
        told |= said(place=item.place, withdrawn=item.withdrawn, promised_on=day_told(item.promised_on))
        items.setdefault(item.committee_id, []).append(told)
    departments, lives = linked(DEPARTMENTS), committee_life.tell()
    return {
        "committees": [
            {
                "code": row.code,
                **{key: getattr(row, key) for key in COMMITTEE},
                "documents_shared": items.get(row.pk, []),
                "scope": row.scope,
                "legal_basis": row.legal_basis or None,
                **said(sponsor_function=row.sponsor_function, member_categories=row.member_categories),
                **lives.get(row.pk, {}),
            }
            for row in Committee.objects.order_by("pk")
        ],
        "decisions": [
            {
                "code": row.code,
                "committee": row.committee.code,
                "date": row.date.isoformat(),
                **{key: getattr(row, key) for key in DECISION},
                "review_on": row.review_on.isoformat() if row.review_on else None,
                "visibility": row.visibility,
            }
            for row in in_order_of_entry()
        ],
        "stakeholders": [
            {
                "code": row.code,
                **{key: getattr(row, key) for key in STAKEHOLDER},
                "directions": departments.get(row.pk, []),
            }
            for row in Stakeholder.objects.order_by("pk")
        ],
        "tools": [
            {
                **{key: getattr(row, key) for key in TOOL},
                **said(**{key: getattr(row, key) for key in MORE_OF_TOOL}),
                **said(next_training_on=day_told(row.next_training_on)),
            }
            for row in Tool.objects.order_by("pk")
        ],
    }
