"""Files as spreadsheets write them, and as no spreadsheet would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from charters.hr.profile_lists.lists import ListRead, read_list

Rows = Iterable[Iterable[Any]]


def csv_of(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def listed(text: str) -> ListRead:
    """A list read from the text of a CSV file."""
    return read_list(text.encode(), "liste.csv")


def workbook_of(*rows: Iterable[Any], change: Callable[[Any], Any] = lambda sheet: None, **sheets: Rows) -> bytes:
    """A workbook whose first sheet holds these rows; ``change`` does the rest to it."""
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    for name, others in sheets.items():
        other = workbook.create_sheet(name)
        for row in others:
            other.append(list(row))
    change(sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def computed(formula: str, value: str) -> bytes:
    """A workbook whose cell A2 is a formula that a spreadsheet has computed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string(0, 0, "Intitulé")
        sheet.write_formula(1, 0, formula, None, value)
    return content.getvalue()


def altered(content: bytes, change: Callable[[str, bytes], bytes] = lambda _name, part: part, **added: bytes) -> bytes:
    """The same compressed folder with other words in its parts, or more parts (``__`` for a slash)."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, part in added.items():
            target.writestr(name.replace("__", "/"), part)
    return result.getvalue()
