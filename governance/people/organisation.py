"""The organisation: how it presents itself, its departments, how many people hold which function."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from governance.people.models import Department, FunctionRegister, Headcount, Member, Organisation, StaffCategory
from governance.permissions import MANAGE_DEPARTMENTS, MANAGE_SETTINGS
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

SETTINGS = ("name", "kind", "description", "headcount", "publishes_versions", "slug", "fictional")
OF_THE_FILE = (
    "content_language", "content_licence", "content_fictional", "content_notice", "content_inspired_by",
)  # fmt: skip
# What the floors above decide from the figures kept here, and decide again when one changes.
_deciding_from_figures: list[Callable[[], object]] = []


def decides_from_figures(act: Callable[[], object]) -> None:
    """Have ``act`` done again, in the same transaction, whenever a headcount or the register of functions changes.

    Said once, at start, by the floor that decides: this one does not know who stands above it.
    """
    if act not in _deciding_from_figures:
        _deciding_from_figures.append(act)


def _decide_again() -> None:
    for act in _deciding_from_figures:
        act()


@transaction.atomic
def describe_organisation(*, by: Member, reason: str = "", seen: int = 0, **settings: Any) -> Organisation:
    """Say what the organisation is, the first time or again. ``seen`` is the row's version on the form."""
    MANAGE_SETTINGS.require(by)
    organisation = Organisation.objects.locked().first()
    if organisation:
        organisation = lock_seen(organisation, seen=seen)
    else:
        organisation = Organisation()
    settings["slug"] = settings.get("slug") or organisation.slug or slugify(settings["name"])[:60] or "organisation"
    _write(organisation, SETTINGS + OF_THE_FILE, settings)
    try:
        with transaction.atomic():
            return save_signed(organisation, by=by, reason=reason or _("Settings of the organisation"))
    except IntegrityError:
        raise Refused(
            _("Someone else has just described the organisation. Read what they wrote, then send again.")
        ) from None


@transaction.atomic
def open_department(
    code: str,
    name: str,
    pole: str,
    *,
    by: Member,
    headcounts: dict[str, int] | None = None,
    opened_on: datetime.date | None = None,
) -> Department:
    """Add a department, with how many people work there: in all (``""``), and in each category."""
    MANAGE_DEPARTMENTS.require(by)
    department = Department(code=code, name=name, pole=pole, opened_on=opened_on)
    if Department.objects.filter(code=code).exists():
        raise Refused(_("A department already has the code %(code)s: choose another.") % {"code": code})
    save_signed(department, by=by, reason=_("Opening of the department"))
    if headcounts is not None:
        _count(department, headcounts)
    return department


@transaction.atomic
def describe_department(
    department: Department, *, by: Member, seen: int, headcounts: dict[str, int] | None = None, **words: Any
) -> Department:
    """Change the name, the division, the date or the headcounts of a department. Its code stays."""
    MANAGE_DEPARTMENTS.require(by)
    department = lock_seen(department, seen=seen)
    _write(department, ("name", "pole", "opened_on"), words)
    if headcounts is not None:
        _count(department, headcounts)
    return save_signed(department, by=by, reason=_("Description of the department"))


@transaction.atomic
def close_department(
    department: Department, *, by: Member, seen: int, closed_on: datetime.date, successor: Department | None = None
) -> Department:
    """Close a department. Its members stay where they are until an administrator moves them."""
    MANAGE_DEPARTMENTS.require(by)
    department = lock_seen(department, seen=seen)
    if department.closed_on:
        raise Refused(_("This department is already closed. Nothing was changed."))
    if successor and successor.pk == department.pk:
        raise Refused(_("A department does not succeed itself: choose another, or none."))
    if successor and successor.closed_on:
        raise Refused(_("The department that takes over is closed itself: choose an open one."))
    if department.opened_on and closed_on < department.opened_on:
        raise Refused(_("A department cannot close before it opens. Correct the date."))
    department.closed_on, department.successor = closed_on, successor
    return save_signed(department, by=by, reason=_("Closing of the department"))


@transaction.atomic
def register_function(department: Department, function: str, holders: int, *, by: Member) -> FunctionRegister | None:
    """Say how many people hold a function: it is printed under a contribution only when enough do. None: forget it."""
    MANAGE_DEPARTMENTS.require(by)
    Department.objects.locked().get(pk=department.pk)
    if not holders:
        FunctionRegister.objects.filter(department=department, function=function).delete()
        registered = None
    else:
        registered, _created = FunctionRegister.objects.update_or_create(
            department=department, function=function, defaults={"holders": holders}
        )
    _decide_again()
    return registered


def _write(row: Organisation | Department, allowed: tuple[str, ...], words: dict[str, Any]) -> None:
    for field, value in words.items():
        if field not in allowed:
            raise TypeError(f"{field} is not changed here.")
        setattr(row, field, value)


def _count(department: Department, headcounts: dict[str, int]) -> None:
    """Replace the headcounts; the department's row is locked, or has just been inserted."""
    by_category = [headcounts[category] for category in StaffCategory.values if headcounts.get(category)]
    total = headcounts.get("") or 0
    if total and sum(by_category) > total:
        raise Refused(
            _("The categories add up to %(sum)s people, more than the %(total)s of the department. Correct a figure.")
            % {"sum": sum(by_category), "total": total}
        )
    department.headcounts.all().delete()
    Headcount.objects.bulk_create(
        Headcount(department=department, category=category, count=count)
        for category, count in headcounts.items()
        if count
    )
    _decide_again()
