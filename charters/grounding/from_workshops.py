"""From a sentence said in a workshop to a proposal: the proposal keeps the sentence that it comes from."""

from __future__ import annotations

import uuid

from django.db import transaction

from charters.deliberation.models import Proposal
from charters.deliberation.proposing import propose
from charters.grounding.models import ProposalOrigin
from charters.text.models import Charter, Clause, Section
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from feedback.workshops.models import Statement
from feedback.workshops.turning import locked_to_turn
from governance.people.models import Member, SignsAs


@transaction.atomic
def propose_from(
    statement: Statement,
    charter: Charter,
    *,
    by: Member,
    seen: int,
    title: str,
    motive: str,
    proposed_text: str,
    clause: Clause | None = None,
    section: Section | None = None,
    base_revision: int = 0,
    pk: uuid.UUID | None = None,
) -> Proposal:
    """Propose a clause of a section, or another wording of a clause, in the name of the workshop and of nobody in it.

    The same form sent twice proposes once. A statement can lead to several proposals. Raises what ``propose`` does.
    """
    stored = locked_to_turn(statement, by=by, seen=seen)
    workshop = stored.workshop
    said_there = OnBehalf(
        channel=Channel.WORKSHOP, site=workshop.site or workshop.title[:120], written_on=workshop.held_on
    )
    proposal = propose(
        charter,
        by=by,
        kind=Proposal.Kind.WORDING if clause else Proposal.Kind.NEW,
        signature=SignsAs.ANONYMOUS,
        title=title,
        motive=motive,
        proposed_text=proposed_text,
        clause=clause,
        section=section,
        base_revision=base_revision,
        on_behalf=said_there,
        pk=pk,
    )
    ProposalOrigin.objects.get_or_create(proposal=proposal, defaults={"statement": stored})
    return proposal
