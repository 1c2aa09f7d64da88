"""What was cited in a clause, corrected and withdrawn: who, when, why; nothing of it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from charters.grounding.models import Citation, OutsideResource
from charters.text.models import Clause
from governance.people.models import Member

CHANGES_ON_A_PAGE = 25


@dataclass(slots=True)
class Change:
    """A row of history of a citation (``entry``) or of an outside resource, and who signed it."""

    record: Any
    entry: Any = None
    author: Member | None = None


def changes_of(clause: Clause, *, page: str | int | None = 1) -> tuple[Page, list[Change]]:
    """A page of what happened, the last first: three queries whatever there is."""
    citations = Citation.history.filter(clause_id=clause.pk).select_related("feedback__project")
    resources = OutsideResource.history.filter(clause_id=clause.pk)
    changes = [Change(row, row.feedback) for row in citations] + [Change(row) for row in resources]
    changes.sort(key=lambda change: (change.record.history_date, change.record.history_id), reverse=True)
    shown = Paginator(changes, CHANGES_ON_A_PAGE).get_page(page)
    rows: list[Change] = list(shown.object_list)
    wanted = {change.record.history_user_id for change in rows}
    authors = {member.pseudonym: member for member in Member.objects.filter(pseudonym__in=wanted)}
    for change in rows:
        change.author = authors.get(change.record.history_user_id)
    return shown, rows
