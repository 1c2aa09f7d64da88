"""What was said of an entry of the directory before, by whom it was changed, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from governance.directory.models import Stakeholder, Tool
from governance.people.models import Member
from governance.templatetags.french import day

LATEST_CHANGES = 100
NOT_SAID = ("id", "code", "row_version")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of an entry: its name, what was said before, what is said since."""

    name: str
    before: str
    since: str


@dataclass(frozen=True, slots=True)
class Change:
    """A state of an entry: who signed it, why, and what was said otherwise."""

    record: Any
    author: Member | None
    said: list[Said]


def history_of(row: Stakeholder | Tool) -> list[Change]:
    """All that was said of an entry, the last change first. Two queries."""
    records = list(row.history.order_by("-row_version")[: LATEST_CHANGES + 1])
    signed = {record.history_user_id for record in records}
    authors = {member.pseudonym: member for member in Member.objects.filter(pseudonym__in=signed)}
    formers = [*records[1:], None]
    return [
        Change(record, authors.get(record.history_user_id), _changed(type(row), record, former))
        for record, former in zip(records, formers, strict=False)
    ][:LATEST_CHANGES]


def last_change(row: Stakeholder | Tool) -> Any:
    """The last time that something was said of it. One query."""
    return row.history.order_by("-row_version").first()


def _changed(model: type[Stakeholder] | type[Tool], record: Any, former: Any) -> list[Said]:
    if former is None:
        return []
    return [
        Said(str(field.verbose_name), _words(field, before), _words(field, since))
        for field in model._meta.concrete_fields
        if field.name not in NOT_SAID
        if (before := getattr(former, field.attname)) != (since := getattr(record, field.attname))
    ]


def _words(field: Any, value: Any) -> str:
    """A stored value, as people read it; nothing, if there was none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, list):
        return "\n".join(f"- {_words(field.base_field, each)}" for each in value)
    return str(dict(field.flatchoices).get(value, value) if field.flatchoices else value or "")
