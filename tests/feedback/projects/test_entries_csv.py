"""Published experience as a table: what each column says, and what none of them gives away."""

import csv
import io

import pytest

from feedback.models import Feedback, Lever
from feedback.projects import reading, telling
from feedback.projects.entries_csv import COLUMNS, write_csv
from governance.models import SignsAs
from tests.experience_factories import a_story, full_entry
from tests.factories import FeedbackFactory, MemberFactory

pytestmark = pytest.mark.django_db


def table():
    stream = io.StringIO(newline="")
    written = write_csv(reading.for_table(Feedback.objects.all()), stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert written == len(rows)
    return stream.getvalue(), rows


def test_a_row_says_all_that_an_entry_says():
    entry = full_entry(
        2, participants_estimate=42, hours_planned=10, hours_spent=25, categories=["A", "C"],
        cooperation_modes_detail="A team of eight.", project_outcome=Feedback.Outcome.STOPPED,
    )  # fmt: skip
    (row,) = table()[1]
    assert row.keys() == COLUMNS.keys()
    assert row["projet"] == entry.project.name
    assert (row["debut"], row["fin"]) == ("01/2026", "06/2026")
    assert (row["heures_prevues"], row["heures_passees"], row["categories"]) == ("10", "25", "A | C")
    kind = Lever.objects.first().term.label
    assert row["ce_qui_a_aide"] == f"{kind} : It helped. | {kind} : It helped."
    assert row["outils"].count("|") == row["partenaires"].count("|") == row["directions"].count("|") == 1
    assert row["raconte_par"] == entry.printed_as
    assert "42" in row["participants"]


def test_excel_in_french_opens_it():
    FeedbackFactory(context="Two lines;\nwith a semicolon.")
    text, rows = table()
    assert text.startswith("\ufeffcode;projet;")
    assert text.count("\r\n") == 2
    assert rows[0]["contexte"] == "Two lines;\nwith a semicolon."


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"])
def test_no_cell_runs_as_a_formula(formula):
    FeedbackFactory(context=formula)
    assert table()[1][0]["contexte"] == f"'{formula}"


def test_a_small_number_of_people_is_not_in_it():
    FeedbackFactory(participants_estimate=7)
    said = table()[1][0]["participants"]
    assert "7" not in said
    assert "10" in said


def test_an_anonymous_author_is_not_in_it():
    author = MemberFactory(name="Camille Introuvable", function="Keeper of the only lighthouse")
    telling.tell(a_story(), by=author, signature=SignsAs.ANONYMOUS, publish=True)
    text, rows = table()
    assert "Introuvable" not in text
    assert "lighthouse" not in text
    assert rows[0]["raconte_par"]


def test_a_draft_is_never_in_it():
    FeedbackFactory(draft=True)
    assert table()[1] == []


@pytest.mark.parametrize("rows", [1, 25])
def test_the_table_costs_one_query(rows, django_assert_num_queries):
    for _ in range(rows):
        full_entry(2)
    with django_assert_num_queries(1):
        write_csv(reading.for_table(Feedback.objects.all()), io.StringIO())
