"""A committee described again, and what it shares: every key, with its reason."""

import pytest
from django.core.exceptions import PermissionDenied

from governance.committees import keeping
from governance.committees.keeping import (
    DESCRIBED,
    Shared,
    change_information,
    describe_committee,
    promise_information,
    withdraw_information,
)
from governance.models import Committee
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, InformationItemFactory, MemberFactory

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "name": "Another name", "acronym": "NEW", "kind": "reseau", "scope": "projet", "role": "Otherwise.",
    "decides_on": ["a"], "advises_on": ["b"], "informed_of": ["c"], "members_by_function": ["d", "e"],
    "member_categories": ["C", ""], "chaired_by_function": "f", "sponsor_function": "g", "frequency": "h",
    "legal_basis": "i",
}  # fmt: skip


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def test_all_that_is_said_of_a_committee_is_changed_but_its_code(facilitator):
    assert set(EVERYTHING) == set(DESCRIBED)
    committee = CommitteeFactory(code="INST-41")
    describe_committee(committee, by=facilitator, seen=1, reason="Said anew", **EVERYTHING)
    stored = Committee.objects.get()
    assert {name: getattr(stored, name) for name in EVERYTHING} == EVERYTHING
    assert stored.code == "INST-41"
    assert stored.history.latest().history_change_reason == "Said anew"
    assert stored.history.earliest().name == committee.name


def test_what_cannot_be_described_is_refused(facilitator):
    CommitteeFactory(acronym="TAKEN", name="The first")
    committee = CommitteeFactory(acronym="MINE")
    for said, why in (({"acronym": "taken"}, "The first"), ({"acronym": "MINE"}, "Nothing changed")):
        with pytest.raises(Refused, match=why):
            describe_committee(committee, by=facilitator, seen=1, reason="Why not", **said)
    with pytest.raises(Stale):
        describe_committee(committee, by=facilitator, seen=0, reason="Why not", name="Another")
    with pytest.raises(TypeError):
        describe_committee(committee, by=facilitator, seen=1, reason="Why not", code="INST-1")
    describe_committee(committee, by=facilitator, seen=1, reason="Its case", acronym="Mine")


def test_what_is_shared_is_added_changed_then_withdrawn_and_its_history_stays(facilitator):
    committee = CommitteeFactory()
    InformationItemFactory(committee=committee, position=4, document="Agenda", withdrawn=True)
    item = promise_information(committee, Shared("Minutes", ["Everyone"], "5 days", "The hall"), by=facilitator)
    assert (item.position, item.place) == (5, "The hall")
    change_information(item, Shared("Minutes", ["Everyone"], "2 days"), by=facilitator, seen=1, reason="Sooner")
    withdraw_information(item, by=facilitator, seen=2, reason="Nobody read it")
    item.refresh_from_db()
    assert item.withdrawn
    assert [record.delay for record in item.history.order_by("row_version")] == ["5 days", "2 days", "2 days"]
    with pytest.raises(Refused, match="no longer shared"):
        withdraw_information(item, by=facilitator, seen=3, reason="Twice")


def test_what_changes_nothing_or_was_not_seen_is_refused(facilitator):
    item = InformationItemFactory(committee=CommitteeFactory(), position=1, document="Minutes")
    with pytest.raises(Refused, match="Nothing changed"):
        change_information(item, Shared("Minutes"), by=facilitator, seen=1, reason="Why not")
    for act in (
        lambda: change_information(item, Shared("Agenda"), by=facilitator, seen=0, reason="Why not"),
        lambda: withdraw_information(item, by=facilitator, seen=0, reason="Why not"),
    ):
        with pytest.raises(Stale):
            act()


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member = MemberFactory(**({role: True} if role else {}))
    item = InformationItemFactory(committee=CommitteeFactory(), position=1, document="Minutes")
    for act in (
        lambda: describe_committee(item.committee, by=member, seen=1, reason="Why not", name="Another"),
        lambda: promise_information(item.committee, Shared("Agenda"), by=member),
        lambda: change_information(item, Shared("Agenda"), by=member, seen=1, reason="Why not"),
        lambda: withdraw_information(item, by=member, seen=1, reason="Why not"),
    ):
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()


def test_a_short_name_taken_at_the_same_moment_is_refused(facilitator, monkeypatch):
    """Whoever waits for the lock under which committees are added compares short names once it is theirs."""

    def wait(model, prefix):
        CommitteeFactory(acronym="NEW")
        return "INST-01"

    monkeypatch.setattr(keeping, "next_code", wait)
    with pytest.raises(Refused, match="NEW"):
        keeping.add_committee(by=facilitator, **EVERYTHING)
