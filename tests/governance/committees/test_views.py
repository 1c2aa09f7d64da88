"""The pages of committees: what they show, to whom, what they cost, what they answer to bad input."""

import pytest
from django.urls import reverse

from governance.models import Committee, Decision
from tests.factories import (
    CommitteeFactory,
    DecisionFactory,
    InformationItemFactory,
    MemberFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    return member


def committee_sent(**said):
    return {
        "name": "Charter committee", "acronym": "COCHA", "kind": "consultatif", "scope": "permanent",
        "role": "It reads every proposal.", "decides_on": "- Merging proposals\n\nThe agenda", **said,
    }  # fmt: skip


def full_committee(rows=1):
    committee = CommitteeFactory(
        acronym="COPIL", advises_on=["The budget"], informed_of=["The yearly review"],
        members_by_function=["Two directors"], chaired_by_function="The deputy", frequency="Every month",
        legal_basis="An article of law",
    )  # fmt: skip
    for position in range(rows):
        InformationItemFactory(
            committee=committee, position=position, document="The minutes", shared_with=["All staff"], delay="Five days"
        )
    return committee


def test_each_committee_is_in_the_lanes_where_it_takes_part(client, member):
    committee = full_committee()
    CommitteeFactory(name="Only advises", decides_on=[], advises_on=["Working time"])

    lanes = client.get(reverse("governance")).context["lanes"]

    assert [[shown.name for shown, _ in lane["committees"]] for lane in lanes] == [
        [committee.name],
        [committee.name, "Only advises"],
        [committee.name],
    ]


def test_all_that_is_known_of_a_committee_is_on_its_page(client, member):
    committee = full_committee()
    decision = DecisionFactory(committee=committee, reason="Since it works.", owner_function="The clerk")

    page = client.get(reverse("committee", args=[committee.code])).content.decode()

    shown = [
        committee.name, "COPIL", committee.role, "The calendar", "The budget", "The yearly review", "Two directors",
        "The deputy", "Every month", "An article of law", "The minutes", "All staff", "Five days",
        decision.subject, "Since it works.", "The clerk", decision.code,
    ]  # fmt: skip
    assert [words for words in shown if words not in page] == []


@pytest.mark.parametrize("rows", [1, 25])
def test_pages_cost_the_same_whatever_there_is_to_show(client, member, rows, django_assert_num_queries):
    committee = full_committee(rows)
    CommitteeFactory.create_batch(rows)
    DecisionFactory.create_batch(rows, committee=committee)

    with django_assert_num_queries(8):  # session, member, the six of the registry
        client.get(reverse("governance"))
    with django_assert_num_queries(8):  # session, member, committee, information, mandates, meetings, tasks, decisions
        client.get(reverse("committee", args=[committee.code]))
    with django_assert_num_queries(5):  # session, member, committees, count, decisions
        response = client.get(reverse("decision-list"))
    assert response.content.count(b"<article") == rows
    with django_assert_num_queries(2):  # session, member
        client.get(reverse("committee-new"))


@pytest.mark.parametrize(
    ("reader", "reads_it"),
    [({}, False), ({"facilitator": True}, False), ({"manager": True}, True), ({"executive": True}, True)],
)
def test_what_is_for_managers_is_read_by_managers_everywhere(client, reader, reads_it):
    client.force_login(MemberFactory(**reader))
    decision = DecisionFactory(for_managers=True, subject="A matter for managers")
    for address in (
        reverse("governance"),
        reverse("committee", args=[decision.committee.code]),
        reverse("decision-list"),
        reverse("decision-list") + "?type=decision",
    ):
        assert ("A matter for managers" in client.get(address).content.decode()) is reads_it


def test_a_correction_stands_for_what_it_corrects(client, member):
    first = DecisionFactory(text="Before.")
    DecisionFactory(
        code=first.code, committee=first.committee, correction=1, correction_reason="A wrong date", text="After."
    )
    page = client.get(reverse("decision-list")).content.decode()
    assert "After." in page
    assert "A wrong date" in page
    assert "Before." not in page


def test_a_correction_for_managers_does_not_bring_the_first_wording_back(client, member):
    first = DecisionFactory(text="Before.")
    DecisionFactory(
        code=first.code, committee=first.committee, correction=1, correction_reason="Sensitive", for_managers=True
    )
    assert "Before." not in client.get(reverse("decision-list")).content.decode()


def test_the_register_is_filtered(client, member):
    wanted = DecisionFactory(type=Decision.Type.OPINION)
    DecisionFactory()
    for search in ({"type": "avis"}, {"committee": wanted.committee.code}):
        assert list(client.get(reverse("decision-list"), search).context["page_obj"]) == [wanted]
    for nonsense in ({"type": "\x00"}, {"committee": "x"}, {"page": "0" * 50}):
        assert client.get(reverse("decision-list"), nonsense).status_code == 200


def test_a_committee_is_added(client, member):
    sent = committee_sent(document_1="Minutes", shared_with_1="Everyone\nThe press", delay_1="5 days")

    response = client.post(reverse("committee-new"), sent)

    committee = Committee.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("committee", args=[committee.code]))
    assert committee.decides_on == ["Merging proposals", "The agenda"]
    assert committee.legal_basis is None
    assert committee.information.get().shared_with == ["Everyone", "The press"]


def test_an_agent_is_told_who_adds_committees(client):
    client.force_login(MemberFactory())
    assert client.get(reverse("committee-new")).status_code == 403
    assert client.post(reverse("committee-new"), committee_sent()).status_code == 403
    assert "committee-new" not in client.get(reverse("governance")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "n" * 201),
        ("role", "\x00"),
        ("role", "r" * 200_000),
        ("kind", "unknown"),
        ("kind", "\x00"),
        ("scope", ""),
        ("decides_on", ""),
        ("decides_on", "d" * 301),
        ("decides_on", "\n".join("abcdefghijklmnopqrstuvwxyzABCDEF")),
        ("members_by_function", "a \x07 bell"),
        ("acronym", "taken"),
        ("shared_with_2", "Everyone, of what?"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(client, member, field, value):
    CommitteeFactory(acronym="TAKEN")

    response = client.post(reverse("committee-new"), committee_sent(frequency="Every full moon", **{field: value}))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert "Every full moon" in page
    assert Committee.objects.count() == 1


@pytest.mark.parametrize("code", ["INST-999", "x", "0"])
def test_an_unknown_committee_is_not_found(client, member, code):
    assert client.get(reverse("committee", args=[code])).status_code == 404
