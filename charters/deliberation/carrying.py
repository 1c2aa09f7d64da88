"""When the text of a clause changes, the proposals that are open on it are carried over to its new text."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from charters.deliberation.models import Proposal, ProposalWording
from charters.deliberation.wordings import FOLLOWED, Words, follow
from charters.text.models import Clause
from charters.text.revisions import revisions_of

AT_A_TIME = 100  # a statement that names many rows takes more than its share of time


def follow_text(clause: Clause, *, taken: Iterable[uuid.UUID] = ()) -> None:
    """Carry every proposal that stays open on a clause over to its present text; ``taken`` are those that came in.

    To be called in the transaction that rewrote the clause, which holds its lock. A clause that was removed has no
    text to follow: its proposals stay as they are, and their pages say so. The same queries for one and for many.
    """
    if clause.removed:
        return
    open_on_it = Proposal.objects.open().filter(clause=clause, awaits_confirmation=False).exclude(pk__in=list(taken))
    behind = open_on_it.exclude(kind=Proposal.Kind.NEW).filter(base_revision__lt=clause.revision)
    proposals = list(behind.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not proposals:
        return
    revisions = {proposal.base_revision for proposal in proposals}
    rows = revisions_of(clause).filter(revision__in=revisions).values_list("revision", "title", "text")
    bases = {revision: Words(title, text) for revision, title, text in rows}
    new = [follow(proposal, clause, bases[proposal.base_revision]) for proposal in proposals]
    Proposal.objects.bulk_update(proposals, FOLLOWED, batch_size=AT_A_TIME)
    ProposalWording.objects.bulk_create([wording for wording in new if wording], batch_size=AT_A_TIME)
