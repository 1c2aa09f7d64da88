"""What happened to a project since it was opened here, and what its set-up said before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When

from charters.projects.opening import SETUP
from feedback.projects.models import Project
from governance.history import Said
from governance.people.models import Member

LATEST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """One act: its row of history, and what the set-up says otherwise since."""

    record: Any
    said: list[Said]


def history_of(project: Any) -> list[Happened]:
    """The acts since a project was opened here, the latest first. One query; for a project ``with_degrees``.

    ``record.author`` is a function, or a name without one; nothing when nobody signed or the account was erased.
    """
    people = Member.objects.filter(pseudonym=OuterRef("history_user_id")).order_by()
    author = Case(When(function="", then="name"), default="function")
    signed = project.history.filter(opened_on__isnull=False).select_related("department", "committee")
    shown = signed.annotate(author=Subquery(people.values(shown=author)[:1])).order_by("-row_version")[: LATEST + 1]
    records = list(shown)
    labels = {term["code"]: term["label"] for term in project.degrees}
    formers = [*records[1:], None]
    happened = [Happened(now, _changed(now, former, labels)) for now, former in zip(records, formers, strict=False)]
    return happened[:LATEST]


def _changed(record: Any, former: Any, labels: dict[str, str]) -> list[Said]:
    if former is None:
        return []
    return [
        Said(str(_field(name).verbose_name), before, since)
        for name in SETUP
        if (before := _words(former, name, labels)) != (since := _words(record, name, labels))
    ]


def _field(name: str) -> Any:
    return Project._meta.get_field(name)


def _words(record: Any, name: str, labels: dict[str, str]) -> str:
    """What a row of history says, as people read it."""
    value = getattr(record, name)
    if isinstance(value, dict):
        degrees = sorted((labels.get(code, code), groups) for code, groups in value.items() if groups)
        return "\n\n".join(f"{label}\n\n" + "\n".join(f"- {each}" for each in groups) for label, groups in degrees)
    return str(getattr(value, "name", value) or "")
