"""Taking a position on the exact words of a proposal, changing it, and confirming it on new words.

A position counts while it is its holder's last and its wording is the present one: computed, never stored.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.consent.models import ConsentRound, Position
from charters.consent.steps import POSITIONS_IN, lock_open, refuse_other_wording, refuse_outside
from charters.permissions import TAKE_POSITION
from feedback.permissions import ENTER_ON_BEHALF
from feedback.voices.models import Outcome
from feedback.voices.once import published_once
from feedback.voices.signing import OnBehalf, digest_of, keep_category_of_large_group, sign
from governance.people.models import Member, SignsAs
from governance.refusals import Refused

Kind, End = Position.Kind, Position.End


@published_once(Position)
@transaction.atomic
def take_position(
    round: ConsentRound,
    *,
    by: Member,
    kind: str,
    seen: int,
    signature: str,
    words: str = "",
    harm: str = "",
    scope: str = "",
    on_behalf: OnBehalf | None = None,
    replaces: str | None = None,
    pk: uuid.UUID | None = None,
) -> Position:
    """Consent, consent with a concern, or object, to the wording on screen (``seen``).

    One each: the former position stays readable, and an objection so replaced is withdrawn by its author. ``replaces``
    is the id of the one on screen, empty when there was none: another one, taken meanwhile, is not replaced unseen. The
    words of a card replace nothing. Raises Stale when the words changed, Refused.
    """
    TAKE_POSITION.require(by)
    round = lock_open(round)
    refuse_outside(round, POSITIONS_IN)
    _refuse_unargued(kind, words, harm, scope)
    refuse_other_wording(round, seen)
    position = Position(round=round, kind=kind, words=words, harm=harm, scope=scope, wording=seen, taken_wording=seen)
    position.pk = pk or position.pk
    sign(position, by=by, signature=signature, on_behalf=on_behalf)
    keep_category_of_large_group(position)
    if on_behalf is None:
        former = _held_by(round, by).select_for_update(of=("self",), no_key=True).first()
        if former and former.pk == pk:  # a second click, which waited for the first
            former.was_there = True
            return former
        _refuse_unseen(former, replaces)
        if former:
            _replace(former, position)
        position.holder_digest = digest_of(by, round.pk)
    position.save(force_insert=True)
    return position


@transaction.atomic
def confirm_position(position: Position, *, by: Member, seen: int) -> Position:
    """Say that one's position holds on the present words as well; for the words of a card, a facilitator does.

    Raises Stale when the words changed again, Refused.
    """
    TAKE_POSITION.require(by)
    round = lock_open(position.round)
    position = Position.objects.select_for_update(of=("self",), no_key=True).get(pk=position.pk)
    refuse_outside(round, POSITIONS_IN)
    if not may_confirm(position, by=by):
        raise Refused(_("Only who took this position can confirm it. You can take your own."))
    if not position.is_current or position.end:
        raise Refused(_("This position is a former one: take a new one on the present text."))
    refuse_other_wording(round, seen)
    if position.wording == seen:
        return position
    position.wording, position.confirmed_on = seen, timezone.localdate()
    position.confirmed_by = by.pseudonym if position.on_behalf else None
    position.save(update_fields=["wording", "confirmed_on", "confirmed_by"])
    return position


def position_of(round: ConsentRound, *, by: Member) -> Position | None:
    """The position that this very person holds now, however it is signed: one query."""
    return _held_by(round, by).first()


def may_confirm(position: Position, *, by: Member) -> bool:
    """Its holder; for words entered from a card, with their author's agreement, whoever enters them."""
    if position.on_behalf:
        return ENTER_ON_BEHALF.granted_to(by)
    return bool(position.holder_digest) and position.holder_digest == digest_of(by, position.round_id)


def weighing_on(wording: int) -> Q:
    """Positions that weigh on the wording of that number. An objection that its author took back does not."""
    return Q(is_current=True, wording=wording) & ~Q(end=End.WITHDRAWN)


def awaiting_holder(wording: int) -> Q:
    """Those whose words changed since: their holder has to say if they still hold. An ended objection has not."""
    return Q(is_current=True, end="") & ~Q(wording=wording)


def _held_by(round: ConsentRound, member: Member) -> QuerySet[Position]:
    return Position.objects.filter(round=round, is_current=True, holder_digest=digest_of(member, round.pk))


def _refuse_unargued(kind: str, words: str, harm: str, scope: str) -> None:
    if kind == Kind.OBJECTION and not (harm.strip() and scope.strip()):
        raise Refused(_("An objection says what harm the text would do, and to whom, where or when. Say both."))
    if kind != Kind.OBJECTION and (harm or scope):
        raise Refused(_("You describe a harm: choose the objection, or say it as a concern."))
    if kind == Kind.CONCERN and not words.strip():
        raise Refused(_("Say what your concern is: it will be read again at the review date."))


def _refuse_unseen(former: Position | None, replaces: str | None) -> None:
    """A form that comes late, or from another tab, does not undo what its author said since."""
    if former and replaces is not None and replaces != str(former.pk):
        raise Refused(
            _(
                "You took a position in this round since this page was opened: “%(kind)s”. Nothing you wrote is lost: "
                "send again if it takes the place of that one."
            )
            % {"kind": former.get_kind_display()}
        )


def _replace(former: Position, position: Position) -> None:
    """Put the former position aside. Nothing is left that would tie the two when nobody may know who speaks."""
    anonymous = SignsAs.ANONYMOUS
    if (former.signature == anonymous) != (position.signature == anonymous):
        raise Refused(
            _(
                "Your position in this round is anonymous: a signed one in its place would say whose it was. "
                "Keep “anonymously”, or ask a facilitator."
            )
            if former.signature == anonymous
            else _(
                "Your position in this round is signed: an anonymous one in its place would be guessed. "
                "Sign it as the former one."
            )
        )
    changed = ["is_current", "holder_digest", "end", "ended_on", "outcome", "answer", "answered_at"]
    former.is_current, former.holder_digest = False, ""
    if former.kind == Kind.OBJECTION and not former.end:
        former.end, former.ended_on = End.WITHDRAWN, timezone.localdate()
    if former.end in (End.INTEGRATED, End.NOT_VALID):
        former.outcome = Outcome.TAKEN_UP if former.end == End.INTEGRATED else Outcome.NOT_TAKEN_UP
        former.answer = former.end_reason
    elif former.end != End.ESCALATED:
        former.outcome = Outcome.WITHDRAWN
        former.author_told = True
        changed.append("author_told")
    if former.outcome and former.signature != anonymous:
        former.answered_at = timezone.now()
    # no other column: the name that is printed may be changing at this very time
    former.save(update_fields=changed)
