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
    said = {"planned": planned, "spent": spent, "difference": abs((spent or 0) - (planned or 0))}
    if planned is None:
        return _("Hours spent: %(spent)s. None had been planned, or nobody said how many.") % said
    if spent is None:
        return _("Hours planned: %(planned)s. Nobody said how many it took.") % said
    if spent > planned:
        return _("Hours planned: %(planned)s. Hours spent: %(spent)s, which is %(difference)s more.") % said
    if spent < planned:
        return _("Hours planned: %(planned)s. Hours spent: %(spent)s, which is %(difference)s fewer.") % said
    return _("Hours planned: %(planned)s. As many were spent.") % said
