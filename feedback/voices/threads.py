"""Discussions: adding a comment, and reading a thread of any length in two queries.

A page of a thread shows ``PAGE`` comments at most, replies included, in reading order: of a thread of four thousand
comments, the ids alone are read beyond them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from feedback.permissions import COMMENT, ENTER_ON_BEHALF
from feedback.voices.discussions import refuse_if_resolved
from feedback.voices.models import Comment, DiscussionStep, Thread
from feedback.voices.once import published_once
from feedback.voices.signing import OnBehalf, is_mine, sign
from governance.people.models import Member
from governance.refusals import Refused

PAGE = 50
# Replies are set further to the right up to this depth, and no more: a phone has no room.
DEEPEST = 3


@transaction.atomic
def add_comment(
    thread: Thread,
    *,
    by: Member,
    kind: str,
    text: str,
    signature: str,
    reply_to: Comment | None = None,
    on_behalf: OnBehalf | None = None,
    pk: uuid.UUID | None = None,
) -> Comment:
    """Add a comment to a thread, or a reply to one of its comments.

    The thread's row is locked, so that its count and its last comment are always those of its rows; rows that
    only refer to the thread are not held up. Whoever may see the thread may comment: its owner's view decides.
    """
    COMMENT.require(by)
    stored = Thread.objects.select_for_update(of=("self",), no_key=True).get(pk=thread.pk)
    if reply_to is not None and reply_to.thread_id != stored.pk:
        raise Refused(_("This comment belongs to another discussion. Open that discussion, then reply to it there."))
    if reply_to is not None:
        refuse_if_resolved(reply_to)
    if reply_to is None and kind == Comment.Kind.ANSWER:
        raise Refused(_("A reply answers a comment: choose “Reply” under the one you answer."))
    comment = sign(
        Comment(pk=pk or uuid.uuid4(), thread=stored, kind=kind, text=text, reply_to=reply_to),
        by=by,
        signature=signature,
        on_behalf=on_behalf,
    )
    comment.save(force_insert=True)
    stored.comment_count += 1
    stored.latest = comment
    stored.save(update_fields=["comment_count", "latest"])
    thread.comment_count, thread.latest = stored.comment_count, comment
    return comment


# What a page calls: a form sent twice publishes once.
publish_comment = published_once(Comment)(add_comment)


@dataclass(slots=True)
class Node:
    """A comment as it is shown to one reader: ``operator``, who typed it for its author, is for facilitators.

    ``parent_page`` is the page of the comment it replies to, when that is an earlier one. ``is_closed``: its discussion
    is resolved, and takes no more replies. ``beside`` is what the page of the thread's owner has to say of it.
    """

    comment: Comment
    is_mine: bool = False
    operator: str = ""
    parent_page: int = 0
    is_closed: bool = False
    beside: Any = None
    replies: list[Node] = field(default_factory=list)


class Discussion:
    """One page of a thread, as ``member`` reads it: iterate over it for the comments, each with its replies."""

    def __init__(self, page: Page, nodes: list[Node], by_id: dict[uuid.UUID, Node]) -> None:
        self.page = page
        self.nodes = nodes
        self.by_id = by_id

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, index: int) -> Node:
        return self.nodes[index]

    def find(self, raw: str | uuid.UUID | None) -> Comment | None:
        """The comment of this page with that id, if there is one."""
        try:
            node = self.by_id.get(uuid.UUID(str(raw)))
        except ValueError:
            return None
        return node.comment if node else None


def read_thread(
    thread: Thread,
    *,
    member: Member,
    page: int | str | None = 1,
    about: QuerySet | None = None,
    stored: QuerySet[Comment] | None = None,
) -> Discussion:
    """A page of the thread, nested, as ``member`` may read it. Two queries, whatever its length.

    A page that does not exist gives the nearest one. ``about``: only the discussions that these remarks open, by id.
    ``stored``: the comments with what the owner of the thread adds to them.
    """
    closed = _reading_order(thread, about)
    order = list(closed)
    shown = Paginator(order, PAGE).get_page(page)
    sees_operators = ENTER_ON_BEHALF.granted_to(member)
    stored = Comment.objects.all() if stored is None else stored
    stored = stored.annotate(why_resolved=_why_resolved())
    stored = stored.select_related("entered_by") if sees_operators else stored
    comments = stored.in_bulk(shown.object_list)
    nodes: list[Node] = []
    by_id: dict[uuid.UUID, Node] = {}
    for pk in shown:
        comment = comments[pk]
        node = by_id[pk] = Node(comment, is_mine=is_mine(comment, member), is_closed=closed[pk])
        if sees_operators and comment.entered_by:
            node.operator = comment.entered_by.name
        parent = by_id.get(comment.reply_to_id) if comment.reply_to_id else None
        if comment.reply_to_id and parent is None:
            node.parent_page = 1 + order.index(comment.reply_to_id) // PAGE
        (parent.replies if parent else nodes).append(node)
    for node in nodes:
        _flatten(node, depth=1)
    return Discussion(shown, nodes, by_id)


def page_of(comment: Comment) -> int:
    """The page of its thread on which a comment is shown. One query."""
    return 1 + list(_reading_order(comment.thread)).index(comment.pk) // PAGE


def _why_resolved() -> Subquery:
    """The reason of the last step of a discussion: why it is resolved, when it is."""
    steps = DiscussionStep.objects.filter(comment=OuterRef("pk")).order_by("-number")
    return Subquery(steps.values("reason")[:1])


def _reading_order(thread: Thread, about: QuerySet | None = None) -> dict[uuid.UUID, bool]:
    """Each comment, then its replies, then theirs, and whether its discussion is resolved: one query.

    With a stack, since replies go as deep as people like.
    """
    replies: dict[uuid.UUID | None, list[uuid.UUID]] = {}
    resolved: set[uuid.UUID] = set()
    comments = thread.comments.all()
    if about is not None:
        comments = comments.filter(Q(reply_to__isnull=False) | Q(pk__in=about))
    for pk, parent, is_resolved in comments.values_list("pk", "reply_to_id", "is_resolved"):
        replies.setdefault(parent, []).append(pk)
        if is_resolved:
            resolved.add(pk)
    ordered: dict[uuid.UUID, bool] = {}
    waiting = [(root, root in resolved) for root in replies.get(None, [])[::-1]]
    while waiting:
        pk, is_closed = waiting.pop()
        ordered[pk] = is_closed
        waiting += [(reply, is_closed) for reply in replies.get(pk, [])[::-1]]
    return ordered


def _flatten(node: Node, depth: int) -> None:
    """Replies of replies of replies follow one another at the deepest level."""
    if depth < DEEPEST - 1:
        for reply in node.replies:
            _flatten(reply, depth + 1)
        return
    waiting, flat = node.replies[::-1], []
    while waiting:
        reply = waiting.pop()
        flat.append(reply)
        waiting += reply.replies[::-1]
        reply.replies = []
    node.replies = flat
