"""Who is reminded of what, and when it stops."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.commitments import planning, reviewing
from charters.commitments.reminding import commitments_to_follow, departments_to_sign, reminders_due
from charters.models import Commitment, CommitmentFollowUp
from tests.charters.commitments.promising import House, day
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


def keys(house: House, days: int, member: object = None) -> list[str]:
    """The keys of what is written that day to a member, the head of Roads unless said otherwise."""
    return [one.key for one in reminders_due(day(days)) if one.member == (member or house.head)]


def test_a_head_is_reminded_three_times_of_a_version_that_nobody_answered_then_no_more():
    house = House()
    signing = f"commitment-sign:{house.charter.slug}:1:{house.roads.pk}"

    assert keys(house, 29) == []
    assert keys(house, 30) == keys(house, 59) == [f"{signing}:1"]
    assert keys(house, 60) == [f"{signing}:2"]
    assert keys(house, 90) == keys(house, 300) == [f"{signing}:3"]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"status": Commitment.Status.SIGNED_WITH_RESERVATIONS, "comment": "But."},
        {"status": Commitment.Status.DECLINED, "promises": [], "hours": None, "period": "", "comment": "No."},
    ],
)
def test_whoever_answered_is_not_reminded_until_the_next_version(answer):
    house = House()
    house.sign(**answer)
    assert keys(house, 40) == []
    assert house.roads not in departments_to_sign(house.charter, 1)
    house.renew()
    assert house.roads in departments_to_sign(house.charter, 2)
    assert [key for key in keys(house, 40) if key.startswith("commitment-sign")]


def test_a_team_that_still_discusses_is_reminded():
    house = House()
    house.sign(status=Commitment.Status.IN_DISCUSSION)
    assert keys(house, 40)


def test_whoever_ceased_to_head_it_has_no_address_or_whose_account_is_closed_is_not_written_to():
    house = House()
    closed = MemberFactory(heads=house.roads, is_active=False)
    unreachable = MemberFactory(heads=house.roads, without_email=True)
    house.head.grants.update(ended_at=house.charter.version_in_force.submitted_at, ended_reason="Gone")
    for member in (house.head, closed, unreachable):
        assert keys(house, 40, member) == []


def test_each_promise_is_followed_up_every_half_year():
    house = House()
    house.sign(promises=[("M1", "One."), ("M2", "Two.")])

    assert not is_due(house, 181)
    assert is_due(house, 182)
    tell(house, "M1", 150)
    assert is_due(house, 182), "the other promise was never told of"
    tell(house, "M2", 160)
    assert not is_due(house, 331)
    assert is_due(house, 332)
    assert [key for key in keys(house, 340) if key.startswith("commitment-follow-up")]


def is_due(house: House, days: int) -> bool:
    return commitments_to_follow(house.charter, 1, day(days)).exists()


def tell(house: House, code: str, days: int) -> None:
    CommitmentFollowUp.objects.create(
        charter=house.charter, department=house.roads, version_label="1.0", clause_code=code, number=1, state="kept",
        reason="Seen.", day=day(days), by_function="Head",
    )  # fmt: skip


def test_a_promise_that_was_added_lately_is_not_due_yet():
    house = House()
    house.sign()
    long_ago = Commitment.objects.get()
    long_ago.pk, long_ago._state.adding, long_ago.sequence = None, True, 2
    long_ago.clause_codes, long_ago.promises, long_ago.date = ["M1", "M2"], [*long_ago.promises, "Two."], day(100)
    long_ago.save(force_insert=True)
    tell(house, "M1", 120)

    assert not is_due(house, 281)
    assert is_due(house, 282), "the promise that was added has its half year"


def test_late_actions_are_told_to_the_head_of_their_department_else_to_facilitators():
    house = House()
    words = {"owner_function": "HR", "period_start": datetime.date(2026, 1, 1), "due_on": day(5)}
    planning.add_action(house.charter, by=house.facilitator, words=words | {"step": "A", "department": house.roads})
    planning.add_action(house.charter, by=house.facilitator, words=words | {"step": "B"})

    assert keys(house, 5) == keys(house, 5, house.facilitator) == []
    assert keys(house, 6) == [f"rollout-late:{house.charter.slug}:1:{day(5)}"]
    assert keys(house, 6, house.facilitator) == [f"rollout-late:{house.charter.slug}:2:{day(5)}"]


def test_the_yearly_review_is_told_to_facilitators_when_it_is_due():
    house = House()
    assert keys(house, 364, house.facilitator) == []
    assert keys(house, 365, house.facilitator) == [f"yearly-review:{house.charter.slug}:{day(365)}"]
    reviewing.record_review(
        house.charter, by=house.facilitator, seen=0, held_on=day(0), findings="It holds.", changes="", next_on=day(400)
    )
    assert keys(house, 365, house.facilitator) == []
    assert keys(house, 401, house.facilitator) == [f"yearly-review:{house.charter.slug}:{day(400)}"]


def test_the_number_of_queries_does_not_depend_on_how_many_there_are_to_write_to():
    house = House()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reminders_due(day(400))
        return len(queries)

    one = cost()
    for n in range(10):
        roads = DepartmentFactory()
        MemberFactory(heads=roads)
        words = {"step": f"{n}", "owner_function": "HR", "period_start": datetime.date(2026, 1, 1), "due_on": day(5)}
        planning.add_action(house.charter, by=house.facilitator, words=words | {"department": roads})
    assert cost() == one <= 7
    assert len(reminders_due(day(400))) > 20
