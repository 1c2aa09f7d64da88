"""The health of clauses as a table that Excel opens in French.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from charters.projects.health import Measure
from governance.spreadsheets import write_table

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
    """Write one row for each clause. Open the stream with ``newline=""``."""
    rows = ([str(read(measure)) for read in COLUMNS.values()] for measure in measures)
    write_table(to, columns=COLUMNS, rows=rows)
