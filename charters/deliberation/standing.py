"""What every rule about a proposal begins with: the stored row, locked, and whether it may still be decided on."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext as _

from charters.deliberation.models import Proposal
from charters.text.models import Clause
from governance.refusals import Refused
from governance.signing import Stale


def locked_proposal(proposal: Proposal) -> Proposal:
    """The stored proposal, locked; its clause is locked first, as every rule does, so that none waits on another."""
    if proposal.clause_id:
        Clause.objects.locked().get(pk=proposal.clause_id)
    return Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)


def locked_with_neighbours(proposal: Proposal) -> Proposal:
    """The stored proposal, locked with all that are open on its clause, and that follow the text once it came in.

    All at once and in one order, after the clause: who goes through every contribution in the same order, as
    ``reprint_authors`` does, waits for this or is waited for, never both.
    """
    if not proposal.clause_id:
        return locked_proposal(proposal)
    Clause.objects.locked().get(pk=proposal.clause_id)
    both = Q(pk=proposal.pk) | Q(clause=proposal.clause_id, outcome="")
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).filter(both).order_by("pk")
    return next(row for row in list(rows) if row.pk == proposal.pk)


def refuse_answered(proposal: Proposal) -> None:
    """A proposal is answered once: whoever comes second is told what the answer was."""
    if proposal.is_answered:
        raise Refused(
            _("This proposal was answered meanwhile: “%(outcome)s”. The answer is on its page.")
            % {"outcome": proposal.get_outcome_display()}
        )


def refuse_in_round(proposal: Proposal) -> None:
    """While people consent or object to it, nobody decides on it alone."""
    if proposal.has_open_round:
        raise Refused(
            _("A consent round is open on this proposal: it is decided there. Close the round first, then answer.")
        )


def refuse_before_committee(proposal: Proposal) -> None:
    """What a round took to a committee, whole or for an objection, waits until the committee has answered."""
    if proposal.awaits_committee:
        raise Refused(
            _(
                "Its consent round took it, or an objection to it, to a committee, which has not answered every "
                "objection yet. Record its answer on the page of the round, then answer the proposal."
            )
        )


def refuse_elsewhere(proposal: Proposal) -> None:
    """What others decide on for now, in its round or before a committee, nobody answers."""
    refuse_in_round(proposal)
    refuse_before_committee(proposal)


def refuse_other_words(proposal: Proposal, seen: int) -> None:
    """Nobody answers words that they have not read: ``seen`` is the number of the wording on screen."""
    if proposal.wording != seen:
        raise Stale(
            _(
                "The words of the proposal changed meanwhile, and nothing was answered. What you wrote is still below: "
                "read the present words, then send again."
            ),
            current=proposal.wording,
        )


def close_on_clause(proposal: Proposal) -> None:
    """One open proposal fewer on its clause."""
    if proposal.clause_id and proposal.kind != Proposal.Kind.NEW:
        Clause.objects.filter(pk=proposal.clause_id).update(open_proposal_count=F("open_proposal_count") - 1)
