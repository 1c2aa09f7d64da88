"""The same filled form sent twice, or six times at once: what it says is written once, and everyone is led there."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from governance.committees.convening import cancel
from governance.committees.deciding import correct
from governance.committees.keeping import Shared, change_information, withdraw_information
from governance.committees.tasks import ask_committee, end_task, give_task
from governance.models import CommitteeTask, Decision, InformationItem, Meeting
from tests.browsers import browser_of
from tests.charters.commitments.test_two_heads import at_once
from tests.factories import CommitteeFactory, MemberFactory, OrganisationFactory
from tests.waiting import held

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DECISION = {
    "date": TODAY, "type": "decision", "subject": "The hall", "text": "It opens.", "reason": "Cold.",
    "owner_function": "The clerk", "review_on": TODAY + datetime.timedelta(days=30), "visibility": "tous_agents",
}  # fmt: skip
MEETING = {"held_on": TODAY, "place": "The hall", "agenda": "One\nTwo"}
TASK = {"text": "Read it", "owner_function": "The clerk", "due_on": TODAY + datetime.timedelta(days=9)}
INFORMATION = {"document": "Minutes", "shared_with": "All\nSome", "delay": "5 days", "place": "The hall"}

FORMS = {
    "decision-new": (Decision, DECISION),
    "meeting-new": (Meeting, MEETING),
    "committee-task-new": (CommitteeTask, TASK),
    "information-new": (InformationItem, INFORMATION),
}
OTHERWISE = {
    "decision-new": {
        "date": TODAY - datetime.timedelta(days=1), "type": "avis", "subject": "The room", "text": "It closes.",
        "reason": "", "owner_function": "The chair", "review_on": "", "visibility": "encadrants",
    },
    "meeting-new": {"held_on": TODAY + datetime.timedelta(days=1), "place": "", "agenda": "Two\nOne"},
    "committee-task-new": {"text": "Write it", "owner_function": "", "due_on": ""},
    "information-new": {"document": "Agenda", "shared_with": "All", "delay": "2 days", "place": ""},
}  # fmt: skip


@pytest.fixture
def committee():
    OrganisationFactory()
    return CommitteeFactory()


@pytest.fixture
def sender():
    return MemberFactory(facilitator=True)


def send(route, committee, by, *, browser=None, **said):
    """Fill the form of this route in and send it: the status, where it leads, and what is told there."""
    browser = browser or browser_of(by)
    typed = {**FORMS[route][1], **said}
    if route == "decision-new":
        address, typed = reverse(route), {**typed, "committee": committee.code}
    else:
        address = reverse(route, args=[committee.code])
    answer = browser.post(address, typed)
    return answer.status_code, answer.get("Location"), [str(each) for each in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("route", FORMS)
def test_what_is_sent_twice_is_written_once_and_told_alike(route, committee, sender):
    first = send(route, committee, sender)

    assert first[0] == 303
    assert first[2]
    assert send(route, committee, sender) == first
    assert send(route, committee, MemberFactory(facilitator=True)) == first
    assert FORMS[route][0].objects.get()


@pytest.mark.parametrize(
    ("route", "name", "word"),
    [(route, name, word) for route, words in OTHERWISE.items() for name, word in words.items()],
)
def test_one_other_word_makes_another_row(route, name, word, committee, sender):
    send(route, committee, sender)

    assert send(route, committee, sender, **{name: word})[0] == 303
    assert FORMS[route][0].objects.count() == 2


@pytest.mark.parametrize("route", FORMS)
def test_another_committee_has_its_own(route, committee, sender):
    for where in (committee, CommitteeFactory()):
        assert send(route, where, sender)[0] == 303
    assert FORMS[route][0].objects.count() == 2


@pytest.mark.parametrize(
    ("route", "overtake"),
    [
        ("decision-new", lambda row, by: correct(row, by=by, seen=0, because="A slip", text="It closes.")),
        ("meeting-new", lambda row, by: cancel(row, by=by, seen=1, reason="Snow")),
        ("committee-task-new", lambda row, by: end_task(row, by=by, seen=1, state="done", came_of_it="Read.")),
        ("information-new", lambda row, by: withdraw_information(row, by=by, seen=1, reason="Nobody read it")),
    ],
)
def test_what_does_not_stand_any_more_is_written_anew(route, overtake, committee, sender):
    send(route, committee, sender)
    model = FORMS[route][0]
    overtake(model.objects.get(), sender)
    before = model.objects.count()

    assert send(route, committee, sender)[0] == 303
    assert send(route, committee, sender)[0] == 303
    assert model.objects.count() == before + 1


def test_information_that_comes_to_say_the_same_is_not_changed(committee, sender):
    """What is sent reads as what stands, wherever its words come from."""
    send("information-new", committee, sender, delay="2 days")
    item = InformationItem.objects.get()
    shared = Shared("Minutes", ["All", "Some"], "5 days", "The hall")
    change_information(item, shared, by=sender, seen=1, reason="Later")
    send("information-new", committee, sender)
    item.refresh_from_db()
    assert (InformationItem.objects.count(), item.row_version) == (1, 2)


def test_a_task_that_leads_back_to_something_is_another_one(committee, sender):
    asked = ask_committee(committee, by=sender, text="Read it")
    assert give_task(committee, by=sender, text="Read it") != asked
    assert ask_committee(committee, by=sender, text="Read it") == asked


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", FORMS)
def test_who_sends_while_the_first_one_is_written_waits_and_is_led_there(route, committee, sender):
    browsers, answers = [browser_of(sender), browser_of(MemberFactory(facilitator=True))], []
    posts = [lambda each=each: answers.append(send(route, committee, None, browser=each)) for each in browsers]

    assert held(*posts) == "done"

    assert answers == [answers[0]] * 2
    assert answers[0][0] == 303
    assert FORMS[route][0].objects.get()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", FORMS)
def test_six_at_once_write_one_row_and_lead_to_one_page(route, committee, sender):
    browsers, answers = [browser_of(sender) for _n in range(6)], []
    posts = [lambda each=each: answers.append(send(route, committee, None, browser=each)) for each in browsers]

    assert at_once(*posts) == ["done"] * 6

    row = FORMS[route][0].objects.get()
    assert answers == [answers[0]] * 6
    assert answers[0][0] == 303
    if hasattr(row, "history"):
        assert row.history.count() == 1
