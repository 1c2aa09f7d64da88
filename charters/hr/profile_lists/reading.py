"""A list in a file: CSV of any usual alphabet and separator, or an Excel workbook."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NoReturn

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
_FOREIGN, _BEYOND_ASCII = re.compile("[\udc80-\udcff]"), re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
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
    try:
        text = _in_its_alphabet(content, utf_16=utf_16)
    except UnicodeDecodeError:
        raise Refused(_not_text()) from None
    # a file of text holds none of these; a picture or a document, saved under the name of a table, does
    if "\0" in text or text.startswith("%PDF-") or not _BINARY.isdisjoint(text[:1000]):
        raise Refused(_not_text())
    if _FOREIGN.search(text):
        _refuse_foreign_byte(text)
    return text


def _in_its_alphabet(content: bytes, *, utf_16: bool) -> str:
    """The text, where each byte that UTF-8 has no place for stands as a lone surrogate. Raises UnicodeDecodeError."""
    if utf_16:
        return content.decode("utf-16")
    text = content.decode("utf-8-sig", "surrogateescape")
    foreign = len(_FOREIGN.findall(text))
    # in the old alphabet, two bytes beyond ASCII that follow each other are hardly ever a letter of UTF-8
    if not foreign or content.startswith(codecs.BOM_UTF8) or len(_BEYOND_ASCII.findall(text)) > foreign:
        return text
    return content.decode("cp1252")


def _refuse_foreign_byte(text: str) -> NoReturn:
    """Say where a text in UTF-8 holds a byte of another alphabet: read in that other, all its accents would be lost."""
    for number, row in enumerate(_records(text), start=1):
        for cell in row:
            if found := _FOREIGN.search(cell):
                around = _FOREIGN.sub("\N{REPLACEMENT CHARACTER}", cell[max(0, found.start() - 20) : found.end() + 20])
                raise Refused(
                    _(
                        "Line %(line)s, near “%(near)s”, a letter is not written in UTF-8 as the rest of the file is. "
                        "Type it again, or save the list from your spreadsheet as “CSV UTF-8” or as “.xlsx”."
                    )
                    % {"line": number, "near": " ".join(around.split())}
                )
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
        except csv.Error as error:
            raise Refused(_unreadable(number, too_long="field limit" in str(error))) from None
        if row is None:
            return
        yield row


def _unreadable(line: int, *, too_long: bool) -> str:
    """Why a line cannot be read: the module of CSV files tells its errors apart by their words alone."""
    if too_long:
        sentence = _(
            "Line %(line)s cannot be read: one of its cells has more than %(most)s characters, far more than any "
            "column takes. Shorten it; if it is not so long, close the quotation mark that begins it."
        )
    else:
        sentence = _(
            "Line %(line)s cannot be read: a quotation mark is opened and not closed, or stands in the middle "
            "of a cell without being doubled. Correct this line, or save the list as “.xlsx”."
        )
    return sentence % {"line": line, "most": csv.field_size_limit()}


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
