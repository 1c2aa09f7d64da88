"""Two people at the same moment: one act stands, the other person is told, and nothing is in between."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from charters.projects import asking, closing, opening, using
from charters.projects.using import Said
from feedback.models import Project
from tests.charters.commitments.test_two_heads import at_once
from tests.charters.projects.working import House, setup
from tests.factories import ProjectFactory
from tests.waiting import held

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_project_already_told_opens_once():
    house, told = House(), ProjectFactory(name="The playground")
    people = (house.leader, house.agent, house.facilitator)
    deeds = [lambda by=by: opening.open_project(by=by, setup=setup(), told=told) for by in people]

    assert at_once(*deeds) == ["done", "refused", "refused"]

    told.refresh_from_db()
    assert told.clause_uses.count() == 2


def test_two_projects_do_not_take_one_name():
    house = House()
    deeds = [lambda by=by: opening.open_project(by=by, setup=setup()) for by in (house.leader, house.agent)]

    assert at_once(*deeds) == ["done", "refused"]

    assert Project.objects.count() == 1


def test_opening_under_the_name_that_another_project_takes_ends_for_both():
    """Names are compared under one lock, taken before any row: in another order the two would wait for each other."""
    house = House()
    other = house.open(name="Another")
    deeds = (
        lambda: opening.revise_setup(other, by=house.leader, setup=setup(), seen=other.row_version),
        lambda: opening.open_project(by=house.agent, setup=setup(name="Another"), told=other),
    )

    assert at_once(*deeds) == ["done", "refused"]


def test_a_question_is_answered_or_withdrawn():
    house = House()
    request = house.ask(house.open())
    deeds = (
        lambda: asking.answer_request(request, by=house.executive, answer="Yes.", seen=1),
        lambda: asking.withdraw_request(request, by=house.leader, reason="Solved.", seen=1),
    )

    assert at_once(*deeds) == ["done", "stale"]

    request.refresh_from_db()
    assert bool(request.answer) != bool(request.withdrawn_because)


def test_nothing_is_asked_of_management_while_the_project_closes():
    """Closing looks at what waits: a question that comes in between waits for it, and is refused."""
    house = House()
    project = house.open()
    house.answer_all(project)
    house.tell(project)
    project.refresh_from_db()

    end = held(
        lambda: closing.close_project(project, by=house.leader, seen=project.row_version), lambda: house.ask(project)
    )

    assert (end, project.requests.count()) == ("refused", 0)


def test_questions_asked_at_once_have_numbers_of_their_own():
    house = House()
    project = house.open()
    deeds = [lambda n=n: house.ask(project, question=f"Question {n}?") for n in (1, 2, 3)]

    assert at_once(*deeds) == ["done"] * 3

    assert list(project.requests.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_no_question_waits_in_a_closed_project():
    house = House()
    project = house.open()
    house.answer_all(project)
    house.tell(project)
    deeds = (
        lambda: closing.close_project(project, by=house.leader, seen=project.row_version),
        lambda: house.ask(project, question="One more?"),
    )

    assert at_once(*deeds) == ["done", "refused"]

    project.refresh_from_db()
    assert bool(project.closed_on) != project.requests.waiting().exists()


def test_an_answer_is_not_emptied_while_the_project_closes():
    house = House()
    project = house.open()
    house.answer_all(project)
    house.tell(project)
    use = house.uses(project)[0]

    end = held(
        lambda: closing.close_project(project, by=house.leader, seen=project.row_version),
        lambda: using.say_of_clauses(project, [Said(use.pk, use.row_version, "", "")], by=house.facilitator),
    )

    assert (end, project.clause_uses.filter(answer="").count()) == ("refused", 0)


def test_clauses_in_force_are_added_once():
    house = House(in_force=False)
    project = opening.open_project(by=house.leader, setup=setup(), since=timezone.localdate() - datetime.timedelta(1))
    house.put_in_force()

    end = held(
        lambda: opening.take_clauses_in_force(project, by=house.leader),
        lambda: opening.take_clauses_in_force(project, by=house.facilitator),
    )

    assert (end, project.clause_uses.count()) == ("refused", 2)
