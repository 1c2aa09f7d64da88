"""Gathers the models of the rooms; nothing is defined here."""

from feedback.projects.models import Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Channel, Comment, DiscussionStep, Outcome, Thread
from feedback.workshops.models import Statement, Workshop
from governance.pulse import felt

__all__ = [
    "Channel",
    "Comment",
    "DiscussionStep",
    "Feedback",
    "Hindrance",
    "Lever",
    "Outcome",
    "Project",
    "Statement",
    "Term",
    "Thread",
    "Workshop",
]

for _shown in (
    Comment, DiscussionStep, Feedback, Hindrance, Lever, Project, Statement, Term, Thread, Workshop,
):  # fmt: skip
    felt(_shown)

import feedback.indexed  # noqa: E402, F401 what can be searched of them
