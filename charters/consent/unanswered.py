"""What is owed a public answer: proposals, comments, experience, and objections that were taken to a committee."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from charters.consent.models import Position
from charters.deliberation.models import Proposal
from feedback.projects.models import Feedback
from feedback.voices.models import Comment


def unanswered_by_kind() -> dict[str, QuerySet[Any]]:
    """Everything that is owed an answer, each kind apart.

    A reply is part of its discussion; a draft is its author's; a position is answered by the decision of its round,
    unless it was taken to a committee.
    """
    return {
        "proposal": Proposal.objects.open(),
        "comment": Comment.objects.filter(outcome="", reply_to=None),
        "feedback": Feedback.objects.filter(outcome="", status=Feedback.Status.PUBLISHED),
        "position": Position.objects.filter(outcome="", end=Position.End.ESCALATED),
    }
