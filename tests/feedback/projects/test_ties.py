"""Who meets through whom."""

import datetime

import pytest
from django.utils import timezone

from feedback.projects.ties import Cell, ties_between
from tests.factories import DepartmentFactory, FeedbackFactory, ProjectFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def departments():
    return [DepartmentFactory(code=code) for code in ("AIR", "BAY", "CUP")]


def told(pairs):
    return {
        (pair.first.code, pair.second.code): (
            [each.code for each in pair.through],
            [entry.code for entry in pair.entries],
        )
        for pair in pairs
    }


def test_departments_that_work_with_it_could_meet(departments):
    stakeholder = StakeholderFactory(code="SH-1")
    stakeholder.departments.set(departments)
    ties = ties_between([stakeholder])
    assert ties.met == []
    assert told(ties.could) == {
        ("AIR", "BAY"): (["SH-1"], []), ("AIR", "CUP"): (["SH-1"], []), ("BAY", "CUP"): (["SH-1"], []),
    }  # fmt: skip


def test_departments_of_a_project_met_whether_the_directory_names_them_or_not(departments):
    air, bay, cup = departments
    stakeholder = StakeholderFactory(code="SH-1")
    stakeholder.departments.set([air, bay])
    FeedbackFactory(code="REX-1", departments=[air, cup]).stakeholders.add(stakeholder)

    ties = ties_between([stakeholder])

    assert told(ties.met) == {("AIR", "CUP"): (["SH-1"], ["REX-1"])}
    assert told(ties.could) == {("AIR", "BAY"): (["SH-1"], [])}


def test_a_draft_says_nothing_and_another_project_neither(departments):
    stakeholder = StakeholderFactory()
    FeedbackFactory(draft=True, departments=departments).stakeholders.add(stakeholder)
    FeedbackFactory(departments=departments).stakeholders.add(StakeholderFactory())
    ties = ties_between([stakeholder])
    assert (ties.met, ties.could, ties.rows) == ([], [], [])


def test_a_project_told_twice_counts_once(departments):
    stakeholder, project = StakeholderFactory(), ProjectFactory()
    for month in (1, 2):
        day = datetime.date(2026, 6, month)
        entry = FeedbackFactory(code=f"REX-{month}", project=project, period_end=day, departments=departments[:2])
        entry.stakeholders.add(stakeholder)
    ties = ties_between([stakeholder])
    assert [[entry.code for entry in pair.entries] for pair in ties.met] == [["REX-2"]]
    assert ties.rows == [(stakeholder, [Cell(False, 1), Cell(False, 1)])]


def test_the_pair_that_meets_through_most_comes_first_and_the_table_says_who_works_with_whom(departments):
    air, bay, cup = departments
    one, two = StakeholderFactory(code="SH-1"), StakeholderFactory(code="SH-2")
    one.departments.set([air, bay, cup])
    two.departments.set([bay, cup])
    FeedbackFactory(code="REX-1", departments=[air]).stakeholders.add(two)

    ties = ties_between([one, two])

    assert list(told(ties.could)) == [("BAY", "CUP"), ("AIR", "BAY"), ("AIR", "CUP")]
    assert told(ties.could)["BAY", "CUP"] == (["SH-1", "SH-2"], [])
    assert ties.columns == [air, bay, cup]
    assert ties.rows == [
        (one, [Cell(True, 0), Cell(True, 0), Cell(True, 0)]),
        (two, [Cell(False, 1), Cell(True, 0), Cell(True, 0)]),
    ]


def test_a_department_that_closed_is_no_longer_one_that_could_meet(departments):
    closed = DepartmentFactory(code="OLD", closed_on=timezone.localdate())
    stakeholder = StakeholderFactory()
    stakeholder.departments.set([departments[0], closed])
    ties = ties_between([stakeholder])
    assert ties.could == []
    assert ties.columns == [departments[0], closed]


@pytest.mark.parametrize("rows", [1, 8])
def test_three_queries_whatever_there_is_to_read(rows, django_assert_num_queries):
    stakeholders = StakeholderFactory.create_batch(rows)
    for entry in FeedbackFactory.create_batch(rows, departments=DepartmentFactory.create_batch(2)):
        entry.stakeholders.set(stakeholders)
    with django_assert_num_queries(3):
        ties = ties_between(stakeholders)
        assert {entry.project.name for pair in ties.met for entry in pair.entries}
