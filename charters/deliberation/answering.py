"""Answering a proposal: taken up, in part, or not; always with a public reason, and only once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.deliberation.desk import NOTHING, PART, WHOLE, share_of
from charters.deliberation.editing import edit_clause, remove_clause
from charters.deliberation.models import Proposal
from charters.deliberation.standing import (
    close_on_clause,
    locked_proposal,
    locked_with_neighbours,
    refuse_answered,
    refuse_elsewhere,
    refuse_other_words,
)
from charters.deliberation.wordings import WORDED, Words, on_text, suggestion, words_at
from charters.permissions import TAKE_UP
from charters.text.drafting import add_clause, move_clause
from charters.text.merging import carry_over
from charters.text.models import Charter, Clause, Section
from feedback.voices.models import Outcome
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen

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
    wording: int | None = None,
    words: dict[str, Any] | None = None,
    in_part: bool = False,
) -> Proposal:
    """Bring a proposal into the text, as one revision that names it, and answer it.

    ``seen`` is the row version of the clause that the facilitator read, ``wording`` the number of the words of the
    proposal on screen, when ``words``, the resulting title and text, were written from them. Taken up whole, it comes
    in word for word, with the other clauses that it merges removed; edited, it is taken up in part, and they stay.
    Raises Stale, Refused; nothing is saved then.
    """
    TAKE_UP.require(by)
    if proposal.kind in (Kind.NEW, Kind.MOVE, Kind.MERGE):
        Charter.objects.locked().get(pk=proposal.charter_id)  # before its clauses, as every rule does
    proposal = locked_with_neighbours(proposal)
    refuse_answered(proposal)
    refuse_elsewhere(proposal)
    _refuse_removed(proposal)
    _refuse_unread(proposal, seen=seen, wording=wording)
    words = words or {}
    if not in_part:
        _refuse_unconfirmed(proposal)
        _refuse_edited(proposal, words)
    sources = _sources_in(proposal, words)
    ids = [proposal.pk, *(source.pk for source, _share in sources)]
    clause = _integrate(proposal, by=by, answer=answer, seen=seen, words=words, sources=ids)
    if proposal.kind == Kind.MERGE and not in_part:
        for other in proposal.merged_clauses.filter(removed=False):
            remove_clause(other, by=by, reason=answer, seen=other.row_version, proposals=ids)
    proposal.clause = clause
    proposal.integrated_revision = clause.revision
    for source, share in sources:
        source.clause, source.integrated_revision = clause, clause.revision
        record_answer(source, Outcome.TAKEN_UP if share == WHOLE else Outcome.IN_PART, answer, by=by)
    return record_answer(proposal, Outcome.IN_PART if in_part else Outcome.TAKEN_UP, answer, by=by)


@transaction.atomic
def decline(proposal: Proposal, *, by: Member, answer: str, seen: int, outcome: str = Outcome.NOT_TAKEN_UP) -> Proposal:
    """Answer a proposal that will not come into the text, and say why to everyone.

    ``seen`` is the number of the wording on screen. Raises Stale, Refused.
    """
    TAKE_UP.require(by)
    if outcome not in DECLINING:
        raise TypeError(f"{outcome} is not a way to decline.")
    proposal = locked_proposal(proposal)
    refuse_answered(proposal)
    refuse_elsewhere(proposal)
    refuse_other_words(proposal, seen)
    return record_answer(proposal, outcome, answer, by=by)


def is_outdated(proposal: Proposal) -> bool:
    """Whether the text changed since the proposal was drafted; ``clause`` must be loaded."""
    return bool(proposal.clause and proposal.kind != Kind.NEW and proposal.base_revision < proposal.clause.revision)


def resulting_words(proposal: Proposal) -> dict[str, str]:
    """The title and text that the proposal asks for, word for word; empty for a move or a removal.

    On a text that changed inside its words, they are what it would ask for there: nothing that came since is undone.
    """
    if proposal.kind in (Kind.MOVE, Kind.REMOVAL):
        return {}
    if proposal.kind == Kind.NEW or proposal.clause is None:
        return {"title": proposal.proposed_title or proposal.title, "text": proposal.proposed_text}
    asked = Words(proposal.proposed_title, proposal.proposed_text)
    if is_outdated(proposal) and not proposal.clause.removed:
        asked = suggestion(proposal, proposal.clause)
    return {"text": asked.text} | ({"title": asked.title} if asked.title else {})


def words_to_start_from(proposal: Proposal) -> dict[str, str]:
    """What the form that takes a proposal up shows first: the title and the text that the clause would have."""
    words = resulting_words(proposal)
    if words and proposal.clause and proposal.kind != Kind.NEW:
        words.setdefault("title", proposal.clause.title)
    return words


def carried_over(
    proposal: Proposal, typed: dict[str, str], *, seen: int, wording: int
) -> tuple[dict[str, str], list[str]]:
    """What a facilitator typed from older words, of the clause or of the proposal, brought to the present ones.

    What was left alone takes its present value; what both changed is merged word by word. Returns the words to show,
    and the names of those in which both changed the same words: what was typed stands there, to be compared.
    """
    start, now = _words_on_screen(proposal, seen=seen, wording=wording), words_to_start_from(proposal)
    if not start:
        return typed, [name for name, value in typed.items() if value != now[name]]
    words, disputed = dict(typed), []
    for name, value in typed.items():
        if value == start[name]:
            words[name] = now[name]
        elif now[name] not in (start[name], value):
            merged = carry_over(value, base=start[name], text=now[name])
            words[name] = merged.text.strip()
            if merged.is_touched:
                disputed.append(name)
    return words, disputed


def _words_on_screen(proposal: Proposal, *, seen: int, wording: int) -> dict[str, str]:
    """The words from which a form was filled, when the clause and the proposal were these; empty if they never were."""
    was = proposal.wordings.filter(number=wording).first()
    if was is None:
        return {}
    asked = Words(was.title, was.text)
    if proposal.kind == Kind.NEW or proposal.clause is None:
        return {"title": asked.title or proposal.title, "text": asked.text}
    clause = proposal.clause.history.filter(row_version=seen).first()
    if clause is None:
        return {}
    read = Words(clause.title, clause.text)
    if was.base_revision < clause.revision:
        asked = on_text(asked, base=words_at(proposal.clause, was.base_revision), now=read)
    return {"title": asked.title or read.title, "text": asked.text}


def _refuse_removed(proposal: Proposal) -> None:
    """Nothing comes into a clause that is no longer in the text."""
    if proposal.clause and proposal.clause.removed:
        raise Refused(
            _(
                "The clause was removed from the text meanwhile: there is nothing left to change in it. "
                "Answer the proposal without taking it up, and say why."
            )
        )


def _refuse_unread(proposal: Proposal, *, seen: int, wording: int | None) -> None:
    """Nothing comes in through a text, of the clause or of the proposal, that was not on screen."""
    if proposal.clause and proposal.kind != Kind.NEW:
        proposal.clause = lock_seen(proposal.clause, seen=seen)
    if wording is not None:
        refuse_other_words(proposal, wording)


def _refuse_unconfirmed(proposal: Proposal) -> None:
    """What comes in whole is what its author asks for now, and what people consented to when they did."""
    if proposal.kind in WORDED and is_outdated(proposal):
        raise Refused(
            _(
                "The clause changed inside the words of this proposal, and its author has not said yet what becomes of "
                "it: it cannot come in whole. Wait until it is confirmed, or answer “taken up in part”, and say what "
                "you kept and why."
            )
        )
    if proposal.is_refused_as_it_is:
        raise Refused(
            _(
                "A consent round did not adopt these words: they cannot come in as they are. Open another round, or "
                "answer “taken up in part”, and say what you kept and why."
            )
        )
    if proposal.is_reworded_since_adopted:
        raise Refused(
            _(
                "Its author asks for other words since a consent round adopted it: nobody consented to these. Open "
                "another round, or answer “taken up in part”, and say what you kept and why."
            )
        )


def _refuse_edited(proposal: Proposal, words: dict[str, Any]) -> None:
    asked = words_to_start_from(proposal)
    if any(words[name] != asked.get(name) for name in words):
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
    return edit_clause(
        proposal.clause,
        by=by,
        reason=answer,
        words=resulting_words(proposal) | words,
        seen=seen,
        proposals=sources,
    )


def _still_there(clause: Clause | None, section: Section | None) -> Clause | None:
    """The clause to come after, unless it left the text or the section since the proposal was made."""
    return clause if clause and section and not clause.removed and clause.section_id == section.pk else None


def _sources_in(proposal: Proposal, words: dict[str, Any]) -> list[tuple[Proposal, str]]:
    """The open proposals that a merged one was made from, and how much of each its words hold; nothing: left open."""
    if proposal.kind not in WORDED or proposal.clause is None:
        return []
    base = Words(proposal.clause.title, proposal.clause.text)
    result = Words(**({"title": base.title} | resulting_words(proposal) | words))
    found = proposal.sources.open().filter(awaits_confirmation=False, has_open_round=False, awaits_committee=False)
    locked = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    shares = [(source, _share_in(source, base, result)) for source in locked]
    return [(source, share) for source, share in shares if share != NOTHING]


def _share_in(source: Proposal, base: Words, result: Words) -> str:
    """How much of a source is in the words it was merged into.

    In part at most when clauses that it would remove are still there, or when nobody consented to its present words.
    """
    share = share_of(Words(source.proposed_title or base.title, source.proposed_text), base=base, result=result)
    is_more = source.kind == Kind.MERGE and source.merged_clauses.filter(removed=False).exists()
    return PART if share == WHOLE and (is_more or source.comes_in_part_at_most) else share


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
