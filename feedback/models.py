"""Gathers the models of the rooms; nothing is defined here."""

from feedback.projects.models import Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Channel, Comment, DiscussionStep, Outcome, Thread
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
    "Term",
    "Thread",
]

for _shown in (Comment, DiscussionStep, Feedback, Hindrance, Lever, Project, Term, Thread):
    felt(_shown)
