"""Gathers the models of the rooms; nothing is defined here."""

from feedback.projects.models import Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Channel, Comment, Outcome, Thread

__all__ = ["Channel", "Comment", "Feedback", "Hindrance", "Lever", "Outcome", "Project", "Term", "Thread"]
