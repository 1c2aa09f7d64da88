"""Every proposal ends in one answer, with a reason; what comes into the text says where it came from."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.deliberation import answering, proposing, wordings
from charters.deliberation.editing import edit_clause
from charters.models import Clause, Proposal, Section
from charters.text.drafting import move_clause, remove_clause
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
    words = {"proposed_text": "Asked words."} if kind in (Kind.WORDING, Kind.MERGE) else {}
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
        answering.decline(proposal, by=facilitator, answer="The clause is gone.", seen=1)


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
    declined = answering.decline(proposal_on(clause), by=facilitator, answer="Law forbids it.", seen=1, outcome=outcome)
    clause.refresh_from_db()
    assert (declined.outcome, declined.answer, clause.text) == (outcome, "Law forbids it.", "Before.")
    assert clause.open_proposal_count == 0


def test_it_is_answered_once_and_never_without_a_reason(facilitator):
    clause = ClauseFactory()
    proposal = proposal_on(clause)
    with pytest.raises(Refused, match="why"):
        answering.decline(proposal, by=facilitator, answer="  ", seen=1)
    answering.decline(proposal, by=facilitator, answer="No, because.", seen=1)
    for act in (
        lambda: answering.decline(proposal, by=facilitator, answer="Again", seen=1),
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
        lambda: answering.decline(proposal, by=agent, answer="a", seen=1),
    ):
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()


# --- What was not on screen does not come in, and what was is not undone ---------------------------


THREE = "We meet once a month. We write down what was said. Everyone reads it."


def edit(clause, by, old, new):
    stored = Clause.objects.get(pk=clause.pk)
    words = {"text": stored.text.replace(old, new)}
    return edit_clause(stored, by=by, reason="r", words=words, seen=stored.row_version)


def waiting(clause, facilitator):
    """A proposal whose very words the clause changed since."""
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    clause = edit(clause, facilitator, "month", "year")
    proposal.refresh_from_db()
    assert proposal.awaits_confirmation
    return proposal, clause


def test_what_changed_meanwhile_is_said_before_what_was_edited(facilitator):
    clause = ClauseFactory(text=THREE)
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    typed = {"title": clause.title, "text": proposal.proposed_text}
    edit(clause, facilitator, "Everyone reads it.", "Everyone can read it.")

    with pytest.raises(Stale):
        answering.take_up(proposal, by=facilitator, answer="a", seen=clause.row_version, words=typed, wording=1)


def test_words_that_were_amended_meanwhile_are_read_before_they_are_answered(facilitator):
    clause, author = ClauseFactory(text=THREE), MemberFactory()
    proposal = proposing.propose(
        clause.charter, by=author, kind=Kind.WORDING, clause=clause, signature=SignsAs.NAME, title="Title",
        motive="Motive", base_revision=1, proposed_text=THREE.replace("month", "week"),
    )  # fmt: skip
    typed = {"title": clause.title, "text": proposal.proposed_text}
    amended = THREE.replace("month", "day")
    wordings.amend(proposal, by=author, title="", text=amended, reason="More often.", seen=1)

    with pytest.raises(Stale, match="changed meanwhile"):
        answering.take_up(proposal, by=facilitator, answer="a", seen=clause.row_version, words=typed, wording=1)
    with pytest.raises(Stale, match="changed meanwhile"):
        answering.decline(proposal, by=facilitator, answer="a", seen=1)
    answering.decline(proposal, by=facilitator, answer="a", seen=2)


def test_what_was_typed_is_brought_to_the_present_words(facilitator):
    clause = ClauseFactory(text=THREE)
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    edit(clause, facilitator, "Everyone reads it.", "Everyone can read it.")
    now = Proposal.objects.get(pk=proposal.pk)
    both = THREE.replace("month", "week").replace("Everyone reads it.", "Everyone can read it.")
    read = {"seen": clause.row_version, "wording": 1}
    for typed, expected, disputed in (
        (proposal.proposed_text, both, []),
        (proposal.proposed_text.replace("was said", "we said"), both.replace("was said", "we said"), []),
        (proposal.proposed_text.replace("reads it", "knows it"), both.replace("can read it", "knows it"), ["text"]),
    ):
        words = {"title": clause.title, "text": typed}
        assert answering.carried_over(now, words, **read) == ({"title": clause.title, "text": expected}, disputed)
    # from a text that never was, everything is to be compared
    assert answering.carried_over(now, words, seen=99, wording=1) == (words, ["text"])


def test_while_it_waits_for_its_author_it_comes_in_by_what_is_written_for_it_or_not_at_all(facilitator):
    proposal, clause = waiting(ClauseFactory(text=THREE), facilitator)
    old = {"title": clause.title, "text": proposal.proposed_text}
    for words in (None, old, answering.words_to_start_from(proposal)):
        with pytest.raises(Refused, match="author has not said"):
            answering.take_up(proposal, by=facilitator, answer="a", seen=clause.row_version, words=words)

    start = answering.words_to_start_from(proposal)
    taken = answering.take_up(
        proposal, by=facilitator, answer="The rhythm.", seen=clause.row_version, words=start, wording=1, in_part=True
    )
    assert taken.outcome == Outcome.IN_PART


def test_the_form_for_one_that_waits_starts_from_the_present_text(facilitator):
    proposal, clause = waiting(ClauseFactory(text=THREE), facilitator)
    edit(clause, facilitator, "Everyone reads it.", "Everyone can read it.")
    start = answering.words_to_start_from(Proposal.objects.get(pk=proposal.pk))
    assert start["text"] == THREE.replace("month", "week").replace("Everyone reads it.", "Everyone can read it.")


# --- Proposals made of others, and merges of clauses -----------------------------------------------


def merge_of(clause, *sources, text=None, title=""):
    words = {"proposed_text": text or clause.text, "proposed_title": title}
    merged = proposal_on(clause, **words)
    merged.sources.set(sources)
    return merged


def outcomes(*proposals):
    return [Proposal.objects.get(pk=proposal.pk).outcome for proposal in proposals]


def test_a_source_that_asked_for_a_title_is_answered_by_the_title_that_came_in(facilitator):
    clause = ClauseFactory(text=THREE, title="Meeting")
    title = proposal_on(clause, proposed_text=THREE, proposed_title="Meeting often")
    text = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    both = proposal_on(clause, proposed_text=THREE.replace("said", "decided"), proposed_title="Deciding")
    asked = THREE.replace("month", "week").replace("said", "decided")
    merged = merge_of(clause, title, text, both, text=asked, title="Meeting often")

    answering.take_up(merged, by=facilitator, answer="Together.", seen=clause.row_version)

    assert outcomes(title, text, both) == [Outcome.TAKEN_UP, Outcome.TAKEN_UP, Outcome.IN_PART]


@pytest.mark.parametrize("in_part", [False, True])
def test_the_other_clauses_of_a_merge_go_only_when_it_comes_in_whole(facilitator, in_part):
    clause = ClauseFactory(text=THREE)
    other = ClauseFactory(charter=clause.charter)
    merge = proposal_on(clause, Kind.MERGE, proposed_text=THREE.replace("month", "week"))
    merge.merged_clauses.set([other])
    words = {"title": clause.title, "text": THREE.replace("month", "day")} if in_part else None

    answering.take_up(merge, by=facilitator, answer="a", seen=clause.row_version, words=words, in_part=in_part)

    other.refresh_from_db()
    assert other.removed == (not in_part)


def test_a_source_that_would_remove_other_clauses_is_not_whole_without_that(facilitator):
    clause = ClauseFactory(text=THREE)
    source = proposal_on(clause, Kind.MERGE, proposed_text=THREE.replace("month", "week"))
    source.merged_clauses.set([ClauseFactory(charter=clause.charter)])
    merged = merge_of(clause, source, text=source.proposed_text)

    answering.take_up(merged, by=facilitator, answer="a", seen=clause.row_version)

    assert outcomes(source) == [Outcome.IN_PART]
