"""The workbook, read back by another library than the one that wrote it."""

import io

import openpyxl
import pytest

from charters.hr.documents import make
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.kinds import Wording as Said
from governance.plain_text import printable
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, sample_sheet

KINDS = list(DocumentKind)


def opened(sheet, kind=DocumentKind.CLAUSE_CARDS):
    content = make(sheet, kind, Ending.XLSX, organisation="Aubrelle Agglomération", moment=MOMENT)
    return openpyxl.load_workbook(io.BytesIO(content))


def table(page):
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def typed(text):
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def test_its_sheets_depend_on_what_the_document_is_about():
    def names(kind):
        return opened(sample_sheet(language="en"), kind).sheetnames

    assert names(DocumentKind.INSERT) == ["Clauses", "Competences", "Origin"]
    assert names(DocumentKind.INTERVIEW_GRID) == ["Clauses", "Competences", "Objectives", "Origin"]
    assert names(DocumentKind.OBJECTIVES) == ["Clauses", "Competences", "Objectives", "Origin"]


def test_every_wording_of_every_clause_is_there():
    sheet = sample_sheet(language="en")
    rows = table(opened(sheet)["Clauses"])
    assert [(row["Clause"], typed(row["Words for it"])) for row in rows] == [
        (line.clause.code, line.said_in(said)) for line in sheet.lines for said in Said if line.said_in(said)
    ]
    assert {row["Wording adapted"] for row in rows} == {"no"}


def test_competences_have_both_ladders_of_a_manager_and_a_number_for_their_target():
    sheet = sample_sheet(language="en")
    rows = table(opened(sheet)["Competences"])
    assert len(rows) == 2 * len(sheet.targets)
    assert {row["Target level"] for row in rows} == {3}
    target = sheet.targets[0][0]
    assert typed(rows[1]["Level 4"]) == target.ladders[1].steps[3]


def test_objectives_begin_with_the_managers_own_practice():
    rows = table(opened(sample_sheet(language="en"), DocumentKind.OBJECTIVES)["Objectives"])
    assert [row["On the manager's own practice".replace("'", "’")] for row in rows] == ["yes", "no", "no"]
    assert typed(rows[0]["Objective"]) == "Tenir une revue d'équipe chaque mois."


def test_it_says_where_its_words_come_from():
    rows = table(opened(sample_sheet(language="en"))["Origin"])
    facts = {row["What"]: row["Value"] for row in rows}
    assert facts["Seal"] == SEAL
    assert facts["Version"] == "3"
    assert facts["Validated by"] == "Comité de direction générale"


@pytest.mark.parametrize("kind", KINDS)
def test_its_properties_name_the_version_the_seal_and_no_person(kind):
    book = opened(sample_sheet(in_force=False, language="en"), kind)
    facts = book.properties
    assert facts.title.startswith("DRAFT. ")
    assert facts.keywords == SEAL
    assert facts.creator == "Aubrelle Agglomération"
    assert book.custom_doc_props["version"].value == "3"
    assert "supports an exchange" in facts.description


@pytest.mark.parametrize("kind", KINDS)
def test_the_header_row_stays_in_sight_and_cells_wrap(kind):
    for page in opened(sample_sheet(), kind).worksheets:
        assert page.freeze_panes == "A2"
        assert page.print_title_rows == "$1:$1"
        assert all(cell.font.bold and cell.alignment.wrap_text for cell in page[1])
        assert min(page.column_dimensions[column].width for column in ("A", "B")) >= 9


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_is_a_formula_nor_an_address(words):
    book = opened(hostile_sheet(words), DocumentKind.INTERVIEW_GRID)
    for page in book.worksheets:
        for row in page.iter_rows():
            assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in row)
    (row, *_others) = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    kept = printable(words.strip())
    assert kept in (row[5], typed(row[5]))


def test_an_address_is_a_text():
    book = opened(hostile_sheet("https://example.org/a?b=1"))
    assert not any(cell.hyperlink for page in book.worksheets for row in page.iter_rows() for cell in row)
