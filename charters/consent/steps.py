"""The steps of a round: one frozen table of what leads from one to another, read by the buttons and by the guard.

A date that has passed moves nothing by itself: it is said, and a facilitator decides what comes next.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.consent.models import ConsentRound, RoundStep, Step
from charters.deliberation.models import Proposal
from charters.permissions import ANIMATE_ROUNDS
from charters.text.models import Clause
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale

# Further ahead, a day is a slip of the finger, and nobody would wait for it.
FURTHEST = datetime.timedelta(days=731)
FRIDAY = 4
ORDER = (Step.CLARIFY, Step.REACT, Step.AMEND, Step.OBJECT, Step.DECIDE)


@dataclass(frozen=True, slots=True)
class Move:
    """Something a facilitator does to the steps; ``targets`` says which step follows from which."""

    name: str
    label: str | Promise
    targets: MappingProxyType[Step, tuple[Step, ...]]
    is_reasoned: bool


MOVES = MappingProxyType(
    {
        move.name: move
        for move in (
            Move(
                "next",
                gettext_lazy("Open the next step"),
                MappingProxyType({step: ORDER[place + 1 : place + 2] for place, step in enumerate(ORDER)}),
                is_reasoned=False,
            ),
            Move(
                "put-off",
                gettext_lazy("Put off the last day"),
                MappingProxyType({step: (step,) for step in ORDER}),
                is_reasoned=True,
            ),
            Move(
                "back",
                gettext_lazy("Go back to an earlier step"),
                MappingProxyType({step: ORDER[:place] for place, step in enumerate(ORDER)}),
                is_reasoned=True,
            ),
        )
    }
)

# In which steps each act of a round may be done; as the table above, it feeds the page and the guard.
POSITIONS_IN = frozenset({Step.OBJECT})
WORDS_IN = frozenset({Step.AMEND, Step.OBJECT})
DECISION_IN = frozenset({Step.DECIDE})


def weekday(day: datetime.date) -> datetime.date:
    """This day, or the Monday after when it falls on a week-end: what a form offers, which people may change."""
    return day + datetime.timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)


def moves_from(step: str) -> list[Move]:
    """The moves that lead somewhere from a step, in the order of the table."""
    return [move for move in MOVES.values() if move.targets[Step(step)]]


def lock_clause(round: ConsentRound) -> Clause | None:
    """The clause that a round is about, when it has one: locked before the round, by rules in which it matters."""
    clause = round.proposal.clause_id
    return Clause.objects.locked().get(pk=clause) if clause else None


def lock_open(round: ConsentRound) -> ConsentRound:
    """The stored round, locked after its proposal, which it carries; refused once the round is closed.

    Whoever takes a position takes the same locks as whoever decides: nothing slips between the count and the commit.
    """
    locked = lock_round(round)
    if not locked.is_open:
        raise Refused(_("This round is closed: its outcome is on its page."))
    return locked


def lock_round(round: ConsentRound) -> ConsentRound:
    """The stored round, open or not, locked after its proposal."""
    proposal = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=round.proposal_id)
    locked = ConsentRound.objects.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
    locked.proposal = proposal
    return locked


def refuse_outside(round: ConsentRound, steps: frozenset[Step]) -> None:
    """Each act has its step: told with the step where the round is."""
    if Step(round.step) not in steps:
        raise Refused(
            _("The round is now at the step “%(step)s”: this is not done there. Its page says what can be done now.")
            % {"step": round.get_step_display()}
        )


def refuse_other_wording(round: ConsentRound, seen: int) -> None:
    """Nobody says yes to words that they have not read."""
    if round.proposal.wording != seen:
        raise Stale(
            _(
                "The words of the proposal changed while you were writing. Nothing you wrote is lost: "
                "read the present text, then send again."
            ),
            current=round.proposal.wording,
        )


@transaction.atomic
def change_step(
    round: ConsentRound, *, by: Member, move: str, until: datetime.date, seen: int, target: str = "", reason: str = ""
) -> RoundStep:
    """Open the next step, put off the last day of this one, or go back to an earlier one (``target``).

    ``seen`` is the number of the last step on screen: a second click opens nothing. Raises Stale, Refused.
    """
    ANIMATE_ROUNDS.require(by)
    act = MOVES[move]
    round = lock_open(round)
    last = round.steps.order_by("-number").first()
    if last is None or last.number != seen:
        raise Stale(
            _("Someone moved the round on meanwhile. Look where it is now, then send again if it is still right."),
            current=last.number if last else 0,
        )
    leads_to = act.targets[Step(round.step)]
    if not leads_to or (target and target not in leads_to):
        raise Refused(
            _("From the step “%(step)s”, the round cannot go there. Its page says where it can go.")
            % {"step": round.get_step_display()}
        )
    if act.is_reasoned and not reason.strip():
        raise Refused(_("Say why: people had counted on what was announced."))
    return add_step(round, by=by, step=target or leads_to[0], until=until, reason=reason)


def add_step(round: ConsentRound, *, by: Member, step: str, until: datetime.date, reason: str = "") -> RoundStep:
    """Record a step of a locked round, with its last day and the wording on screen."""
    if until < timezone.localdate():
        raise Refused(_("This day has passed already: announce one that is still to come."))
    if until > timezone.localdate() + FURTHEST:
        raise Refused(_("This day is more than two years ahead: announce one that people can wait for."))
    row = RoundStep.objects.create(
        round=round,
        number=round.steps.count() + 1,
        step=step,
        until=until,
        reason=reason,
        wording=round.proposal.wording,
        by=by.pseudonym,
    )
    round.step, round.step_until = step, until
    round.save(update_fields=["step", "step_until"])
    return row
