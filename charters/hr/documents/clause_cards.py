"""Clause cards: each clause quoted, with all that the charter says of it, to cut out or to paste."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.hr.documents.framing import Around
from charters.hr.documents.outline import Block, Card, Heading, Table, Text, Wording
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Line, Sheet


def matter(sheet: Sheet, _around: Around) -> Iterator[Block]:
    """One card for each clause, in the order of the charter."""
    say = Wording(sheet.language)
    for line in sheet.lines:
        yield Card(tuple(_card(say, sheet, line)), framed=True, hue=line.clause.section.kind)


def _card(say: Wording, sheet: Sheet, line: Line) -> Iterator[Heading | Text | Table]:
    clause = line.clause
    yield say.heading(clause.title, 1, lead=clause.code)
    yield say.text(clause.text)
    if clause.indicators:
        yield say.heading(_("Observable practices"), 2)
        yield say.text("\n".join(f"- {practice}" for practice in clause.indicators))
    yield say.table(
        (_("Document"), _("Words for it")),
        [(_document(say, line, said), line.said_in(said)) for said in Said if line.said_in(said)],
        described=_("What each document says of the clause %(code)s") % {"code": clause.code},
        widths=(3, 7),
    )
    if line.targets:
        called = "; ".join(
            _("%(competence)s (target level %(level)s)")
            % {"competence": f"{target.code}. {target.label}", "level": f"{target.rank}, {target.level}"}
            for target in line.targets
        )
        yield say.text(_("Competences it calls on: %(competences)s") % {"competences": called}, "remark")
    if source := sheet.source:
        yield say.text(f"{source.reference} – {source.seal}", "seal")


def _document(say: Wording, line: Line, said: Said) -> object:
    name = str(said.label)
    if said == Said.JOB_DESCRIPTION:
        name += f" – {line.block.label}"
    if line.adapted_in(said):
        name += " " + _("(wording adapted by human resources)")
    return say.cell(name, strong=True)
