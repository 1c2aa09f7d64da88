"""What became of each clause: bit by bit, by several people, nothing lost; and closing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from charters.projects import asking, closing, using
from charters.projects.models import ClauseUse
from charters.projects.using import Said
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.projects.working import House, browser
from tests.factories import FeedbackFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def said(use: ClauseUse, answer: str = "", because: str = "", seen: int | None = None) -> Said:
    return Said(use.pk, use.row_version if seen is None else seen, answer, because)


def test_answers_come_bit_by_bit(house):
    project = house.open()
    first, second = house.uses(project)
    assert using.say_of_clauses(project, [said(first, "adapted", "Shorter."), said(second)], by=house.leader) == 1
    first, second = house.uses(project)
    assert (first.answer, first.because, second.answer) == ("adapted", "Shorter.", "")
    assert using.say_of_clauses(project, [said(first, "adapted", "Shorter.")], by=house.leader) == 0


def test_an_answer_says_why(house):
    project = house.open()
    with pytest.raises(Refused, match="Say why"):
        using.say_of_clauses(project, [said(house.uses(project)[0], "applied", " ")], by=house.leader)


def test_only_whoever_keeps_the_project_answers(house):
    project = house.open()
    with pytest.raises(PermissionDenied):
        using.say_of_clauses(project, [said(house.uses(project)[0], "applied", "Yes.")], by=house.agent)


def test_two_people_on_different_clauses_lose_nothing(house):
    project = house.open()
    first, second = house.uses(project)
    using.say_of_clauses(project, [said(first, "applied", "Mine."), said(second)], by=house.leader)
    using.say_of_clauses(project, [said(first), said(second, "adapted", "Hers.")], by=house.facilitator)
    assert [(use.answer, use.because) for use in house.uses(project)] == [("applied", "Mine."), ("adapted", "Hers.")]


def test_two_people_on_the_same_clause_do_not_overwrite_each_other(house):
    project = house.open()
    first, second = house.uses(project)
    using.say_of_clauses(project, [said(first, "applied", "Mine.")], by=house.leader)
    with pytest.raises(Stale):
        using.say_of_clauses(
            project, [said(first, "adapted", "Hers."), said(second, "applied", "Hers.")], by=house.facilitator
        )
    assert [(use.answer, use.because) for use in house.uses(project)] == [("applied", "Mine."), ("", "")]


def test_a_row_of_another_project_is_left_alone(house):
    project, other = house.open(), house.open(name="Another")
    foreign = house.uses(other)[0]
    assert using.say_of_clauses(project, [said(foreign, "applied", "Mine.")], by=house.leader) == 0
    assert house.uses(other)[0].answer == ""


def sent(house, project, **more):
    values = {}
    for use in house.uses(project):
        values |= {f"answer-{use.pk}": use.answer, f"because-{use.pk}": use.because, f"seen-{use.pk}": use.row_version}
    return values | more


def test_a_reason_without_an_answer_comes_back_with_everything_typed(house):
    project = house.open()
    first, second = house.uses(project)
    typed = {f"because-{first.pk}": "Only why.", f"answer-{second.pk}": "applied", f"because-{second.pk}": "Both."}
    answer = browser(house.leader).post(reverse("project-clauses", args=[project.code]), sent(house, project, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only why." in page
    assert "Both." in page
    assert not ClauseUse.objects.exclude(answer="").exists()


def test_a_clash_shows_what_others_said_then_sending_again_is_a_choice(house):
    project = house.open()
    first = house.uses(project)[0]
    address = reverse("project-clauses", args=[project.code])
    typed = sent(house, project, **{f"answer-{first.pk}": "adapted", f"because-{first.pk}": "Hers."})
    using.say_of_clauses(project, [said(first, "applied", "Mine.")], by=house.leader)

    answer = browser(house.facilitator).post(address, typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers." in page
    assert "Mine." in page
    again = browser(house.facilitator).post(address, typed | {f"seen-{first.pk}": 2})
    assert again.status_code == 303
    assert house.uses(project)[0].because == "Hers."
    assert ClauseUse.history.filter(because="Mine.").exists()


# --- Closing ---------------------------------------------------------------------------------------


def test_a_project_closes_once_all_is_said(house):
    project = house.open()
    request = house.ask(project)
    with pytest.raises(Refused, match="2 clauses .* no answer yet.*No published entry.*1 question"):
        closing.close_project(project, by=house.leader, seen=project.row_version)
    house.answer_all(project)
    asking.withdraw_request(request, by=house.leader, reason="Solved.", seen=1)
    with pytest.raises(Refused, match="No published entry"):
        closing.close_project(project, by=house.leader, seen=project.row_version)
    FeedbackFactory(project=project, draft=True)
    with pytest.raises(Refused, match="No published entry"):
        closing.close_project(project, by=house.leader, seen=project.row_version)
    house.tell(project)

    closed = closing.close_project(project, by=house.leader, seen=project.row_version)

    assert closed.closed_on == timezone.localdate()
    with pytest.raises(Refused, match="is closed"):
        using.say_of_clauses(closed, [said(house.uses(project)[0], "adapted", "No.")], by=house.leader)


def test_closing_is_for_whoever_keeps_it_on_what_they_read(house):
    project = house.open()
    house.answer_all(project)
    house.tell(project)
    with pytest.raises(PermissionDenied):
        closing.close_project(project, by=house.agent, seen=project.row_version)
    with pytest.raises(Stale):
        closing.close_project(project, by=house.leader, seen=99)
    with pytest.raises(Refused, match="only told about"):
        closing.close_project(ProjectFactory(), by=house.facilitator, seen=1)


def test_the_page_says_what_is_still_to_be_done_and_refuses_until_then(house):
    project = house.open()
    address = reverse("project-close", args=[project.code])
    client = browser(house.leader)
    assert f"{reverse('feedback-new')}?project={project.code}" in client.get(address).content.decode()
    assert client.post(address, {"seen": project.row_version}).status_code == 409
    house.answer_all(project)
    house.tell(project)
    assert client.post(address, {"seen": project.row_version}).status_code == 303
