"""What a list would do to the job descriptions as they are, and what cannot be decided."""

import datetime

import pytest
from django.utils import timezone

from charters.hr import keeping
from charters.hr.profile_lists.planning import Act, plan
from governance.signing import save_signed
from tests.charters.hr.profile_lists.files import listed
from tests.factories import DepartmentFactory


def planned(text):
    return plan(listed(text).rows)


def acts(text):
    found = planned(text)
    assert not found.problems, found.problems
    return [(row.act, row.profile and row.profile.pk, [column.field for column in row.columns]) for row in found.rows]


def problem(text):
    found = planned(text)
    assert len(found.problems) == 1, found.problems
    return found.problems[0]


def test_a_line_finds_its_job_description_by_number_then_by_title_and_department(town):
    numbered = town.post("Accueil", reference="12")
    named = town.post("Accueil", department=town.streets)
    other = town.post("Accueil", department=town.culture)
    text = "N° de poste;Intitulé;Direction\n12;Chargé d'accueil;\n;Accueil;dvo\n"
    text += "77;Accueil;Direction de la CULTURE\n78;Neuf;\n"
    assert acts(text) == [
        (Act.REVISE, numbered.pk, ["title"]),
        (Act.NOTHING, named.pk, []),
        (Act.REVISE, other.pk, ["reference"]),
        (Act.CREATE, None, ["title", "reference"]),
    ]


def test_an_empty_cell_changes_nothing(town):
    post = town.post("Accueil", family="Relation", is_manager=True, department=town.streets)
    assert acts("Intitulé;Famille;Encadrant;Direction\nAccueil;;;DVO\n") == [(Act.NOTHING, post.pk, [])]
    assert acts("Intitulé;Encadrant\nAccueil;non\n") == [(Act.REVISE, post.pk, ["is_manager"])]


def test_a_change_says_what_was_before(town):
    town.post("Accueil", reference="1", department=town.streets, is_manager=True)
    row = planned("Intitulé;Réf;Direction;Encadrant\nAccueil;1;DCU;non\n").rows[0]
    assert [(column.field, before, after) for column, before, after in row.changes] == [
        ("department", "DVO", "DCU"),
        ("is_manager", "oui", "non"),
    ]


def test_a_title_that_several_bear_is_a_problem(town):
    town.post("Accueil", department=town.streets)
    town.post("Accueil", department=town.streets)
    assert problem("Intitulé;Direction\nNeuf;\nAccueil;DVO\n").line == 3
    town.post("Deux", department=town.streets)
    town.post("Deux", department=town.culture)
    assert problem("Intitulé\nDeux\n").column == "Intitulé"
    assert acts("Intitulé;Direction\nDeux;DCU\n")[0][0] == Act.NOTHING


def test_a_post_that_has_a_number_is_not_taken_for_one_that_has_none(town):
    town.post("Accueil", reference="12")
    assert "12" in problem("Intitulé\nAccueil\n").sentence
    assert acts("Intitulé;N° poste\nAccueil;13\n")[0][0] == Act.CREATE


def test_the_number_of_a_post_that_ended_is_a_problem(town):
    gone = town.post("Accueil", reference="12")
    keeping.end_profile(gone, by=town.hr, on=timezone.localdate(), reason="Supprimé", seen=gone.row_version)
    found = problem("Intitulé;N° poste\nAutre;11\nAccueil du public;12\n")
    assert (found.line, found.column) == (3, "Numéro de poste")
    assert "“Accueil”" in found.sentence or "« Accueil »" in found.sentence
    assert acts("Intitulé\nAccueil\n")[0][0] == Act.CREATE


@pytest.mark.parametrize(
    "text",
    [
        "Intitulé;Réf\nA;1\nB;2\nC;1\n",
        "Intitulé;Direction\nA;DVO\nB;\nA;Direction de la voirie\n",
        "Intitulé;Réf\nConnu;9\nB;3\nConnu;\n",
    ],
)
def test_two_lines_about_one_post_are_a_problem_that_names_both(town, text):
    town.post("Connu")
    found = problem(text)
    assert found.line == 4
    assert "2" in found.sentence
    assert "4" in found.sentence


def test_two_posts_of_one_title_are_told_apart_by_their_numbers(town):
    assert [act for act, _pk, _fields in acts("Intitulé;Réf\nA;1\nA;2\n")] == [Act.CREATE, Act.CREATE]


@pytest.mark.parametrize("cell", ["DVO", "dvo", "direction de la VOIRIE", "DVO, Direction de la voirie"])
def test_a_department_is_known_by_its_code_or_its_name(town, cell):
    assert planned(f'Intitulé;Direction\nA;"{cell}"\n').rows[0].words["department"] == town.streets


def test_an_unknown_department_comes_with_the_closest_ones(town):
    found = problem("Intitulé;Direction\nA;Direction de la voierie\n")
    assert (found.line, found.column) == (2, "Direction")
    assert "DVO, Direction de la voirie" in found.sentence
    assert "1234567890" in problem("Intitulé;Direction\nA;1234567890\n").sentence


def test_a_department_that_is_closed_is_refused_unless_nothing_changes(town):
    town.post("Accueil", department=town.streets)
    town.streets.closed_on, town.streets.successor = timezone.localdate(), town.culture
    save_signed(town.streets, by=None, reason="For a test")
    found = problem("Intitulé;Direction\nAutre;DVO\n")
    assert "DCU" in found.sentence
    assert acts("Intitulé;Direction\nAccueil;DVO\n")[0][0] == Act.NOTHING


def test_a_name_that_two_departments_bear_asks_for_the_code(town):
    twin = DepartmentFactory(code="DV2", name="Direction de la voirie")
    found = problem("Intitulé;Direction\nA;Direction de la voirie\n")
    assert "DVO" in found.sentence
    assert "DV2" in found.sentence
    twin.closed_on = timezone.localdate() - datetime.timedelta(days=1)
    save_signed(twin, by=None, reason="For a test")
    assert planned("Intitulé;Direction\nA;Direction de la voirie\n").rows[0].words["department"] == town.streets


def test_the_digest_tells_any_difference_in_what_would_be_done(town):
    post = town.post("Accueil", reference="1")
    text = "Intitulé;Réf;Lieu;Direction\nAccueil;1;Mairie;\nB;2;;DVO\n"
    before = planned(text).digest
    assert planned(text).digest == before
    assert planned(text.replace("Mairie", "mairie")).digest != before
    assert planned(text.replace("DVO", "DCU")).digest != before
    keeping.revise_profile(post, by=town.hr, words={"team": "Deux agents"}, seen=post.row_version)
    assert planned(text).digest != before


def test_planning_takes_two_queries_whatever_there_is(town, django_assert_num_queries):
    for n in range(25):
        town.post(f"Poste {n}", department=town.streets)
    for size in (1, 25):
        lines = "".join(f"Poste {n};DVO;{n}\n" for n in range(size))
        rows = listed(f"Intitulé;Direction;Lieu\n{lines}").rows
        with django_assert_num_queries(2):
            found = plan(rows)
            assert [row.changes for row in found.rows]
            assert found.digest
        assert len(found.of(Act.REVISE)) == size
