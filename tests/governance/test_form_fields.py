"""Fields that take words say what is wrong with them, and never cut them."""

import pytest
from django import forms

from governance.form_fields import LineField, PlainTextField


class Letter(forms.Form):
    title = LineField(max_length=20)
    body = PlainTextField(max_length=50, rows=8)
    note = PlainTextField(max_length=50, required=False)


def test_words_come_out_as_they_are_stored():
    letter = Letter({"title": " L’agent ", "body": "Un mot :\r\n- oui  \r\n", "note": " \n "})
    assert letter.is_valid(), letter.errors
    assert letter.cleaned_data == {"title": "L'agent", "body": "Un mot :\n- oui", "note": ""}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a" * 51, "max_length"),
        ("nul \x00", "character"),
        ("\u202eécrit", "character"),
        (" \r\n ", "required"),
    ],
)
def test_a_refusal_is_one_sentence_and_keeps_what_was_typed(typed, code):
    letter = Letter({"title": "Titre", "body": typed})
    assert [error.code for error in letter.errors["body"].as_data()] == [code]
    assert letter["body"].value() == typed


def test_a_line_is_a_line():
    letter = Letter({"title": "un\ndeux", "body": "Texte"})
    assert [error.code for error in letter.errors["title"].as_data()] == ["one_line"]


def test_the_browser_is_never_told_to_cut():
    page = str(Letter())
    assert "maxlength" not in page
    assert 'data-max-length="50"' in page
    assert 'rows="8"' in page


def test_another_kind_of_space_is_no_change():
    same = Letter({"title": "Titre", "body": "Un\u00a0mot.\r\n"}, initial={"title": "Titre", "body": "Un mot."})
    assert same.changed_data == []
