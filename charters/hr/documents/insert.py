"""The insert: what the charter adds to a job description that human resources keep elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.documents.framing import Around, reference_of
from charters.hr.documents.outline import Block, Table, Wording
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Line, Sheet


def matter(sheet: Sheet, _around: Around) -> Iterator[Block]:
    """The clauses, block by block, then the levels that the post aims at."""
    say = Wording(sheet.language)
    for block, lines in sheet.blocks:
        yield say.heading(block.label)
        yield clauses_table(say, str(block.label), lines)
    yield from target_levels(say, sheet, level=1)


def clauses_table(say: Wording, block: str, lines: list[Line]) -> Table:
    """The clauses quoted in a block, each with its words."""
    return say.table(
        (_("Clause"), _("What the job description says")),
        [(reference_of(line, Said.JOB_DESCRIPTION), line.wording) for line in lines],
        described=_("Clauses quoted under “%(block)s”") % {"block": block},
        widths=(3, 7),
    )


def target_levels(say: Wording, sheet: Sheet, *, level: int) -> Iterator[Block]:
    """The competences that the post calls on, under a heading of a level."""
    if not sheet.targets:
        return
    yield say.heading(_("Cooperation skills expected"), level)
    yield say.text(wordings.about_levels())
    yield say.table(
        (_("Competence"), _("Target level"), _("What can be observed"), _("Clauses")),
        [
            (f"{target.code}. {target.label}", f"{target.rank}, {target.level}", target.behaviour, ", ".join(codes))
            for target, codes in sheet.targets
        ],
        described=_("Competences called on by the clauses quoted, with their target level"),
        widths=(30, 16, 40, 14),
    )
