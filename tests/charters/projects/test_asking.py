"""A blocked project asks management: a clock runs, one answer comes, by someone else than whoever asked."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from charter_site.pages.awaiting import lines_awaiting
from charters.projects import asking, opening, telling
from charters.projects.models import DecisionRequest
from governance.models import OutgoingMail
from governance.people import roles
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests.charters.commitments.test_two_heads import at_once
from tests.charters.projects.working import House, browser, setup
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def late(request: DecisionRequest) -> DecisionRequest:
    today = timezone.localdate()
    request.asked_on, request.due_on = today - datetime.timedelta(days=20), today - datetime.timedelta(days=5)
    return save_signed(request, by=None, reason="For a test")


def test_a_day_is_announced_and_the_clock_runs(house, settings):
    settings.DECISION_WITHIN_DAYS = 8
    request = house.ask(house.open())
    assert request.due_on == timezone.localdate() + datetime.timedelta(days=8)
    assert (request.is_waiting, request.days_late) == (True, 0)
    request = late(request)
    assert (request.days_waiting, request.days_late) == (20, 5)


def test_only_whoever_keeps_the_project_asks(house):
    project = house.open()
    with pytest.raises(PermissionDenied):
        asking.ask(project, by=house.agent, question="Why?", blocked="All.")
    asking.ask(project, by=house.facilitator, question="Why?", blocked="All.")
    assert project.requests.count() == 1


def test_the_same_question_is_not_asked_twice_while_it_waits(house):
    project = house.open()
    first = house.ask(project)
    with pytest.raises(Refused, match="waits for an answer already"):
        house.ask(project)
    asking.answer_request(first, by=house.executive, answer="The small one: it is enough.", seen=first.row_version)
    assert house.ask(project).number == 2


def test_a_closed_project_asks_nothing(house):
    project = house.open()
    house.answer_all(project)
    project.closed_on = timezone.localdate()
    save_signed(project, by=None, reason="For a test")
    with pytest.raises(Refused, match="is closed"):
        house.ask(project)


def test_management_answers_once(house):
    request = house.ask(house.open())
    request = asking.answer_request(request, by=house.executive, answer="Yes, because.", seen=1)
    assert (request.answer, request.answered_on) == ("Yes, because.", timezone.localdate())
    with pytest.raises(Refused, match="its answer already"):
        asking.answer_request(request, by=house.executive, answer="No.", seen=request.row_version)
    with pytest.raises(Refused, match="its answer already"):
        asking.withdraw_request(request, by=house.leader, reason="Too late.", seen=request.row_version)


def test_only_executive_management_answers_and_never_whoever_asked(house):
    project = house.open()
    request = house.ask(project)
    for person in (house.agent, house.facilitator, house.leader):
        with pytest.raises(PermissionDenied, match="decided by executive management"):
            asking.answer_request(request, by=person, answer="Yes.", seen=1)
    roles.grant(house.leader, "executive", by=None, reason="For a test")
    leader = type(house.leader).objects.get(pk=house.leader.pk)
    with pytest.raises(PermissionDenied, match="asked this question yourself"):
        asking.answer_request(request, by=leader, answer="Yes.", seen=1)
    assert browser(leader).get(reverse("request-answer", args=[project.code, 1])).status_code == 403
    assert "request" not in lines_awaiting(leader, None)


def test_an_answer_says_something(house):
    request = house.ask(house.open())
    with pytest.raises(Refused, match="what is decided"):
        asking.answer_request(request, by=house.executive, answer=" ", seen=1)


def test_a_question_is_withdrawn_with_a_reason_by_whoever_keeps_the_project(house):
    request = house.ask(house.open())
    with pytest.raises(PermissionDenied):
        asking.withdraw_request(request, by=house.executive, reason="Not ours.", seen=1)
    with pytest.raises(Refused, match="Say why"):
        asking.withdraw_request(request, by=house.leader, reason=" ", seen=1)
    with pytest.raises(Stale):
        asking.withdraw_request(request, by=house.leader, reason="Solved.", seen=9)
    request = asking.withdraw_request(request, by=house.leader, reason="Solved.", seen=1)
    with pytest.raises(Refused, match="withdrew this question"):
        asking.answer_request(request, by=house.executive, answer="Yes.", seen=request.row_version)
    assert not DecisionRequest.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_two_executives_at_once_leave_one_answer():
    house = House()
    request, other = house.ask(house.open()), MemberFactory(executive=True)
    deeds = [
        lambda by=by: asking.answer_request(request, by=by, answer=f"By {by.pk}.", seen=1)
        for by in (house.executive, other)
    ]
    assert at_once(*deeds) == ["done", "stale"]
    assert DecisionRequest.history.filter(id=request.pk).count() == 2


def test_the_second_answer_comes_back_with_its_words_and_the_first(house):
    project = house.open()
    house.ask(project)
    address, other = reverse("request-answer", args=[project.code, 1]), MemberFactory(executive=True)
    assert browser(house.executive).post(address, {"seen": 1, "answer": "Yes, go on."}).status_code == 303
    answer = browser(other).post(address, {"seen": 1, "answer": "No, wait."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "No, wait." in page
    assert "Yes, go on." in page


def test_it_awaits_executives_on_their_first_page_and_nobody_else(house):
    project = house.open()
    house.ask(project)
    line = lines_awaiting(house.executive, None)["request"][0]
    assert (line.words, line.code) == ("Which budget?", f"{project.code}/1")
    assert reverse("request-answer", args=[project.code, 1]) in browser(house.executive).get("/").content.decode()
    assert "request" not in lines_awaiting(house.facilitator, None)


def test_the_decision_is_on_the_first_page_of_whoever_asked_for_a_fortnight(house):
    project = house.open()
    request = asking.answer_request(house.ask(project), by=house.executive, answer="Yes.", seen=1)
    house.ask(project, question="Still waiting?")
    assert [line.words for line in lines_awaiting(house.leader, None)["decided"]] == ["Which budget?"]
    assert (
        f'{reverse("project", args=[project.code])}">Which budget?</a>'
        in browser(house.leader).get("/").content.decode()
    )
    assert "decided" not in lines_awaiting(house.executive, None)
    request.answered_on = timezone.localdate() - datetime.timedelta(days=15)
    save_signed(request, by=None, reason="For a test")
    assert "decided" not in lines_awaiting(house.leader, None)


def test_people_are_written_to(house, settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.test.example", "us@test.example"
    request = house.ask(house.open())
    assert OutgoingMail.objects.get().to == house.executive.email
    asking.answer_request(request, by=house.executive, answer="Yes.", seen=1)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {house.executive.email, house.leader.email}


def test_management_is_told_once_that_it_is_late(house, settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.test.example", "us@test.example"
    request = house.ask(house.open())
    assert telling.tell_late() == 0
    late(request)
    assert (telling.tell_late(), telling.tell_late()) == (1, 0)


def test_whoever_asked_is_not_reminded_of_their_own_question(house, settings):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.test.example", "us@test.example"
    project = opening.open_project(by=house.executive, setup=setup())
    late(asking.ask(project, by=house.executive, question="Which budget?", blocked="The works."))
    assert telling.tell_late() == 0
    MemberFactory(executive=True)
    assert telling.tell_late() == 1


def test_what_waits_comes_first_in_the_list_and_lateness_is_a_word(house):
    project = house.open()
    answered = house.ask(project, question="Answered?")
    asking.answer_request(answered, by=house.executive, answer="Yes.", seen=1)
    house.ask(project, question="Waiting?")
    late(house.ask(project, question="Late?"))
    page = browser(house.agent).get(reverse("decision-requests"), headers={"accept-language": "en"}).content.decode()
    assert page.index("Late?") < page.index("Waiting?") < page.index("Answered?")
    assert page.count("Late by 5 days") == 1


def test_a_question_that_management_already_had_runs_since_then(house):
    today = timezone.localdate()
    project = opening.open_project(by=house.leader, setup=setup(), since=today - datetime.timedelta(days=30))
    assert house.ask(project, asked_on=today - datetime.timedelta(days=20)).days_late == 5
    for day in (today + datetime.timedelta(days=1), today - datetime.timedelta(days=31)):
        with pytest.raises(Refused, match="one of these days"):
            house.ask(project, question="Another?", asked_on=day)
