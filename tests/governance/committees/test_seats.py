"""Seats typed a line each, read and written back."""

import pytest

from governance.committees.seats import read_seats, write_seats

SAID = [
    ("Agent de collecte (C)", "Agent de collecte", "C"),
    ("Trois agents volontaires (A, B, C)", "Trois agents volontaires", "ABC"),
    ("Deux agents (C et B)", "Deux agents", "BC"),
    ("Two agents (B or C)", "Two agents", "BC"),
    ("Trois agents volontaires (un par catégorie)", "Trois agents volontaires (un par catégorie)", ""),
    ("Directeur (DUHM)", "Directeur (DUHM)", ""),
    ("Équipe (AC)", "Équipe (AC)", ""),
    ("Élu délégué (suppléant) (A)", "Élu délégué (suppléant)", "A"),
    ("(C)", "(C)", ""),
    ("Un facilitateur", "Un facilitateur", ""),
]


@pytest.mark.parametrize(("line", "function", "categories"), SAID)
def test_categories_end_the_line_and_other_words_stay_words(line, function, categories):
    assert read_seats([line, "Autre (A)"]) == ([function, "Autre"], [categories, "A"])


def test_no_list_of_categories_when_no_seat_says_any():
    assert read_seats(["Un facilitateur", "Deux directeurs"]) == (["Un facilitateur", "Deux directeurs"], [])
    assert read_seats([]) == ([], [])


def test_what_is_written_is_read_again():
    functions, categories = [said[1] for said in SAID], [said[2] for said in SAID]
    assert read_seats(write_seats(functions, categories)) == (functions, categories)
    assert write_seats(["Un facilitateur"], []) == ["Un facilitateur"]
