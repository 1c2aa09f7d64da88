"""Discussions are resolved and reopened, with reasons, and never say who wrote an anonymous remark."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.models import Comment
from feedback.voices.discussions import reopen, resolve
from feedback.voices.threads import add_comment
from governance.models import SignsAs
from governance.refusals import Refused
from tests.factories import CommentFactory, MemberFactory, ThreadFactory

pytestmark = pytest.mark.django_db


def remark(author, signature=SignsAs.ANONYMOUS, reply_to=None, thread=None):
    return add_comment(
        thread or ThreadFactory(),
        by=author,
        kind=Comment.Kind.ANSWER if reply_to else Comment.Kind.QUESTION,
        text="Kappa",
        signature=signature,
        reply_to=reply_to,
    )


def test_an_anonymous_author_resolves_and_reopens_without_a_trace():
    author = MemberFactory()
    comment = remark(author)
    steps = [resolve(comment, by=author, reason="Said"), reopen(comment, by=author, reason="Not quite")]
    assert [(step.act, step.number, step.by) for step in steps] == [("resolved", 1, None), ("reopened", 2, None)]
    comment.refresh_from_db()
    assert not comment.is_resolved


def test_a_facilitator_resolves_in_their_own_name():
    facilitator = MemberFactory(facilitator=True)
    assert resolve(CommentFactory(), by=facilitator, reason="Agreed").by == facilitator.pseudonym


def test_others_may_not_resolve_but_may_reopen():
    author, other = MemberFactory(), MemberFactory()
    comment = remark(author)
    with pytest.raises(PermissionDenied):
        resolve(comment, by=other, reason="Enough")
    resolve(comment, by=author, reason="Said")
    assert reopen(comment, by=other, reason="Look again").by is None


def test_nobody_replies_in_a_resolved_discussion_however_deep():
    author = MemberFactory()
    root = remark(author)
    reply = remark(author, reply_to=root, thread=root.thread)
    resolve(root, by=author, reason="Said")
    with pytest.raises(Refused, match="reopen it"):
        remark(MemberFactory(), reply_to=reply, thread=root.thread)
    reopen(root, by=author, reason="More")
    assert remark(MemberFactory(), reply_to=reply, thread=root.thread).pk


def test_the_depth_of_a_reply_costs_nothing_more():
    def queries_to_reply_to(comment):
        with CaptureQueriesContext(connection) as made:
            remark(MemberFactory(), reply_to=comment, thread=comment.thread)
        return len(made)

    root = deep = remark(MemberFactory())
    for _level in range(30):
        deep = remark(MemberFactory(), reply_to=deep, thread=root.thread)
    assert queries_to_reply_to(deep) == queries_to_reply_to(root)
    resolve(root, by=MemberFactory(facilitator=True), reason="Said")
    with pytest.raises(Refused, match="reopen it"):
        remark(MemberFactory(), reply_to=deep, thread=root.thread)


def test_what_cannot_be_done_is_said():
    author = MemberFactory()
    root = remark(author)
    reply = remark(author, reply_to=root, thread=root.thread)
    with pytest.raises(Refused, match="part of a discussion"):
        resolve(reply, by=author, reason="Said")
    with pytest.raises(Refused, match="open already"):
        reopen(root, by=author, reason="Again")
    with pytest.raises(Refused, match="Say why"):
        resolve(root, by=author, reason="  ")
    resolve(root, by=author, reason="Said")
    with pytest.raises(Refused, match="already resolved"):
        resolve(root, by=author, reason="Twice")
