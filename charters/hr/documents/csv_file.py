"""A document as a table that Excel opens in French, and that personnel software reads.

The names of the columns are fixed, in French, whatever the language of the charter: other software relies on them.
``type_document`` is ``fiche_de_poste``, ``lettre_de_mission``, ``entretien_professionnel`` or ``objectif``.
"""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.documents.entries import Entry, entries_of
from charters.hr.kinds import DocumentKind
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Sheet
from charters.hr.sources import Source
from charters.hr.targets import Target
from governance.plain_text import printable
from governance.spreadsheets import write_table

TYPES = {
    Said.JOB_DESCRIPTION: "fiche_de_poste",
    Said.MISSION_LETTER: "lettre_de_mission",
    Said.INTERVIEW: "entretien_professionnel",
}


class _Told(NamedTuple):
    """What a row is read from."""

    sheet: Sheet
    kind: DocumentKind
    entry: Entry


COLUMNS: dict[str, Callable[[_Told], object]] = {
    "etat": lambda told: wordings.standing(told.sheet, told.kind),
    "version_charte": lambda told: (told.sheet.source and told.sheet.source.number) or "",
    "date_version": lambda told: _date(told.sheet.source),
    "code_section": lambda told: told.entry.line.clause.section.code if told.entry.line else "",
    "section": lambda told: told.entry.line.clause.section.title if told.entry.line else "",
    "code_clause": lambda told: told.entry.code,
    "titre_clause": lambda told: told.entry.line.clause.title if told.entry.line else "",
    "type_document": lambda told: TYPES[told.entry.said] if told.entry.said else "objectif",
    "rubrique_cible": lambda told: told.entry.place,
    "formulation": lambda told: told.entry.words,
    "public": lambda told: "encadrant" if told.sheet.profile.is_manager else "agent",
    "competence": lambda told: _each(told.entry, lambda target: f"{target.code} {target.label}"),
    "niveau_cible": lambda told: _each(told.entry, lambda target: str(target.rank)),
    "indicateurs": lambda told: " | ".join(told.entry.indicators),
    "reference_validation": lambda told: _reference(told.sheet.source),
    "instance_validation": lambda told: told.sheet.source.validating_body if told.sheet.source else "",
    "avis_cst": lambda told: told.sheet.opinion.reference if told.sheet.opinion else "",
    "fiche_de_poste": lambda told: told.sheet.profile.title,
    "numero_poste": lambda told: told.sheet.profile.reference,
    "adaptee": lambda told: "oui" if told.entry.adapted else "non",
    "moyens": lambda told: told.entry.objective.means if told.entry.objective else "",
    "echeance": lambda told: told.entry.objective.due if told.entry.objective else "",
    "mention": lambda told: wordings.exchange_support(told.sheet.opinion),
}


def write_csv(sheet: Sheet, kind: DocumentKind) -> bytes:
    """The file: a row for each clause and each document that words it; one that says why, when there is none."""
    rows = [
        [printable(str(read(_Told(sheet, kind, entry)))) for read in COLUMNS.values()]
        for entry in entries_of(sheet, kind)
    ]
    nothing = [wordings.standing(sheet, kind)] + [""] * (len(COLUMNS) - 1)
    content = StringIO(newline="")
    write_table(content, columns=COLUMNS, rows=rows or [nothing])
    return content.getvalue().encode()


def _date(source: Source | None) -> str:
    if source is None or source.validated_at is None:
        return _("draft")
    return f"{timezone.localdate(source.validated_at):%d/%m/%Y}"


def _reference(source: Source | None) -> str:
    return f"{source.reference} ({source.seal})" if source else ""


def _each(entry: Entry, say: Callable[[Target], str]) -> str:
    return " | ".join(say(target) for target in (entry.line.targets if entry.line else ()))
