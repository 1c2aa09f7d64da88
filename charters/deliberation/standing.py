"""What every rule about a proposal begins with: the stored row, locked, and whether it may still be decided on."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from charters.deliberation.models import Proposal
from charters.text.models import Clause
from governance.refusals import Refused


def locked_proposal(proposal: Proposal) -> Proposal:
    """The stored proposal, locked; its clause is locked first, as every rule does, so that none waits on another."""
    if proposal.clause_id:
        Clause.objects.locked().get(pk=proposal.clause_id)
    return Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)


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


def close_on_clause(proposal: Proposal) -> None:
    """One open proposal fewer on its clause."""
    if proposal.clause_id and proposal.kind != Proposal.Kind.NEW:
        Clause.objects.filter(pk=proposal.clause_id).update(open_proposal_count=F("open_proposal_count") - 1)
