"""Upgrading: every proposal has a first wording, once, and those left on an older text wait for their author."""

import importlib

import pytest
from django.apps import apps
from django.db.migrations.exceptions import IrreversibleError

from charters.deliberation import answering
from charters.models import Proposal, ProposalWording
from charters.text import drafting
from feedback.models import Thread
from feedback.voices.signing import sign
from governance.models import SignsAs
from tests.charters.consent.circle import Circle
from tests.charters.deliberation.test_answering import THREE, Kind, proposal_on
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
migration = importlib.import_module("charters.migrations.0003_first_wordings")


def before_wordings(clause, kind=Kind.WORDING, *, known=True, **more):
    """A proposal as it was saved before wordings were kept."""
    text = "" if kind == Kind.REMOVAL else THREE.replace("month", "week")
    proposal = Proposal(
        code=f"P-{Proposal.objects.count() + 1}", charter=clause.charter, clause=clause, section=clause.section,
        kind=kind, base_revision=1, title="Title", motive="Motive", proposed_text=text, **more,
    )  # fmt: skip
    sign(proposal, by=MemberFactory(), signature=SignsAs.NAME)
    if not known:  # as it came from a file
        proposal.author, proposal.author_digest = None, ""
    proposal.thread = Thread.objects.create()
    proposal.save(force_insert=True)
    return proposal


def test_each_has_a_first_wording_once_and_what_was_left_behind_waits():
    facilitator = MemberFactory(facilitator=True)
    clause, still, gone = (ClauseFactory(text=THREE) for _ in range(3))
    late, merge = before_wordings(clause), before_wordings(clause, Kind.MERGE)
    removal, answered = before_wordings(clause, Kind.REMOVAL), before_wordings(clause, outcome="rejete", answer="No.")
    on_time, on_nothing = before_wordings(still), before_wordings(gone)
    kept = proposal_on(still)
    words = {"text": THREE.replace("reads", "can read")}
    drafting.edit_clause(clause, by=facilitator, reason="r", words=words, seen=clause.row_version)
    drafting.remove_clause(gone, by=facilitator, reason="r", seen=gone.row_version)

    for _twice in range(2):
        migration.keep_first_wordings(apps, None)

    waiting = Proposal.objects.filter(awaits_confirmation=True)
    assert set(waiting) == {late, merge}
    assert ProposalWording.objects.count() == 7
    for proposal in (late, removal, answered, on_time, on_nothing, kept):
        assert proposal.wordings.get().text == proposal.proposed_text
    late.refresh_from_db()
    assert answering.resulting_words(late)["text"] == THREE.replace("month", "week").replace("reads", "can read")


def test_a_clause_whose_text_did_not_change_leaves_nobody_behind():
    facilitator = MemberFactory(facilitator=True)
    clause = ClauseFactory(text=THREE)
    proposal = before_wordings(clause)
    drafting.edit_clause(clause, by=facilitator, reason="r", words={"note": "Lived so."}, seen=clause.row_version)

    migration.keep_first_wordings(apps, None)

    proposal.refresh_from_db()
    assert (proposal.awaits_confirmation, proposal.base_revision) == (False, 2)
    assert proposal.wordings.get().base_revision == 2


def test_words_that_came_from_a_file_wait_for_nobody_who_could_confirm_them():
    facilitator = MemberFactory(facilitator=True)
    clause = ClauseFactory(text=THREE)
    from_file, card = before_wordings(clause, known=False), before_wordings(clause, known=False, on_behalf=True)
    words = {"text": THREE.replace("reads", "can read")}
    drafting.edit_clause(clause, by=facilitator, reason="r", words=words, seen=clause.row_version)

    migration.keep_first_wordings(apps, None)

    assert set(Proposal.objects.filter(awaits_confirmation=True)) == {card}
    from_file.refresh_from_db()
    assert (from_file.base_revision, from_file.wordings.get().base_revision) == (1, 1)
    assert answering.resulting_words(from_file)["text"] == THREE.replace("month", "week").replace("reads", "can read")


def test_nobody_is_told_that_they_took_their_own_back():
    withdrawn = before_wordings(ClauseFactory(text=THREE), outcome="retire")
    migration.keep_first_wordings(apps, None)
    withdrawn.refresh_from_db()
    assert withdrawn.author_told


def test_going_back_is_refused_while_it_would_lose_what_people_wrote():
    migration.refuse_to_lose(apps, None)
    Circle("object")
    with pytest.raises(IrreversibleError, match="consent rounds"):
        migration.refuse_to_lose(apps, None)
