"""Counting no further than people read: beyond a thousand, an exact number helps nobody and costs more each year."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST = 1000


class CountUpTo(Subquery):
    """How many rows there are; one more than ``MOST`` stands for all numbers beyond."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST + 1])


def is_more(number: int) -> bool:
    return number > MOST


def told(number: int) -> str:
    """The number as a sentence says it: 12, or "more than 1,000"."""
    return _("more than %(number)s") % {"number": said_most()} if is_more(number) else str(number)


def said_most() -> str:
    return number_format(MOST, use_l10n=True, force_grouping=True)
