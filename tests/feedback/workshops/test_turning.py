"""What becomes of a statement: a committee's task, a draft of experience; each leads back to the sentence."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from feedback.models import Feedback
from feedback.workshops import keeping, turning
from governance.models import CommitteeTask, SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, CommitteeTaskFactory, MemberFactory
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def statement():
    return WorkshopFactory().statements.get(position=1)


def hand(statement, by, seen=1):
    return turning.hand_to_committee(
        statement, by=by, seen=seen, committee=CommitteeFactory(), text="Look at it.", owner_function="Chair",
        due_on=datetime.date(2027, 1, 1),
    )  # fmt: skip


def begin(statement, by, seen=1):
    return turning.begin_entry(statement, by=by, seen=seen, project="A playground", context=statement.text)


def test_a_committee_is_asked_and_its_task_leads_back(statement, facilitator):
    task = hand(statement, facilitator)

    stored = CommitteeTask.objects.get()
    assert stored == task
    assert (stored.text, stored.owner_function, stored.due_on) == ("Look at it.", "Chair", datetime.date(2027, 1, 1))
    assert list(stored.statements.all()) == [statement]
    assert statement.history.first().history_change_reason == "Handed to a committee"


def test_the_page_of_the_committee_leads_back_to_what_was_said(client, statement, facilitator):
    task = hand(statement, facilitator)
    CommitteeTaskFactory(committee=task.committee)
    client.force_login(facilitator)
    page = client.get(reverse("committee", args=[task.committee.code])).content.decode()
    assert page.count(f'href="{statement.get_absolute_url()}"') == 1


def test_an_entry_is_begun_as_a_draft_of_the_facilitator(statement, facilitator):
    entry = begin(statement, facilitator)

    stored = Feedback.objects.get()
    assert (stored.status, stored.author, stored.project.name) == ("brouillon", facilitator, "A playground")
    assert stored.context == statement.text
    assert list(entry.statements.all()) == [statement]


def test_whoever_signs_anonymously_still_finds_the_draft(statement):
    entry = begin(statement, MemberFactory(facilitator=True, signs_as=SignsAs.ANONYMOUS))

    assert entry.signature == SignsAs.FUNCTION
    assert entry.author


def test_one_statement_becomes_a_task_and_an_entry(statement, facilitator):
    hand(statement, facilitator)
    begin(statement, facilitator, seen=2)

    statement.refresh_from_db()
    assert statement.task
    assert statement.entry


@pytest.mark.parametrize(("turn", "model"), [(hand, CommitteeTask), (begin, Feedback)])
def test_the_same_thing_twice_is_told(statement, facilitator, turn, model):
    turn(statement, facilitator)

    with pytest.raises(Refused, match="already"):
        turn(statement, facilitator, seen=2)
    assert model.objects.count() == 1


@pytest.mark.parametrize("turn", [hand, begin])
def test_a_statement_that_changed_or_was_set_aside_becomes_nothing(statement, facilitator, turn):
    keeping.set_aside(statement, by=facilitator, seen=1, reason="Said twice.")

    with pytest.raises(Stale):
        turn(statement, facilitator)
    with pytest.raises(Refused, match="set aside"):
        turn(statement, facilitator, seen=2)


@pytest.mark.parametrize("turn", [hand, begin])
def test_only_facilitators_make_something_of_a_statement(statement, turn):
    with pytest.raises(PermissionDenied):
        turn(statement, MemberFactory(administrator=True))
