"""A list in a file: CSV of any usual alphabet and separator, or an Excel workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _

from charters.hr.profile_lists.columns import column_of
from charters.hr.profile_lists.tables import LARGEST_FILE, Table, bounded, may_hold_macros
from charters.hr.profile_lists.workbooks import read_workbook
from governance.refusals import Refused

SUFFIXES = (".csv", ".xlsx")
SEPARATORS = ";,\t"
_WORKBOOK = b"PK"
_MACROS = (".xlsm", ".xltm", ".xlsb")
_BINARY = frozenset("\x01\x02\x03\x04\x1a")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(content: bytes, name: str) -> Table:
    """The lines of the file. Raises Refused with a sentence when it is of another kind, too large, broken, or empty."""
    if len(content) > LARGEST_FILE:
        raise Refused(
            _("This file weighs more than %(limit)s megabytes. Keep the columns listed on this page, or split it.")
            % {"limit": LARGEST_FILE // 1_000_000}
        )
    suffix = PurePath(name).suffix.lower()
    if suffix in _MACROS:
        raise Refused(may_hold_macros())
    if suffix not in SUFFIXES:
        raise Refused(
            _("Lists are read from these files: %(suffixes)s. Save yours in one of them, then choose it.")
            % {"suffixes": ", ".join(SUFFIXES)}
        )
    table = read_workbook(content) if suffix == ".xlsx" else Table(bounded(_records(_decoded(content))))
    if not table.lines:
        raise Refused(_("There is nothing in this file. Choose another one."))
    return table


def _decoded(content: bytes) -> str:
    """The text of a CSV file, in the alphabet that it was saved in."""
    if content.startswith(_WORKBOOK):
        raise Refused(_("This file is a workbook, whatever its name says. Give it a name that ends in “.xlsx”."))
    utf_16 = content.startswith(_UTF_16)
    if not utf_16 and b"\0" in content:
        raise Refused(_not_text())
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # a file of text holds none of these; a picture or a document, saved under the name of a table, does
        if "\0" in text or text.startswith("%PDF-") or not _BINARY.isdisjoint(text[:1000]):
            break
        return text
    raise Refused(_not_text())


def _not_text() -> str:
    return _("This file is no table of text. In your spreadsheet, save the list as “CSV UTF-8” or as “.xlsx”.")


def _records(text: str) -> Iterator[list[str]]:
    """The rows of a CSV text, empty ones included. Raises Refused where quotation marks do not match."""
    text, separator = _separator(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error:
            raise Refused(
                _(
                    "Line %(line)s cannot be read: a quotation mark is opened and not closed, or stands in the middle "
                    "of a cell without being doubled. Correct this line, or save the list as “.xlsx”."
                )
                % {"line": number}
            ) from None
        if row is None:
            return
        yield row


def _separator(text: str) -> tuple[str, str]:
    """The text, and what separates its cells: what makes most known columns of the first line that says something.

    Excel may say it in a line of its own, ``sep=;``.
    """
    first, _end, rest = text.partition("\n")
    if first.rstrip("\r").lower() in {f"sep={separator}" for separator in SEPARATORS}:
        # the line counts in the numbers that a spreadsheet shows
        return f"\n{rest}", first[4]

    def known(separator: str) -> tuple[int, int]:
        try:
            header = next(filter(any, csv.reader(io.StringIO(text, newline=""), delimiter=separator)), [])
        except csv.Error:
            return 0, 0
        return sum(column_of(name) is not None for name in header), len(header[1:])

    return text, max(SEPARATORS, key=known)
