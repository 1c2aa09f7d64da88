"""The rows of tables: what each clause says in each document that a kind is about, and the objectives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charters.hr.kinds import DocumentKind
from charters.hr.kinds import Wording as Said
from charters.hr.models import Objective
from charters.hr.sheets import Line, Sheet

# Whose words a kind of document quotes.
SAID_IN = {
    DocumentKind.INSERT: (Said.JOB_DESCRIPTION,),
    DocumentKind.JOB_DESCRIPTION: (Said.JOB_DESCRIPTION,),
    DocumentKind.MISSION_LETTER: (Said.MISSION_LETTER,),
    DocumentKind.INTERVIEW_GRID: (Said.INTERVIEW,),
    DocumentKind.OBJECTIVES: (),
    DocumentKind.CLAUSE_CARDS: tuple(Said),
}
WITH_OBJECTIVES = frozenset({DocumentKind.INTERVIEW_GRID, DocumentKind.OBJECTIVES})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a clause as a document words it, or an objective with the clause that it puts into practice, if any."""

    line: Line | None
    said: Said | None = None
    objective: Objective | None = None

    @property
    def words(self) -> str:
        if self.objective:
            return self.objective.words
        return self.line.said_in(self.said) if self.line and self.said else ""

    @property
    def code(self) -> str:
        if self.line:
            return self.line.clause.code
        return self.objective.clause_code if self.objective else ""

    @property
    def place(self) -> str:
        """Where the words go in their document."""
        if self.objective:
            return _("Manager's own practice") if self.objective.own_practice else _("Objective of the post")
        if self.said == Said.JOB_DESCRIPTION and self.line:
            return str(self.line.block.label)
        return _("How we cooperate") if self.said == Said.MISSION_LETTER else _("What to talk about")

    @property
    def adapted(self) -> bool:
        return bool(self.line and self.said and self.line.adapted_in(self.said))

    @property
    def indicators(self) -> list[str]:
        if self.objective:
            return [self.objective.indicator] if self.objective.indicator else []
        return self.line.clause.indicators if self.line else []


def entries_of(sheet: Sheet, kind: DocumentKind) -> Iterator[Entry]:
    """Clause by clause, document by document; then the objectives, the manager's own practice first."""
    for line in sheet.lines:
        yield from (Entry(line, said) for said in SAID_IN[kind] if line.said_in(said))
    if kind in WITH_OBJECTIVES:
        lines = {line.clause.code: line for line in sheet.lines}
        for objective in own_practice_first(sheet):
            yield Entry(lines.get(objective.clause_code), objective=objective)


def own_practice_first(sheet: Sheet) -> list[Objective]:
    """The objectives of a post, in the order of its documents."""
    return sorted(sheet.objectives, key=lambda objective: not objective.own_practice)
