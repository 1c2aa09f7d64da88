"""Subjects known again, whatever their case, accents, plurals and small words."""

import pytest

from governance.committees.folding import folded, same_subject, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'entrée d’un projet", {"entree", "projet"}),
        ("Les amendements", {"amendement"}),
        ("RÈGLES de Déconnexion", {"regle", "deconnexion"}),
        ("Le plan des journaux et des niveaux", {"plan", "journal", "niveau"}),
        ("Œuvres sociales", {"oeuvre", "sociale"}),
        ("Ωρα", {"ωρα"}),
        ("", set()),
    ],
)
def test_the_words_that_carry_a_subject(text, words):
    assert words_of(text) == words


def test_folding_opens_ligatures_and_drops_accents():
    assert folded("  CŒUR’s  Été ") == "coeur s ete"


SAME = [
    ("Calendrier de déploiement", "Le calendrier du déploiement"),
    ("Validation des versions de la charte", "validation de la version de la Charte"),
    ("Liste des projets prioritaires", "Liste des projets communs prioritaires"),
    ("Retenue ou rejet motivé des amendements", "Rejet motivé des amendements"),
    ("The calendar", "calendar"),
]
OTHER = [
    ("Calendrier de déploiement", "Calendrier des consultations"),
    ("Retenue des amendements", "Rejet des amendements"),
    ("Entrée d'un projet au plan de charge", "Mise en attente d'un projet"),
    ("Organisation des ateliers", "Formats d'atelier"),
    ("De la", "De la"),
    ("", ""),
]


@pytest.mark.parametrize(("pair", "same"), [*((pair, True) for pair in SAME), *((pair, False) for pair in OTHER)])
def test_two_subjects_are_the_same_or_nearly(pair, same):
    assert same_subject(*pair) is same
    assert same_subject(*reversed(pair)) is same
