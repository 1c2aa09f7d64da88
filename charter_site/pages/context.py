"""What every template may read, whatever the page."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from charter_site.pages import navigation
from charter_site.pages.theme import chosen_theme
from governance.people.models import Organisation, Role
from governance.people.permissions import Permission

TABLES = ("governance.permissions", "feedback.permissions", "charters.permissions")


@cache
def permissions() -> dict[str, Permission]:
    """The permission tables of the three apps, by act."""
    return {permission.act: permission for module in TABLES for permission in import_module(module).TABLE}


class May:
    """``{% if may.take_up %}``: whether the reader may do the act.

    An act that no table names is a mistake in a template: it fails, rather than hide a button.
    """

    def __init__(self, member: Any) -> None:
        self.member = member

    def __getitem__(self, act: str) -> bool:
        return self(act)

    # A template would call it.
    do_not_call_in_templates = True

    def __call__(self, act: str) -> bool:
        if act not in permissions():
            raise LookupError(f"No permission table names the act “{act}”.")
        return permissions()[act].granted_to(self.member)


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. The organisation's name comes with the member; for a visitor it is the only query."""
    member = getattr(request, "user", None) or AnonymousUser()
    may = May(member)
    inside = member.is_authenticated
    return {
        "organisation": SimpleLazyObject(lambda: _organisation_name(member)),
        "may": may,
        "reader_mark": _reader_mark(member) if inside else "",
        "navigation": navigation.main(request.path, may) if inside else [],
        "site_map": navigation.site_map(may) if inside else [],
        "role_names": [role.label for role in Role if role in member.roles] if inside else [],
        "charter_address": navigation.address("charters"),
        "search_address": navigation.address("search") if inside else "",
        "theme": chosen_theme(request),
        "theme_address": navigation.address("display-theme"),
        "language_address": navigation.address("set_language"),
        "accessibility_address": navigation.address("accessibility"),
        "privacy_address": navigation.address("privacy"),
        "source_url": getattr(settings, "SOURCE_URL", ""),
        "demo": settings.DEMO,
    }


def _reader_mark(member: Any) -> str:
    """What tells one reader's unsent words from another's in a shared browser, and says nothing to anyone else."""
    return salted_hmac("unsent words", str(member.pseudonym)).hexdigest()[:16]


def _organisation_name(member: Any) -> str:
    """A member comes with it; a visitor costs a query."""
    if member.is_authenticated and hasattr(member, "organisation_name"):
        return member.organisation_name or ""
    return Organisation.objects.values_list("name", flat=True).first() or ""
