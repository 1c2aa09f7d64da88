"""Tables that Excel opens in French: with a byte-order mark, semicolons, and nothing that it would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import TextIO

from django.http import HttpResponse

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_table(to: TextIO, *, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a table to any text stream. Open the stream with ``newline=""``."""
    to.write("\ufeff")
    sheet = csv.writer(to, delimiter=";", lineterminator="\r\n")
    sheet.writerow(columns)
    for row in rows:
        sheet.writerow(inert(cell) for cell in row)


def download(table: StringIO, *, name: str) -> HttpResponse:
    """A table that was written, as a file to download that no cache keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(table.getvalue().encode(), content_type="text/csv; charset=utf-8", headers=headers)


def inert(cell: str) -> str:
    """Keep a spreadsheet from running what someone typed as a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u202f").startswith(FORMULA_STARTERS) else cell
