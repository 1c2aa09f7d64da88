"""How many people took part, as readers are told: below the threshold, never a number."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


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
    if planned is None:
        return _("%(spent)s hours spent; none had been planned, or nobody said how many.") % {"spent": spent}
    if spent is None:
        return _("%(planned)s hours planned; nobody said how many it took.") % {"planned": planned}
    said = {"planned": planned, "spent": spent, "difference": abs(spent - planned)}
    if spent > planned:
        return _("%(planned)s hours planned, %(spent)s spent: %(difference)s more than planned.") % said
    if spent < planned:
        return _("%(planned)s hours planned, %(spent)s spent: %(difference)s fewer than planned.") % said
    return _("%(planned)s hours planned, and as many spent.") % said
