"""Every proposal ends in one answer, with a reason; what comes into the text says where it came from."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.deliberation import answering, proposing
from charters.models import Clause, Proposal, Section
from charters.text.drafting import edit_clause, move_clause, remove_clause
from charters.text.revisions import text_at
from feedback.voices.models import Outcome
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CharterFactory, ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
Kind = Proposal.Kind


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def proposal_on(clause, kind=Kind.WORDING, **options):
    words = {"proposed_text": "Asked words."} if kind == Kind.WORDING else {}
    return proposing.propose(
        clause.charter, by=MemberFactory(), kind=kind, clause=clause, signature=SignsAs.FUNCTION, title="Title",
        motive="Motive", base_revision=clause.revision, **words | options,
    )  # fmt: skip


def test_taken_up_whole_it_comes_in_word_for_word(facilitator):
    clause = ClauseFactory(text="Before.")
    proposal = proposal_on(clause)

    answered = answering.take_up(proposal, by=facilitator, answer="Clearer.", seen=clause.row_version)

    clause.refresh_from_db()
    record = text_at(clause, 2)
    assert (clause.text, clause.open_proposal_count) == ("Asked words.", 0)
    assert (record.proposals, record.history_change_reason) == ([proposal.pk], "Clearer.")
    assert (answered.outcome, answered.integrated_revision) == (Outcome.TAKEN_UP, 2)


def test_edited_it_is_taken_up_in_part(facilitator):
    clause = ClauseFactory(text="Before.")
    proposal = proposal_on(clause)
    edited = {"title": clause.title, "text": "Asked, and weighed."}

    with pytest.raises(Refused, match="in part"):
        answering.take_up(proposal, by=facilitator, answer="a", seen=clause.row_version, words=edited)
    answered = answering.take_up(
        proposal, by=facilitator, answer="The principle is kept.", seen=clause.row_version, words=edited, in_part=True
    )

    clause.refresh_from_db()
    assert (clause.text, answered.outcome) == ("Asked, and weighed.", Outcome.IN_PART)


def test_a_text_that_changed_meanwhile_is_not_overwritten(facilitator):
    clause = ClauseFactory()
    proposal, seen = proposal_on(clause), clause.row_version
    edit_clause(clause, by=facilitator, reason="r", words={"text": "Meanwhile."}, seen=seen)

    with pytest.raises(Stale):
        answering.take_up(proposal, by=facilitator, answer="Yes", seen=seen)

    proposal.refresh_from_db()
    clause.refresh_from_db()
    assert (proposal.outcome, clause.text, clause.open_proposal_count) == ("", "Meanwhile.", 1)


def test_a_new_clause_receives_a_code_and_names_its_proposal(facilitator):
    charter = CharterFactory()
    section = charter.sections.get(kind=Section.Kind.GOVERNANCE)
    proposal = proposing.propose(
        charter, by=MemberFactory(), kind=Kind.NEW, section=section, signature=SignsAs.NAME, title="New clause",
        motive="Missing", proposed_text="Its words.",
    )  # fmt: skip

    answered = answering.take_up(proposal, by=facilitator, answer="Welcome.")

    clause = Clause.objects.get(charter=charter)
    assert (clause.code, clause.title, clause.text) == ("G1", "New clause", "Its words.")
    assert answered.clause == clause
    assert text_at(clause, 1).proposals == [proposal.pk]


def test_a_removal_removes_and_a_move_moves(facilitator):
    clause = ClauseFactory()
    other = ClauseFactory(charter=clause.charter, section=Section.Kind.VALUES)
    move = proposal_on(clause, Kind.MOVE, destination_section=other.section, destination_after=other)
    answering.take_up(move, by=facilitator, answer="Belongs there.", seen=clause.row_version)
    clause.refresh_from_db()
    assert (clause.section, clause.revision) == (other.section, 1)
    assert clause.history.latest("row_version").proposals == [move.pk]

    removal = proposal_on(clause, Kind.REMOVAL)
    answering.take_up(removal, by=facilitator, answer="Said elsewhere.", seen=clause.row_version)
    clause.refresh_from_db()
    assert (clause.removed, clause.open_proposal_count) == (True, 0)


def test_nothing_is_taken_up_into_a_clause_that_left_the_text(facilitator):
    clause = ClauseFactory()
    proposals = [proposal_on(clause), proposal_on(clause, Kind.REMOVAL)]
    clause = remove_clause(clause, by=facilitator, reason="Said elsewhere", seen=clause.row_version)
    for proposal in proposals:
        with pytest.raises(Refused, match="without taking it up"):
            answering.take_up(proposal, by=facilitator, answer="a", seen=clause.row_version)
        answering.decline(proposal, by=facilitator, answer="The clause is gone.")


def test_a_move_after_a_clause_that_went_elsewhere_still_reaches_its_section(facilitator):
    clause = ClauseFactory()
    other = ClauseFactory(charter=clause.charter, section=Section.Kind.VALUES)
    asked_for = other.section
    move = proposal_on(clause, Kind.MOVE, destination_section=asked_for, destination_after=other)
    elsewhere = clause.charter.sections.get(kind=Section.Kind.GOVERNANCE)
    move_clause(other, by=facilitator, reason="r", section=elsewhere, after=None, seen=other.row_version)

    answering.take_up(move, by=facilitator, answer="Belongs there.", seen=clause.row_version)

    clause.refresh_from_db()
    assert clause.section == asked_for


def test_a_wording_does_not_bring_back_a_title_that_it_left_alone(facilitator):
    clause = ClauseFactory(title="Old title", text="Before.")
    proposal = proposal_on(clause, proposed_title="Old title")
    clause = edit_clause(clause, by=facilitator, reason="r", words={"title": "New title"}, seen=clause.row_version)

    answering.take_up(proposal, by=facilitator, answer="Yes", seen=clause.row_version)

    clause.refresh_from_db()
    assert (clause.title, clause.text) == ("New title", "Asked words.")


@pytest.mark.parametrize("outcome", [Outcome.NOT_TAKEN_UP, Outcome.OUT_OF_SCOPE])
def test_declined_the_text_stays_and_the_reason_is_public(facilitator, outcome):
    clause = ClauseFactory(text="Before.")
    declined = answering.decline(proposal_on(clause), by=facilitator, answer="Law forbids it.", outcome=outcome)
    clause.refresh_from_db()
    assert (declined.outcome, declined.answer, clause.text) == (outcome, "Law forbids it.", "Before.")
    assert clause.open_proposal_count == 0


def test_it_is_answered_once_and_never_without_a_reason(facilitator):
    clause = ClauseFactory()
    proposal = proposal_on(clause)
    with pytest.raises(Refused, match="why"):
        answering.decline(proposal, by=facilitator, answer="  ")
    answering.decline(proposal, by=facilitator, answer="No, because.")
    for act in (
        lambda: answering.decline(proposal, by=facilitator, answer="Again"),
        lambda: answering.take_up(proposal, by=facilitator, answer="Yes", seen=clause.row_version),
    ):
        with pytest.raises(Refused, match="Not taken up"):
            act()
    clause.refresh_from_db()
    assert clause.open_proposal_count == 0


def test_agents_do_not_answer():
    clause = ClauseFactory()
    proposal, agent = proposal_on(clause), MemberFactory()
    for act in (
        lambda: answering.take_up(proposal, by=agent, answer="a", seen=clause.row_version),
        lambda: answering.decline(proposal, by=agent, answer="a"),
    ):
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()
