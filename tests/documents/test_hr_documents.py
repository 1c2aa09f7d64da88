"""Human resources' documents, opened by LibreOffice: every sentence is there, the grid has four pages at most.

These are not part of the tests of every day, for they need LibreOffice: ``make documents``.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pypdf
import pytest

from charters.hr.documents import make
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Outline
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.sheets import Sheet
from governance.plain_text import printable
from tests.charters.hr.documents.reading import plain, said
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, longest_sheet, post, sample_sheet
from tests.documents.office import Order, follow

ORGANISATION = "Aubrelle Agglomération"
KINDS = list(DocumentKind)


def outline(sheet: Sheet, kind: DocumentKind) -> Outline:
    return outline_of(sheet, kind, organisation=ORGANISATION, moment=MOMENT)


def written(sheet: Sheet, kind: DocumentKind, ending: Ending, path: Path) -> Path:
    path.write_bytes(make(sheet, kind, ending, organisation=ORGANISATION, moment=MOMENT))
    return path


def pages_of(path: Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)


@pytest.mark.parametrize("ending", [Ending.DOCX, Ending.ODT])
def test_every_document_opens_and_every_sentence_is_there(tmp_path: Path, ending: Ending):
    sheet = sample_sheet()
    orders = []
    for kind in KINDS:
        source = written(sheet, kind, ending, tmp_path / f"{kind}.{ending}")
        orders += [Order(source, tmp_path / f"{kind}.txt"), Order(source, tmp_path / f"{kind}.pdf")]
    follow(orders, tmp_path)
    for kind in KINDS:
        text = plain((tmp_path / f"{kind}.txt").read_text(encoding="utf-8"))
        printed = plain("".join(page.extract_text() for page in pages_of(tmp_path / f"{kind}.pdf")))
        for sentence in said(outline(sheet, kind)):
            assert plain(sentence) in text, (kind, sentence)
            assert plain(sentence) in printed, (kind, sentence)
        assert SEAL in printed


@pytest.mark.parametrize("ending", [Ending.DOCX, Ending.ODT])
def test_hostile_words_are_words(tmp_path: Path, ending: Ending):
    sheets = [hostile_sheet(words) for words in HOSTILE]
    orders = [
        Order(
            written(sheet, DocumentKind.CLAUSE_CARDS, ending, tmp_path / f"{place}.{ending}"), tmp_path / f"{place}.txt"
        )
        for place, sheet in enumerate(sheets)
    ]
    follow(orders, tmp_path)
    for place, sheet in enumerate(sheets):
        text = plain((tmp_path / f"{place}.txt").read_text(encoding="utf-8"))
        for sentence in said(outline(sheet, DocumentKind.CLAUSE_CARDS)):
            assert plain(sentence) in text, sentence


@pytest.mark.parametrize("ending", [Ending.DOCX, Ending.ODT])
def test_the_grid_takes_four_pages_at_most(tmp_path: Path, ending: Ending):
    """The demonstration, a post that quotes the whole charter, and the longest words of every width."""
    sheets = {
        "sample": sample_sheet(),
        "whole": sample_sheet(35),
        "agent": sample_sheet(profile=post(is_manager=False), objectives=()),
        "draft": sample_sheet(35, in_force=False),
        "long": longest_sheet(),
        "capitals": longest_sheet("M" * 30 + " "),
        "thin": longest_sheet("il "),
        "short-words": longest_sheet("Coopère à deux. "),
        "one-word": longest_sheet("w" * 500),
        "chinese": longest_sheet("中文字"),
        "lines": longest_sheet("a\n"),
    }
    orders = [
        Order(
            written(sheet, DocumentKind.INTERVIEW_GRID, ending, tmp_path / f"{name}.{ending}"), tmp_path / f"{name}.pdf"
        )
        for name, sheet in sheets.items()
    ]
    follow(orders, tmp_path)
    counts = {name: len(pages_of(tmp_path / f"{name}.pdf")) for name in sheets}
    assert {name: count for name, count in counts.items() if count > 4} == {}


@pytest.mark.parametrize("ending", [Ending.XLSX, Ending.CSV])
def test_tables_open_in_a_spreadsheet_which_runs_nothing(tmp_path: Path, ending: Ending):
    sheets = [sample_sheet(), *(hostile_sheet(words) for words in HOSTILE)]
    orders = []
    for place, sheet in enumerate(sheets):
        source = written(sheet, DocumentKind.CLAUSE_CARDS, ending, tmp_path / f"{place}.{ending}")
        orders.append(Order(source, tmp_path / f"{place}-read.csv"))
    follow(orders, tmp_path)
    for place, sheet in enumerate(sheets):
        text = (tmp_path / f"{place}-read.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        cells = [plain(cell).lstrip("'").replace("’", "'") for row in rows for cell in row]
        for line in sheet.lines:
            for words in filter(None, (line.wording, line.mission_letter, line.interview)):
                assert plain(printable(words)) in cells, words
