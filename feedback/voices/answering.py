"""The one answer of a comment: taken up, in part, or not; joined to another; or withdrawn by its author.

A reply has none of its own: it is part of the discussion that a remark opened, and that remark is answered.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.permissions import ANSWER, COMMENT
from feedback.voices.models import REASONED, Comment, Contribution, Outcome, Thread
from feedback.voices.signing import is_mine
from governance.people.models import Member, SignsAs
from governance.refusals import Refused

FALLEN = (Outcome.DUPLICATE, Outcome.WITHDRAWN)
ANSWERED = ["outcome", "answer", "answered_by", "answered_at", "author_told"]


@transaction.atomic
def answer(comment: Comment, *, by: Member, outcome: str, reason: str) -> Comment:
    """Answer the remark that opens a discussion, once, and say why to everyone. Raises Refused."""
    ANSWER.require(by)
    (stored,) = _locked(comment)
    _refuse_reply(stored)
    set_answer(stored, by=by, outcome=outcome, reason=reason)
    stored.save(update_fields=ANSWERED)
    return stored


@transaction.atomic
def join(comment: Comment, *, by: Member, to: Comment, reason: str) -> Comment:
    """Answer a remark by leading to another of the same thread, which says the same; each keeps its words.

    Raises Refused.
    """
    ANSWER.require(by)
    if comment.pk == to.pk:
        raise Refused(_("A comment cannot be joined to itself: choose another one."))
    if comment.thread_id != to.thread_id:
        raise Refused(_("This comment belongs to another discussion: choose one that stands with it."))
    stored, other = _locked(comment, to)
    _refuse_reply(stored)
    _refuse_reply(other)
    refuse_answered(stored)
    if other.outcome in FALLEN:
        raise Refused(
            _("The comment that you chose is itself “%(outcome)s”: choose one that still stands.")
            % {"outcome": other.get_outcome_display()}
        )
    _write(stored, Outcome.DUPLICATE, reason, by=by)
    stored.joined_to = other
    stored.save(update_fields=[*ANSWERED, "joined_to"])
    return stored


def joinable(comment: Comment) -> QuerySet[Comment]:
    """The other remarks of its thread that still stand, to which it can be joined."""
    others = Comment.objects.filter(thread=comment.thread, reply_to=None).exclude(pk=comment.pk)
    return others.exclude(outcome__in=FALLEN)


@transaction.atomic
def withdraw(comment: Comment, *, by: Member) -> Comment:
    """Take back one's own comment or reply, however it was signed; its words stay readable, as withdrawn."""
    COMMENT.require(by)
    (stored,) = _locked(comment)
    if not is_mine(stored, by):
        raise Refused(_("Only its author can withdraw a comment. You can reply to it instead."))
    refuse_answered(stored)
    stored.outcome, stored.author_told = Outcome.WITHDRAWN, True
    if stored.signature != SignsAs.ANONYMOUS:
        stored.answered_at = timezone.now()
    stored.save(update_fields=ANSWERED)
    return stored


def set_answer(contribution: Contribution, *, by: Member, outcome: str, reason: str) -> None:
    """Write a reasoned answer on a contribution that the caller has locked, and saves. Raises Refused."""
    if outcome not in REASONED:
        raise TypeError(f"{outcome} is not an answer with a reason.")
    refuse_answered(contribution)
    _write(contribution, outcome, reason, by=by)


def refuse_answered(contribution: Contribution) -> None:
    """A contribution is answered once: whoever comes second is told what the answer was."""
    if contribution.is_answered:
        raise Refused(
            _("An answer was given meanwhile: “%(outcome)s”. It stands with these words, and is the only one.")
            % {"outcome": contribution.get_outcome_display()}
        )


def _write(contribution: Contribution, outcome: str, reason: str, *, by: Member) -> None:
    if not reason.strip():
        raise Refused(_("Say why: everyone will read it, and first of all its author."))
    contribution.outcome, contribution.answer = outcome, reason.strip()
    contribution.answered_by, contribution.answered_at = by, timezone.now()
    contribution.author_told = False


def _locked(*comments: Comment) -> list[Comment]:
    """The comments of one thread as they are stored; the thread is locked first, as it is by whoever replies."""
    Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=comments[0].thread_id)
    locked = Comment.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    stored = {comment.pk: comment for comment in locked.filter(pk__in=[comment.pk for comment in comments])}
    return [stored[comment.pk] for comment in comments]


def _refuse_reply(comment: Comment) -> None:
    if comment.reply_to_id:
        raise Refused(_("A reply has no answer of its own: answer the comment that opened its discussion."))
