"""A clause's own page and its history."""

import pytest
from django.urls import reverse

from charters.reading.clause_page import REVISIONS_ON_A_PAGE, history_of
from charters.text.drafting import edit_clause
from feedback.models import Feedback
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import CitationFactory, ClauseFactory, FeedbackFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_every_page_of_a_long_history_compares_each_revision_with_the_one_before():
    clause, facilitator = ClauseFactory(text="Words 1."), MemberFactory(facilitator=True)
    for number in range(2, 2 * REVISIONS_ON_A_PAGE + 2):
        clause = edit_clause(
            clause, by=facilitator, reason="r", words={"text": f"Words {number}."}, seen=clause.row_version
        )

    for page in (1, 2, 3):
        for entry in history_of(clause, page=page)[1]:
            before = entry.previous.text if entry.previous else None
            assert before == (f"Words {entry.record.revision - 1}." if entry.record.revision > 1 else None)


def test_a_draft_of_experience_is_not_read_on_the_clause_that_it_would_support(client):
    clause, reader = ClauseFactory(), MemberFactory()
    shown, draft = FeedbackFactory(), FeedbackFactory(status=Feedback.Status.DRAFT)
    for entry in (shown, draft):
        CitationFactory(clause=clause, feedback=entry)
    client.force_login(reader)

    page = client.get(clause.get_absolute_url()).content.decode()

    assert shown.code in page
    assert draft.code not in page


def test_all_open_proposals_are_counted_when_only_the_first_are_shown(client, monkeypatch):
    monkeypatch.setattr("charters.reading.clause_page.PROPOSALS_SHOWN", 1)
    clause = ClauseFactory()
    for _ in range(2):
        proposal_on(clause)
    clause.refresh_from_db()
    client.force_login(MemberFactory())

    page = client.get(clause.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()

    assert "2 proposals in progress" in page
    assert reverse("proposals", args=[clause.charter.slug]) in page
