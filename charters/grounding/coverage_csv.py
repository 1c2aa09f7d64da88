"""The coverage as a table that Excel opens in French: the cells of the screen, row by row.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from charters.grounding.coverage import Row
from governance.spreadsheets import write_table

COLUMNS = ("nature", "etat", "code", "texte", "projet_ou_section", "directions", "lien")


def write_csv(to: TextIO, *, rows: Iterable[Row]) -> None:
    """Write one line for each row, in the language of the screen. Open the stream with ``newline=""``."""
    write_table(to, columns=COLUMNS, rows=(row.cells for row in rows))
