"""The present list of job descriptions, and an empty one to fill, in the very columns that an import reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from charters.hr.models import JobProfile
from charters.hr.profile_lists.columns import COLUMNS, Column
from charters.hr.profile_lists.tables import MOST_LINES
from charters.hr.profile_lists.workbooks import SHEET
from governance.plain_text import printable
from governance.spreadsheets import write_table

Rows = Iterable[list[str]]

# How wide a column is in a workbook, and what is wide: what one writes in several lines.
_NARROW, _LINE, _WIDE = 12, 28, 60


def present_rows() -> list[list[str]]:
    """Each job description in use as a line, in one query."""
    profiles = JobProfile.objects.in_use().select_related("department").order_by("title", "pk")
    return [[column.cell_of(profile) for column in COLUMNS] for profile in profiles]


def as_csv(rows: Rows) -> bytes:
    to = io.StringIO(newline="")
    write_table(to, columns=[column.header for column in COLUMNS], rows=rows)
    return to.getvalue().encode()


def as_workbook(rows: Rows) -> bytes:
    """A workbook whose first sheet is the list, and whose second explains its columns."""
    import xlsxwriter  # type: ignore[import-untyped]  # slow to load, and seldom needed

    to = io.BytesIO()
    with xlsxwriter.Workbook(to, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": _("List of job descriptions"), "comments": ""})
        # as text: a number of post keeps the zeros it begins with, and nothing typed becomes a day or a formula
        text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        head = workbook.add_format({"bold": True, "bottom": 2, "valign": "bottom", "text_wrap": True})
        _write_list(workbook.add_worksheet(SHEET), rows, text=text, head=head)
        _write_columns(workbook.add_worksheet("Colonnes"), text=text, head=head)
    return to.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {"csv": as_csv, "xlsx": as_workbook}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _write_list(sheet, rows, *, text, head) -> None:  # type: ignore[no-untyped-def]
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _width(column), text)
        sheet.write_string(0, place, column.header, head)
        if column.choices:
            sheet.data_validation(1, place, MOST_LINES, place, {"validate": "list", "source": list(column.choices)})
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(last, place, printable(cell), text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)


def _write_columns(sheet, *, text, head) -> None:  # type: ignore[no-untyped-def]
    sheet.set_column(0, 0, _LINE, text)
    sheet.set_column(1, 1, _WIDE, text)
    sheet.write_row(0, 0, [_("Column"), _("What is written in it")], head)
    for line, column in enumerate(COLUMNS, start=1):
        sheet.write_string(line, 0, column.header, text)
        sheet.write_string(line, 1, str(column.holds), text)


def _width(column: Column) -> int:
    if column.choices:
        return _NARROW
    return _WIDE if column.is_long else _LINE
