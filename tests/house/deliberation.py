"""What people deliberate on in the world of the house: added once its text, proposals and versions are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charters.deliberation import editing, wordings
from charters.models import Clause, Proposal
from tests.house import answers, passages, rounds

if TYPE_CHECKING:
    from tests.house.world import World


def add_to(world: World) -> None:
    _settle_proposals(world)
    passages.add_to(world)
    rounds.add_to(world)
    answers.add_to(world)


def _settle_proposals(world: World) -> None:
    """One proposal of the agent's that is confirmed on the present text, ``proposal``; one that ``waits`` for it."""
    world.waiting = world._wording(3)
    clause = Clause.objects.get(pk=world.clause.pk)
    words = {"text": clause.text.replace("παλι", "παντου")}
    editing.edit_clause(clause, by=world.facilitator, reason="Ετσι.", words=words, seen=clause.row_version)
    world.clause.refresh_from_db()
    stored = Proposal.objects.get(pk=world.proposal.pk)
    title, text = wordings.suggestion(stored, world.clause)
    world.proposal = wordings.confirm(
        stored, by=world.agent, title=title, text=f"{text} Παντα.", seen=world.clause.revision
    )
