"""Comments on a passage: made on the words that were read, carried over at each revision, settled by people.

A calculation may say that a comment is still in its place only when its very words are; otherwise it offers a place,
and waits. Its author, or a facilitator, settles: still right, on other words, or about the whole clause.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from charters.permissions import PLACE_COMMENTS
from charters.text.anchors import Anchor, Placement
from charters.text.models import Clause
from charters.text.passages import whole_words
from charters.text.placing import Passage, Spot, place, words_of
from feedback.voices.models import Comment, Outcome
from feedback.voices.once import published_once
from feedback.voices.signing import is_mine
from feedback.voices.threads import add_comment
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale

State = Placement.State
# What is kept of the words around, to tell a passage from its copies.
AROUND = 40
TO_SETTLE = (State.MOVED, State.ORPHANED)


@published_once(Comment)
@transaction.atomic
def comment_on_passage(
    clause: Clause, *, by: Member, read_text: str, revision: int, start: int, end: int, **said: Any
) -> Comment:
    """Comment on words of a clause: code points ``start`` to ``end`` of ``read_text``, that of the ``revision`` read.

    Written while the clause changed, the comment is carried over to the present text at once, as the others were.
    It opens a discussion: a reply follows the remark that it answers. Raises Refused when there is no word there;
    whatever ``add_comment`` refuses.
    """
    if said.get("reply_to") is not None:
        raise TypeError("A reply is about no passage of its own.")
    stored = Clause.objects.locked().get(pk=clause.pk)
    if not 1 <= revision <= stored.revision:
        raise Refused(_("This form is about a text that does not exist. Open the clause again, then comment."))
    stretch = whole_words(read_text, start, end)
    if stretch is None:
        raise Refused(_("There is no word there: choose at least one word, or comment on the whole clause."))
    comment = add_comment(stored.thread, by=by, **said)
    anchor = Anchor.objects.create(
        comment=comment,
        clause=stored,
        revision=revision,
        start=stretch.start,
        end=stretch.end,
        exact=read_text[stretch.start : stretch.end],
        prefix=read_text[max(0, stretch.start - AROUND) : stretch.start],
        suffix=read_text[stretch.end : stretch.end + AROUND],
    )
    first = Placement(anchor=anchor, revision=revision, state=State.PLACED, start=stretch.start, end=stretch.end)
    first.save(force_insert=True)
    if revision < stored.revision and read_text != stored.text:
        _carry([first], was=read_text, clause=stored)
    return comment


def carry_placements(clause: Clause, *, was: str) -> None:
    """Say where each comment on a passage stands in the text that the clause has just received.

    To be called in the transaction that rewrote it, which holds its lock. Two queries, and two to write.
    """
    current = Placement.objects.filter(anchor__clause=clause, is_current=True)
    _carry(current.exclude(state=State.WHOLE).select_related("anchor").order_by("pk"), was=was, clause=clause)


def _carry(placements: Iterable[Placement], *, was: str, clause: Clause) -> None:
    former: list[uuid.UUID] = []
    new: list[Placement] = []
    for placement in placements:
        anchor, spot = placement.anchor, Spot(placement.state, placement.start, placement.end)
        # what "in its place" promises are the words it stands on: the author's, or those that a person settled
        exact = was[spot.start : spot.end] if spot.state == State.PLACED else anchor.exact
        passage = Passage(exact, anchor.prefix, anchor.suffix)
        now = place(passage, spot, old_text=was, new_text=clause.text)
        if now != spot:
            former.append(placement.pk)
            new.append(
                Placement(
                    anchor=anchor, number=placement.number + 1, revision=clause.revision,
                    state=now.state, start=now.start, end=now.end,
                    settled=placement.settled and now.state == spot.state,
                )
            )  # fmt: skip
    Placement.objects.filter(pk__in=former).update(is_current=False)
    Placement.objects.bulk_create(new)


# --- What people settle ----------------------------------------------------------------------------


def may_settle(comment: Comment, *, by: Member) -> bool:
    """Its author, however it is signed, and facilitators."""
    return PLACE_COMMENTS.granted_to(by) or is_mine(comment, by)


@transaction.atomic
def confirm_place(comment: Comment, *, by: Member, seen: int) -> Placement:
    """Say that a comment which moved is on the right words. ``seen`` is the ``mark_of`` what was on screen.

    Raises Stale when the clause, or where the comment stands, changed since.
    """
    placement, clause = _locked(comment, by=by, seen=seen)
    if placement.state != State.MOVED:
        raise Refused(_("This comment does not wait to be confirmed any more: someone settled where it stands."))
    return _settle(placement, clause, Spot(State.PLACED, placement.start, placement.end))


@transaction.atomic
def attach(comment: Comment, *, by: Member, seen: int, start: int, end: int) -> Placement:
    """Put a comment on other words of the present text, whether its own are gone or it was offered wrong ones."""
    placement, clause = _locked(comment, by=by, seen=seen)
    stretch = whole_words(clause.text, start, end)
    if stretch is None:
        raise Refused(_("There is no word there: choose at least one word, or say that it is about the whole clause."))
    return _settle(placement, clause, Spot(State.PLACED, *stretch))


@transaction.atomic
def detach(comment: Comment, *, by: Member, seen: int) -> Placement:
    """Say that a comment is about the whole clause; the words that it was about stay with it."""
    placement, clause = _locked(comment, by=by, seen=seen)
    return _settle(placement, clause, Spot(State.WHOLE))


def with_placements(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with their anchors and where each stands now, for ``placement_of``: no query more."""
    current = Placement.objects.filter(anchor=OuterRef("pk"), is_current=True)
    place = JSONObject(state="state", start="start", end="end", settled="settled", revision="revision", number="number")
    return comments.select_related("anchor").annotate(standing=Subquery(current.values(place=place)[:1]))


def placement_of(comment: Comment) -> Placement | None:
    """Where a comment of ``with_placements`` stands now; None when it is about no passage."""
    standing = comment.standing  # type: ignore[attr-defined]
    return Placement(anchor=comment.anchor, **standing) if standing else None  # type: ignore[attr-defined]


def standing_over(clause: Clause, start: int, end: int) -> QuerySet:
    """The comments, by id, that now stand on a stretch of the clause or on part of it; not yet asked for."""
    current = Placement.objects.filter(anchor__clause=clause, is_current=True)
    return current.filter(start__lt=end, end__gt=start).values("anchor_id")


def put_elsewhere(placement: Placement, text: str) -> str:
    """The words that a person put a comment on, when they are not those it was written about; else nothing."""
    if placement.state != State.PLACED:
        return ""
    words = text[placement.start : placement.end]
    return "" if words_of(words) == words_of(placement.anchor.exact) else words


def waiting() -> QuerySet[Placement]:
    """Where comments stand that moved or lost their words, and wait for someone to settle it.

    A discussion that is resolved, a comment that was withdrawn or joined to another, wait for nothing.
    """
    lost = Placement.objects.filter(is_current=True, state__in=TO_SETTLE, anchor__comment__is_resolved=False)
    return lost.exclude(anchor__comment__outcome__in=[Outcome.WITHDRAWN, Outcome.DUPLICATE])


def waiting_on(clause: Clause) -> QuerySet[Placement]:
    """Those of a clause, each with its comment."""
    return waiting().filter(anchor__clause=clause).select_related("anchor__comment")


def mark_of(clause: Clause, placement: Placement) -> int:
    """A number that rises whenever the clause, or where the comment stands in it, changes: what a form has seen."""
    return clause.revision + placement.number


def _locked(comment: Comment, *, by: Member, seen: int) -> tuple[Placement, Clause]:
    if not may_settle(comment, by=by):
        PLACE_COMMENTS.require(by)
    clause = Clause.objects.locked().get(pk=comment.anchor.clause_id)  # type: ignore[attr-defined]
    if clause.removed:
        raise Refused(_("The clause was removed from the text meanwhile: there are no words left to put a comment on."))
    placement = Placement.objects.select_for_update(of=("self",), no_key=True).get(anchor=comment.pk, is_current=True)
    if (mark := mark_of(clause, placement)) != seen:
        raise Stale(
            _(
                "The clause changed meanwhile, or someone else said where the comment stands. "
                "Look where it is now, then send again."
            ),
            current=mark,
        )
    return placement, clause


def _settle(placement: Placement, clause: Clause, spot: Spot) -> Placement:
    """Write what a person decided; the former placement stays, as what was said before."""
    placement.is_current = False
    placement.save(update_fields=["is_current"])
    state, start, end = spot
    return Placement.objects.create(
        anchor_id=placement.anchor_id, number=placement.number + 1, revision=clause.revision,
        state=state, start=start, end=end, settled=True,
    )  # fmt: skip
