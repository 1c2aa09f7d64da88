"""Where one can go: the main navigation and the plan of the site, for whoever may go there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """One place: its route, its words, and the permission without which it is not offered."""

    route: str
    label: str | Promise
    icon: str = ""
    short: str | Promise = ""
    act: str = ""
    wide_only: bool = False
    # other addresses that belong to it, beside its own and those below
    also: tuple[str, ...] = ()


MAIN = (
    Entry("home", _("Home"), "home"),
    Entry("charters", _("The charter"), "charter"),
    Entry("feedback-list", _("Project feedback"), "feedback", short=pgettext_lazy("navigation", "Feedback")),
    Entry("projects", _("Projects"), "building", wide_only=True),
    Entry("governance", _("Committees"), "governance"),
    Entry("hr", _("Human resources"), "hr", act="keep_job_profiles", wide_only=True),
    Entry("people", _("People and roles"), "people", act="manage_people", wide_only=True),
)

SITE_MAP = (
    (
        _("Take part"),
        (
            Entry("search", _("Search everything")),
            Entry("charters", _("Read the charter")),
            Entry("current-proposals", _("Read and make proposals"), act="propose"),
            Entry("current-rounds", _("Consent rounds"), act="take_position"),
            Entry("unanswered", _("Contributions without an answer"), act="read"),
        ),
    ),
    (
        _("Projects and experience"),
        (
            Entry("projects", _("Projects that use the charter")),
            Entry("project-new", _("Open a project"), act="open_project"),
            Entry("decision-requests", _("Asked of management")),
            Entry("feedback-new", _("Tell what a project taught us"), act="tell_experience"),
            Entry("feedback-list", _("Read project feedback")),
            Entry("insights", _("What experience teaches")),
            Entry("workshops", _("Read what was said in workshops")),
            Entry("current-coverage", _("What experience covers")),
            Entry("clause-health", _("Health of the clauses")),
        ),
    ),
    (
        _("Decide and use"),
        (
            Entry("current-versions", _("Versions of the charter")),
            Entry("verify", _("Verify a text or a hash")),
            Entry("current-commitments", _("Commitments of departments")),
            Entry("current-rollout", _("Rollout plan")),
            Entry("current-reviews", _("Yearly reviews")),
            Entry("current-prepare", _("Prepare a version"), act="prepare_version"),
            Entry("governance", _("Who decides what")),
            Entry("tool-which", _("Which tool for this?")),
            Entry("stakeholder-list", _("Outside organisations")),
            Entry("committee-new", _("Add a committee"), act="manage_committees"),
            Entry("hr", _("Quote the charter in job descriptions"), act="keep_job_profiles"),
            Entry("people", _("People and roles"), act="manage_people"),
            Entry("organisation", _("Organisation and its settings"), act="manage_settings"),
            Entry("departments", _("Departments"), act="manage_departments"),
            Entry("outgoing-mail", _("Messages on their way"), act="manage_mail"),
            Entry("tokens", _("Tokens of other software"), act="manage_tokens"),
        ),
    ),
)


def address(route: str, *args: str) -> str:
    """The address of a route; nothing when this installation does not have it."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def main(path: str, may: Callable[[str], bool]) -> list[dict[str, Any]]:
    """The entries of the main navigation, the one that ``path`` belongs to being marked."""
    return [
        {
            "address": target,
            "label": entry.label,
            "short": entry.short,
            "icon": entry.icon,
            "wide_only": entry.wide_only,
            "current": _current(entry, target, path),
        }
        for entry, target in _open_to(MAIN, may)
    ]


def site_map(may: Callable[[str], bool]) -> list[dict[str, Any]]:
    """The plan in the footer: groups of links."""
    return [
        {
            "title": title,
            "links": [{"address": target, "label": entry.label} for entry, target in _open_to(entries, may)],
        }
        for title, entries in SITE_MAP
    ]


def _open_to(entries: tuple[Entry, ...], may: Callable[[str], bool]) -> list[tuple[Entry, str]]:
    """The entries that exist here and that the reader may open, with their addresses."""
    places = [(entry, address(entry.route)) for entry in entries]
    return [(entry, target) for entry, target in places if target and (not entry.act or may(entry.act))]


def _current(entry: Entry, target: str, path: str) -> str:
    """What ``aria-current`` says: this very page, or one inside."""
    if path == target:
        return "page"
    inside = target != "/" and path.startswith(target)
    return "true" if inside or path.startswith(entry.also or ("\0",)) else ""
