"""Tasks of committees."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.committees.tasks import ask_committee, end_task
from governance.models import CommitteeTask
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, CommitteeTaskFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def test_a_task_is_given_then_ends_with_what_came_of_it(facilitator):
    task = ask_committee(CommitteeFactory(), by=facilitator, text="Read it", owner_function="The clerk")
    end_task(task, by=facilitator, seen=1, state="done", came_of_it="Read.")
    task.refresh_from_db()
    assert (task.state, task.came_of_it, task.ended_on) == ("done", "Read.", timezone.localdate())
    assert [record.state for record in task.history.order_by("row_version")] == ["open", "done"]


@pytest.mark.parametrize(("state", "words"), [("open", "Words"), ("done", " "), ("dropped", "")])
def test_a_task_does_not_end_without_words(facilitator, state, words):
    task = CommitteeTaskFactory()
    with pytest.raises(Refused, match="what came of it"):
        end_task(task, by=facilitator, seen=1, state=state, came_of_it=words)
    task.refresh_from_db()
    assert task.state == "open"


def test_a_task_ends_once_and_as_it_was_seen(facilitator):
    task = CommitteeTaskFactory()
    with pytest.raises(Stale):
        end_task(task, by=facilitator, seen=0, state="done", came_of_it="Read.")
    end_task(task, by=facilitator, seen=1, state="dropped", came_of_it="Too late.")
    with pytest.raises(Refused, match="ended already"):
        end_task(task, by=facilitator, seen=2, state="done", came_of_it="Read.")


def test_a_day_that_nobody_means_is_refused(facilitator):
    with pytest.raises(Refused, match="fifty"):
        ask_committee(CommitteeFactory(), by=facilitator, text="Read it", due_on=datetime.date.min)
    assert not CommitteeTask.objects.exists()


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member, task = MemberFactory(**({role: True} if role else {})), CommitteeTaskFactory()
    with pytest.raises(PermissionDenied, match="facilitators"):
        ask_committee(task.committee, by=member, text="Read it")
    with pytest.raises(PermissionDenied, match="facilitators"):
        end_task(task, by=member, seen=1, state="done", came_of_it="Read.")
