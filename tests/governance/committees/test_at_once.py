"""Two people who write about one committee at once: the second one waits, then reads what the first wrote."""

import datetime

import pytest
from django.utils import timezone

from governance.committees.convening import announce
from governance.committees.keeping import Shared, describe_committee, promise_information
from governance.committees.mandates import change_end, give_mandate
from governance.models import Committee
from tests.factories import CommitteeFactory, MandateFactory, MemberFactory
from tests.waiting import held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return MemberFactory(facilitator=True)


def days(count):
    return timezone.localdate() + datetime.timedelta(days=count)


def test_no_day_has_two_mandates(by):
    committee = CommitteeFactory()

    def give(start):
        return give_mandate(committee, by=by, starts_on=days(start), given_by="The council")

    assert held(lambda: give(0), lambda: give(9)) == "refused"
    assert committee.mandates.count() == 1


def test_a_mandate_that_is_prolonged_is_seen_by_whoever_gives_the_next_one(by):
    committee = CommitteeFactory()
    mandate = MandateFactory(committee=committee, starts_on=days(-9), ends_on=days(0))

    end = held(
        lambda: change_end(mandate, by=by, seen=mandate.row_version, ends_on=days(9), reason="One week more"),
        lambda: give_mandate(committee, by=by, starts_on=days(5), given_by="The council"),
    )

    assert end == "refused"


def test_meetings_and_promises_have_numbers_of_their_own(by):
    committee = CommitteeFactory()

    meet = [lambda place=place: announce(committee, by=by, held_on=days(1), place=place) for place in ("", "Hall")]
    promise = [lambda it=it: promise_information(committee, Shared(it), by=by) for it in ("Minutes", "Agenda")]
    assert held(*meet) == "done"
    assert held(*promise) == "done"
    assert sorted(committee.meetings.values_list("number", flat=True)) == [1, 2]
    assert sorted(committee.information.values_list("position", flat=True)) == [1, 2]


def test_two_committees_do_not_take_one_short_name(by):
    one, other = CommitteeFactory(acronym="ONE"), CommitteeFactory(acronym="TWO")

    end = held(
        lambda: describe_committee(one, by=by, seen=one.row_version, reason="r", acronym="CODIR"),
        lambda: describe_committee(other, by=by, seen=other.row_version, reason="r", acronym="CoDir"),
    )

    assert (end, Committee.objects.filter(acronym__iexact="codir").count()) == ("refused", 1)
