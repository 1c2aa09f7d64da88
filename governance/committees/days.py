"""Days that nobody means: what a slip of the finger gives. Forms and rules refuse them alike."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.refusals import Refused

FURTHEST = datetime.timedelta(days=50 * 366)


def unlikely(day: datetime.date | None) -> str:
    """The sentence to show about a day half a century away; nothing about any other."""
    if day is None or abs(day - timezone.localdate()) <= FURTHEST:
        return ""
    return _("This date is more than fifty years away: check the year.")


def refuse_unlikely(*days: datetime.date | None) -> None:
    """Raise Refused about the first of these days that nobody means."""
    for sentence in filter(None, map(unlikely, days)):
        raise Refused(sentence)
