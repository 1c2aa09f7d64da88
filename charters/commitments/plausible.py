"""What nobody means: days, hours and lengths that a slip of the finger gives. Forms and rules refuse them alike.

Each gives the sentence to show, or nothing.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from charters.commitments.models import LONGEST_WORDS, MOST_HOURS, Period

OLDEST_DAY = datetime.timedelta(days=1096)
FURTHEST_DAY = datetime.timedelta(days=3653)


def unlikely_day(day: datetime.date | None, *, known: datetime.date | None = None) -> str:
    """A day of three years ago, or of ten years ahead; but one that is ``known`` already stays as it is."""
    today = timezone.localdate()
    if day is None or day == known:
        return ""
    if day < today - OLDEST_DAY:
        return _("This date is more than three years ago: check the year.")
    if day > today + FURTHEST_DAY:
        return _("This date is more than ten years ahead: check the year.")
    return ""


def unlikely_hours(hours: Decimal | None, period: str) -> str:
    """More hours than a department can free: what is promised could never fall afterwards."""
    if hours is None or not period or hours <= MOST_HOURS[Period(period)]:
        return ""
    most = number_format(MOST_HOURS[Period(period)], force_grouping=True)
    return _("That is more than %(most)s hours %(period)s: check the number and the period.") % {
        "most": most,
        "period": Period(period).label,
    }


def promise_too_long(code: str, words: str) -> str:
    """A promise that no longer fits, with what is added to it."""
    if len(words) <= LONGEST_WORDS:
        return ""
    return _(
        "The promise on clause %(code)s would have %(length)s characters in all, and there is room for %(most)s: "
        "shorten what you add."
    ) % {"code": code, "length": len(words), "most": LONGEST_WORDS}


def stops_too_long(words: str) -> str:
    """What stops, that no longer fits with what is added to it."""
    if len(words) <= LONGEST_WORDS:
        return ""
    return _(
        "What the department will not do instead would have %(length)s characters in all, and there is room for "
        "%(most)s: shorten what you add."
    ) % {"length": len(words), "most": LONGEST_WORDS}
