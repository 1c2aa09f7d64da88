"""Opening a consent round on a proposal."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charters.consent.models import ConsentRound, Step
from charters.consent.steps import add_step
from charters.deliberation.models import Proposal
from charters.deliberation.standing import locked_proposal, refuse_answered, refuse_before_committee
from charters.permissions import ANIMATE_ROUNDS
from governance.codes import free_code
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale


@transaction.atomic
def open_round(proposal: Proposal, *, by: Member, until: datetime.date, seen: int, question: str = "") -> ConsentRound:
    """Open a round on an open proposal, at the step "clarify" until an announced day.

    ``seen`` is the number of the wording on screen. One at a time: until it is closed, the proposal is neither taken up
    nor merged. Raises Stale, Refused.
    """
    ANIMATE_ROUNDS.require(by)
    proposal = locked_proposal(proposal)
    refuse_answered(proposal)
    refuse_before_committee(proposal)
    if proposal.wording != seen:
        raise Stale(
            _(
                "The words of the proposal changed meanwhile, and no round was opened. Read its present words, then "
                "open the round if they are those that you meant."
            ),
            current=proposal.wording,
        )
    if proposal.has_open_round:
        raise Refused(_("A consent round is already open on this proposal. Its page leads to it."))
    if proposal.clause is not None and proposal.clause.removed:
        raise Refused(
            _(
                "The clause was removed from the text: whatever a round decided could not come into it. "
                "Answer the proposal and say so; a new clause can be proposed."
            )
        )
    if proposal.awaits_confirmation:
        raise Refused(
            _(
                "The clause changed inside the very words of this proposal, and its author has not confirmed it yet. "
                "Open the round once it is confirmed."
            )
        )
    round = ConsentRound(
        code=free_code(ConsentRound, "T"), proposal=proposal, question=question, step=Step.CLARIFY, step_until=until
    )
    round.save(force_insert=True)
    add_step(round, by=by, step=Step.CLARIFY, until=until)
    Proposal.objects.filter(pk=proposal.pk).update(
        has_open_round=True, round_result="", round_substance=None, awaits_committee=False
    )
    return round
