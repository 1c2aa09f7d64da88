"""Following the text of a clause: the same work for one proposal and for many, and no new words without a change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.deliberation.editing import edit_clause
from charters.models import Clause, Proposal, ProposalWording
from tests.charters.consent.circle import Circle
from tests.charters.deliberation.test_answering import THREE, Kind, proposal_on
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


def edit(clause, **words):
    stored = Clause.objects.get(pk=clause.pk)
    by = MemberFactory(facilitator=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        edit_clause(stored, by=by, reason="r", words=words, seen=stored.row_version)
    return len(queries)


def test_an_edit_costs_the_same_for_one_open_proposal_and_for_twenty():
    spent = []
    for number in (1, 20):
        clause = ClauseFactory(text=THREE)
        for n in range(number):
            proposal_on(clause, proposed_text=THREE.replace("month", f"month {n}"))
            proposal_on(clause, proposed_text=THREE.replace("reads", f"reads {n}"))
            proposal_on(clause, Kind.REMOVAL)
        spent.append(edit(clause, text=THREE.replace("Everyone reads", "Everyone now knows")))

    assert spent[0] == spent[1]
    carried = Proposal.objects.filter(clause=clause, wording=2, base_revision=2)
    waiting = Proposal.objects.filter(clause=clause, awaits_confirmation=True, base_revision=1)
    removals = Proposal.objects.filter(clause=clause, kind=Kind.REMOVAL, base_revision=2, wording=1)
    assert (carried.count(), waiting.count(), removals.count()) == (20, 20, 20)
    new = ProposalWording.objects.filter(proposal__clause=clause, number=2, origin="carried_over", base_revision=2)
    assert new.count() == 20
    assert {row.text for row in new} == {row.proposed_text for row in carried}


def test_a_note_that_changes_gives_no_proposal_other_words():
    circle = Circle("object")
    position = circle.position()
    removal = proposal_on(circle.clause, Kind.REMOVAL)

    edit(circle.clause, note="How it is done.")

    for proposal in (circle.proposal, removal):
        proposal.refresh_from_db()
        assert (proposal.base_revision, proposal.wording, proposal.awaits_confirmation) == (2, 1, False)
    assert position.wording == circle.proposal.wording
    edit(circle.clause, title="Another title")
    circle.proposal.refresh_from_db()
    assert circle.proposal.wording == 2
