"""Answering a proposal: taken up, in part, or not; always with a public reason, and only once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.deliberation.desk import NOTHING, WHOLE, share_of
from charters.deliberation.editing import edit_clause, remove_clause
from charters.deliberation.models import Proposal
from charters.deliberation.standing import close_on_clause, locked_proposal, refuse_answered, refuse_in_round
from charters.deliberation.wordings import WORDED
from charters.permissions import TAKE_UP
from charters.text.drafting import add_clause, move_clause
from charters.text.models import Charter, Clause, Section
from feedback.voices.models import Outcome
from governance.people.models import Member
from governance.refusals import Refused

Kind = Proposal.Kind

ANSWERED = ["outcome", "answer", "answered_by", "answered_at", "awaits_confirmation", "clause", "integrated_revision"]
DECLINING = (Outcome.NOT_TAKEN_UP, Outcome.OUT_OF_SCOPE)


@transaction.atomic
def take_up(
    proposal: Proposal,
    *,
    by: Member,
    answer: str,
    seen: int = 0,
    words: dict[str, Any] | None = None,
    in_part: bool = False,
) -> Proposal:
    """Bring a proposal into the text, as one revision that names it, and answer it.

    ``seen`` is the row version of the clause that the facilitator read; ``words`` the resulting title and text.
    Taken up whole, a proposal drafted on the current text comes in word for word; edited, it is taken up in part.
    Raises Stale, Refused; nothing is saved then.
    """
    TAKE_UP.require(by)
    if proposal.kind in (Kind.NEW, Kind.MOVE, Kind.MERGE):
        Charter.objects.locked().get(pk=proposal.charter_id)  # before its clauses, as every rule does
    proposal = locked_proposal(proposal)
    refuse_answered(proposal)
    refuse_in_round(proposal)
    _refuse_removed(proposal)
    words = words or {}
    if not in_part:
        _refuse_edited(proposal, words)
    sources = _sources_in(proposal, words)
    ids = [proposal.pk, *(source.pk for source, _share in sources)]
    clause = _integrate(proposal, by=by, answer=answer, seen=seen, words=words, sources=ids)
    proposal.clause = clause
    proposal.integrated_revision = clause.revision
    for source, share in sources:
        source.clause, source.integrated_revision = clause, clause.revision
        record_answer(source, Outcome.TAKEN_UP if share == WHOLE else Outcome.IN_PART, answer, by=by)
    return record_answer(proposal, Outcome.IN_PART if in_part else Outcome.TAKEN_UP, answer, by=by)


@transaction.atomic
def decline(proposal: Proposal, *, by: Member, answer: str, outcome: str = Outcome.NOT_TAKEN_UP) -> Proposal:
    """Answer a proposal that will not come into the text, and say why to everyone."""
    TAKE_UP.require(by)
    if outcome not in DECLINING:
        raise TypeError(f"{outcome} is not a way to decline.")
    proposal = locked_proposal(proposal)
    refuse_answered(proposal)
    refuse_in_round(proposal)
    return record_answer(proposal, outcome, answer, by=by)


def is_outdated(proposal: Proposal) -> bool:
    """Whether the text changed since the proposal was drafted; ``clause`` must be loaded."""
    return bool(proposal.clause and proposal.kind != Kind.NEW and proposal.base_revision < proposal.clause.revision)


def resulting_words(proposal: Proposal) -> dict[str, str]:
    """The title and text that the proposal asks for, word for word; empty for a move or a removal."""
    if proposal.kind in (Kind.MOVE, Kind.REMOVAL):
        return {}
    if proposal.kind == Kind.NEW:
        return {"title": proposal.proposed_title or proposal.title, "text": proposal.proposed_text}
    words = {"text": proposal.proposed_text}
    if proposal.proposed_title:
        words["title"] = proposal.proposed_title
    return words


def _refuse_removed(proposal: Proposal) -> None:
    """Nothing comes into a clause that is no longer in the text."""
    if proposal.clause and proposal.clause.removed:
        raise Refused(
            _(
                "The clause was removed from the text meanwhile: there is nothing left to change in it. "
                "Answer the proposal without taking it up, and say why."
            )
        )


def _refuse_edited(proposal: Proposal, words: dict[str, Any]) -> None:
    asked = resulting_words(proposal)
    if proposal.clause and proposal.kind != Kind.NEW:
        asked.setdefault("title", proposal.clause.title)
    if not is_outdated(proposal) and any(words[name] != asked.get(name) for name in words):
        raise Refused(
            _("You changed the wording of the proposal: answer “taken up in part”, and say what you kept and why.")
        )


def _integrate(
    proposal: Proposal, *, by: Member, answer: str, seen: int, words: dict[str, Any], sources: list[uuid.UUID]
) -> Clause:
    match proposal.kind:
        case Kind.NEW:
            return add_clause(
                proposal.section,
                by=by,
                reason=answer,
                words=resulting_words(proposal) | words,
                after=_still_there(proposal.destination_after, proposal.section),
                proposals=sources,
            )
        case Kind.REMOVAL:
            return remove_clause(proposal.clause, by=by, reason=answer, seen=seen, proposals=sources)
        case Kind.MOVE:
            return move_clause(
                proposal.clause,
                by=by,
                reason=answer,
                section=proposal.destination_section,
                after=_still_there(proposal.destination_after, proposal.destination_section),
                seen=seen,
                proposals=sources,
            )
    clause = edit_clause(
        proposal.clause,
        by=by,
        reason=answer,
        words=resulting_words(proposal) | words,
        seen=seen,
        proposals=sources,
    )
    for other in proposal.merged_clauses.filter(removed=False):
        remove_clause(other, by=by, reason=answer, seen=other.row_version, proposals=sources)
    return clause


def _still_there(clause: Clause | None, section: Section | None) -> Clause | None:
    """The clause to come after, unless it left the text or the section since the proposal was made."""
    return clause if clause and section and not clause.removed and clause.section_id == section.pk else None


def _sources_in(proposal: Proposal, words: dict[str, Any]) -> list[tuple[Proposal, str]]:
    """The open proposals that a merged one was made from, and how much of each its words hold; nothing: left open."""
    if proposal.kind not in WORDED or proposal.clause is None:
        return []
    result = (resulting_words(proposal) | words)["text"]
    found = proposal.sources.open().filter(awaits_confirmation=False, has_open_round=False)
    locked = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    shares = [(source, share_of(source.proposed_text, base=proposal.clause.text, result=result)) for source in locked]
    return [(source, share) for source, share in shares if share != NOTHING]


def record_answer(proposal: Proposal, outcome: str, answer: str, *, by: Member) -> Proposal:
    """Write the one answer of a proposal that the caller has locked and judged."""
    if not answer.strip():
        raise Refused(_("Say why: everyone will read it, and first of all its author."))
    was_new = proposal.kind == Kind.NEW
    proposal.outcome, proposal.answer = outcome, answer
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    proposal.awaits_confirmation = False
    proposal.save(update_fields=ANSWERED)
    if not was_new:
        close_on_clause(proposal)
    return proposal
