"""Joining a proposal to another that asks for the same: one answer, a link, and no support moved behind its giver."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from charters.deliberation.answering import record_answer
from charters.deliberation.models import Proposal
from charters.deliberation.standing import refuse_answered, refuse_elsewhere, refuse_other_words
from charters.permissions import TAKE_UP
from charters.text.models import Charter, Clause
from feedback.voices.models import Outcome
from governance.people.models import Member
from governance.refusals import Refused


@transaction.atomic
def join(proposal: Proposal, *, by: Member, to: Proposal, reason: str, seen: int) -> Proposal:
    """Answer a proposal by leading to another one that is still open; each keeps its words.

    ``seen`` is the number of the wording on screen. Its supports stay with it: they were given to other words, and its
    page tells who supported it where to go. Raises Stale, Refused.
    """
    TAKE_UP.require(by)
    if proposal.pk == to.pk:
        raise Refused(_("A proposal cannot be joined to itself: choose another one."))
    proposal, other = _locked(proposal, to)
    refuse_answered(proposal)
    refuse_elsewhere(proposal)
    refuse_other_words(proposal, seen)
    if other.charter_id != proposal.charter_id:
        raise Refused(_("The proposal that you chose is about another charter: choose one of this charter."))
    if other.is_answered:
        raise Refused(
            _("The proposal that you chose was answered meanwhile: “%(outcome)s”. Choose one that is still open.")
            % {"outcome": other.get_outcome_display()}
        )
    proposal.duplicate_of = other
    proposal.save(update_fields=["duplicate_of"])
    return record_answer(proposal, Outcome.DUPLICATE, reason, by=by)


def _locked(*proposals: Proposal) -> list[Proposal]:
    """The stored proposals, locked; their clauses first, each in the same order whoever joins them.

    Before all of them the charter, as whoever takes up a proposal that needs several clauses does.
    """
    charters = {proposal.charter_id for proposal in proposals}
    list(Charter.objects.locked().filter(pk__in=charters).order_by("pk").values_list("pk"))
    clauses = {proposal.clause_id for proposal in proposals if proposal.clause_id}
    list(Clause.objects.locked().filter(pk__in=clauses).order_by("pk").values_list("pk"))
    locked = Proposal.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    stored = {proposal.pk: proposal for proposal in locked.filter(pk__in=[proposal.pk for proposal in proposals])}
    return [stored[proposal.pk] for proposal in proposals]
