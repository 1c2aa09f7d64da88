"""What a version in force asks of whoever heads a department, and of facilitators: on their first page only."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from charter_site.pages.charter_state import charter_now
from charters.commitments import planning, reviewing
from charters.models import Commitment
from tests.charter_site.pages.test_home import tasks, titles
from tests.charters.commitments.promising import House, day
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
SIGN, FOLLOW = "Say what your department promises", "Say what became of the promises"
LATE, REVIEW = "Look at 1 late action", "Hold the yearly review"


def sees(member, title):
    return any(each.startswith(title) for each in titles(member))


def test_a_head_is_asked_for_their_own_department_until_it_answers_and_again_at_the_next_version():
    house = House()
    other = MemberFactory(heads=DepartmentFactory())

    found = next(task for task in tasks(house.head) if task.title.startswith(SIGN))
    sign = reverse("commitment-sign", args=[house.charter.slug, house.roads.pk, "1.0"])
    assert (found.address, found.days) == (sign, 0)
    assert [address for _words, address in found.links] == [sign]
    assert not sees(MemberFactory(department=house.roads), SIGN)
    assert not sees(house.facilitator, SIGN)
    house.sign()
    assert not sees(house.head, SIGN)
    assert sees(other, SIGN)
    house.renew()
    assert sees(house.head, SIGN)


def test_promises_of_half_a_year_are_asked_about():
    house = House()
    word = house.sign()
    assert not sees(house.head, FOLLOW)
    word.pk, word._state.adding, word.department = None, True, DepartmentFactory()
    word.date, word.team_discussion_date = day(-190), day(-200)
    word.save(force_insert=True)

    assert sees(MemberFactory(heads=word.department), FOLLOW)
    assert not sees(house.head, FOLLOW)


def test_a_late_action_is_shown_to_facilitators_to_the_head_and_to_whoever_has_the_function():
    house = House()
    words = {
        "step": "Meet", "owner_function": "Depot officer", "period_start": datetime.date(2026, 1, 1),
        "due_on": day(-3), "department": house.roads,
    }  # fmt: skip
    planning.add_action(house.charter, by=house.facilitator, words=words)

    for member in (house.facilitator, house.head, MemberFactory(function="Depot officer")):
        found = next(task for task in tasks(member) if task.title == "Look at 1 late action of the rollout plan")
        assert (found.days, found.links[0][0]) == (3, "Meet")
    for member in (MemberFactory(), MemberFactory(function=""), MemberFactory(heads=DepartmentFactory())):
        assert not sees(member, LATE)


def test_the_yearly_review_is_asked_of_facilitators_when_its_day_has_come():
    house = House()
    assert not sees(house.facilitator, REVIEW)
    reviewing.record_review(
        house.charter, by=house.facilitator, seen=0, held_on=day(-9), findings="It holds.", changes="", next_on=day(0)
    )
    assert sees(house.facilitator, REVIEW)
    assert not sees(house.head, REVIEW)
    reviewing.record_review(
        house.charter, by=house.facilitator, seen=1, held_on=day(0), findings="It holds.", changes="", next_on=day(1)
    )
    assert not sees(house.facilitator, REVIEW)


def test_a_team_that_still_discusses_is_still_asked():
    house = House()
    house.sign(status=Commitment.Status.IN_DISCUSSION)
    assert sees(house.head, SIGN)


def test_the_first_page_counts_signatures_of_the_version_in_force():
    house = House()
    house.sign()
    assert charter_now().signed_count == 1
    house.renew()
    assert charter_now().signed_count == 0
    house.sign(label="2.0")
    assert charter_now().signed_count == 1
