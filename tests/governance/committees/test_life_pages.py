"""The pages of what committees live through: what they do, who reads what, what a refusal keeps."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Committee, CommitteeTask, Decision, Mandate, Meeting, Sharing
from tests.factories import (
    CommitteeFactory,
    CommitteeTaskFactory,
    DecisionFactory,
    InformationItemFactory,
    MandateFactory,
    MeetingFactory,
    MemberFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MANAGERS = Decision.Visibility.MANAGERS


@pytest.fixture
def client(client):
    """A browser in English, the language in which the words of the application are written."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    return member


@pytest.fixture
def committee():
    return CommitteeFactory(
        acronym="COPIL",
        members_by_function=["Someone", "Another"],
        member_categories=["", "BC"],
        advises_on=["The budget"],
    )


def words(page):
    return page.content.decode()


def edited(committee, **said):
    return {
        "name": committee.name, "acronym": "COPIL", "kind": committee.kind, "scope": committee.scope, "role": "Anew.",
        "decides_on": "The calendar", "advises_on": "The budget", "members_by_function": "Someone (C)\nA guest (free)",
        "sponsor_function": "The deputy", "reason": "A census of seats", "seen": committee.row_version, **said,
    }  # fmt: skip


def test_a_committee_is_described_again(client, member, committee):
    address = reverse("committee-edit", args=[committee.code])
    assert "Another (B, C)" in words(client.get(address))

    response = client.post(address, edited(committee))

    stored = Committee.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("committee", args=[committee.code]))
    assert (stored.members_by_function, stored.member_categories) == (["Someone", "A guest (free)"], ["C", ""])
    assert (stored.sponsor_function, stored.role, stored.advises_on) == ("The deputy", "Anew.", ["The budget"])
    assert "A census of seats" in words(client.get(reverse("committee-history", args=[committee.code])))


@pytest.mark.parametrize(
    ("said", "status"),
    [({"reason": ""}, 422), ({"members_by_function": "m" * 201}, 422), ({"seen": 0}, 409), ({"acronym": "taken"}, 422)],
)
def test_a_description_that_is_refused_keeps_what_was_typed(client, member, committee, said, status):
    CommitteeFactory(acronym="TAKEN")
    response = client.post(reverse("committee-edit", args=[committee.code]), edited(committee, **said))
    assert response.status_code == status
    assert "Anew." in words(response)
    committee.refresh_from_db()
    assert committee.row_version == 1


def test_what_is_shared_is_added_changed_and_withdrawn_on_pages(client, member, committee):
    here = committee.code
    client.post(reverse("information-new", args=[here]), {"document": "Minutes", "shared_with": "All", "place": "Hall"})
    item = committee.information.get()
    said = {"document": "Minutes", "delay": "2 days", "reason": "Sooner", "seen": 1}
    client.post(reverse("information-edit", args=[here, 1]), said)
    item.refresh_from_db()
    assert (item.delay, item.place, item.shared_with) == ("2 days", "", [])
    client.post(reverse("information-withdraw", args=[here, 1]), {"reason": "Nobody read it", "seen": 2})
    assert client.get(reverse("information-edit", args=[here, 1])).status_code == 404
    assert "2 days" not in words(client.get(reverse("committee", args=[here])))


def test_a_mandate_is_recorded_renewed_and_its_end_changed_on_pages(client, member, committee):
    day = datetime.date(2025, 12, 31)
    MandateFactory(committee=committee, starts_on=datetime.date(2025, 1, 1), ends_on=day, given_by="The council")
    renewal = reverse("mandate-new", args=[committee.code])
    assert 'value="2026-01-01"' in words(client.get(renewal))
    assert client.post(renewal, {"starts_on": "2025-06-01", "given_by": "The council"}).status_code == 409
    assert client.post(renewal, {"starts_on": "2026-01-01", "given_by": "The council"}).status_code == 303
    mandate = Mandate.objects.get(ends_on=None)
    sent = {"ends_on": "2026-06-30", "reason": "One half-year", "seen": 1}
    assert client.post(reverse("mandate-end", args=[committee.code, mandate.pk]), sent).status_code == 303
    assert client.get(reverse("mandate-end", args=["INST-0", mandate.pk])).status_code == 404


def test_a_meeting_is_announced_changed_told_and_shares(client, member, committee):
    here = committee.code
    InformationItemFactory(committee=committee, position=1, document="Summary", delay="5 days")
    response = client.post(reverse("meeting-new", args=[here]), {"held_on": TODAY, "agenda": "One\nTwo"})
    assert response["Location"] == reverse("meeting", args=[here, 1])
    said = {"held_on": TODAY, "agenda": "One", "reason": "Shorter", "seen": 1}
    assert client.post(reverse("meeting-edit", args=[here, 1]), said).status_code == 303
    told = {"minutes": "All is well.", "visibility": "tous_agents", "seen": 2}
    assert client.post(reverse("meeting-minutes", args=[here, 1]), told).status_code == 303
    assert client.post(reverse("meeting-minutes", args=[here, 1]), {**told, "seen": 3}).status_code == 422
    shared = {"shared_on": TODAY, "place": "The hall"}
    assert client.post(reverse("information-shared", args=[here, 1, 1]), shared).status_code == 303
    assert client.post(reverse("information-shared", args=[here, 1, 1]), shared).status_code == 409
    assert client.post(reverse("meeting-cancel", args=[here, 1]), {"reason": "Snow", "seen": 3}).status_code == 409
    DecisionFactory(committee=committee, date=TODAY, subject="Taken that day")
    DecisionFactory(committee=committee, subject="Taken another day")
    page = words(client.get(reverse("meeting", args=[here, 1])))
    assert [word for word in ("One", "All is well.", "Summary", "The hall", "Taken that day") if word not in page] == []
    assert "Taken another day" not in page
    assert Sharing.objects.count() == 1


def test_a_cancelled_meeting_says_why_and_offers_nothing(client, member, committee):
    MeetingFactory(committee=committee, held_on=TODAY)
    address = reverse("meeting", args=[committee.code, 1])
    client.post(reverse("meeting-cancel", args=[committee.code, 1]), {"reason": "A strike", "seen": 1})
    page = words(client.get(address))
    assert "A strike" in page
    assert reverse("meeting-edit", args=[committee.code, 1]) not in page
    assert Meeting.objects.get().cancelled


@pytest.mark.parametrize(
    ("reader", "reads"),
    [({}, False), ({"facilitator": True}, False), ({"manager": True}, True), ({"executive": True}, True)],
)
def test_minutes_for_managers_are_read_by_managers_everywhere(client, committee, reader, reads):
    client.force_login(MemberFactory(**reader))
    MeetingFactory(committee=committee, minutes="Delicate words", minutes_on=TODAY, visibility=MANAGERS)
    here = committee.code
    for address in (
        reverse("committee", args=[here]), reverse("meetings", args=[here]), reverse("committee-history", args=[here]),
        reverse("governance"), reverse("governance-checks"),
    ):  # fmt: skip
        assert "Delicate words" not in words(client.get(address))
    assert ("Delicate words" in words(client.get(reverse("meeting", args=[here, 1])))) is reads


def test_minutes_for_managers_are_not_shown_in_the_form_of_who_does_not_read_them(client, member, committee):
    MeetingFactory(committee=committee, minutes="Delicate words", minutes_on=TODAY, visibility=MANAGERS)
    response = client.get(reverse("meeting-minutes", args=[committee.code, 1]))
    assert response.status_code == 403
    assert "Delicate words" not in words(response)
    page = words(client.get(reverse("meeting", args=[committee.code, 1])))
    assert reverse("meeting-minutes", args=[committee.code, 1]) not in page


def test_a_task_is_given_and_ends_on_pages(client, member, committee):
    here = committee.code
    sent = {"text": "Read it", "owner_function": "The clerk", "due_on": TODAY - datetime.timedelta(days=3)}
    assert client.post(reverse("committee-task-new", args=[here]), sent).status_code == 303
    assert "late: awaited by" in words(client.get(reverse("committee", args=[here])))
    end = reverse("committee-task-end", args=[here, CommitteeTask.objects.get().pk])
    assert client.post(end, {"state": "done", "seen": 1}).status_code == 422
    assert client.post(end, {"state": "open", "came_of_it": "Read.", "seen": 1}).status_code == 422
    assert client.post(end, {"state": "done", "came_of_it": "It was read.", "seen": 1}).status_code == 303
    assert "It was read." in words(client.get(reverse("committee", args=[here])))


def test_a_decision_is_recorded_then_corrected_and_its_former_words_stay(client, member, committee):
    sent = {
        "committee": committee.code, "date": TODAY, "type": "decision", "subject": "The hall", "text": "It opens.",
        "visibility": "tous_agents",
    }  # fmt: skip
    assert committee.code in words(client.get(reverse("decision-new") + f"?committee={committee.code}"))
    response = client.post(reverse("decision-new"), sent)
    code = Decision.objects.get().code
    assert (response.status_code, response["Location"]) == (303, reverse("decision", args=[code]))
    correction = {**sent, "text": "It opens on Monday.", "because": "A day was missing", "seen": 0}
    correct = reverse("decision-correct", args=[code])
    assert client.post(correct, {**correction, "because": ""}).status_code == 422
    assert client.post(correct, correction).status_code == 303
    stale = client.post(correct, {**correction, "text": "It stays closed."})
    assert stale.status_code == 409
    assert "It stays closed." in words(stale)
    page = words(client.get(reverse("decision", args=[code])))
    assert [word for word in ("It opens.", "It opens on Monday.", "A day was missing") if word not in page] == []


@pytest.mark.parametrize(("former", "now"), [(MANAGERS, "tous_agents"), ("tous_agents", MANAGERS)])
def test_no_wording_for_managers_is_read_by_others(client, member, committee, former, now):
    first = DecisionFactory(committee=committee, text="Before.", visibility=former)
    DecisionFactory(
        code=first.code, committee=committee, correction=1, correction_reason="Why", text="After.", visibility=now
    )
    response = client.get(reverse("decision", args=[first.code]))
    assert response.status_code == (404 if now == MANAGERS else 200)
    assert "Before." not in words(response)
    client.force_login(MemberFactory(manager=True))
    assert "Before." in words(client.get(reverse("decision", args=[first.code])))


def test_a_decision_for_managers_recorded_by_a_facilitator_leads_to_the_register(client, member, committee):
    sent = {
        "committee": committee.code, "date": TODAY, "type": "decision", "subject": "A matter", "text": "Decided.",
        "visibility": MANAGERS,
    }  # fmt: skip
    assert client.post(reverse("decision-new"), sent)["Location"] == reverse("decision-list")


@pytest.mark.parametrize(("offset", "shown"), [(0, "To be reviewed since"), (1, "To be reviewed on")])
def test_a_day_of_review_that_has_come_is_said(client, member, committee, offset, shown):
    decision = DecisionFactory(
        committee=committee, date=TODAY - datetime.timedelta(days=9), review_on=TODAY + datetime.timedelta(days=offset)
    )
    for address in (reverse("decision", args=[decision.code]), reverse("decision-list")):
        assert shown in words(client.get(address))


def test_the_question_box_answers(client, member, committee):
    InformationItemFactory(committee=committee, position=1, document="The summary", delay="5 days")
    page = client.get(reverse("governance-who"), {"q": "who decides on the calendars?"})
    assert [(answer.subject, answer.part) for answer, _shared in page.context["answers"]] == [
        ("The calendar", "decides")
    ]
    assert "The summary" in words(page)
    assert "What comes nearest" not in words(page)
    part = words(client.get(reverse("governance-who"), {"q": "the calendar of holidays"}))
    assert "What comes nearest" in part
    assert "The calendar" in part
    other = CommitteeFactory(name="The arbiters", role="They settle quarrels between teams.", decides_on=["The rest"])
    purpose = client.get(reverse("governance-who"), {"q": "who settles a quarrel?"})
    assert (purpose.context["answers"], purpose.context["meant"]) == ([], [other])
    assert "They settle quarrels" in words(purpose)
    disputed = "Several committees decide on it"
    assert disputed not in words(page)
    CommitteeFactory(decides_on=["the calendars"])
    assert disputed in words(client.get(reverse("governance-who"), {"q": "calendar"}))
    nothing = words(client.get(reverse("governance-who"), {"q": "holidays"}))
    assert "ask a facilitator" in nothing
    for nonsense in ("", "\x00", "q" * 999, "<script>"):
        assert client.get(reverse("governance-who"), {"q": nonsense}).status_code == 200


def test_the_picture_is_drawn_and_told_in_words(client, member, committee):
    other = CommitteeFactory(name="The other", decides_on=[], informed_of=["The calendar"])
    for address in (reverse("governance-map"), reverse("governance")):
        page = words(client.get(address))
        assert page.count('<svg class="who-map__drawing"') == 1
        assert f'<a href="{reverse("committee", args=[other.code])}" aria-label="The other">' in page
        assert "What each arrow carries" in page


def test_checks_are_read_by_everyone_and_mended_by_who_may(client, member, committee):
    DecisionFactory(committee=committee, owner_function="", subject="Nobody’s")
    mend = reverse("decision-correct", args=[Decision.objects.get().code])
    assert mend in words(client.get(reverse("governance-checks")))
    client.force_login(MemberFactory())
    page = words(client.get(reverse("governance-checks")))
    assert "Nobody’s" in page
    assert mend not in page


def test_a_registry_in_order_says_so(client, member):
    assert "Nothing to report: the registry is in order." in words(client.get(reverse("governance-checks")))


def test_others_reach_none_of_the_forms(client, committee):
    client.force_login(MemberFactory())
    here, task, mandate = committee.code, CommitteeTaskFactory(committee=committee), MandateFactory(committee=committee)
    InformationItemFactory(committee=committee, position=1, document="Minutes")
    decision = DecisionFactory(committee=committee)
    MeetingFactory(committee=committee)
    forms = {
        "committee-edit": [here], "information-new": [here], "information-edit": [here, 1],
        "information-withdraw": [here, 1], "mandate-new": [here], "mandate-end": [here, mandate.pk],
        "committee-task-new": [here], "committee-task-end": [here, task.pk], "meeting-new": [here],
        "meeting-edit": [here, 1], "meeting-cancel": [here, 1], "meeting-minutes": [here, 1],
        "information-shared": [here, 1, 1], "decision-new": [], "decision-correct": [decision.code],
    }  # fmt: skip
    for name, args in forms.items():
        address = reverse(name, args=args)
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403), name
    page = words(client.get(reverse("committee", args=[here]))) + words(client.get(reverse("meeting", args=[here, 1])))
    assert [name for name, args in forms.items() if args and f'"{reverse(name, args=args)}"' in page] == []


@pytest.mark.parametrize("route", ["committee-edit", "mandate-new", "committee-task-new", "meeting-new"])
def test_the_title_of_each_page_says_of_which_committee(client, member, committee, route):
    page = words(client.get(reverse(route, args=[committee.code])))

    assert f", {committee.name} —" in page[: page.index("</title>")]


def test_a_decision_is_recorded_on_the_day_of_its_meeting(client, member, committee):
    meeting = MeetingFactory(committee=committee, held_on=TODAY - datetime.timedelta(days=3))
    record = f"{reverse('decision-new')}?committee={committee.code}&amp;date={meeting.held_on}"
    assert f'href="{record}"' in words(client.get(reverse("meeting", args=[committee.code, meeting.number])))
    for asked, day in (
        (str(meeting.held_on), meeting.held_on),
        ("2026-02-30", TODAY),
        ("", TODAY),
        ("9999-01-01", TODAY),
    ):
        assert client.get(reverse("decision-new"), {"date": asked}).context["form"].initial["date"] == day
