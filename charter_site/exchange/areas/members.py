"""Accounts and their dated roles, without any password: each comes in again by an invitation."""

import uuid
from collections import defaultdict
from datetime import datetime

from charter_site.exchange.areas.text import moment
from charter_site.exchange.ledger import Content, Ledger
from governance.models import Member, RoleGrant

MEMBER = ("name", "function", "is_manager", "is_field_staff")
OPTIONAL = ("signs_as", "is_active", "is_demonstration")


def store(content: Content, ledger: Ledger) -> None:
    """Members of the file; whoever already has the address keeps their account, and the file adds nothing to it."""
    known = {member.email: member for member in Member.objects.exclude(email=None)}
    for entry in content.get("members", []):
        email = entry["email"].lower() if entry["email"] else None
        ledger.members[entry["pseudonym"]] = known.get(email) or new_member(entry, email, ledger)
    RoleGrant.objects.bulk_create(
        grant(entry["pseudonym"], role, ledger)
        for entry in content.get("members", [])
        if (entry["email"] or "").lower() not in known
        for role in entry["roles"]
    )


def new_member(entry: Content, email: str | None, ledger: Ledger) -> Member:
    member = Member(
        pseudonym=uuid.UUID(entry["pseudonym"]),
        email=email,
        department=ledger.departments.get(entry["direction"] or ""),
        category=entry["category"] or "",
        **{key: entry[key] for key in MEMBER},
        **{key: entry[key] for key in OPTIONAL if key in entry},
    )
    member.set_unusable_password()
    member.save(force_insert=True)
    return member


def grant(pseudonym: str, role: Content, ledger: Ledger) -> RoleGrant:
    ended_at = role.get("ended_at")
    return RoleGrant(
        member=ledger.members[pseudonym],
        role=role["role"],
        department=ledger.departments.get(role.get("direction") or ""),
        granted_by=ledger.members.get(role.get("granted_by") or ""),
        granted_at=datetime.fromisoformat(role["granted_at"]),
        reason=role.get("reason", ""),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        ended_by=ledger.members.get(role.get("ended_by") or ""),
        ended_reason=role.get("ended_reason", ""),
    )


def tell() -> Content:
    roles: dict[int, list[Content]] = defaultdict(list)
    for row in RoleGrant.objects.select_related("department", "granted_by", "ended_by").order_by("granted_at", "pk"):
        roles[row.member_id].append(
            {
                "role": row.role,
                "direction": row.department.code if row.department else None,
                "granted_at": moment(row.granted_at),
                "granted_by": str(row.granted_by.pseudonym) if row.granted_by else None,
                "reason": row.reason,
                "ended_at": moment(row.ended_at) if row.ended_at else None,
                "ended_by": str(row.ended_by.pseudonym) if row.ended_by else None,
                "ended_reason": row.ended_reason,
            }
        )
    return {
        "members": [
            {
                "pseudonym": str(row.pseudonym),
                "email": row.email,
                "direction": row.department.code if row.department else None,
                "category": row.category or None,
                **{key: getattr(row, key) for key in (*MEMBER, *OPTIONAL)},
                "roles": roles[row.pk],
            }
            for row in Member.objects.select_related("department").order_by("pk")
        ]
    }
