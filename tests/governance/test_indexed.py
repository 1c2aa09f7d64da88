"""What of governance is found, by whom, and what the index forgets with it."""

import pytest

from governance.committees import convening, deciding
from governance.models import Decision
from governance.searching.models import SearchText
from tests.factories import (
    CommitteeFactory,
    DecisionFactory,
    MeetingFactory,
    MemberFactory,
    StakeholderFactory,
    ToolFactory,
)
from tests.search_index import erase_by_hand, found, rows, set_by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def held(**told):
    return MeetingFactory(minutes="On a parlé du jardin.", minutes_on="2026-11-01", held_on="2026-10-31", **told)


@pytest.mark.parametrize(
    ("make", "words", "key"),
    [
        (lambda: CommitteeFactory(code="INST-9", role="Le jardin"), "jardin", "committee:INST-9"),
        (lambda: CommitteeFactory(code="INST-9", decides_on=["Le jardin"]), "jardin", "committee:INST-9"),
        (lambda: CommitteeFactory(code="INST-9", acronym="CTJ"), "ctj", "committee:INST-9"),
        (lambda: DecisionFactory(code="DEC-9", subject="Le jardin"), "jardin", "decision:DEC-9"),
        (lambda: DecisionFactory(code="DEC-9", reason="Le jardin"), "dec-9", "decision:DEC-9"),
        (lambda: held(committee=CommitteeFactory(code="INST-9"), number=4), "jardins", "meeting:INST-9/4"),
        (lambda: ToolFactory(code="T9", name="Le jardin partagé"), "jardin partage", "tool:T9"),
        (lambda: ToolFactory(code="T9", usage_rules=["Arroser le jardin"]), "arroser", "tool:T9"),
        (lambda: StakeholderFactory(code="SH-9", contributes="Un jardin"), "jardin", "stakeholder:SH-9"),
    ],
)
def test_it_is_found_by_its_words(make, words, key):
    make()
    assert found(words) == [key]


def test_a_change_of_words_is_felt_by_the_index():
    tool = ToolFactory(code="T9", name="Le jardin")
    assert found("jardin")
    set_by_hand(tool, name="La serre")
    assert (found("jardin"), found("serre")) == ([], ["tool:T9"])
    set_by_hand(tool, code="T10")
    assert found("serre") == ["tool:T10"]


@pytest.mark.parametrize("make", [CommitteeFactory, StakeholderFactory, ToolFactory, lambda: held()])
def test_what_is_deleted_by_hand_leaves_the_index(make):
    row = make()
    name = f"{row._meta.model_name}:{row.pk}"
    assert name in [each[0] for each in rows()]
    erase_by_hand(row)
    assert name not in [each[0] for each in rows()]


def test_a_correction_takes_the_place_of_what_it_corrects(facilitator):
    decision = DecisionFactory(code="DEC-9", subject="Le jardin")
    assert found("jardin") == ["decision:DEC-9"]
    deciding.correct(decision, by=facilitator, seen=0, because="Faute", subject="La serre", text="Décidé.")
    assert (found("jardin"), found("serre")) == ([], ["decision:DEC-9"])
    assert SearchText.objects.filter(kind="decision").count() == 1


def test_a_correction_that_is_for_managers_hides_what_everyone_read(facilitator):
    decision = DecisionFactory(subject="Le jardin")
    agent, manager = MemberFactory(), MemberFactory(manager=True)
    assert found("jardin", by=agent)
    deciding.correct(
        decision, by=facilitator, seen=0, because="Faute", subject="Le jardin", text="Décidé.",
        visibility=Decision.Visibility.MANAGERS,
    )  # fmt: skip
    assert (found("jardin", by=agent), len(found("jardin", by=manager))) == ([], 1)


def test_a_later_correction_wins_whatever_is_written_first():
    """An import may bring the correction before what it corrects."""
    committee = CommitteeFactory()
    DecisionFactory(code="DEC-9", correction=1, correction_reason="Faute", committee=committee, subject="La serre")
    DecisionFactory(code="DEC-9", committee=committee, subject="Le jardin")
    assert (found("jardin"), found("serre")) == ([], ["decision:DEC-9"])


def test_minutes_for_managers_are_found_by_managers_alone(facilitator):
    meeting = MeetingFactory(agenda=["Le jardin"])
    assert found("jardin") == []  # there are no minutes yet
    convening.publish_minutes(meeting, by=facilitator, seen=1, minutes="La serre.", visibility="encadrants")
    for words in ("jardin", "serre"):
        assert found(words, by=MemberFactory()) == []
        assert len(found(words, by=MemberFactory(manager=True))) == 1


def test_a_cancelled_meeting_is_not_found():
    meeting = held()
    assert found("jardin")
    set_by_hand(meeting, minutes="", minutes_on=None, cancelled=True, cancelled_because="Grève")
    assert found("jardin") == []


def test_a_committee_that_takes_another_name_gives_it_to_its_decisions_and_minutes():
    committee = CommitteeFactory(name="Le jardin")
    DecisionFactory(committee=committee, subject="La serre")
    held(committee=committee)
    rows()
    set_by_hand(committee, acronym="COPIL")
    rows()
    assert set(SearchText.objects.exclude(kind="committee").values_list("about", flat=True)) == {"COPIL"}


def test_functions_of_people_are_not_found():
    """Who follows a decision up, who answers for a tool or for a partner: not a way to find what somebody does."""
    DecisionFactory(owner_function="Jardinière en chef")
    ToolFactory(support_contact_function="Jardinière en chef")
    StakeholderFactory(single_contact_function="Jardinière en chef")
    assert found("jardinière") == found("jardin", nearly=True) == []
