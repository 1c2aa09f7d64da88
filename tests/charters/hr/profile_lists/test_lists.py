"""What a list says: its columns, its lines, and everything wrong with them at once."""

import pytest

from charters.hr.profile_lists.lists import read_list
from governance.refusals import Refused
from tests.charters.hr.profile_lists.files import listed, workbook_of


def test_a_line_says_what_its_filled_cells_say():
    read = listed("Encadrant;INTITULE;Cat;Lieu\noui;Chargée d'accueil;b;\n;Agent;;Mairie\n")
    assert [(row.line, row.words) for row in read.rows] == [
        (2, {"is_manager": True, "title": "Chargée d'accueil", "category": "B"}),
        (3, {"title": "Agent", "workplace": "Mairie"}),
    ]
    assert (read.name, read.problems, read.not_taken, read.hidden) == ("liste.csv", [], [], [])


def test_no_is_said_and_an_empty_cell_is_not():
    read = listed("Intitulé;Encadrant;Terrain\nA;non;\n")
    assert read.rows[0].words == {"title": "A", "is_manager": False}


def test_columns_that_have_no_place_are_named_and_left_out():
    read = listed("Intitulé;Indice majoré;;Service\nA;450;perdu;Accueil\n")
    assert [row.words for row in read.rows] == [{"title": "A"}]
    assert len(read.not_taken) == 2
    assert "Indice majoré" in read.not_taken[0]
    assert "Service" in read.not_taken[1]


def test_everything_wrong_is_told_at_once_by_line():
    read = listed(
        "Intitulé;Catégorie;Encadrant;Missions\nA;D;bof;\n;A;;\nB;B;oui;Tout\nC;;;;trop\n" + "x" * 201 + ";;;\n"
    )
    assert [(problem.line, problem.column) for problem in read.problems] == [
        (2, "Catégorie"),
        (2, "Encadrant"),
        (3, ""),
        (5, ""),
        (6, "Intitulé"),
    ]
    assert [row.line for row in read.rows] == [4]
    assert "201" in read.problems[-1].sentence
    assert "200" in read.problems[-1].sentence


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Métier;Lieu", "Intitulé"),
        ("Intitulé;Nom;Prénom", "Prénom"),
        ("Intitulé;Appréciation", "Appréciation"),
        ("Intitulé;Titre du poste", "Titre du poste"),
        ("Intitulé;Lieu;Site", "Site"),
        ("Jean;Jeanne", "Intitulé"),
    ],
)
def test_a_first_line_that_cannot_be_followed_is_refused(header, named):
    with pytest.raises(Refused, match=named):
        listed(f"{header}\nA;B;C\n")


def test_a_first_line_alone_is_refused():
    with pytest.raises(Refused):
        listed("Intitulé;Lieu\n")


def test_oddities_of_a_workbook_reach_the_report():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    read = read_list(workbook_of(["Intitulé", "Lieu"], ["A", "x"], ["B", "=1+1"], change=hide), "Liste\0.xlsx")
    assert read.hidden == [2]
    assert [problem.line for problem in read.problems] == [3]
    assert read.name == ""
