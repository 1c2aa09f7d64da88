"""The health of clauses as a table that Excel opens in French.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import TextIO

from charters.projects.health import Measure

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS: dict[str, Callable[[Measure], object]] = {
    "code_clause": lambda measure: measure.clause.code,
    "titre_clause": lambda measure: measure.clause.title,
    "section": lambda measure: measure.clause.section.title,
    "sante": lambda measure: measure.health.value,
    "sante_en_mots": lambda measure: measure.health.label,
    "projets_clos": lambda measure: measure.projects,
    "appliquee": lambda measure: measure.applied,
    "adaptee": lambda measure: measure.adapted,
    "sans_objet": lambda measure: measure.not_applicable,
    "experiences_qui_appuient": lambda measure: measure.supports,
    "experiences_qui_contredisent": lambda measure: measure.contradicts,
}


def write_csv(measures: Iterable[Measure], to: TextIO) -> None:
    """Write one row for each clause. The byte-order mark and the semicolons are for Excel in French."""
    to.write("\ufeff")
    table = csv.writer(to, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for measure in measures:
        table.writerow(_inert(str(read(measure))) for read in COLUMNS.values())


def _inert(cell: str) -> str:
    """Keep a spreadsheet from running what someone typed as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u202f").startswith(FORMULA_STARTERS) else cell
