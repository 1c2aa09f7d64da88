"""What leaves comes back the same, and what was corrected in one cell changes one field."""

import csv
import io

import openpyxl
import pytest

from charters.hr.profile_lists.columns import COLUMNS
from charters.hr.profile_lists.exporting import WRITERS, present_rows
from charters.hr.profile_lists.importing import import_list
from charters.hr.profile_lists.lists import read_list
from charters.hr.profile_lists.planning import Act, plan

HARD = {
    "reference": "00012",
    "occupation": "=1+1",
    "family": 'Accueil ; "relation", l\'usager',
    "job_group": "'-doublé",
    "reports_to": "-12",
    "workplace": "1/2",
    "team": "VRAI",
    "purpose": "- Accueillir.\n- Orienter.\n\nPuis écouter.",
    "missions": "x\n" * 2900 + "fin",
    "skills": "''- deux",
    "conditions": "@domicile",
    "means": "1234567890123456789",
}


@pytest.fixture
def posts(town):
    return [
        town.post("Agent ou agente d'accueil", category="C", department=town.streets, is_field_staff=True, **HARD),
        town.post("+ Chef de projet", is_manager=True, department=town.culture),
        town.post("Sans rien"),
    ]


@pytest.mark.parametrize("ending", WRITERS)
def test_what_leaves_comes_back_the_same(town, posts, ending):
    read = read_list(WRITERS[ending](present_rows()), f"liste.{ending}")
    assert not read.problems
    assert not read.not_taken
    found = plan(read.rows)
    assert not found.problems
    assert {row.profile.pk: row.act for row in found.rows} == {post.pk: Act.NOTHING for post in posts}


def corrected_csv(content):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    line = next(row for row in rows if row[0] == "Sans rien")
    line[rows[0].index("Lieu")] = "Gare"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("cp1252")


def corrected_xlsx(content):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook["Fiches"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Lieu")
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Sans rien")
    sheet.cell(row, column).value = "Gare"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("ending", "correct"), [("csv", corrected_csv), ("xlsx", corrected_xlsx)])
def test_one_cell_that_is_corrected_changes_one_field(town, posts, ending, correct):
    read = read_list(correct(WRITERS[ending](present_rows())), f"liste.{ending}")
    found = plan(read.rows)
    assert [(row.title, row.words) for row in found.rows if row.words] == [("Sans rien", {"workplace": "Gare"})]
    import_list(read, by=town.hr, seen_digest=found.digest)
    posts[2].refresh_from_db()
    assert posts[2].workplace == "Gare"
    assert plan(read.rows).to_write == 0


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_model_names_the_columns(db, ending):
    content = WRITERS[ending]([])
    if ending == "csv":
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    else:
        workbook = openpyxl.load_workbook(io.BytesIO(content))
        header = [cell.value for cell in workbook.worksheets[0][1]]
        assert workbook.worksheets[1].max_row == len(COLUMNS) + 1
    assert header == [column.header for column in COLUMNS]


def test_the_present_list_takes_one_query(town, posts, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(present_rows()) == 3
