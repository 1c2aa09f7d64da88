"""Proposing, supporting, withdrawing."""

import pytest

from charters.deliberation import proposing, wordings
from charters.deliberation.editing import edit_clause
from charters.models import Proposal, Support
from charters.text.revisions import rewrite
from feedback.voices.signing import OnBehalf, digest_of
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
Kind = Proposal.Kind


def propose(clause, by, **options):
    said = {
        "kind": Kind.WORDING, "signature": SignsAs.FUNCTION, "title": "Shorter", "motive": "Too long",
        "base_revision": clause.revision, "proposed_text": "Shorter words.",
    }  # fmt: skip
    return proposing.propose(clause.charter, by=by, clause=clause, **said | options)


def test_a_proposal_keeps_the_revision_it_was_drafted_on_and_is_counted():
    clause = ClauseFactory()
    seen = clause.revision
    clause = rewrite(clause, by=None, reason="Meanwhile", words={"text": "New words"}, seen=clause.row_version)

    proposal = propose(clause, MemberFactory(), base_revision=seen)

    clause.refresh_from_db()
    assert (proposal.base_revision, clause.revision, clause.open_proposal_count) == (1, 2, 1)


@pytest.mark.parametrize("options", [{"base_revision": 0}, {"base_revision": 7}, {"proposed_text": "As it is"}])
def test_a_proposal_that_asks_for_nothing_is_refused(options):
    clause = ClauseFactory(text="As it is")
    with pytest.raises(Refused):
        propose(clause, MemberFactory(), **options)
    clause.refresh_from_db()
    assert clause.open_proposal_count == 0


def test_a_removed_clause_takes_no_proposal():
    clause = ClauseFactory()
    clause = rewrite(clause, by=None, reason="Gone", words={"removed": True}, seen=clause.row_version)
    with pytest.raises(Refused, match="removed"):
        propose(clause, MemberFactory())


def test_support_is_one_each_and_can_be_taken_back():
    proposal = propose(ClauseFactory(), MemberFactory())
    one, other = MemberFactory(), MemberFactory()
    for member in (one, one, other):
        proposing.support(proposal, by=member, seen=1)

    proposal.refresh_from_db()
    assert (proposal.support_count, Support.objects.count()) == (2, 2)
    assert Support.objects.filter(proposal=proposal, digest=digest_of(one, proposal.pk)).exists()

    for _ in range(2):
        proposing.unsupport(proposal, by=one)
    proposal.refresh_from_db()
    assert (proposal.support_count, Support.objects.get().digest) == (1, digest_of(other, proposal.pk))


def test_a_support_says_nothing_of_who():
    proposal, member = propose(ClauseFactory(), MemberFactory()), MemberFactory()
    proposing.support(proposal, by=member, seen=1)
    row = Support.objects.values().get()
    assert set(row) == {"id", "proposal_id", "digest", "substance"}
    other = propose(ClauseFactory(), MemberFactory())
    proposing.support(other, by=member, seen=1)
    assert Support.objects.values("digest").distinct().count() == 2


@pytest.mark.parametrize("signature", list(SignsAs))
def test_an_author_withdraws_their_own_however_signed_and_nobody_else_does(signature):
    clause, author = ClauseFactory(), MemberFactory()
    proposal = propose(clause, author, signature=signature)
    with pytest.raises(Refused, match="Only its author"):
        proposing.withdraw(proposal, by=MemberFactory(facilitator=True))
    with pytest.raises(Refused, match="your voice"):
        proposing.support(proposal, by=author, seen=1)

    withdrawn = proposing.withdraw(proposal, by=author)

    clause.refresh_from_db()
    assert (withdrawn.get_outcome_display(), clause.open_proposal_count) == ("Withdrawn by its author", 0)
    with pytest.raises(Refused, match="answered"):
        proposing.support(proposal, by=MemberFactory(), seen=1)


def test_words_entered_for_someone_lead_to_the_operator_only():
    operator = MemberFactory(facilitator=True)
    card = OnBehalf(channel="carte_papier", site="Depot", function="Driver", department=operator.department)
    proposal = propose(ClauseFactory(), operator, on_behalf=card, reported_supports=12)

    assert (proposal.author, proposal.entered_by, proposal.function) == (None, operator, "Driver")
    assert (proposal.reported_supports, proposal.support_count, proposal.author_digest) == (12, 0, "")


def test_only_facilitators_enter_words_for_others():
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="facilitators"):
        propose(ClauseFactory(), MemberFactory(), on_behalf=OnBehalf(channel="carte_papier"))


def test_a_support_is_given_to_what_was_read_and_follows_words_that_only_follow_the_clause():
    clause, author, one = ClauseFactory(text="As it is. And so on."), MemberFactory(), MemberFactory()
    proposal = propose(clause, author, proposed_text="As it was. And so on.")
    words = {"text": "As it is. And so forth."}
    edit_clause(clause, by=MemberFactory(facilitator=True), reason="r", words=words, seen=clause.row_version)
    proposing.support(proposal, by=one, seen=1)
    wordings.amend(proposal, by=author, title="", text="Other words.", reason="Better.", seen=2)

    with pytest.raises(Stale, match="your support was not counted"):
        proposing.support(proposal, by=one, seen=1)
    proposal.refresh_from_db()
    assert (proposal.wording, proposal.substance, proposal.support_count) == (3, 2, 0)
    proposing.support(proposal, by=one, seen=2)
    proposal.refresh_from_db()
    assert proposal.support_count == 1


def test_nobody_supports_what_can_no_longer_come_in():
    clause = ClauseFactory()
    proposal = propose(clause, MemberFactory())
    rewrite(clause, by=None, reason="Gone", words={"removed": True}, seen=clause.row_version)
    with pytest.raises(Refused, match="removed"):
        proposing.support(proposal, by=MemberFactory(), seen=proposal.substance)
    assert Proposal.objects.get().support_count == 0
