"""What follows for clauses from what closed projects made of them, and from what cited experience says."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from charters.models import Clause
from charters.projects import health
from charters.projects.health import Health, judge
from charters.projects.health_csv import write_csv
from governance.signing import save_signed
from tests.charters.projects.working import House, browser
from tests.factories import CitationFactory, FeedbackFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("figures", "follows"),
    [
        ((0, 0, 0), Health.UNTRIED),
        ((0, 0, 2), Health.NEVER_MET),
        ((1, 0, 5), Health.LIVES),
        ((2, 1, 0), Health.LIVES),
        ((1, 1, 0), Health.TO_ADAPT),
        ((0, 1, 0), Health.TO_ADAPT),
        ((9, 0, 0, 2, 1), Health.LIVES),
        ((9, 0, 0, 1, 1), Health.CONTRADICTED),
        ((0, 0, 0, 0, 1), Health.CONTRADICTED),
    ],
)
def test_what_follows_from_the_figures(figures, follows):
    assert judge(*figures) == follows


@pytest.fixture
def house() -> House:
    return House()


def close(project):
    project.refresh_from_db()
    project.closed_on = timezone.localdate()
    return save_signed(project, by=None, reason="For a test")


def told_of(clause):
    return health.with_reasons(health.with_measures(Clause.objects.filter(pk=clause.pk))).get()


def test_only_closed_projects_count(house):
    clause = house.clauses[0]
    closed, open_one = house.open(), house.open(name="Another")
    for project in (closed, open_one):
        house.answer_all(project, answer="adapted", because=f"Because of {project.name}.")
    close(closed)

    read = told_of(clause)
    measure, reasons = health.measure_of(read), health.reasons_of(read)

    assert (measure.applied, measure.adapted, measure.not_applicable, measure.projects) == (0, 1, 0, 1)
    assert measure.health == Health.TO_ADAPT
    assert [reason.because for reason in reasons] == ["Because of The playground."]


def test_only_standing_citations_of_published_entries_count(house):
    clause = house.clauses[0]
    today = timezone.localdate()
    CitationFactory(clause=clause, feedback=FeedbackFactory(), stance="contradicts")
    CitationFactory(clause=clause, feedback=FeedbackFactory(), stance="supports")
    CitationFactory(
        clause=clause, feedback=FeedbackFactory(), stance="supports", withdrawn_on=today, withdrawn_because="No."
    )
    CitationFactory(clause=clause, feedback=FeedbackFactory(draft=True), stance="supports")
    CitationFactory(clause=clause, feedback=FeedbackFactory(), stance="qualifies")
    measure = health.measure_of(told_of(clause))
    assert (measure.supports, measure.contradicts, measure.health) == (1, 1, Health.CONTRADICTED)


def test_the_page_of_a_clause_gives_the_reasons_and_names_nobody(house):
    project = house.open()
    house.answer_all(project, because="It took two weeks.")
    close(project)
    page = browser(house.agent).get(house.clauses[0].get_absolute_url()).content.decode()
    assert "It took two weeks." in page
    assert house.leader.name not in page


def test_the_page_and_the_table_say_the_same(house):
    project = house.open()
    house.answer_all(project)
    close(project)
    client = browser(house.agent)
    page = client.get(reverse("clause-health")).content.decode()
    table = client.get(reverse("clause-health-csv"))
    assert table["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert table["Cache-Control"] == "no-store"
    assert [row["code_clause"] for row in rows] == [clause.code for clause in house.clauses]
    assert {row["appliquee"] for row in rows} == {"1"}
    assert all(clause.code in page for clause in house.clauses)


def test_a_title_that_a_spreadsheet_would_run_is_inert(house):
    clause = house.clauses[0]
    clause.title = "=1+1"
    to = io.StringIO(newline="")
    write_csv([health.Measure(clause, 0, 0, 0, 0, 0)], to)
    assert "'=1+1" in to.getvalue()
