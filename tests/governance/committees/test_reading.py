"""What is read of a committee: its history, and what a meeting still waits for."""

import datetime

import pytest
from django.utils import timezone

from governance.committees.convening import publish_minutes
from governance.committees.keeping import Shared, add_committee, change_information, describe_committee
from governance.committees.mandates import give_mandate
from governance.committees.reading import history_of, shared_or_awaited
from governance.models import Committee
from tests.factories import CommitteeFactory, InformationItemFactory, MeetingFactory, MemberFactory, SharingFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SAID = {"name": "Charter committee", "kind": Committee.Kind.ADVISORY, "role": "It reads."}


def days(count):
    return TODAY + datetime.timedelta(days=count)


def test_the_history_of_a_committee_tells_what_changed_who_said_so_and_why(django_assert_num_queries):
    by = MemberFactory(facilitator=True)
    committee = add_committee(by=by, information=[Shared("Minutes")], **SAID)
    describe_committee(committee, by=by, seen=1, reason="Said anew", role="It decides.", frequency="Often")
    change_information(committee.information.get(), Shared("Minutes", delay="2 days"), by=by, seen=1, reason="Sooner")
    give_mandate(committee, by=by, starts_on=TODAY, given_by="The council")
    CommitteeFactory()

    with django_assert_num_queries(5):
        found = history_of(committee)

    assert [(change.record.history_change_reason, change.about, change.fields) for change in found] == [
        ("Mandate given", "mandate", []),
        ("Sooner", "decisive information", ["how soon"]),
        ("Said anew", "committee", ["what it is for", "how often it meets"]),
        ("Committee added", "decisive information", []),
        ("Committee added", "committee", []),
    ]
    assert {change.author for change in found} == {by}


def test_the_history_says_that_minutes_changed_without_reading_their_words(django_assert_num_queries):
    by = MemberFactory(facilitator=True)
    meeting = MeetingFactory(held_on=days(-2))
    publish_minutes(meeting, by=by, seen=meeting.row_version, minutes="All is well.")
    publish_minutes(meeting, by=by, seen=meeting.row_version + 1, minutes="All is fine.", reason="Said better")

    with django_assert_num_queries(5):
        found = history_of(meeting.committee)

    assert [change.fields for change in found if change.about == "meeting"] == [
        ["minutes"], ["minutes", "minutes published on"], [],
    ]  # fmt: skip
    assert all("minutes" in change.record.get_deferred_fields() for change in found if change.about == "meeting")


@pytest.mark.parametrize(
    ("held", "delay", "shared", "due", "is_late"),
    [
        (-16, "15 jours", None, -1, True),
        (-15, "15 jours", None, 0, False),
        (-16, "15 jours", -1, -1, False),
        (-16, "15 jours", 0, -1, True),
        (-300, "Au fil de l'eau", None, None, False),
    ],
)
def test_what_a_meeting_promised_is_shared_awaited_or_late(held, delay, shared, due, is_late):
    committee = CommitteeFactory()
    item = InformationItemFactory(committee=committee, position=1, document="Minutes", delay=delay)
    meeting = MeetingFactory(committee=committee, held_on=days(held))
    if shared is not None:
        SharingFactory(information=item, meeting=meeting, shared_on=days(shared))
    (awaited,) = shared_or_awaited(meeting)
    assert (awaited.due, awaited.is_late) == (None if due is None else days(due), is_late)
    assert bool(awaited.sharing) is (shared is not None)


def test_what_is_no_longer_promised_is_told_only_where_it_was_shared():
    committee = CommitteeFactory()
    item = InformationItemFactory(committee=committee, position=1, document="Minutes", withdrawn=True)
    before, after = MeetingFactory(committee=committee), MeetingFactory(committee=committee, number=2)
    SharingFactory(information=item, meeting=before, shared_on=TODAY)
    assert [one.item for one in shared_or_awaited(before)] == [item]
    assert shared_or_awaited(after) == []
