"""The same statement sent twice, or six times at once: it is added once, and everyone is led to it."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from feedback.models import Statement
from feedback.workshops import keeping, turning
from governance.models import CommitteeTask
from tests.browsers import browser_of
from tests.charters.commitments.test_two_heads import at_once
from tests.factories import CommitteeFactory, MemberFactory, OrganisationFactory
from tests.waiting import held
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db

TYPED = {"text": "A bell", "kind": "idee", "part": "a_creuser", "parent": "1", "reason": "Heard in the hall."}


@pytest.fixture
def workshop():
    OrganisationFactory()
    return WorkshopFactory()


@pytest.fixture
def sender():
    return MemberFactory(facilitator=True)


def send(workshop, by, *, browser=None, **said):
    """Fill the form in and send it: the status, where it leads, and what is told there."""
    browser = browser or browser_of(by)
    answer = browser.post(reverse("statement-add", args=[workshop.code]), {**TYPED, **said})
    return answer.status_code, answer.get("Location"), [str(each) for each in get_messages(answer.wsgi_request)]


def added(workshop):
    return workshop.statements.filter(said="")


def test_what_is_sent_twice_is_added_once_and_told_alike(workshop, sender):
    first = send(workshop, sender)

    assert first[0] == 303
    assert first[2]
    assert send(workshop, sender) == first
    assert send(workshop, sender, text=" A bell \r\n") == first
    assert added(workshop).get().history.count() == 1


@pytest.mark.parametrize(
    ("name", "word"),
    [("text", "A gong"), ("kind", "constat"), ("part", "discute"), ("parent", ""), ("reason", "Heard outside.")],
)
def test_one_other_word_makes_another_statement(name, word, workshop, sender):
    send(workshop, sender)

    assert send(workshop, sender, **{name: word})[0] == 303
    assert added(workshop).count() == 2


def test_another_workshop_has_its_own(workshop, sender):
    for where in (workshop, WorkshopFactory()):
        assert send(where, sender)[0] == 303
    assert Statement.objects.filter(text="A bell").count() == 2


def test_what_was_set_aside_is_added_anew(workshop, sender):
    send(workshop, sender)
    keeping.set_aside(added(workshop).get(), by=sender, seen=1, reason="Said twice.")

    send(workshop, sender)
    send(workshop, sender)

    assert added(workshop).count() == 2


def test_statements_handed_in_the_same_words_have_a_task_each(workshop, sender):
    committee = CommitteeFactory()
    for statement in workshop.statements.all()[:2]:
        turning.hand_to_committee(statement, by=sender, seen=1, committee=committee, text="Look at it.")

    assert [task.statements.count() for task in CommitteeTask.objects.all()] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_who_sends_while_the_first_one_is_added_waits_and_is_led_there(workshop, sender):
    browsers, answers = [browser_of(sender), browser_of(MemberFactory(facilitator=True))], []
    posts = [lambda each=each: answers.append(send(workshop, None, browser=each)) for each in browsers]

    assert held(*posts) == "done"

    assert answers == [answers[0]] * 2
    assert answers[0][0] == 303
    assert added(workshop).get()


@pytest.mark.django_db(transaction=True)
def test_six_at_once_add_one_statement_and_lead_to_it(workshop, sender):
    browsers, answers = [browser_of(sender) for _n in range(6)], []
    posts = [lambda each=each: answers.append(send(workshop, None, browser=each)) for each in browsers]

    assert at_once(*posts) == ["done"] * 6

    assert answers == [answers[0]] * 6
    assert answers[0][0] == 303
    assert added(workshop).get().history.count() == 1
