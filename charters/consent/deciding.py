"""How a round ends: adopted, not adopted, or taken to a committee; then reviewed at the day that was announced.

An adopted text is not in the charter yet: the proposal is taken up as any other, by a facilitator.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import MappingProxyType

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.consent.counting import UNENDED, Count, count
from charters.consent.models import ConsentRound, Position, RoundDecision, RoundReview
from charters.consent.objections import awaits_committee
from charters.consent.steps import (
    DECISION_IN,
    lock_clause,
    lock_open,
    lock_round,
    refuse_other_wording,
    refuse_outside,
)
from charters.permissions import ANIMATE_ROUNDS
from charters.text.models import Clause
from feedback.voices.models import Outcome
from governance.committees.models import Committee
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale

Kind, End, Result = Position.Kind, Position.End, RoundDecision.Result

# The answer to whoever consented, with a concern or without, to the words that were decided on.
ANSWERS = MappingProxyType(
    {
        Result.ADOPTED: Outcome.TAKEN_UP,
        Result.NOT_ADOPTED: Outcome.NOT_TAKEN_UP,
        Result.ESCALATED: Outcome.IN_PART,
    }
)


@transaction.atomic
def decide(
    round: ConsentRound,
    *,
    by: Member,
    result: str,
    reason: str,
    seen: int,
    review_on: datetime.date | None = None,
    committee: Committee | None = None,
) -> RoundDecision:
    """Close a round on the wording on screen (``seen``), and answer every position held in it.

    Adopted needs a day of review; taken to a committee, its name. Raises Stale when the words changed, Refused.
    """
    ANIMATE_ROUNDS.require(by)
    clause = lock_clause(round)
    round = lock_open(round)
    refuse_outside(round, DECISION_IN)
    refuse_other_wording(round, seen)
    if not reason.strip():
        raise Refused(_("Say why: everyone will read it, and first of all those who took a position."))
    _lock_positions(round)
    found = count(round, wording=seen)
    if result == Result.ADOPTED:
        _refuse_removed(clause)
        _refuse_unadoptable(round, found, review_on)
    if result == Result.ESCALATED and committee is None:
        raise Refused(_("Name the committee to which the decision is taken."))
    decision = RoundDecision.objects.create(
        round=round,
        result=result,
        reason=reason,
        wording=seen,
        review_on=review_on if result == Result.ADOPTED else None,
        committee=committee if result == Result.ESCALATED else None,
        consents=found.consents,
        concerns=found.concerns,
        objections=found.objections,
        unconfirmed=found.unconfirmed,
        categories=list(found.categories),
        by=by.pseudonym,
    )
    _answer_positions(decision, by=by)
    _close(round, result)
    return decision


def _lock_positions(round: ConsentRound) -> None:
    """Lock what is held in the order of its keys, as whoever prints authors again does: neither waits on the other."""
    held = Position.objects.select_for_update(no_key=True).filter(round=round, is_current=True)
    list(held.order_by("pk").values_list("pk"))


def _refuse_removed(clause: Clause | None) -> None:
    """Nothing could come into a clause that is no longer in the text: it would wait to be taken up for ever."""
    if clause is not None and clause.removed:
        raise Refused(
            _(
                "The clause was removed from the text: what the round is about can no longer come into it. "
                "Choose how else the round ends; a new clause can be proposed."
            )
        )


def _refuse_unadoptable(round: ConsentRound, found: Count, review_on: datetime.date | None) -> None:
    """A text is adopted when someone consents to it as it now is, and no objection is left."""
    if round.proposal.awaits_confirmation:
        raise Refused(
            _(
                "The clause changed inside the words of this proposal, and its author has not confirmed it yet. "
                "It cannot be adopted until then."
            )
        )
    if found.unended:
        raise Refused(
            _(
                "An objection has not ended: examine it, and end it with its reason, before the text is adopted. "
                "You can also go back to an earlier step, or decide otherwise."
            )
        )
    if not found.has_consent:
        raise Refused(
            _(
                "Nobody has consented to the present words. Go back to the step “Object”, so that positions are "
                "taken or confirmed on them."
            )
        )
    if review_on is None or review_on <= timezone.localdate():
        raise Refused(_("Announce the day on which the text will be reviewed, one that is still to come."))


def _answer_positions(decision: RoundDecision, *, by: Member) -> None:
    """Give each position its one answer, in a few statements however many they are.

    An objection that was taken to a committee waits for the answer of that committee; whoever took theirs back knows
    that they did.
    """
    waiting = Position.objects.filter(round=decision.round_id, is_current=True, outcome="")
    if decision.result == Result.ESCALATED:
        waiting.filter(UNENDED).update(
            end=End.ESCALATED,
            committee=decision.committee,
            end_reason=decision.reason,
            ended_on=timezone.localdate(),
            ended_by=by.pseudonym,
        )
    waiting.filter(end=End.WITHDRAWN).update(outcome=Outcome.WITHDRAWN, author_told=True)
    for whom, outcome, words in _answers(decision):
        waiting.filter(whom).update(outcome=outcome, answer=words, answered_by=by, answered_at=decision.at)


def _answers(decision: RoundDecision) -> Iterator[tuple[Q, str, str | F]]:
    """Whom each answer is for, what becomes of what they said, and why. What an earlier one answers is left alone."""
    agreeing = ~Q(kind=Kind.OBJECTION)
    yield Q(end=End.INTEGRATED), Outcome.TAKEN_UP, F("end_reason")
    yield Q(end=End.NOT_VALID), Outcome.NOT_TAKEN_UP, F("end_reason")
    yield UNENDED, Outcome.TAKEN_UP, decision.reason  # the text is not adopted
    with translation.override(decision.round.proposal.charter.language):
        did_not_count = _("It was taken on former words and was not confirmed on these: it did not count.")
    yield agreeing & ~Q(wording=decision.wording), Outcome.NOT_TAKEN_UP, f"{did_not_count} {decision.reason}"
    yield agreeing, ANSWERS[Result(decision.result)], decision.reason


def _close(round: ConsentRound, result: str) -> None:
    round.is_open = False
    round.save(update_fields=["is_open"])
    proposal = round.proposal
    proposal.has_open_round = False
    proposal.round_result, proposal.round_substance = result, proposal.substance
    # what a round did not adopt waits for nobody: its answer says so
    proposal.awaits_committee = result != Result.NOT_ADOPTED and awaits_committee(round)
    proposal.save(update_fields=["has_open_round", "round_result", "round_substance", "awaits_committee"])


@transaction.atomic
def review(
    round: ConsentRound, *, by: Member, words: str, seen: int, next_on: datetime.date | None = None
) -> RoundReview:
    """Say what was found once the concerns were read again, and when the text is reviewed next, if it is.

    ``seen`` is the number of the last review on screen, 0 before the first. Raises Stale, Refused.
    """
    ANIMATE_ROUNDS.require(by)
    round = lock_round(round)
    decision = RoundDecision.objects.filter(round=round).first()
    if decision is None or decision.result != Result.ADOPTED:
        raise Refused(_("Only a text that a round adopted is reviewed. The page of the round says how it ended."))
    last = RoundReview.objects.filter(round=round).count()
    if last != seen:
        raise Stale(_("A review was recorded meanwhile: read it, then send yours if it is still needed."), current=last)
    if not words.strip():
        raise Refused(_("Say what the review found: everyone will read it."))
    if next_on is not None and next_on <= timezone.localdate():
        raise Refused(_("The next review is on a day that is still to come."))
    return RoundReview.objects.create(round=round, number=last + 1, words=words, next_on=next_on, by=by.pseudonym)
