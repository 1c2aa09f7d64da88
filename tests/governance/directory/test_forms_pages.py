"""Adding, describing and choosing, page by page: what is sent, refused, forbidden, shown."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Stakeholder, Tool
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, StakeholderFactory, ToolFactory

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def facilitator(client):
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    return member


def organisation_sent(**said):
    return {
        "name": "The county", "kind": "collectivite", "influence": "forte", "involved_at": ["cadrage", "bilan"],
        "single_contact_function": "Head of mobility", "contributes": "Money.", **said,
    }  # fmt: skip


def tool_sent(**said):
    return {
        "name": "Shared break", "kind": "methode_animation", "family": "echanger", "use_when": "Each week.",
        "situations": ["converser"], "works_remotely": "on", "reach": "telephone",
        "first_steps": "Choose an hour.\n- Call.", "next_training_on": "", **said,
    }  # fmt: skip


def test_an_outside_organisation_is_added(client):
    department = DepartmentFactory()
    answer = client.post(reverse("stakeholder-new"), organisation_sent(departments=[department.pk]))
    added = Stakeholder.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("stakeholder", args=[added.code]))
    assert (added.involved_at, list(added.departments.all())) == (["cadrage", "bilan"], [department])


def test_a_tool_is_added(client):
    answer = client.post(reverse("tool-new"), tool_sent())
    added = Tool.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("tool", args=[added.code]))
    assert (added.situations, added.works_remotely, added.first_steps) == (
        ["converser"], True, ["Choose an hour.", "Call."],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("route", "sent", "kept"),
    [
        ("stakeholder-new", organisation_sent(name=""), "Head of mobility"),
        ("stakeholder-new", organisation_sent(involved_at=["elsewhere"]), "Head of mobility"),
        ("tool-new", tool_sent(use_when=""), "Choose an hour."),
        ("tool-new", tool_sent(first_steps="1\n2\n3\n4\n5\nThe sixth"), "The sixth"),
        ("tool-new", tool_sent(next_training_on="2426-01-01"), "2426-01-01"),
    ],
)
def test_what_is_missing_or_unlikely_is_told_and_nothing_is_lost(client, route, sent, kept):
    page = client.post(reverse(route), sent)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert not Stakeholder.objects.exists()
    assert not Tool.objects.exists()


@pytest.mark.parametrize("role", ["hr", None])
def test_others_do_not_describe(client, role):
    client.force_login(MemberFactory(**({role: True} if role else {})))
    stakeholder, tool = StakeholderFactory(), ToolFactory()
    for address in (
        reverse("stakeholder-new"),
        reverse("tool-new"),
        reverse("stakeholder-edit", args=[stakeholder.code]),
        reverse("tool-edit", args=[tool.code]),
    ):
        page = client.get(address, headers=ENGLISH)
        assert page.status_code == 403
        assert "facilitators" in page.content.decode()
        assert client.post(address, {}).status_code == 403
    # nor are they shown the way
    for shown in (reverse("stakeholder", args=[stakeholder.code]), reverse("tool", args=[tool.code])):
        assert f"{shown}edit/" not in client.get(shown).content.decode()


def test_an_outside_organisation_is_described_again_and_a_closed_department_stays(client):
    closed = DepartmentFactory(closed_on=timezone.localdate() - datetime.timedelta(days=3))
    stakeholder = StakeholderFactory()
    stakeholder.departments.set([closed])
    address = reverse("stakeholder-edit", args=[stakeholder.code])
    form = client.get(address).context["form"]
    assert form["departments"].initial == [closed.pk]

    sent = organisation_sent(departments=[closed.pk], seen=1, reason="They told us.")
    assert client.post(address, sent).status_code == 303
    stakeholder.refresh_from_db()
    assert (stakeholder.name, list(stakeholder.departments.all())) == ("The county", [closed])


def test_a_department_that_closed_is_not_offered_to_others(client):
    closed = DepartmentFactory(closed_on=timezone.localdate())
    assert client.post(reverse("stakeholder-new"), organisation_sent(departments=[closed.pk])).status_code == 422


def test_what_changed_meanwhile_is_told_and_sending_again_is_a_choice(client):
    tool = ToolFactory()
    address = reverse("tool-edit", args=[tool.code])
    assert client.post(address, tool_sent(seen=1, reason="First.")).status_code == 303
    stale = client.post(address, tool_sent(seen=1, reason="Second.", use_when="Never."))
    assert stale.status_code == 409
    assert "Never." in stale.content.decode()
    assert client.post(address, tool_sent(seen=2, reason="Second.", use_when="Never.")).status_code == 303
    tool.refresh_from_db()
    assert tool.use_when == "Never."


@pytest.mark.parametrize("route", ["stakeholder-history", "tool-history", "stakeholder-edit", "tool-edit"])
def test_an_unknown_code_is_not_found(client, route):
    assert client.get(reverse(route, args=["X-1"])).status_code == 404


def test_the_history_says_who_why_and_what_was_said_before(client, facilitator):
    tool = ToolFactory(use_when="Before, always.")
    client.post(reverse("tool-edit", args=[tool.code]), tool_sent(seen=1, reason="It was too vague."))
    page = client.get(reverse("tool-history", args=[tool.code])).content.decode()
    shown = [facilitator.name, "It was too vague.", "Before, always.", "Each week."]
    assert [words for words in shown if words not in page] == []


@pytest.mark.parametrize("rows", [1, 9])
def test_a_history_costs_the_same_whatever_there_is_to_show(client, rows, django_assert_num_queries):
    tool = ToolFactory()
    for number in range(rows):
        sent = tool_sent(seen=number + 1, reason="Why.", use_when=f"Each week, {number}.")
        assert client.post(reverse("tool-edit", args=[tool.code]), sent).status_code == 303
    client.get("/")  # messages
    with django_assert_num_queries(5):  # session, member, tool, its states, who signed them
        client.get(reverse("tool-history", args=[tool.code]))


def test_a_training_is_on_the_page_of_its_tool_until_its_day_is_past(client):
    today = timezone.localdate()
    to_come = ToolFactory(next_training_on=today, next_training="In the library")
    past = ToolFactory(next_training_on=today - datetime.timedelta(days=1), next_training="In the library")
    assert "In the library" in client.get(reverse("tool", args=[to_come.code])).content.decode()
    assert "In the library" not in client.get(reverse("tool", args=[past.code])).content.decode()


def test_the_page_of_a_tool_says_how_to_begin_for_what_and_for_whom(client):
    tool = ToolFactory(
        situations=[Tool.Situation.CHAT], works_remotely=True, reach=Tool.Reach.PHONE, first_steps=["Call someone."]
    )
    page = client.get(reverse("tool", args=[tool.code]), headers=ENGLISH).content.decode()
    shown = ["Talk informally", "At a distance, or in the same place", "Anyone with a phone", "Call someone."]
    assert [words for words in shown if words not in page] == []


def test_which_tool_says_why_what_is_lacking_and_whom_to_ask(client):
    fits = {"situations": [Tool.Situation.CHAT], "works_remotely": True, "reach": Tool.Reach.ANYONE}
    ToolFactory(name="The long call", first_steps=["Dial."], avoid_when="At night.", **fits)
    ToolFactory(name="The bench", **{**fits, "works_remotely": False}, support_contact_function="The gardener")
    ask = {"situation": "converser", "where": "distance", "people_have": "tous"}

    page = client.get(reverse("tool-which"), ask, headers=ENGLISH).content.decode()

    shown = ["1 tool fits", "The long call", "Dial.", "At night.", "People must be in the same place", "The gardener"]
    assert [words for words in shown if words not in page] == []
    assert page.index("The long call") < page.index("The bench")


def test_which_tool_says_honestly_when_nothing_fits(client):
    ToolFactory(situations=[Tool.Situation.CHAT], reach=Tool.Reach.COMPUTER, support_contact_function="The help desk")
    answer = client.get(reverse("tool-which"), {"situation": "converser", "people_have": "tous"}, headers=ENGLISH)
    page = answer.content.decode()
    assert "no tool fits" in page
    assert "Ask those who know the nearest tools:" in page
    assert "<li>The help desk</li>" in page
    nothing = client.get(reverse("tool-which"), {"situation": "trancher"}, headers=ENGLISH).content.decode()
    assert "Ask a facilitator" in nothing


def test_a_question_without_a_situation_shows_the_situations(client):
    for asked in ({}, {"situation": "unknown"}, {"where": "distance"}):
        page = client.get(reverse("tool-which"), asked)
        assert page.status_code == 200
        assert f"{reverse('tool-which')}?situation=converser" in page.content.decode()
    assert "Choose what you want to do." in client.get(reverse("tool-which"), asked, headers=ENGLISH).content.decode()


def test_who_meets_through_whom_is_said_in_words(client):
    road, home = DepartmentFactory(name="Roads"), DepartmentFactory(name="Housing")
    stakeholder = StakeholderFactory(name="The county")
    entry = FeedbackFactory(departments=[road, home])
    entry.stakeholders.add(stakeholder)
    for address in (reverse("stakeholder-ties"), reverse("stakeholder", args=[stakeholder.code])):
        page = " ".join(client.get(address, headers=ENGLISH).content.decode().split())
        assert "Roads and Housing" in page
        assert f'They met in <a href="{reverse("feedback", args=[entry.code])}">{entry.project.name}' in page
