"""Reading the charter: every text, the reader's own marks, and as many queries for one clause as for many."""

import pytest
from django.urls import reverse

from charters.deliberation import proposing, wordings
from charters.models import Proposal, Section
from feedback.voices.threads import add_comment
from governance.models import SignsAs
from tests.charters.consent.circle import Circle
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import CharterFactory, ClauseFactory, CommentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("clauses", [1, 25])
def test_the_page_costs_the_same_whatever_its_length(client, clauses, django_assert_num_queries):
    charter, member = CharterFactory(), MemberFactory()
    for clause in ClauseFactory.create_batch(clauses, charter=charter):
        CommentFactory.create_batch(2, thread=clause.thread)
        proposing.support(proposal_on(clause), by=member, seen=1)
    client.force_login(member)

    with django_assert_num_queries(7):
        page = client.get(reverse("charter", args=[charter.slug])).content.decode()

    assert page.count("<article") == clauses


def test_it_shows_the_readers_own_marks_and_nobody_elses(client):
    clause, reader, other = ClauseFactory(), MemberFactory(), MemberFactory()
    for member in (reader, other, other):
        add_comment(clause.thread, by=member, kind="question", text="Why?", signature=SignsAs.NAME)
    proposal_on(clause)
    mine = proposing.propose(
        clause.charter, by=reader, kind=Proposal.Kind.REMOVAL, clause=clause, signature=SignsAs.ANONYMOUS, title="t",
        motive="m", base_revision=1,
    )  # fmt: skip
    assert mine.author is None
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    page = client.get(clause.charter.get_absolute_url()).content.decode()
    own = page.split('class="own-marks"')[1].split("</li>")[0]
    assert "1 comment," in own
    assert "1 proposal" in own
    assert "support" not in own


def test_a_support_given_to_other_words_is_no_mark_of_ones_own(client):
    circle, reader = Circle(), MemberFactory()
    proposing.support(circle.proposal, by=reader, seen=1)
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    assert "1 support" in client.get(circle.clause.charter.get_absolute_url()).content.decode()
    said = {"title": "", "text": "We answer each other within a week.", "reason": "Closer.", "seen": 1}
    wordings.amend(circle.proposal, by=circle.author, **said)
    assert "1 support" not in client.get(circle.clause.charter.get_absolute_url()).content.decode()


def test_a_change_is_seen_at_once(client):
    clause = ClauseFactory(text="Before the change.")
    client.force_login(MemberFactory(facilitator=True))
    assert "Before the change." in client.get(clause.charter.get_absolute_url()).content.decode()
    from charters.text.revisions import rewrite

    rewrite(clause, by=None, reason="r", words={"text": "After the change."}, seen=clause.row_version)
    page = client.get(clause.charter.get_absolute_url()).content.decode()
    assert "After the change." in page
    assert "Before the change." not in page


def test_an_empty_section_is_there_and_a_removed_clause_is_not(client):
    charter = CharterFactory()
    clause = ClauseFactory(charter=charter, section=Section.Kind.VALUES, text="Removed words.")
    from charters.text.revisions import rewrite

    rewrite(clause, by=None, reason="r", words={"removed": True}, seen=clause.row_version)
    client.force_login(MemberFactory())
    page = client.get(charter.get_absolute_url()).content.decode()
    assert page.count('class="chapter"') == 5
    assert "Removed words." not in page
    assert client.get(clause.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.parametrize("role", [{}, {"facilitator": True}])
def test_a_clause_and_its_history_cost_the_same_whatever_was_said(client, rows, role, django_assert_max_num_queries):
    clause = ClauseFactory()
    for _ in range(rows):
        CommentFactory(thread=clause.thread)
        proposal_on(clause)
    client.force_login(MemberFactory(**role))
    for name in ("clause", "clause-history"):
        with django_assert_max_num_queries(8):
            page = client.get(reverse(name, args=[clause.charter.slug, clause.code]))
        assert page.status_code == 200
