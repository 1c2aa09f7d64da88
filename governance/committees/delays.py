"""How soon: a number of days read in the sentence that promises it.

A delay is counted from the day of a meeting. Working days leave out Saturdays and Sundays; public holidays are
counted, since no calendar of them is kept here: a promise may look late a day or two too early around them.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from governance.committees.folding import folded

SATURDAY = 5
_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "seven": 7, "eight": 8, "ten": 10, "fifteen": 15,
}  # fmt: skip
_UNIT = r"(?P<unit>jours?|j|days?|semaines?|weeks?|mois|months?|heures?|h|hours?)"
_FOUND = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s*(?P<english>working |business )?"
    rf"{_UNIT}\b(?:\s+(?P<working>ouvres?|ouvrables?))?(?P<rest>.*)"
)
_SAME_DAY = re.compile(r"\b(jour meme|same day|seance tenante|immediatement|aussitot)\b")
_BEFORE = re.compile(r"\b(avant|before|auparavant)\b")
# counted from something else than a meeting: "one month after each half-year"
_FROM_SOMETHING_ELSE = re.compile(r"\b(apres|after|suivant|a compter|des)\b(?!.*\b(seance|reunion|meeting)\b)")


@dataclass(frozen=True, slots=True)
class Delay:
    """So many days, working days or months, after a meeting or before it."""

    number: int
    unit: str = "days"
    before: bool = False

    def due(self, day: datetime.date) -> datetime.date:
        """The last day on which the promise is kept, for a meeting held on ``day``."""
        way = -1 if self.before else 1
        if self.unit == "months":
            return _months_later(day, way * self.number)
        if self.unit == "days":
            return day + datetime.timedelta(days=way * self.number)
        left = self.number
        while left:
            day += datetime.timedelta(days=way)
            left -= day.weekday() < SATURDAY
        return day


def promised(delay: str) -> Delay | None:
    """The delay that a sentence promises; None when it gives no number, or counts from something else."""
    text = folded(delay)
    if _SAME_DAY.search(text):
        return Delay(0)
    found = _FOUND.search(text)
    if not found or _FROM_SOMETHING_ELSE.search(found["rest"]):
        return None
    number = int(found["number"]) if found["number"].isdigit() else _NUMBERS[found["number"]]
    before = bool(_BEFORE.search(found["rest"]))
    if found["unit"].startswith(("mo",)):
        return Delay(number, "months", before)
    if found["unit"].startswith(("h",)):
        return Delay(-(-number // 24), "days", before)
    if found["unit"].startswith(("s", "w")):
        return Delay(7 * number, "days", before)
    return Delay(number, "working days" if found["working"] or found["english"] else "days", before)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or its last one when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
