"""When a clause changes, the proposals that are open on it are carried over to its new text."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from charters.deliberation.models import Proposal
from charters.deliberation.wordings import Words, follow
from charters.text.models import Clause
from charters.text.revisions import text_at


def follow_text(clause: Clause, *, taken: Iterable[uuid.UUID] = ()) -> None:
    """Carry every proposal that stays open on a clause over to its present text; ``taken`` are those that came in.

    To be called in the transaction that rewrote the clause, which holds its lock. A clause that was removed has no
    text to follow: its proposals stay as they are, and their pages say so.
    """
    if clause.removed:
        return
    open_on_it = Proposal.objects.open().filter(clause=clause, awaits_confirmation=False).exclude(pk__in=list(taken))
    behind = open_on_it.exclude(kind=Proposal.Kind.NEW).filter(base_revision__lt=clause.revision)
    bases: dict[int, Words] = {}
    for proposal in behind.select_for_update(of=("self",), no_key=True).order_by("pk"):
        if proposal.base_revision not in bases:
            was = text_at(clause, proposal.base_revision)
            bases[proposal.base_revision] = Words(was.title, was.text)  # type: ignore[attr-defined]
        follow(proposal, clause, bases[proposal.base_revision])
