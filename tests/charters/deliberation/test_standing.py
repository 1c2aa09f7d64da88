"""Whoever decides on proposals waits for whoever else does, and neither is undone for it."""

import pytest
from django.db import transaction

from charters.deliberation import answering, joining, proposing
from charters.models import Clause, Proposal
from feedback.models import Outcome
from feedback.voices.signing import reprint_authors
from governance.models import SignsAs
from tests.charters.deliberation.test_answering import proposal_on
from tests.charters.deliberation.waiting import Second, in_the_middle
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "We meet once a month. We write down what was said. Everyone reads it."


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def stored(row):
    return type(row).objects.get(pk=row.pk)


def test_a_new_clause_comes_in_while_its_proposal_is_joined_to_one_about_a_neighbour(monkeypatch, facilitator):
    clause = ClauseFactory(text=TEXT)
    kept = proposal_on(clause)
    new = proposing.propose(
        clause.charter, by=MemberFactory(), kind=Proposal.Kind.NEW, section=clause.section, signature=SignsAs.NAME,
        title="New", motive="Missing", proposed_text="Its words.",
    )  # fmt: skip
    second = Second(lambda: joining.join(new, by=facilitator, to=kept, reason="Same", seen=1))
    in_the_middle(monkeypatch, answering, "add_clause", second)

    answering.take_up(new, by=facilitator, answer="Welcome.")
    second.ends()

    assert second.errors == []
    assert len(second.refusals) == 1, "it is answered already"
    assert (stored(new).outcome, Clause.objects.count()) == (Outcome.TAKEN_UP, 2)


def test_a_proposal_comes_in_while_authors_are_printed_again(monkeypatch, facilitator):
    clause = ClauseFactory(text=TEXT)
    words = TEXT.replace("month", "week"), TEXT.replace("Everyone reads it.", "Everyone can read it.")
    first, last = sorted((proposal_on(clause, proposed_text=text) for text in words), key=lambda row: row.pk)
    Proposal.objects.update(printed_as="Printed long ago")

    @transaction.atomic
    def print_again():
        reprint_authors()

    second = Second(print_again)
    in_the_middle(monkeypatch, answering, "_integrate", second)

    answering.take_up(last, by=facilitator, answer="Clearer.", seen=clause.row_version)
    second.ends()

    assert second.errors == []
    assert (stored(last).outcome, stored(first).base_revision) == (Outcome.TAKEN_UP, 2)
    assert not Proposal.objects.filter(printed_as="Printed long ago").exists()
