"""Consent rounds of the world of the house: one that takes positions, one to decide, one that was adopted."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from charters.consent import amending, deciding, objections, opening, positions, steps
from charters.models import ConsentRound, Position, Proposal
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import Member, SignsAs

if TYPE_CHECKING:
    from tests.house.world import World

KINDS, SIGNATURES = list(Position.Kind), (SignsAs.NAME, SignsAs.FUNCTION, SignsAs.ANONYMOUS)
WORDS = "Ετσι θα χασουμε ωρες."


def add_to(world: World) -> None:
    """``round`` takes positions, ``ending`` waits for its decision, ``adopted`` for its review."""
    world.free = _new(world)
    world.round = _open(world, _new(world), "object")
    world.objection = _object(world, world.round, world.agent)
    _hold(world, world.round)
    amending.amend(world.round, by=world.agent, title="Αλλο αρθρο", text="Αλλα λογια.", reason=WORDS, seen=1)
    _hold(world, world.round)
    world.escalated = _object(world, world.round, world.facilitator)
    objections.end_objection(
        world.escalated, by=world.facilitator, end=Position.End.ESCALATED, reason=WORDS, committee=world.committee,
        seen=world.size,
    )  # fmt: skip
    world.ending = _open(world, _new(world), "decide")
    world.amendable = _open(world, _new(world), "amend")
    for n in world._numbers():
        world.adopted = _adopt(world, n)


def _new(world: World) -> Proposal:
    """A proposal of the agent's."""
    return world._propose(3, Proposal.Kind.NEW, section=world.section, proposed_text=WORDS)


def _open(world: World, proposal: Proposal, step: str) -> ConsentRound:
    until = timezone.localdate() + datetime.timedelta(days=9)
    round = opening.open_round(proposal, by=world.facilitator, until=until, seen=proposal.wording, question=WORDS)
    while round.step != step:
        steps.change_step(round, by=world.facilitator, move="next", until=until, seen=round.steps.count(), reason=WORDS)
        round = ConsentRound.objects.get(pk=round.pk)
    return round


def _hold(world: World, round: ConsentRound) -> None:
    """Positions of every kind, signed in every way, replaced, entered from cards."""
    for n, member in enumerate(world.members):
        for kind in (KINDS[n % 3], KINDS[(n + 1) % 3]):
            _take(round, member, kind, SIGNATURES[n % 3])
        card = OnBehalf(channel=Channel.PAPER_CARD, site="Χωρος", department=world.department, category="C")
        _take(round, world.facilitator, KINDS[n % 3], SignsAs.ANONYMOUS, on_behalf=card)


def _object(world: World, round: ConsentRound, by: Member) -> Position:
    """An objection, examined as many times as there is of everything."""
    objection = _take(round, by, Position.Kind.OBJECTION, SignsAs.ANONYMOUS)
    for seen in range(world.size):
        words = f"{WORDS} {seen}"
        objection = objections.examine(objection, by=world.facilitator, examination=words, seen=seen)
    return objection


def _take(round: ConsentRound, by: Member, kind: str, signature: str, **more: Any) -> Position:
    harm = {"harm": WORDS, "scope": "Παντου."} if kind == Position.Kind.OBJECTION else {"words": WORDS}
    seen = Proposal.objects.get(pk=round.proposal_id).wording
    return positions.take_position(round, by=by, kind=kind, seen=seen, signature=signature, **harm, **more)


def _adopt(world: World, n: int) -> ConsentRound:
    """A round that was adopted, reviewed as many times as there is of everything when it is the last."""
    round = _open(world, _new(world), "object")
    for member in world.members if n == world.size else world.members[:1]:
        _take(round, member, Position.Kind.CONCERN, SignsAs.NAME)
    steps.change_step(round, by=world.facilitator, move="next", until=round.step_until, seen=round.steps.count())
    review_on = timezone.localdate() + datetime.timedelta(days=99)
    decision = deciding.decide(round, by=world.facilitator, result="adopted", reason=WORDS, seen=1, review_on=review_on)
    for number in range(world.size if n == world.size else 0):
        deciding.review(decision.round, by=world.facilitator, words=WORDS, seen=number, next_on=review_on)
    return ConsentRound.objects.get(pk=round.pk)
