"""Finishing a merge: one revision that names every proposal it took from, and an answer for each; or a proposal."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from charters.deliberation.answering import record_answer
from charters.deliberation.desk import NOTHING, WHOLE, Decision, Desk, lay_out
from charters.deliberation.editing import edit_clause, remove_clause
from charters.deliberation.models import Proposal
from charters.deliberation.proposing import propose
from charters.permissions import TAKE_UP
from charters.text.models import Charter, Clause
from charters.text.revisions import refuse_too_long
from feedback.voices.models import Outcome
from governance.people.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import Stale, lock_seen

OUTCOMES = {WHOLE: Outcome.TAKEN_UP}


@transaction.atomic
def finish(clause: Clause, *, by: Member, seen: int, mark: str, decision: Decision) -> Clause:
    """Merge what was decided into the clause, as one revision, and answer each proposal that is decided by it.

    ``seen`` and ``mark`` are the clause and the desk on screen: whatever came meanwhile is read before it is merged.
    What is neither taken nor declined stays open, carried over to the new text. A proposal that merges other clauses
    into this one removes them when it comes in whole, and leaves them otherwise. Raises Stale, Refused.
    """
    desk = _lock(clause, by=by, seen=seen, mark=mark)
    if not decision.reason.strip():
        raise Refused(_("Say why: it is the answer to every proposal that you give no other answer to."))
    if decision.removes:
        return _remove(desk, by=by, seen=seen, decision=decision)
    words, taken = _result(desk, decision)
    ids = list(taken)
    clause = edit_clause(desk.clause, by=by, reason=decision.reason, words=words, seen=seen, proposals=ids)
    for other in _merged_into_it(taken):
        remove_clause(other, by=by, reason=decision.reason, seen=other.row_version, proposals=ids)
    _answer(desk, taken, clause, by=by, decision=decision)
    return clause


@transaction.atomic
def submit_merge(clause: Clause, *, by: Member, seen: int, mark: str, decision: Decision, title: str) -> Proposal:
    """Make a proposal of what was merged, so that people can consent or object to it; its sources stay open.

    When it is taken up, they are answered with it (``answering.take_up``). Raises Stale, Refused.
    """
    desk = _lock(clause, by=by, seen=seen, mark=mark)
    words, taken = _result(desk, decision)
    proposal = propose(
        clause.charter,
        by=by,
        kind=Proposal.Kind.WORDING,
        signature=SignsAs.FUNCTION if by.signs_as == SignsAs.ANONYMOUS else by.signs_as,
        title=title,
        motive=decision.reason,
        clause=desk.clause,
        base_revision=desk.clause.revision,
        proposed_title=words.get("title", ""),
        proposed_text=words.get("text", desk.clause.text),
    )
    proposal.sources.set(list(taken))
    return proposal


def _lock(clause: Clause, *, by: Member, seen: int, mark: str) -> Desk:
    TAKE_UP.require(by)
    Charter.objects.locked().get(pk=clause.charter_id)
    stored = lock_seen(clause, seen=seen)
    if stored.removed:
        raise Refused(_("The clause was removed from the text meanwhile: there is nothing left to merge into it."))
    desk = lay_out(stored, lock=True)
    refuse_other_desk(desk, mark)
    return desk


def refuse_other_desk(desk: Desk, mark: str) -> None:
    """Nobody merges what they have not read: ``mark`` is that of the desk on screen. Raises Stale."""
    if desk.mark != mark:
        raise Stale(
            _(
                "The text or a proposal changed meanwhile, and nothing was merged. Your choices are still below, save "
                "on the passages that are not the same any more: read what is new, then finish."
            ),
            current=desk.clause.row_version,
        )


def _result(desk: Desk, decision: Decision) -> tuple[dict[str, str], dict[uuid.UUID, str]]:
    """The words that change, and what comes in of each proposal that does."""
    title, text = (merged.text.strip() for merged in desk.merged(decision))
    if not title or not text:
        raise Refused(_("Nothing would be left of the clause. Keep some words, or answer a proposal to remove it."))
    taken = {pk: share for pk, share in desk.taken(decision).items() if share != NOTHING}
    words = {"title": title, "text": text}
    words = {name: value for name, value in words.items() if value != getattr(desk.clause, name)}
    refuse_too_long(desk.clause, words)
    if words and not taken and any(isinstance(choice, str) for choice in decision.choices.values()):
        raise Refused(
            _(
                "The words that you write would come from no proposal, since you take none up. Leave at least one to "
                "be taken up in part, or rewrite the clause on its own page."
            )
        )
    if not words or not taken:
        raise Refused(
            _("With these choices the text stays as it is. Choose at least one change, or answer each proposal alone.")
        )
    return words, taken


def _merged_into_it(taken: dict[uuid.UUID, str]) -> list[Clause]:
    """The clauses that go, since a proposal that merges them into this one comes in whole."""
    whole = [pk for pk, share in taken.items() if share == WHOLE]
    merging = Proposal.merged_clauses.through.objects.filter(proposal__in=whole)
    return list(Clause.objects.in_text().filter(pk__in=merging.values("clause")).order_by("pk"))


def _answer(desk: Desk, taken: dict[uuid.UUID, str], clause: Clause, *, by: Member, decision: Decision) -> None:
    for competitor in desk.comparable:
        proposal = competitor.proposal
        proposal.clause = clause
        words = decision.answers.get(proposal.pk) or decision.reason
        if proposal.pk in taken:
            proposal.integrated_revision = clause.revision
            record_answer(proposal, OUTCOMES.get(taken[proposal.pk], Outcome.IN_PART), words, by=by)
        elif proposal.pk in decision.declined:
            proposal.refresh_from_db()
            record_answer(proposal, Outcome.NOT_TAKEN_UP, words, by=by)


def _remove(desk: Desk, *, by: Member, seen: int, decision: Decision) -> Clause:
    """Remove the clause, as some ask: theirs are taken up, those that are declined are answered, the others wait."""
    if not desk.removals:
        raise Refused(_("Nobody asks any more that this clause be removed."))
    asking = list(desk.removals)
    ids = [proposal.pk for proposal in asking]
    clause = remove_clause(desk.clause, by=by, reason=decision.reason, seen=seen, proposals=ids)
    for proposal in asking:
        proposal.clause, proposal.integrated_revision = clause, clause.revision
        record_answer(proposal, Outcome.TAKEN_UP, decision.reason, by=by)
    for proposal in (competitor.proposal for competitor in desk.comparable):
        if proposal.pk in decision.declined:
            words = decision.answers.get(proposal.pk) or decision.reason
            record_answer(proposal, Outcome.NOT_TAKEN_UP, words, by=by)
    return clause
