"""What one import has already stored, by the codes of the file: later areas refer to earlier ones."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models

from charters.models import Charter, Clause, Proposal, Section, Version
from feedback.models import Feedback, Project, Statement, Term, Thread
from feedback.voices.models import Contribution
from feedback.voices.signing import PRINTED_FROM, printed_author
from governance.models import Committee, CommitteeTask, Department, Member, SignsAs, Stakeholder, Tool
from governance.signing import Signed, save_signed

S = TypeVar("S", bound=Signed)
Content = dict[str, Any]


@dataclass
class Ledger:
    """Rows of this import, by code; and the reason under which each is signed."""

    reason: str
    charter: Charter | None = None
    members: dict[str, Member] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    stakeholders: dict[str, Stakeholder] = field(default_factory=dict)
    tools: dict[str, Tool] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    tasks: dict[str, list[CommitteeTask]] = field(default_factory=dict)
    versions: dict[int, Version] = field(default_factory=dict)
    statements: dict[tuple[str, int], Statement] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    feedback: dict[str, Feedback] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    proposal_ids: dict[str, uuid.UUID] = field(default_factory=dict)
    printed: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def save(self, row: S) -> S:
        """Store a row that has a history: nobody signs what the command line does, but the reason is there."""
        save_signed(row, by=None, reason=self.reason)
        return row

    def threads(self, count: int) -> list[Thread]:
        return Thread.objects.bulk_create(Thread() for _ in range(count))

    def sign(self, contribution: Contribution, entry: Content) -> None:
        """Say who speaks as the file says it: by function, by name when it names a member, or anonymously."""
        contribution.channel = entry["channel"]
        contribution.on_behalf = contribution.consent = entry["entered_on_behalf"]
        self.sign_as(contribution, entry["author"], entry)

    def sign_as(self, contribution: Contribution, author: Content | None, entry: Content) -> None:
        contribution.site = entry.get("site", "")
        group = author if author is not None else entry.get("group") or {}
        contribution.department = self.departments.get(group.get("direction") or "")
        contribution.category = group.get("category") or ""
        contribution.pole = group.get("pole", "")
        contribution.signature = SignsAs.ANONYMOUS
        if author is not None:
            contribution.author = self.members.get(author.get("member", ""))
            contribution.signature = SignsAs.NAME if contribution.author else SignsAs.FUNCTION
            contribution.function = author["function"]
            contribution.pole = contribution.department.pole if contribution.department else ""
        contribution.printed_as = self.printed_author(contribution)

    def printed_author(self, contribution: Contribution) -> str:
        """What readers see of an author: the rule asks the database, so each kind of author asks it once."""
        key = tuple(getattr(contribution, name) for name in PRINTED_FROM)
        if key not in self.printed:
            self.printed[key] = printed_author(contribution)
        return self.printed[key]


def said(**values: Any) -> Content:
    """What there is to say: a key whose value says nothing is left out."""
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}


def read_day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def day_told(day: date | None) -> str | None:
    return day.isoformat() if day else None


def pseudonym(told: str | None) -> uuid.UUID | None:
    return uuid.UUID(told) if told else None


def pseudonym_told(kept: uuid.UUID | None) -> str | None:
    return str(kept) if kept else None


def link(manager: models.ManyToManyField, owner: models.Model, targets: Iterable[models.Model]) -> None:
    """Link one row to several, keeping their order: ``set`` would lose it."""
    through: Any = manager.remote_field.through  # type: ignore[union-attr]
    source, target = manager.m2m_field_name(), manager.m2m_reverse_field_name()
    through.objects.bulk_create(through(**{source: owner, target: other}) for other in targets)


def linked(manager: models.ManyToManyField, code: str = "code") -> dict[Any, list[str]]:
    """The codes linked to each row, in the order in which they were linked. One query."""
    through: Any = manager.remote_field.through  # type: ignore[union-attr]
    source, target = manager.m2m_field_name(), manager.m2m_reverse_field_name()
    codes: dict[Any, list[str]] = {}
    rows = through.objects.order_by("pk").values_list(f"{source}_id", f"{target}__{code}")
    for owner, value in rows:
        codes.setdefault(owner, []).append(value)
    return codes
