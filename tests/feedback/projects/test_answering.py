"""A published entry of experience is answered once; a draft is not."""

import pytest
from django.core.exceptions import PermissionDenied

from feedback.models import Feedback, Outcome
from feedback.projects.answering import answer_entry
from governance.refusals import Refused
from tests.factories import FeedbackFactory, MemberFactory

pytestmark = pytest.mark.django_db
SAID = {"outcome": Outcome.TAKEN_UP, "reason": "Clause M2 now says it."}


def test_a_facilitator_answers_an_entry_and_history_says_who():
    facilitator, entry = MemberFactory(facilitator=True), FeedbackFactory()

    answer_entry(entry, by=facilitator, **SAID)

    entry = Feedback.objects.get(pk=entry.pk)
    assert (entry.outcome, entry.answer, entry.answered_by) == (Outcome.TAKEN_UP, SAID["reason"], facilitator)
    assert entry.history.first().history_user_id == facilitator.pseudonym


def test_nobody_else_answers_nobody_answers_twice_nobody_answers_a_draft():
    facilitator, entry = MemberFactory(facilitator=True), FeedbackFactory()
    with pytest.raises(PermissionDenied, match="facilitators"):
        answer_entry(entry, by=MemberFactory(), **SAID)
    with pytest.raises(Refused, match="Say why"):
        answer_entry(entry, by=facilitator, outcome=Outcome.TAKEN_UP, reason=" ")
    with pytest.raises(Refused, match="still a draft"):
        answer_entry(FeedbackFactory(draft=True), by=facilitator, **SAID)
    answer_entry(entry, by=facilitator, **SAID)
    with pytest.raises(Refused, match="Taken up"):
        answer_entry(entry, by=facilitator, **SAID)
