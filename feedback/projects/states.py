"""What an entry says at one moment, as plain values: what its history keeps, compares and shows again.

A state has one value for each answer of a story. What stands on rows around the entry (its project, departments, ways
of cooperating, what helped and hindered...) is kept beside each history row, in ``told``, under codes that never change
and with the names that were read at the time. Entries that were imported have nothing there: the first change keeps
what they said ``before`` it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from feedback.projects.models import Feedback

State = dict[str, Any]

OWN = (
    "period_start",
    "period_end",
    "context",
    "project_outcome",
    "cooperation_modes_detail",
    "lessons",
    "categories",
    "participants_estimate",
    "hours_planned",
    "hours_spent",
)
LINKED = ("departments", "cooperation_modes", "stakeholders", "tools")
LIVED = ("helped", "hindered")
AROUND = ("project", *LINKED, *LIVED)
# Who corrected a published entry, as readers are told: never a name, since its author may have signed without one.
BY_AUTHOR, BY_FACILITATORS = "author", "facilitators"


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry after one of its changes. ``corrected_by`` is empty but for a correction of what was published."""

    row_version: int
    day: datetime.date
    reason: str
    is_published: bool
    corrected_by: str
    keeps_around: bool
    said: State


def plain(name: str, value: Any) -> Any:
    """An answer of a story, as history keeps it."""
    if name in LINKED:
        return [{"code": row.code, "name": _name(row)} for row in value]
    if name in LIVED:
        return [{"code": term.code, "name": term.label, "text": text} for term, text in value]
    return list(value) if isinstance(value, list | tuple) else value


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two plain answers say the same: a row is its code, whatever it is called, and boxes have no order."""
    return bool(_compared(name, one) == _compared(name, other))


def state_of(entry: Feedback) -> State:
    """What an entry says now. It comes from ``reading.with_all_it_says``."""
    own = {name: getattr(entry, name) for name in OWN}
    return own | {
        "project": entry.project.name,
        "departments": _coded(entry.in_departments, "name"),
        "cooperation_modes": _coded(entry.modes, "label"),
        "stakeholders": _coded(entry.with_stakeholders, "name"),
        "tools": _coded(entry.with_tools, "name"),
        "helped": _lived(entry.told_levers),
        "hindered": _lived(entry.told_hindrances),
    }


def moments_of(entry: Feedback) -> list[Moment]:
    """All that an entry said, change after change: one query. It comes from ``reading.with_all_it_says``."""
    records = list(entry.history.order_by("row_version"))
    around = _at_first(records, entry)
    found = []
    for record in records:
        around = {name: record.told.get(name, around[name]) for name in AROUND}
        found.append(
            Moment(
                row_version=record.row_version,
                day=timezone.localdate(record.history_date),
                reason=record.history_change_reason or "",
                is_published=record.status == Feedback.Status.PUBLISHED,
                corrected_by=record.told.get("corrected_by", ""),
                keeps_around=bool(record.told),
                said={name: getattr(record, name) for name in OWN} | around,
            )
        )
    return found


def told_after(state: Mapping[str, Any], *, former: State | None = None, corrected_by: str = "") -> State:
    """What the history row of a change keeps beside its own columns; ``former``, when no row kept anything yet."""
    told: State = {name: state[name] for name in AROUND}
    if former is not None:
        told["before"] = {name: former[name] for name in AROUND}
    if corrected_by:
        told["corrected_by"] = corrected_by
    return told


def _at_first(records: Iterable[Any], entry: Feedback) -> State:
    """What stood around an entry at first: what the first row that kept anything says of before, or of itself."""
    told = next((record.told for record in records if record.told), None)
    if told is None:
        return state_of(entry)
    return {**state_of(entry), **told.get("before", told)}


def _name(row: Any) -> str:
    return str(getattr(row, "label", None) or row.name)


def _coded(rows: Iterable[Mapping[str, Any]], name: str) -> list[State]:
    return [{"code": row["code"], "name": row[name]} for row in rows]


def _lived(rows: Iterable[Mapping[str, Any]]) -> list[State]:
    return [{"code": row["code"], "name": row["label"], "text": row["text"]} for row in rows]


def _compared(name: str, value: Any) -> Any:
    if name in LINKED:
        return sorted(row["code"] for row in value)
    if name in LIVED:
        return [(row["code"], row["text"]) for row in value]
    if name == "categories":
        return sorted(value)
    return value
