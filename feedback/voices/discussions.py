"""A discussion, a remark with all its replies, is resolved with a reason; and reopened with a reason."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from feedback.permissions import COMMENT, RESOLVE
from feedback.voices.models import Comment, DiscussionStep, Thread
from feedback.voices.signing import is_mine
from governance.people.models import Member
from governance.refusals import Refused

_TABLE = Comment._meta.db_table


def may_resolve(comment: Comment, member: Member) -> bool:
    """Whether the member may resolve the discussion: facilitators, and whoever wrote its remark, anonymous too."""
    return RESOLVE.granted_to(member) or (COMMENT.granted_to(member) and is_mine(comment, member))


@transaction.atomic
def resolve(comment: Comment, *, by: Member, reason: str) -> DiscussionStep:
    """Resolve a discussion: it takes no more replies until someone reopens it."""
    if not may_resolve(comment, by):
        RESOLVE.require(by)
    stored = _locked(comment)
    if stored.is_resolved:
        raise Refused(_("This discussion is already resolved. Read why, and reopen it if something is missing."))
    return _step(stored, DiscussionStep.Act.RESOLVED, by=by, reason=reason)


@transaction.atomic
def reopen(comment: Comment, *, by: Member, reason: str) -> DiscussionStep:
    """Open a resolved discussion again: whoever may comment may do it, and says why."""
    COMMENT.require(by)
    stored = _locked(comment)
    if not stored.is_resolved:
        raise Refused(_("This discussion is open already: reply in it."))
    return _step(stored, DiscussionStep.Act.REOPENED, by=by, reason=reason)


def refuse_if_resolved(reply_to: Comment) -> None:
    """Refuse a reply in a resolved discussion, however deep it is set. The caller holds the thread's lock."""
    if _opens_resolved(reply_to):
        raise Refused(_("This discussion is resolved: to reply in it, reopen it first, and say why."))


def _opens_resolved(comment: Comment) -> bool:
    """Whether the remark that opened the discussion of a comment is resolved: one query, whatever the depth."""
    above = f"""
        WITH RECURSIVE above AS (
            SELECT id, reply_to_id, is_resolved FROM {_TABLE} WHERE id = %s
            UNION ALL
            SELECT parent.id, parent.reply_to_id, parent.is_resolved
            FROM {_TABLE} AS parent JOIN above ON parent.id = above.reply_to_id
        )
        SELECT is_resolved FROM above WHERE reply_to_id IS NULL
    """  # noqa: S608 the name of a table
    with connection.cursor() as cursor:
        cursor.execute(above, [comment.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def _locked(comment: Comment) -> Comment:
    """The remark as it is stored; its thread is locked first, as it is by whoever replies."""
    Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.thread_id)
    stored = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if stored.reply_to_id:
        raise Refused(_("A reply is part of a discussion: go to the remark that opened it, and do it there."))
    return stored


def _step(comment: Comment, act: DiscussionStep.Act, *, by: Member, reason: str) -> DiscussionStep:
    if not reason.strip():
        raise Refused(_("Say why: it stays with the discussion."))
    named = RESOLVE.granted_to(by) and not is_mine(comment, by)
    step = DiscussionStep(comment=comment, number=comment.steps.count() + 1, act=act, reason=reason.strip())
    step.by = by.pseudonym if named else None
    step.save(force_insert=True)
    comment.is_resolved = act == DiscussionStep.Act.RESOLVED
    comment.save(update_fields=["is_resolved"])
    return step
