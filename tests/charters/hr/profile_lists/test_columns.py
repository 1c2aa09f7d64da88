"""The table of columns: the names it understands, what a cell may say, what it refuses."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from charters.hr.keeping import WORDS
from charters.hr.models import JobProfile
from charters.hr.profile_lists.columns import BY_FIELD, COLUMNS, bare, column_of, folded, guarded, tells_of_a_person
from governance.spreadsheets import inert


def test_every_word_of_a_job_description_has_its_column():
    assert {column.field for column in COLUMNS} == set(WORDS)
    assert len({column.header for column in COLUMNS}) == len(COLUMNS)


def test_no_name_means_two_columns():
    for column in COLUMNS:
        for name in (column.header, *column.also):
            assert column_of(name) is column, name
            assert not tells_of_a_person(name), name


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("INTITULE", "title"),
        ("  intitulé   du POSTE ", "title"),
        ("N° de poste", "reference"),
        ("Cadre d’emplois", "job_group"),
        ("cadre_d'emplois", "job_group"),
        ("Raison d'etre :", "purpose"),
        ("Missions & activités", None),
        ("Métier", "occupation"),
        ("Indice majoré", None),
    ],
)
def test_a_name_is_understood_whatever_its_accents_capitals_and_spaces(written, field):
    found = column_of(written)
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    "header",
    ["Nom", "Prénom", "NOM PRENOM", "Nom de l'agent", "Agent", "Titulaire du poste", "Matricule", "E-mail",
     "Courriel pro", "Note", "Évaluation 2026", "Appréciation générale", "e-mail professionnel", "Niveau atteint"],
)  # fmt: skip
def test_what_tells_of_a_person_is_known(header):
    assert tells_of_a_person(header)


@pytest.mark.parametrize("header", ["Service", "Code", "Nombre", "Agents encadrés", "Notice", ""])
def test_what_tells_of_nobody_is_not(header):
    assert not tells_of_a_person(header)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        *(("is_manager", cell, True) for cell in ("oui", "OUI", "Vrai", "x", "1", "yes")),
        *(("is_field_staff", cell, False) for cell in ("non", "Non", "FAUX", "0")),
        ("is_manager", "  ", None),
        ("category", "b", "B"),
        ("category", "Catégorie C", "C"),
        ("category", "", ""),
        ("title", "Chargé\u00a0de  projet\u2019s ", "Chargé de  projet's"),
        ("title", "e\u0301lu", "élu"),
        ("missions", "'- Accueillir.\n- Orienter.", "- Accueillir.\n- Orienter."),
        ("reference", "'-12", "-12"),
        ("title", "'Quoted'", "'Quoted'"),
    ],
)
def test_a_cell_says_what_the_form_would_store(field, cell, value):
    assert BY_FIELD[field].value_of(cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("category", "D"),
        ("category", "A+"),
        ("is_manager", "peut-être"),
        ("title", "x" * 201),
        ("missions", "x" * 6001),
        ("title", "deux\nlignes"),
        ("title", "nul\0"),
        ("purpose", "à l'envers \u202e"),
    ],
)
def test_a_cell_that_cannot_be_kept_says_why(field, cell):
    with pytest.raises(ValidationError) as refused:
        BY_FIELD[field].value_of(cell)
    assert len(refused.value.messages[0]) > 30


def test_limits_are_those_of_the_model():
    for column in COLUMNS:
        if column.most:
            assert column.most == JobProfile._meta.get_field(column.field).max_length
            with pytest.raises(ValidationError):
                column.value_of("x" * (column.most + 1))


@given(st.text(alphabet="'-=+@ \tab\u00a0", max_size=8))
def test_what_is_written_comes_back_whatever_it_begins_with(words):
    assert bare(inert(guarded(words))) == words


def test_folded_forgets_ligatures_too():
    assert folded("Cœur  de MÉTIER !") == "coeur de metier"
