"""Quoted clauses as a table that Excel opens in French, and that personnel software reads.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.sheets import Line, Sheet, Target
from charters.hr.sources import Source
from governance.spreadsheets import write_table

Cell = Callable[[Sheet, Source, Line], object]

COLUMNS: dict[str, Cell] = {
    "etat": lambda sheet, source, line: wordings.standing(sheet),
    "version_charte": lambda sheet, source, line: source.number or "",
    "date_version": lambda sheet, source, line: _date(source),
    "code_section": lambda sheet, source, line: line.clause.section.code,
    "section": lambda sheet, source, line: line.clause.section.title,
    "code_clause": lambda sheet, source, line: line.clause.code,
    "titre_clause": lambda sheet, source, line: line.clause.title,
    "type_document": lambda sheet, source, line: "fiche_de_poste",
    "rubrique_cible": lambda sheet, source, line: line.block.label,
    "formulation": lambda sheet, source, line: line.wording,
    "public": lambda sheet, source, line: "encadrant" if sheet.profile.is_manager else "agent",
    "competence": lambda sheet, source, line: _each(line, lambda target: f"{target.code} {target.label}"),
    "niveau_cible": lambda sheet, source, line: _each(line, lambda target: str(target.rank)),
    "indicateurs": lambda sheet, source, line: " | ".join(line.clause.indicators),
    "reference_validation": lambda sheet, source, line: f"{source.reference} ({source.seal})",
    "instance_validation": lambda sheet, source, line: source.validating_body,
    "fiche_de_poste": lambda sheet, source, line: sheet.profile.title,
    "mention": lambda sheet, source, line: wordings.exchange_support(),
}


def write_csv(sheet: Sheet, to: TextIO) -> int:
    """Write one row for each clause quoted to any text stream; return how many there were."""
    with translation.override(sheet.language):
        rows = [[str(read(sheet, sheet.source, line)) for read in COLUMNS.values()] for line in sheet.lines]
        write_table(to, columns=COLUMNS, rows=rows or [[wordings.standing(sheet)] + [""] * (len(COLUMNS) - 1)])
    return len(sheet.lines)


def _date(source: Source) -> str:
    return f"{timezone.localdate(source.validated_at):%d/%m/%Y}" if source.validated_at else _("draft")


def _each(line: Line, say: Callable[[Target], str]) -> str:
    return " | ".join(say(target) for target in line.targets)
