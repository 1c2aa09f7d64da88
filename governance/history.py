"""What a row that has a history said before, by whom it was changed, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from governance.people.models import Member
from governance.signing import Signed
from governance.templatetags.french import day

LATEST_CHANGES = 100
NOT_SAID = ("id", "code", "row_version")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a row says: its name, what was said before, what is said since."""

    name: str
    before: str
    since: str


@dataclass(frozen=True, slots=True)
class Change:
    """A state of a row: who signed it, why, and what was said otherwise."""

    record: Any
    author: Member | None
    said: list[Said]


def history_of(row: Signed) -> list[Change]:
    """All that was said of a row, the last change first. Two queries, and one for each kind of row it referred to."""
    records = list(row.history.order_by("-row_version")[: LATEST_CHANGES + 1])
    signed = {record.history_user_id for record in records}
    authors = {member.pseudonym: member for member in Member.objects.filter(pseudonym__in=signed)}
    formers = [*records[1:], None]
    said = _Sayings(type(row), records)
    return [
        Change(record, authors.get(record.history_user_id), said.changed(record, former))
        for record, former in zip(records, formers, strict=False)
    ][:LATEST_CHANGES]


def last_change(row: Signed) -> Any:
    """The last time that something was said of it. One query."""
    return row.history.order_by("-row_version").first()


class _Sayings:
    """What the records of one row say, in words; what they refer to is read once."""

    def __init__(self, model: type[Signed], records: list[Any]) -> None:
        self.fields: list[Any] = [field for field in model._meta.concrete_fields if field.name not in NOT_SAID]
        self.named: dict[str, dict[Any, Any]] = {}
        for field in self.fields:
            keys = {getattr(record, field.attname) for record in records} if field.is_relation else set()
            if len(keys) > 1:
                self.named[field.attname] = field.related_model._default_manager.in_bulk(keys - {None})

    def changed(self, record: Any, former: Any) -> list[Said]:
        if former is None:
            return []
        return [
            Said(str(field.verbose_name), self._words(field, before), self._words(field, since))
            for field in self.fields
            if (before := getattr(former, field.attname)) != (since := getattr(record, field.attname))
        ]

    def _words(self, field: Any, value: Any) -> str:
        if field.is_relation:
            return str(self.named.get(field.attname, {}).get(value, value or ""))
        return _words(field, value)


def _words(field: Any, value: Any) -> str:
    """A stored value, as people read it; nothing, if there was none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, list):
        return "\n".join(f"- {_words(field.base_field, each)}" for each in value)
    if isinstance(value, dict):
        return "\n".join(f"- {name}: {said}" for name, said in value.items())
    return str(dict(field.flatchoices).get(value, value) if field.flatchoices else value or "")
