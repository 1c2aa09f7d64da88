"""French as people type it: accents, plurals, elisions, apostrophes, capitals, hyphens."""

import pytest
from django.db import connection

from governance.searching.french import NO_PLURALS, function
from tests.search_index import found, write

pytestmark = pytest.mark.django_db

MEET = [
    # accents and capitals
    ("Une décision est prise", "decision"),
    ("une decision est prise", "décision"),
    ("LE RÔLE DES ÉLUS", "rôle élus"),
    ("le rôle des élus", "ROLE ELUS"),
    ("l'école où ça change", "ecole"),
    ("le cœur du métier", "coeur"),
    ("le coeur du métier", "CŒUR"),
    ("re\u0301union", "réunion"),  # accents written apart
    # plurals, genders, conjugations
    ("les réunions", "réunion"),
    ("la réunion", "réunions"),
    ("les travaux communs", "travail"),
    ("le travail commun", "travaux"),
    ("des enjeux partagés", "enjeu"),
    ("le journal", "journaux"),
    ("les comités locaux", "comité local"),
    ("des essais menés à vélo", "essai vélos"),
    ("un essai mené sur deux vélos", "essais vélo"),
    ("le numéro d'un élu", "numéros élus"),
    ("les emplois, les comptes rendus", "emploi compte rendu"),
    ("un compte rendu", "comptes rendus"),
    ("les usagers et les ateliers", "usager atelier"),
    ("un usager, un atelier", "usagers ateliers"),
    ("les travaux des agents municipaux", "travail agent municipal"),
    ("décidées ensemble", "décidé"),
    ("on décidera", "décider"),
    # elisions, with any apostrophe
    ("la gestion de l'eau", "eau"),
    ("la gestion de l’eau", "eau"),
    ("la gestion de eau", "l’eau"),
    ("l'équipe projet", "d'équipe"),
    ("aujourd'hui", "aujourd’hui"),
    ("lorsqu'une équipe", "équipe"),
    ("jusqu'à demain", "demain"),
    # hyphens and signs
    ("la co-construction", "coconstruction"),
    ("la coconstruction", "co-construction"),
    ("inter-services", "interservices"),
    ("le compte-rendu", "compte rendu"),
    ("le mode-projet", "projet"),
    ("et/ou la coopération", "coopération"),
    ("fin.Début", "début"),
    ("la fiche P-4821", "P-4821"),
    ("l'article 12", "12"),
    # several words, in any order, whatever is between
    ("chaque service annonce ses contraintes", "contraintes service"),
    ("chaque service annonce ses contraintes", "annonce de la contrainte"),
]

DO_NOT_MEET = [
    ("chaque service annonce ses contraintes", "contraintes budget"),
    ("les enjeux", "jeux"),
    ("le bureau", "bure"),
]


@pytest.mark.parametrize(("written", "typed"), MEET)
def test_words_meet_as_a_reader_expects(written, typed):
    write(written)
    assert found(typed) == ["tool:0"]


@pytest.mark.parametrize(("written", "typed"), DO_NOT_MEET)
def test_other_words_do_not_meet(written, typed):
    write(written)
    assert found(typed) == []


@pytest.mark.parametrize("small", NO_PLURALS.split("|"))
def test_small_words_stay_small(small):
    """They are looked for in no text: what is typed around them is enough."""
    write("le jardin")
    assert found(f"{small} jardin") == ["tool:0"]


def test_the_database_has_the_function_that_is_written_here():
    """What changes in the module without a migration would let texts and searches part."""
    body = function().split("$function$")[1].strip()
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'governance_searched'")
        assert cursor.fetchone()[0].strip() == body
