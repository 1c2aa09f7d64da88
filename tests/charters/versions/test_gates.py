"""Gates: what must be settled before a version is submitted, each with the list of what is missing."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from charters.consent import opening
from charters.deliberation import proposing
from charters.models import Clause, Proposal, Version
from charters.text import anchoring
from charters.versions import consulting, preparing
from charters.versions.gates import Gate, GatesClosed
from charters.versions.reading import awaiting_version
from feedback.models import Comment
from feedback.voices.threads import add_comment
from governance.models import Committee, SignsAs
from tests import circuit
from tests.factories import CitationFactory, CommitteeFactory, FeedbackFactory

NEXT_YEAR = timezone.localdate() + datetime.timedelta(days=365)


def closed(world, draft=None) -> dict[Gate, int]:
    """What holds the submission back, and how much of it."""
    draft = draft or ready(world)
    try:
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)
    except GatesClosed as refusal:
        assert awaiting_version(world.charter) is None
        return {missing.gate: missing.number for missing in refusal.missing}
    return {}


def ready(world, **said):
    """A draft whose clauses all have a reason, and that counts every contribution to this day."""
    said.setdefault("reasons", dict.fromkeys(Clause.objects.values_list("code", flat=True), "A wish."))
    draft = preparing.prepare(world.charter, by=world.facilitator)
    return preparing.revise_draft(draft, by=world.facilitator, seen=draft.row_version, **said)


def propose(world, clause=None) -> Proposal:
    clause = Clause.objects.get(pk=(clause or world.clause).pk)
    return proposing.propose(
        world.charter, by=world.agent, kind=Proposal.Kind.WORDING, signature=SignsAs.NAME, title="Faster",
        motive="Two days are long.", clause=clause, base_revision=clause.revision, proposed_text="Within one day.",
    )  # fmt: skip


def comment(world, clause=None, **said) -> Comment:
    said = {"kind": Comment.Kind.QUESTION, "text": "Why?", "signature": SignsAs.NAME} | said
    return add_comment((clause or world.clause).thread, by=world.agent, **said)


def test_a_text_of_which_all_is_settled_passes(world):
    assert closed(world) == {}


def test_what_is_owed_an_answer_is_counted_and_named(world):
    proposal = propose(world)
    comment(world)
    entry = FeedbackFactory()

    draft = ready(world)
    with pytest.raises(GatesClosed) as refusal:
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)

    [missing] = refusal.value.missing
    assert (missing.gate, missing.number) == (Gate.ANSWERS, 3)
    addresses = " ".join(item.address for item in missing.items)
    assert proposal.code in addresses
    assert entry.code in addresses
    assert "3 contributions without an answer" in str(refusal.value)


def test_what_was_written_after_the_day_that_counts_waits_for_the_next_version(world):
    propose(world)
    comment(world)
    draft = ready(world)
    consulting.open_consultation(draft, by=world.facilitator, until=NEXT_YEAR, seen=draft.row_version)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    closing = {"counted_upto": yesterday, "reason": "r", "seen": draft.row_version}
    consulting.close_consultation(draft, by=world.facilitator, **closing)

    assert closed(world, draft) == {}
    assert Version.objects.get().counted_upto == yesterday


def test_what_is_about_a_clause_kept_for_later_holds_nothing_back(world):
    other = world.add("Another")
    propose(world, other)
    comment(world, other)

    assert closed(world) == {Gate.ANSWERS: 2}
    assert closed(world, ready(world, left_out=[other.code])) == {}


def test_the_version_says_what_it_keeps_for_later(world):
    other = world.add("Another")
    world.add("A third")
    draft = ready(world, left_out=[other.code])

    preparing.submit(draft, by=world.facilitator, seen=draft.row_version)

    assert Version.objects.get().kept_for_later == [other.code]


def test_contributions_on_a_clause_that_does_not_change_are_answered_all_the_same(world):
    world.validate()
    propose(world)
    world.add("Another")

    assert closed(world, ready(world, left_out=["M1"])) == {Gate.ANSWERS: 1}


def test_comments_out_of_their_place_and_open_rounds_hold_it_back(world):
    clause = Clause.objects.get(pk=world.clause.pk)
    placed = {"read_text": clause.text, "revision": clause.revision, "start": 3, "end": 9}
    said = {"kind": Comment.Kind.QUESTION, "text": "Why?", "signature": SignsAs.NAME}
    anchoring.comment_on_passage(clause, by=world.agent, **placed, **said)
    world.rewrite(text="Quite other words stand here now.")
    proposal = propose(world)
    opening.open_round(proposal, by=world.facilitator, question="", until=NEXT_YEAR, seen=proposal.wording)

    found = closed(world)

    assert (found[Gate.PLACES], found[Gate.ROUNDS]) == (1, 1)


def test_a_round_on_a_clause_that_does_not_change_can_wait_too(world):
    world.validate()
    proposal = propose(world)
    opening.open_round(proposal, by=world.facilitator, question="", until=NEXT_YEAR, seen=proposal.wording)
    world.add("Another")

    draft = ready(world)
    with pytest.raises(GatesClosed) as refusal:
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)

    [missing] = [gate for gate in refusal.value.missing if gate.gate == Gate.ROUNDS]
    assert missing.clauses == ["M1"]
    assert closed(world, ready(world, left_out=["M1"])) == {}


@pytest.mark.parametrize("corrected", ["M1", "M2"])
def test_an_erratum_waits_for_rounds_and_lost_places_of_the_clauses_that_it_corrects_alone(world, corrected):
    """M1 has a round, and a comment whose words went away and came back: it is for people to say where it stands."""
    other = world.add("Another")
    world.validate()
    clause = Clause.objects.get(pk=world.clause.pk)
    placed = {"read_text": clause.text, "revision": clause.revision, "start": 3, "end": 9}
    said = {"kind": Comment.Kind.QUESTION, "text": "Why?", "signature": SignsAs.NAME}
    anchoring.comment_on_passage(clause, by=world.agent, **placed, **said)
    for text in ("Quite other words stand here now.", clause.text):
        world.rewrite(text=text)
    proposal = propose(world)
    opening.open_round(proposal, by=world.facilitator, question="", until=NEXT_YEAR, seen=proposal.wording)
    world.rewrite({"M1": world.clause, "M2": other}[corrected], note="A slip of the pen is corrected.")

    held = {Gate.PLACES: 1, Gate.ROUNDS: 1} if corrected == "M1" else {}
    assert closed(world, ready(world, is_erratum=True)) == held


def test_an_erratum_waits_for_no_contribution_that_the_version_in_force_did_not_count(world):
    world.validate()
    propose(world)
    comment(world)
    world.rewrite(note="A slip of the pen is corrected.")
    with pytest.raises(GatesClosed, match="2 contributions without an answer"):
        preparing.submit(draft := ready(world), by=world.facilitator, seen=draft.row_version)
    draft = ready(world, is_erratum=True)

    assert preparing.submit(draft, by=world.facilitator, seen=draft.row_version).is_erratum


def test_a_clause_without_experience_needs_a_reason_which_is_printed(world):
    other = world.add("Another")
    answered = {"outcome": "retenu", "answer": "Yes.", "answered_at": timezone.now()}
    CitationFactory(clause=other, feedback=FeedbackFactory(**answered))
    for stance in ("qualifies", "contradicts"):
        CitationFactory(clause=world.clause, feedback=FeedbackFactory(**answered), stance=stance)
    draft = ready(world, reasons={})
    assert closed(world, draft) == {Gate.EXPERIENCE: 1}
    said = {"M1": "A wish.", other.code: "Not needed any more."}
    draft = preparing.revise_draft(draft, by=world.facilitator, reasons=said, seen=draft.row_version)

    assert closed(world, draft) == {}
    assert Version.objects.get().reasons_without_experience == {"M1": "A wish."}


@pytest.mark.parametrize(
    ("section", "needed"),
    [("values", False), ("methods", False), ("hr_tools", True), ("governance", True), ("software_tools", True)],
)
def test_what_touches_organisation_appraisal_or_tools_asks_the_statutory_committee(world, section, needed):
    CommitteeFactory(code="COPIL")
    world.add("Another", section=section)
    draft = ready(world, opinions_from=["COPIL"])
    assert closed(world, draft) == ({Gate.STATUTORY: 1} if needed else {})
    if needed:
        CommitteeFactory(code="CST", kind=Committee.Kind.STATUTORY)
        draft = preparing.revise_draft(draft, by=world.facilitator, opinions_from=["CST"], seen=draft.row_version)
        assert closed(world, draft) == {}


def test_reasons_given_once_are_offered_again_for_the_next_version(world):
    world.validate()
    world.rewrite(text="Other words.")

    draft = preparing.prepare(world.charter, by=world.facilitator)

    assert draft.reasons == {"M1": circuit.WHY}


def test_every_missing_thing_says_what_to_do_and_leads_there(world):
    propose(world)
    world.add("Another", section="governance")
    draft = ready(world, reasons={})
    with pytest.raises(GatesClosed) as refusal:
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)

    assert {missing.gate for missing in refusal.value.missing} == {Gate.ANSWERS, Gate.EXPERIENCE, Gate.STATUTORY}
    for missing in refusal.value.missing:
        assert missing.told
        assert missing.what_to_do.endswith(".")
