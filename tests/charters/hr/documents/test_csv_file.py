"""The table, read as a spreadsheet reads it in French."""

import csv
import io
from dataclasses import replace

import pytest

from charters.hr.documents import make
from charters.hr.documents.csv_file import COLUMNS
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.kinds import Wording as Said
from governance.plain_text import printable
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, post, sample_sheet

KINDS = list(DocumentKind)
REQUIRED = [
    "version_charte", "date_version", "code_section", "section", "code_clause", "titre_clause", "type_document",
    "rubrique_cible", "formulation", "public", "competence", "niveau_cible", "indicateurs", "reference_validation",
]  # fmt: skip
TYPES = {
    Said.JOB_DESCRIPTION: "fiche_de_poste",
    Said.MISSION_LETTER: "lettre_de_mission",
    Said.INTERVIEW: "entretien_professionnel",
}


def written(sheet, kind=DocumentKind.CLAUSE_CARDS):
    return make(sheet, kind, Ending.CSV, organisation="Aubrelle Agglomération", moment=MOMENT)


def rows(sheet, kind=DocumentKind.CLAUSE_CARDS):
    """What a French spreadsheet does: the mark says UTF-8, semicolons separate."""
    content = written(sheet, kind)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_columns_are_those_that_software_expects():
    assert [name for name in COLUMNS if name in REQUIRED] == REQUIRED
    assert list(rows(sample_sheet())[0]) == list(COLUMNS)


def test_a_row_for_each_clause_and_each_document_that_words_it():
    sheet = sample_sheet()
    expected = [
        (line.clause.code, TYPES[said], line.said_in(said))
        for line in sheet.lines
        for said in Said
        if line.said_in(said)
    ]
    assert [(row["code_clause"], row["type_document"], row["formulation"]) for row in rows(sheet)] == expected


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (DocumentKind.INSERT, {"fiche_de_poste"}),
        (DocumentKind.JOB_DESCRIPTION, {"fiche_de_poste"}),
        (DocumentKind.MISSION_LETTER, {"lettre_de_mission"}),
        (DocumentKind.INTERVIEW_GRID, {"entretien_professionnel", "objectif"}),
        (DocumentKind.OBJECTIVES, {"objectif"}),
        (DocumentKind.CLAUSE_CARDS, set(TYPES.values())),
    ],
)
def test_each_document_has_its_own_rows(kind, types):
    assert {row["type_document"] for row in rows(sample_sheet(), kind)} == types


def test_a_row_says_all_that_there_is_to_know():
    sheet = sample_sheet()
    row = next(row for row in rows(sheet) if row["code_clause"] == "V3")
    line = next(line for line in sheet.lines if line.clause.code == "V3")
    assert row["version_charte"] == "3"
    assert row["date_version"] == "01/03/2026"
    assert row["code_section"] == "V"
    assert row["titre_clause"] == line.clause.title
    assert row["public"] == "encadrant"
    assert row["competence"] == "C1 Partager l'information utile"
    assert row["niveau_cible"] == "3"
    assert row["indicateurs"] == " | ".join(line.clause.indicators)
    assert row["reference_validation"].endswith(f"({SEAL})")
    assert row["instance_validation"] == "Comité de direction générale"
    assert (row["fiche_de_poste"], row["numero_poste"]) == ("Responsable de l'accueil des usagers", "ACC-014")
    assert row["adaptee"] == "non"
    assert rows(sample_sheet(profile=post(is_manager=False)))[0]["public"] == "agent"


def test_adapted_words_are_said_to_be():
    sheet = sample_sheet()
    first = replace(sheet.lines[0], wording="Autrement.")
    adapted = {row["type_document"]: row["adaptee"] for row in rows(replace(sheet, lines=(first,)))}
    assert adapted["fiche_de_poste"] == "oui"
    assert adapted["entretien_professionnel"] == "non"


def test_objectives_come_with_their_clause_their_means_and_their_date():
    own, mobile, training = rows(sample_sheet(), DocumentKind.OBJECTIVES)
    assert own["formulation"] == "Tenir une revue d'équipe chaque mois."
    assert own["indicateurs"] == "Dix revues tenues."
    assert (mobile["code_clause"], mobile["moyens"], mobile["echeance"]) == ("V3", "Un véhicule.", "30 juin")
    assert mobile["titre_clause"] == "Partager l'information par défaut"
    assert (training["code_clause"], training["titre_clause"]) == ("Z9", "")


def test_lines_end_as_windows_ends_them():
    content = written(sample_sheet(3))
    assert content.replace(b"\r\n", b"").count(b"\n") == 0


def test_a_draft_says_so_in_its_first_column():
    (first, *_others) = rows(sample_sheet(in_force=False))
    assert list(first.values())[0].startswith("Brouillon.")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_say_says_why(kind):
    sheet = replace(sample_sheet(), source=None, lines=(), scale=(), levels=(), objectives=())
    (row,) = rows(sheet, kind)
    assert row["etat"].startswith("Brouillon.")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_in_their_cell(words):
    kept = printable(words.strip())
    assert {row["formulation"] for row in rows(hostile_sheet(words))} == {f"'{kept}" if kept[0] == "=" else kept}


@pytest.mark.parametrize("start", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1", "- a list"])
def test_what_someone_typed_is_never_a_formula(start):
    sheet = sample_sheet()
    line = replace(sheet.lines[0], wording=start)
    (row,) = rows(replace(sheet, lines=(line,)), DocumentKind.INSERT)
    assert row["formulation"] == f"'{start}"
