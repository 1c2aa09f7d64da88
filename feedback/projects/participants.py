"""How many people took part, as readers are told: below the threshold, never a number."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def are_few(number: int) -> bool:
    """Whether so few people took part that their number would point at them."""
    return bool(0 < number < settings.SMALL_GROUP_THRESHOLD)


def participants_said(number: int) -> str:
    """ "About 40 people", "fewer than 10 people"; nothing when nobody said how many."""
    if are_few(number):
        return _("fewer than %(number)s people") % {"number": settings.SMALL_GROUP_THRESHOLD}
    return _("about %(number)s people") % {"number": number} if number else ""


def hours_said(planned: int | None, spent: int | None) -> str:
    """The time planned for cooperating and the time it took, and what lies between them, in a sentence."""
    if planned is None and spent is None:
        return ""
    plan, took = _planned(planned or 0), _spent(spent or 0)
    if planned is None:
        return _("%(spent)s; none had been planned, or nobody said how many.") % {"spent": took}
    if spent is None:
        return _("%(planned)s; nobody said how many it took.") % {"planned": plan}
    if spent == planned:
        return _("%(planned)s, and as many spent.") % {"planned": plan}
    return _("%(planned)s, %(spent)s: %(difference)s.") % {
        "planned": plan,
        "spent": took,
        "difference": _more(spent - planned) if spent > planned else _fewer(planned - spent),
    }


def _planned(hours: int) -> str:
    return ngettext("%(number)s hour planned", "%(number)s hours planned", hours) % {"number": hours}


def _spent(hours: int) -> str:
    return ngettext("%(number)s hour spent", "%(number)s hours spent", hours) % {"number": hours}


def _more(hours: int) -> str:
    return ngettext("%(number)s hour more than planned", "%(number)s hours more than planned", hours) % {
        "number": hours
    }


def _fewer(hours: int) -> str:
    return ngettext("%(number)s hour fewer than planned", "%(number)s hours fewer than planned", hours) % {
        "number": hours
    }
