"""What a published entry said before each of its corrections, for whoever reads it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.projects import states
from feedback.projects.models import Feedback
from feedback.projects.participants import participants_said
from feedback.projects.states import Moment, State

LABELS: dict[str, Promise] = {
    "project": gettext_lazy("The project"),
    "period_start": gettext_lazy("First month"),
    "period_end": gettext_lazy("Last month"),
    "context": gettext_lazy("What it was about"),
    "departments": gettext_lazy("Departments"),
    "cooperation_modes": gettext_lazy("How people cooperated"),
    "cooperation_modes_detail": gettext_lazy("How people cooperated, in words"),
    "categories": gettext_lazy("Staff categories"),
    "participants_estimate": gettext_lazy("People who took part"),
    "hours_planned": gettext_lazy("Hours planned"),
    "hours_spent": gettext_lazy("Hours spent"),
    "stakeholders": gettext_lazy("Outside organisations"),
    "tools": gettext_lazy("Tools used"),
    "helped": gettext_lazy("What helped"),
    "hindered": gettext_lazy("What hindered"),
    "project_outcome": gettext_lazy("How it ended"),
    "lessons": gettext_lazy("What it teaches"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """An answer before and after, each as lines to read; no line says that nothing was told."""

    label: Promise
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Correction:
    """When what was published changed, why, by whom as far as readers are told, and what it said before."""

    day: datetime.date
    reason: str
    by_author: bool
    changes: list[Change]


def corrections_of(entry: Feedback) -> list[Correction]:
    """The corrections of an entry ``with_all_it_says``, the latest first; never what a draft said. One query."""
    published = [moment for moment in states.moments_of(entry) if moment.is_published]
    found = [_correction(before, after) for before, after in pairwise(published) if after.corrected_by]
    return found[::-1]


def changes_between(before: State, after: State) -> list[Change]:
    """What differs between two states, answer by answer, for whoever reads them: a small number never does."""
    changes = [
        Change(label, list(lines_of(name, before[name])), list(lines_of(name, after[name])))
        for name, label in LABELS.items()
        if not states.same(name, before[name], after[name])
    ]
    return [change for change in changes if change.before != change.after]


def lines_of(name: str, value: Any) -> Iterator[str]:
    """A plain answer as lines to read. A small number of people stays unsaid."""
    if name == "participants_estimate":
        value = participants_said(value)
    if value is None or value == "":
        return
    if name == "project_outcome":
        yield str(Feedback.Outcome(value).label)
    elif name in ("period_start", "period_end"):
        yield date_format(value, "F Y")
    elif name in states.LIVED:
        yield from (_("%(kind)s: %(words)s") % {"kind": row["name"], "words": row["text"]} for row in value)
    elif name in states.LINKED:
        yield from (row["name"] for row in value)
    elif isinstance(value, list):
        yield from value
    else:
        yield from str(value).splitlines()


def _correction(before: Moment, after: Moment) -> Correction:
    return Correction(
        day=after.day,
        reason=after.reason,
        by_author=after.corrected_by == states.BY_AUTHOR,
        changes=changes_between(before.said, after.said),
    )
