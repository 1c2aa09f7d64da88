"""Keeping the directory: adding an outside organisation or a tool, and describing it again.

History keeps the former words of a row, not the departments that it is tied to: when these change, the reason says
which they were and which they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.codes import next_code, one_at_a_time
from governance.directory.models import Stakeholder, Tool
from governance.people.models import Department, Member
from governance.permissions import MANAGE_DIRECTORY
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

STAKEHOLDER_PREFIX = "SH"
TOOL_PREFIX = "T"
OF_STAKEHOLDER = (
    "name",
    "kind",
    "expectations",
    "contributes",
    "influence",
    "involved_at",
    "single_contact_function",
)
OF_TOOL = (
    "name",
    "kind",
    "family",
    "use_when",
    "avoid_when",
    "usage_rules",
    "accessibility_note",
    "data_note",
    "support_contact_function",
    "situations",
    "works_remotely",
    "reach",
    "first_steps",
    "next_training_on",
    "next_training",
)


@transaction.atomic
def add_stakeholder(*, by: Member, departments: Iterable[Department] = (), **said: Any) -> Stakeholder:
    """Add an outside organisation and the departments that work with it. Its code is the next one. Raises Refused."""
    MANAGE_DIRECTORY.require(by)
    _refuse_unknown(said, OF_STAKEHOLDER)
    added = Stakeholder(code=next_code(Stakeholder, STAKEHOLDER_PREFIX), **said)
    _refuse_taken_name(added)
    working = list(departments)
    reason = _("Outside organisation added")
    save_signed(added, by=by, reason=f"{reason}\n\n{_working_with(working)}" if working else reason)
    added.departments.set(working)
    return added


@transaction.atomic
def describe_stakeholder(
    stakeholder: Stakeholder,
    *,
    by: Member,
    seen: int,
    reason: str,
    departments: Iterable[Department] | None = None,
    **said: Any,
) -> Stakeholder:
    """Describe an outside organisation again; ``departments``, if given, are all those that work with it now.

    Its code stays; what it was stays in its history. Raises Stale, Refused.
    """
    MANAGE_DIRECTORY.require(by)
    _refuse_unknown(said, OF_STAKEHOLDER)
    if said.get("name", stakeholder.name) != stakeholder.name:
        one_at_a_time(Stakeholder, STAKEHOLDER_PREFIX)
    stored = lock_seen(stakeholder, seen=seen)
    changed = _change(stored, said)
    before = list(stored.departments.all())
    now = before if departments is None else list(departments)
    moved = {department.pk for department in before} != {department.pk for department in now}
    if not changed and not moved:
        raise Refused(_("Nothing changed: what you sent is what is said of it already."))
    if moved:
        reason = f"{reason}\n\n{_working_with(now, before=before)}"
    save_signed(stored, by=by, reason=reason, fields=changed)
    stored.departments.set(now)
    return stored


@transaction.atomic
def add_tool(*, by: Member, **said: Any) -> Tool:
    """Add a tool. Its code is the next one. Raises Refused."""
    MANAGE_DIRECTORY.require(by)
    _refuse_unknown(said, OF_TOOL)
    added = Tool(code=next_code(Tool, TOOL_PREFIX, dash=""), **said)
    _refuse_taken_name(added)
    return save_signed(added, by=by, reason=_("Tool added"))


@transaction.atomic
def describe_tool(tool: Tool, *, by: Member, seen: int, reason: str, **said: Any) -> Tool:
    """Describe a tool again. Its code stays; what it was stays in its history. Raises Stale, Refused."""
    MANAGE_DIRECTORY.require(by)
    _refuse_unknown(said, OF_TOOL)
    if said.get("name", tool.name) != tool.name:
        one_at_a_time(Tool, TOOL_PREFIX)
    stored = lock_seen(tool, seen=seen)
    changed = _change(stored, said)
    if not changed:
        raise Refused(_("Nothing changed: what you sent is what is said of it already."))
    return save_signed(stored, by=by, reason=reason, fields=changed)


def _refuse_unknown(said: dict[str, Any], known: tuple[str, ...]) -> None:
    if unknown := said.keys() - set(known):
        raise TypeError(f"{sorted(unknown)} is not changed here.")


def _change(stored: Stakeholder | Tool, said: dict[str, Any]) -> list[str]:
    """Say it on the row, which is locked, and return the names of what changed."""
    changed = [name for name, value in said.items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, said[name])
    if "name" in changed:
        _refuse_taken_name(stored)
    return changed


def _refuse_taken_name(row: Stakeholder | Tool) -> None:
    """Two entries under one name would be one thing, described twice."""
    if other := type(row).objects.filter(name__iexact=row.name).exclude(pk=row.pk).first():
        raise Refused(
            _("“%(name)s” is in the directory already: %(code)s. Describe that one again, or choose another name.")
            % {"name": other.name, "code": other.code}
        )


def _working_with(now: list[Department], *, before: list[Department] | None = None) -> str:
    """The departments, in words that the history keeps."""
    codes = _codes(now)
    if before is None:
        return _("Departments that work with it: %(codes)s.") % {"codes": codes}
    return _("Departments that work with it: %(codes)s. Before: %(former)s.") % {
        "codes": codes,
        "former": _codes(before),
    }


def _codes(departments: list[Department]) -> str:
    return ", ".join(sorted(department.code for department in departments)) or _("none")
