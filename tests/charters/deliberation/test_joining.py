"""A proposal that asks for what another asks for leads to it: one answer, and no support moved."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.consent.opening import open_round
from charters.deliberation import wordings
from charters.deliberation.answering import decline
from charters.deliberation.joining import join
from charters.deliberation.proposing import support
from charters.models import Clause, Proposal
from feedback.models import Outcome
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import day
from tests.charters.deliberation.test_answering import proposal_on
from tests.charters.deliberation.test_proposing import propose
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def clause():
    return ClauseFactory(text="We meet once a month.")


def test_it_is_answered_by_the_other_and_its_supports_stay_its_own(facilitator, clause):
    kept, joined = proposal_on(clause), proposal_on(clause, proposed_text="Nearly the same words.")
    support(joined, by=MemberFactory(), seen=1)

    join(joined, by=facilitator, to=kept, reason="The same request.", seen=1)

    joined, kept = Proposal.objects.get(pk=joined.pk), Proposal.objects.get(pk=kept.pk)
    assert (joined.outcome, joined.duplicate_of, joined.answer) == (Outcome.DUPLICATE, kept, "The same request.")
    assert (joined.answered_by, joined.author_told) == (facilitator, False)
    assert (joined.support_count, kept.support_count, kept.outcome) == (1, 0, "")
    assert Clause.objects.get(pk=clause.pk).open_proposal_count == 1


def test_a_proposal_on_another_clause_of_the_charter_will_do(facilitator, clause):
    elsewhere = proposal_on(ClauseFactory(charter=clause.charter))
    joined = join(proposal_on(clause), by=facilitator, to=elsewhere, reason="It is said there.", seen=1)
    assert joined.duplicate_of == elsewhere


def test_only_facilitators_only_once_only_to_another_that_is_open_in_the_same_charter(facilitator, clause):
    proposal, other, answered = (proposal_on(clause) for _ in range(3))
    decline(answered, by=facilitator, answer="No.", seen=1)
    with pytest.raises(PermissionDenied):
        join(proposal, by=MemberFactory(), to=other, reason="Same", seen=1)
    for to, sentence in (
        (proposal, "itself"),
        (answered, "Not taken up"),
        (proposal_on(ClauseFactory()), "another charter"),
    ):
        with pytest.raises(Refused, match=sentence):
            join(proposal, by=facilitator, to=to, reason="Same", seen=1)
    with pytest.raises(Refused, match="Say why"):
        join(proposal, by=facilitator, to=other, reason=" ", seen=1)
    assert Proposal.objects.get(pk=proposal.pk).duplicate_of is None
    join(proposal, by=facilitator, to=other, reason="Same", seen=1)
    with pytest.raises(Refused, match="answered meanwhile"):
        join(proposal, by=facilitator, to=other, reason="Same", seen=1)


def test_not_while_its_consent_round_decides(facilitator, clause):
    proposal, other = proposal_on(clause), proposal_on(clause)
    open_round(proposal, by=facilitator, until=day(3), seen=proposal.wording)
    with pytest.raises(Refused, match="round"):
        join(Proposal.objects.get(pk=proposal.pk), by=facilitator, to=other, reason="Same", seen=1)
    # the other way about is no decision on it
    assert join(other, by=facilitator, to=proposal, reason="Same", seen=1).duplicate_of == proposal


def test_not_before_its_present_words_are_read(facilitator, clause):
    author = MemberFactory()
    proposal, other = propose(clause, author), proposal_on(clause)
    wordings.amend(proposal, by=author, title="", text="Something else.", reason="Better.", seen=1)
    with pytest.raises(Stale):
        join(proposal, by=facilitator, to=other, reason="Same", seen=1)
    assert join(proposal, by=facilitator, to=other, reason="Same", seen=2).duplicate_of == other
