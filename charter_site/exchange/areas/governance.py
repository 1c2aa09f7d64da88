"""Committees and what they decided, outside organisations, tools."""

from datetime import date

from charter_site.exchange.ledger import Content, Ledger, link, linked
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
DEPARTMENTS = Stakeholder._meta.get_field("departments")


def store(content: Content, ledger: Ledger) -> None:
    for entry in content["committees"]:
        committee = Committee(
            code=entry["code"],
            scope=entry["scope"],
            legal_basis=entry["legal_basis"],
            **{key: entry[key] for key in COMMITTEE},
        )
        ledger.committees[entry["code"]] = ledger.save(committee)
        for position, item in enumerate(entry["documents_shared"], start=1):
            ledger.save(InformationItem(committee=committee, position=position, **item))
    Decision.objects.bulk_create(decision(entry, ledger) for entry in content["decisions"])
    for entry in content["stakeholders"]:
        row = Stakeholder(code=entry["code"], **{key: entry[key] for key in STAKEHOLDER})
        ledger.stakeholders[entry["code"]] = ledger.save(row)
        link(DEPARTMENTS, row, [ledger.departments[code] for code in entry["directions"]])
    for entry in content["tools"]:
        ledger.tools[entry["code"]] = ledger.save(Tool(**entry))


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


def tell() -> Content:
    items: dict[int, list[Content]] = {}
    for item in InformationItem.objects.filter(withdrawn=False).order_by("committee", "position"):
        told = {"document": item.document, "shared_with": item.shared_with, "delay": item.delay}
        items.setdefault(item.committee_id, []).append(told)
    departments = linked(DEPARTMENTS)
    return {
        "committees": [
            {
                "code": row.code,
                **{key: getattr(row, key) for key in COMMITTEE},
                "documents_shared": items.get(row.pk, []),
                "scope": row.scope,
                "legal_basis": row.legal_basis or None,
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
            for row in Decision.objects.current().select_related("committee").order_by("pk")
        ],
        "stakeholders": [
            {
                "code": row.code,
                **{key: getattr(row, key) for key in STAKEHOLDER},
                "directions": departments.get(row.pk, []),
            }
            for row in Stakeholder.objects.order_by("pk")
        ],
        "tools": [{key: getattr(row, key) for key in TOOL} for row in Tool.objects.order_by("pk")],
    }
