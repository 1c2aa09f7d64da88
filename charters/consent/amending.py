"""Changing the words of a proposal during its round: every position then waits for its holder, by itself."""

from __future__ import annotations

from django.db import transaction

from charters.consent.models import ConsentRound
from charters.consent.steps import WORDS_IN, lock_clause, lock_open, refuse_outside
from charters.deliberation import wordings
from charters.deliberation.models import Proposal
from governance.people.models import Member


@transaction.atomic
def amend(round: ConsentRound, *, by: Member, title: str, text: str, reason: str, seen: int) -> Proposal:
    """Give the proposal other words, as whoever speaks for it may while the round is at a step that allows it.

    ``seen`` is the number of the wording on screen. Raises Stale, Refused.
    """
    lock_clause(round)
    round = lock_open(round)
    refuse_outside(round, WORDS_IN)
    return wordings.amend(round.proposal, by=by, title=title, text=text, reason=reason, seen=seen, in_round=True)


def may_amend(round: ConsentRound, *, by: Member) -> bool:
    """Whether the page of the round offers to change the words: no query once the proposal is there."""
    proposal = round.proposal
    has_words = proposal.kind in (*wordings.WORDED, Proposal.Kind.NEW) and not proposal.awaits_confirmation
    return round.is_open and round.step in WORDS_IN and has_words and wordings.may_speak_for(proposal, by=by)
