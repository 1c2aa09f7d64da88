"""The objective sheet, annexed to the report of the yearly interview: on paper. No result is ever kept here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.hr.documents.entries import own_practice_first
from charters.hr.documents.framing import Around, facts_table, kept_elsewhere, post_facts
from charters.hr.documents.outline import Block, Card, Cell, Row, Table, Wording
from charters.hr.models import Objective
from charters.hr.sheets import Sheet
from governance.plain_text import NO_BREAK


def matter(sheet: Sheet, _around: Around) -> Iterator[Block]:
    """The objectives, those on the manager's own practice first; each with what is to be written by hand."""
    say = Wording(sheet.language)
    yield facts_table(say, post_facts(sheet), described=_("The post"))
    yield say.text(kept_elsewhere(), "remark")
    if sheet.lacks_own_practice:
        yield say.text(_("An objective on the manager's own practice is to be added below."), "draft")
    yield say.heading(_("Objectives"))
    ordered = own_practice_first(sheet)
    for number, objective in enumerate(ordered, start=1):
        yield _card(say, sheet, number, objective)
    if not ordered:
        yield say.text(_("No objective is written for this post yet."))
    yield say.heading(_("The agent's observations"))
    yield say.table(
        (_("On the objectives and on the means given"),),
        [(say.cell("", blank=5),)],
        described=_("Room for the agent's observations, to be written by hand"),
        widths=(1,),
    )


def _card(say: Wording, sheet: Sheet, number: int, objective: Objective) -> Card:
    name = _("Objective %(number)s") % {"number": number}
    if objective.own_practice:
        name = _("Objective %(number)s, on the manager's own practice") % {"number": number}
    return Card((say.heading(name, 2), _table(say, sheet, name, objective)))


def _table(say: Wording, sheet: Sheet, name: str, objective: Objective) -> Table:
    facts = [
        (_("Objective"), objective.words),
        (_("Means given"), objective.means),
        (_("What will show it"), objective.indicator),
        (_("By when"), objective.due),
        (_("Clause it puts into practice"), _clause(sheet, objective.clause_code)),
    ]
    rows = [Row((say.cell(label, strong=True), say.cell(words))) for label, words in facts if words]
    states = (_("reached"), _("partly reached"), _("not reached"), _("no longer relevant"))
    boxes = "   ".join(f"☐ {state}".replace(" ", NO_BREAK) for state in states)
    rows += [
        Row((say.cell(_("At the interview, on paper"), strong=True), say.cell(boxes))),
        Row((say.cell(_("Facts cited"), strong=True), Cell("", blank=2))),
        Row((say.cell(_("The agent's observations"), strong=True), Cell("", blank=2))),
    ]
    return Table(
        head=(say(_("Heading of the objective")), say(_("What was agreed"))),
        rows=tuple(rows),
        described=say(_("%(name)s: what was agreed, and room to write by hand") % {"name": name}),
        widths=(3, 7),
    )


def _clause(sheet: Sheet, code: str) -> str:
    """The clause with its text, when the job description quotes it; else its code alone."""
    for line in sheet.lines:
        if line.clause.code == code:
            return f"{code}. {line.clause.title}\n{line.clause.text}"
    return code
