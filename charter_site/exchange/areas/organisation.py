"""The organisation, what the file says of itself, departments and headcounts."""

from charter_site.exchange.ledger import Content, Ledger
from charter_site.exchange.schema_rules import LATEST
from governance.models import Department, Headcount, Organisation


def store(content: Content, ledger: Ledger) -> None:
    meta, organization = content["meta"], content["organization"]
    ledger.save(
        Organisation(
            slug=organization["slug"],
            name=organization["name"],
            fictional=organization["fictional"],
            kind=organization["kind"],
            description=organization["description"],
            headcount=organization["headcount"],
            content_language=meta["language"],
            content_licence=meta["licence"],
            content_fictional=meta["fictional"],
            content_notice=meta.get("notice", ""),
            content_inspired_by=meta.get("inspired_by", ""),
        )
    )
    headcounts = []
    for entry in organization["directions"]:
        department = Department(code=entry["code"], name=entry["name"], pole=entry["pole"])
        ledger.departments[entry["code"]] = ledger.save(department)
        counts = {"": entry["headcount"], **entry.get("headcount_by_category", {})}
        headcounts += [
            Headcount(department=department, category=category, count=count) for category, count in counts.items()
        ]
    Headcount.objects.bulk_create(headcounts)


def tell() -> Content:
    organisation = Organisation.objects.get()
    counts: dict[int, dict[str, int]] = {}
    for headcount in Headcount.objects.all():
        counts.setdefault(headcount.department_id, {})[headcount.category] = headcount.count
    directions = [
        department_told(department, counts.get(department.pk, {})) for department in Department.objects.order_by("pk")
    ]
    meta = {
        "schema_version": LATEST,
        "language": organisation.content_language,
        "licence": organisation.content_licence or "LicenseRef-unspecified",
        "fictional": organisation.content_fictional,
        "notice": organisation.content_notice,
        "inspired_by": organisation.content_inspired_by,
    }
    return {
        "meta": {key: value for key, value in meta.items() if value != ""},
        "organization": {
            "slug": organisation.slug,
            "name": organisation.name,
            "fictional": organisation.fictional,
            "kind": organisation.kind,
            "description": organisation.description,
            "headcount": sum(entry["headcount"] for entry in directions),
            "directions": directions,
        },
    }


def department_told(department: Department, counts: dict[str, int]) -> Content:
    """A department; headcounts by category are told when they are known and add up to the whole."""
    by_category = {category: counts.get(category, 0) for category in "ABC"}
    known = any(category in counts for category in "ABC")
    total = counts.get("", sum(by_category.values()))
    told: Content = {
        "code": department.code,
        "name": department.name,
        "pole": department.pole,
        "headcount": total,
    }
    if known and sum(by_category.values()) == total:
        told["headcount_by_category"] = by_category
    return told
