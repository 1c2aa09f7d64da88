"""Who decides on…: the sample's committees answer."""

import json

import pytest

from charter_site.demonstration import SAMPLE
from governance.committees.answering import answers
from governance.models import Committee

FIELDS = ("code", "name", "acronym", "decides_on", "advises_on", "informed_of")


@pytest.fixture(scope="module")
def committees():
    said = json.loads(SAMPLE.read_text())["committees"]
    return [Committee(pk=n, **{name: one[name] for name in FIELDS}) for n, one in enumerate(said, start=1)]


@pytest.mark.parametrize(
    ("question", "code", "part"),
    [
        ("Qui décide de l'entrée d'un projet ?", "INST-07", "decides"),
        ("entrée des projets", "INST-07", "decides"),
        ("amendement", "INST-02", "decides"),
        ("QUI DECIDE DES AMENDEMENTS", "INST-02", "decides"),
        ("qui valide la charte ?", "INST-01", "decides"),
        ("le budget, les moyens budgétaires", "INST-06", "decides"),
        ("déconnexion", "INST-05", "advises"),
        ("qui donne un avis sur l'entretien professionnel", "INST-04", "advises"),
        ("retours d'expérience publiés", "INST-07", "informs"),
        ("mettre un projet en attente", "INST-07", "decides"),
        ("CST", "INST-04", "advises"),
        ("Comité de liaison", "INST-10", "advises"),
    ],
)
def test_the_best_answer_comes_first(committees, question, code, part):
    found = answers(question, committees)
    assert (found[0].committee.code, found[0].part) == (code, part)


@pytest.mark.parametrize("question", ["la couleur des murs", "vacances", "", "qui décide ?", "de la", "?!", "'"])
def test_nothing_is_answered_to_what_no_committee_says(committees, question):
    assert answers(question, committees) == []


def test_a_word_that_begins_alike_is_not_the_same(committees):
    found = answers("entrée d'un projet", committees)
    assert "Critères de l'entretien professionnel" not in [answer.subject for answer in found]


def test_who_decides_comes_before_who_advises_on_the_same_words():
    said = {"decides_on": [], "advises_on": [], "informed_of": []}
    asked = Committee(pk=1, code="A", name="One", **{**said, "advises_on": ["Le temps"], "informed_of": ["Le temps"]})
    decides = Committee(pk=2, code="B", name="Two", **{**said, "decides_on": ["Le temps"]})
    assert [answer.part for answer in answers("le temps", [asked, decides])] == ["decides", "advises", "informs"]
