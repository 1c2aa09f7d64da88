"""What an import leaves: every row, what the pages count, a first revision for a reason, and no rare function."""

import pytest

from charters.models import Charter, Citation, Clause, Commitment, Competence, Level, Proposal, RolloutAction
from feedback.models import Comment, Feedback, Hindrance, Lever, Term
from governance.models import (
    Committee,
    Decision,
    Department,
    Headcount,
    InformationItem,
    Organisation,
    Stakeholder,
    Tool,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_stored")]

COUNTS = {
    Organisation: 1,
    Department: 15,
    Headcount: 60,
    Committee: 10,
    Decision: 8,
    Stakeholder: 12,
    Tool: 14,
    Level: 4,
    Competence: 8,
    Charter: 1,
    Clause: 35,
    Feedback: 12,
    Proposal: 12,
    Comment: 25,
    Commitment: 4,
    RolloutAction: 8,
}


def test_every_row_of_the_sample_is_there():
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    for model in (InformationItem, Lever, Hindrance, Citation, Term):
        assert model.objects.exists()


def test_what_the_reading_view_counts_is_counted():
    clause = Clause.objects.select_related("thread__latest").get(code="V1")
    assert (clause.thread.comment_count, clause.thread.latest.code) == (3, "CO-03")
    assert clause.citation_count == Citation.objects.filter(clause=clause).count() > 0
    assert Clause.objects.get(code="M5").open_proposal_count == 1
    assert Clause.objects.get(code="M3").open_proposal_count == 0


def test_each_text_opens_its_first_revision_for_a_reason():
    record = Clause.history.get(code="M3")
    assert (record.revision, record.opens_revision, record.history_user_id) == (1, True, None)
    assert record.history_change_reason == "Imported from a file"
    assert Clause.history.filter(opens_revision=True).count() == 35


def test_a_function_that_few_people_hold_is_not_printed():
    for contribution in (*Proposal.objects.all(), *Comment.objects.all(), *Feedback.objects.all()):
        assert not contribution.function or contribution.function not in contribution.printed_as
    assert Feedback.objects.get(code="REX-10").printed_as == "Services à la population"


def test_supports_of_the_file_are_those_of_paper():
    proposal = Proposal.objects.get(code="AM-005")
    assert (proposal.support_count, proposal.reported_supports) == (0, 92)
