"""Granting a role and ending it: dated rows, never by oneself, and never so that no administrator is left."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.people.models import Department, Member, Role, RoleGrant
from governance.permissions import MANAGE_PEOPLE
from governance.refusals import Refused


@transaction.atomic
def grant(
    member: Member, role: str, *, by: Member | None, reason: str, department: Department | None = None
) -> RoleGrant:
    """Give a role to someone else. ``by`` is None only for what the command line does."""
    if by:
        MANAGE_PEOPLE.require(by)
        _refuse_to_oneself(member, by)
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if not member.is_active:
        raise Refused(_("This account is closed: open it again before giving it a role."))
    if role == Role.DEPARTMENT_HEAD and not (department := department or member.department):
        raise Refused(_("A department head heads a department: choose which one."))
    if role != Role.DEPARTMENT_HEAD:
        department = None
    if RoleGrant.objects.filter(member=member, role=role, department=department, ended_at=None).exists():
        raise Refused(_("This person already has this role. Nothing was changed."))
    return RoleGrant.objects.create(
        member=member, role=role, department=department, granted_by=by, reason=_a_reason(reason)
    )


@transaction.atomic
def end(grant: RoleGrant, *, by: Member, reason: str) -> RoleGrant:
    """End a role from now on. The row stays, with who ended it and why."""
    MANAGE_PEOPLE.require(by)
    working = lock_working_administrators()
    grant = RoleGrant.objects.select_for_update(of=("self",), no_key=True).select_related("member").get(pk=grant.pk)
    if grant.ended_at:
        raise Refused(_("This role was already ended. Nothing was changed."))
    _refuse_to_oneself(grant.member, by)
    if grant.role == Role.ADMINISTRATOR:
        refuse_without_administrator(working - {grant.member_id})
    grant.ended_at, grant.ended_by, grant.ended_reason = timezone.now(), by, _a_reason(reason)
    grant.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    return grant


def lock_working_administrators() -> set[int]:
    """Who can administer now, their grants locked: two administrators cannot end each other at the same time.

    Whoever has not chosen a password yet cannot come in: they do not count. Read once the lock is held, in a
    query of its own: an account may have been closed while this one waited.
    """
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None)
    list(grants.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    able = grants.filter(member__is_active=True).exclude(member__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return set(able.values_list("member_id", flat=True))


def refuse_without_administrator(remaining: set[int]) -> None:
    """An organisation that nobody administers cannot be repaired from its screens."""
    if not remaining:
        raise Refused(
            _(
                "This person is the last administrator who can sign in. "
                "Give the role to someone else, wait until they have come in, then try again."
            )
        )


def _refuse_to_oneself(member: Member, by: Member) -> None:
    if member.pk == by.pk:
        raise Refused(_("Nobody gives or ends their own roles: ask another administrator."))


def _a_reason(reason: str) -> str:
    if not (reason := reason.strip()):
        raise Refused(_("Say why: the reason is shown to this person and to administrators."))
    return reason
