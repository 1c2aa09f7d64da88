"""Meetings: announced, changed, cancelled, told; and what they hand over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from governance.committees.convening import announce, cancel, change_meeting, publish_minutes, share
from governance.models import Decision, Sharing
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, InformationItemFactory, MeetingFactory, MemberFactory, SharingFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
MANAGERS = Decision.Visibility.MANAGERS


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def promised(meeting=None, **said):
    committee = meeting.committee if meeting else CommitteeFactory()
    return InformationItemFactory(committee=committee, position=1, document="Minutes", **said)


def test_meetings_are_numbered_within_their_committee(facilitator):
    committee = CommitteeFactory()
    MeetingFactory(number=7)
    numbers = [announce(committee, by=facilitator, held_on=TOMORROW, agenda=[each]).number for each in ("One", "Two")]
    assert numbers == [1, 2]
    assert committee.meetings.first().agenda == ["Two"]


def test_what_changes_is_kept_with_its_reason(facilitator):
    meeting = MeetingFactory(agenda=["One"])
    changed = change_meeting(meeting, by=facilitator, seen=1, reason="A strike", held_on=TOMORROW, agenda=["One"])
    assert (changed.held_on, changed.agenda) == (TOMORROW, ["One"])
    record = meeting.history.latest()
    assert (record.history_change_reason, record.history_user_id) == ("A strike", facilitator.pseudonym)


def test_a_change_that_cannot_be_is_refused(facilitator):
    told = MeetingFactory(minutes="Told.", minutes_on=YESTERDAY)
    for said, why in (({"place": ""}, "Nothing changed"), ({"held_on": TODAY}, "Correct the day")):
        with pytest.raises(Refused, match=why):
            change_meeting(told, by=facilitator, seen=1, reason="Why not", **said)
    with pytest.raises(Stale):
        change_meeting(told, by=facilitator, seen=0, reason="Why not", place="Here")
    with pytest.raises(Refused, match="fifty"):
        announce(told.committee, by=facilitator, held_on=datetime.date.max)


def test_a_cancelled_meeting_stays_and_changes_no_more(facilitator):
    meeting = MeetingFactory()
    cancel(meeting, by=facilitator, seen=1, reason="Snow")
    meeting.refresh_from_db()
    assert (meeting.cancelled, meeting.cancelled_because) == (True, "Snow")
    acts = (
        lambda: cancel(meeting, by=facilitator, seen=2, reason="Twice"),
        lambda: change_meeting(meeting, by=facilitator, seen=2, reason="Late", place="Here"),
        lambda: publish_minutes(meeting, by=facilitator, seen=2, minutes="Told."),
        lambda: share(promised(meeting), meeting, by=facilitator, shared_on=TODAY),
    )
    for act in acts:
        with pytest.raises(Refused, match="cancelled"):
            act()


def test_what_was_held_is_not_cancelled(facilitator):
    told, shared = MeetingFactory(minutes="Told.", minutes_on=TODAY), MeetingFactory()
    SharingFactory(meeting=shared, information=promised(shared), shared_on=TODAY)
    for meeting in (told, shared):
        with pytest.raises(Refused, match="it was held"):
            cancel(meeting, by=facilitator, seen=1, reason="Snow")
        meeting.refresh_from_db()
        assert not meeting.cancelled


def test_minutes_are_published_then_corrected_and_nothing_is_lost(facilitator):
    meeting = MeetingFactory()
    publish_minutes(meeting, by=facilitator, seen=1, minutes="First.")
    with pytest.raises(Refused, match="Say why they change"):
        publish_minutes(meeting, by=facilitator, seen=2, minutes="Second.")
    publish_minutes(meeting, by=facilitator, seen=2, minutes="Second.", reason="A wrong figure")
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.minutes_on) == ("Second.", TODAY)
    assert list(meeting.history.order_by("row_version").values_list("minutes", flat=True)) == ["", "First.", "Second."]


def test_minutes_follow_the_meeting(facilitator):
    with pytest.raises(Refused, match="still to come"):
        publish_minutes(MeetingFactory(held_on=TOMORROW), by=facilitator, seen=1, minutes="Told.")
    with pytest.raises(Stale):
        publish_minutes(MeetingFactory(), by=facilitator, seen=9, minutes="Told.")


def test_nothing_is_published_nor_cancelled_without_words(facilitator):
    meeting = MeetingFactory(held_on=YESTERDAY)
    with pytest.raises(Refused, match="nothing in these minutes"):
        publish_minutes(meeting, by=facilitator, seen=meeting.row_version, minutes=" \n ")
    with pytest.raises(Refused, match="Say why"):
        cancel(meeting, by=facilitator, seen=meeting.row_version, reason=" ")


def test_minutes_for_managers_are_corrected_by_who_reads_them(facilitator):
    meeting = MeetingFactory(minutes="Told.", minutes_on=TODAY, visibility=MANAGERS)
    with pytest.raises(PermissionDenied, match="managers"):
        publish_minutes(meeting, by=facilitator, seen=1, minutes="Otherwise.", reason="Why not")
    manager = MemberFactory(facilitator=True, manager=True)
    publish_minutes(meeting, by=manager, seen=1, minutes="Otherwise.", reason="A wrong figure")


def test_what_is_shared_is_recorded_once(facilitator):
    meeting = MeetingFactory()
    item = promised(meeting)
    share(item, meeting, by=facilitator, shared_on=TODAY, place="The hall")
    with pytest.raises(Refused, match="already said"):
        share(item, meeting, by=facilitator, shared_on=TODAY)
    assert Sharing.objects.get().place == "The hall"


@pytest.mark.parametrize(
    ("arrange", "day", "why"),
    [
        (lambda meeting: promised(), TODAY, "does not share that"),
        (lambda meeting: promised(meeting, withdrawn=True), TODAY, "does not share that"),
        (promised, TOMORROW, "still to come"),
        (promised, datetime.date.min, "fifty"),
    ],
)
def test_what_cannot_have_been_shared_is_refused(facilitator, arrange, day, why):
    meeting = MeetingFactory()
    item = arrange(meeting)
    with pytest.raises(Refused, match=why):
        share(item, meeting, by=facilitator, shared_on=day)
    assert not Sharing.objects.exists()


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member, meeting = MemberFactory(**({role: True} if role else {})), MeetingFactory()
    acts = (
        lambda: announce(meeting.committee, by=member, held_on=TODAY),
        lambda: change_meeting(meeting, by=member, seen=1, reason="Why not", place="Here"),
        lambda: cancel(meeting, by=member, seen=1, reason="Snow"),
        lambda: publish_minutes(meeting, by=member, seen=1, minutes="Told."),
        lambda: share(promised(meeting), meeting, by=member, shared_on=TODAY),
    )
    for act in acts:
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()
