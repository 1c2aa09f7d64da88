"""Days as minutes and mails write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from feedback.workshops.minutes_words import next_time, plain

_MONTHS = (
    ("janvier", "janv", "january", "jan"), ("fevrier", "fevr", "fev", "february", "feb"), ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"), ("mai", "may"), ("juin", "june", "jun"), ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"), ("septembre", "sept", "september", "sep"), ("octobre", "october", "oct"),
    ("novembre", "november", "nov"), ("decembre", "december", "dec"),
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_ANY = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>\d{{4}})\b)?|"
    rf"\b(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}}),? (?P<y2>\d{{4}})\b|"
    r"\b(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})\b|"
    r"\b(?P<d4>\d{1,2})[/.-](?P<m4>\d{1,2})[/.-](?P<y4>\d{4})\b"
)
# What was held that day, in the same sentence: "Réunion du 2 novembre", "l'atelier de lundi, le 2 novembre".
_HELD = re.compile(
    r"\b(?:ateliers?|workshop|reunion|seance|session|rencontre|compte[- ]rendu|minutes)\b[^.:;?!\d]{0,60}"
    r"(?:\d{1,2}[^.:;?!\d]{1,20})?$"
)


def day_in(line: str, *, sent_on: datetime.date | None = None) -> datetime.date | None:
    """The first day that the line names, when it exists. A year that is not said is that of the mail, if there is one.

    Minutes are written afterwards: a day later than the mail is of the year before.
    """
    return next((day for _start, day in _days(plain(line), sent_on)), None)


def workshop_day(lines: Iterable[str], *, sent_on: datetime.date | None = None) -> datetime.date | None:
    """The day on which the first of these lines that says it says the workshop was held."""
    for line in lines:
        words = plain(line)
        if next_time(line) is None:
            for start, day in _days(words, sent_on):
                before = words[:start]
                if _HELD.search(before) and "prochain" not in before:
                    return day
    return None


def _days(words: str, sent_on: datetime.date | None) -> Iterable[tuple[int, datetime.date]]:
    for found in _ANY.finditer(words):
        day, month, year = (next((found[f"{of}{n}"] for n in "1234" if found[f"{of}{n}"]), "") for of in "dmy")
        if not year and sent_on is None:
            continue
        number = _NUMBERS.get(month) or int(month)
        try:
            named = datetime.date(int(year or (sent_on or datetime.date.min).year), number, int(day))
            if not year and sent_on and named > sent_on:
                named = named.replace(year=named.year - 1)
        except ValueError:
            continue
        yield found.start(), named
