"""The words of a proposal, each time they are set: as proposed, carried over to a newer text, confirmed, amended."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.deliberation.models import Proposal, ProposalWording
from charters.deliberation.standing import locked_proposal, refuse_answered
from charters.permissions import PROPOSE
from charters.text.merging import carry_over
from charters.text.models import Clause
from charters.text.revisions import text_at, too_long
from feedback.permissions import ENTER_ON_BEHALF
from feedback.voices.signing import is_mine
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale

Kind, Origin = Proposal.Kind, ProposalWording.Origin
# Kinds whose words replace those of a clause.
WORDED = (Kind.WORDING, Kind.MERGE)
FORMER_SHOWN = 10
# All that changes on a proposal that follows its clause.
FOLLOWED = ["proposed_title", "proposed_text", "base_revision", "awaits_confirmation", "wording"]


class Words(NamedTuple):
    """A title and a text; an empty title asks for no other title."""

    title: str
    text: str


def first_wording(proposal: Proposal, *, by: Member) -> ProposalWording:
    """Keep the words of a proposal as they were proposed. Once, when it is saved."""
    wording = wording_now(proposal, Origin.PROPOSED, by=by)
    wording.save(force_insert=True)
    return wording


def wordings_of(proposal: Proposal) -> QuerySet[ProposalWording]:
    """Every wording of a proposal, the last one first."""
    return proposal.wordings.order_by("-number")


class Former(NamedTuple):
    """Words that a proposal no longer has, and those that took their place."""

    wording: ProposalWording
    next: ProposalWording


def former_wordings(proposal: Proposal) -> list[Former]:
    """The last former wordings of a proposal, each with the next one: one query."""
    last = list(wordings_of(proposal)[: FORMER_SHOWN + 1])
    return [Former(wording, following) for following, wording in pairwise(last)]


def may_amend(proposal: Proposal, *, by: Member) -> bool:
    """Whether the page offers to change its words: to whoever speaks for it, while nothing else decides on them."""
    is_free = not (proposal.is_answered or proposal.awaits_confirmation or proposal.has_open_round)
    is_gone = proposal.clause is not None and proposal.clause.removed
    has_words = proposal.kind in (*WORDED, Kind.NEW)
    return is_free and not is_gone and has_words and may_speak_for(proposal, by=by) and not proposal.is_adopted


def may_speak_for(proposal: Proposal, *, by: Member) -> bool:
    """Whether the member decides on its words: its author however signed, or a facilitator for a paper card.

    What was entered for someone else has no author to recognise: a facilitator acts with that author's agreement.
    Words that came from a file are their author's, whom nothing recognises here: nobody changes them.
    """
    if proposal.on_behalf:
        return ENTER_ON_BEHALF.granted_to(by)
    return is_mine(proposal, by)


def suggestion(proposal: Proposal, clause: Clause) -> Words:
    """What the proposal asks for on the present text of its clause, its own words first where both changed.

    One query when the proposal was written on an older text.
    """
    words = Words(proposal.proposed_title, proposal.proposed_text)
    if proposal.base_revision == clause.revision:
        return words
    return on_text(words, base=words_at(clause, proposal.base_revision), now=Words(clause.title, clause.text))


def words_at(clause: Clause, revision: int) -> Words:
    """The title and the text of a clause at a revision. One query."""
    was = text_at(clause, revision)
    return Words(was.title, was.text)  # type: ignore[attr-defined]


def on_text(words: Words, *, base: Words, now: Words) -> Words:
    """What words written on ``base`` ask for on the text that it became; their own first where both changed."""
    title = carry_over(words.title, base=base.title, text=now.title).text if words.title else ""
    text = carry_over(words.text, base=base.text, text=now.text).text.strip()
    return Words("" if title == now.title else title, text)


@transaction.atomic
def confirm(proposal: Proposal, *, by: Member, title: str, text: str, seen: int) -> Proposal:
    """Say what the proposal asks for on the present text, which changed inside its own words.

    ``seen`` is the revision of the clause on screen. With the words that were suggested it is the same proposal, and
    its supports count again; with others, they have to be given again. Raises Stale, Refused.
    """
    proposal, clause = _lock(proposal, by=by)
    _bring_up(proposal, clause, Words(title, text))
    if not proposal.awaits_confirmation:
        raise Refused(_("This proposal is already confirmed on the present text. Nothing more is needed."))
    _refuse_unseen(clause.revision, seen)
    words = _asked(clause, title, text)
    is_same = words == suggestion(proposal, clause)
    _set_words(proposal, words, clause.revision, Origin.CONFIRMED, by=by, is_same=is_same)
    return proposal


@transaction.atomic
def amend(
    proposal: Proposal, *, by: Member, title: str, text: str, reason: str, seen: int, in_round: bool = False
) -> Proposal:
    """Change what one's own proposal asks for, and say why; the former words stay readable.

    ``seen`` is the number of the wording on screen. Supports were given to other words: they have to be given again.
    During a consent round only the round's own page does it (``in_round``); what a round adopted is not amended any
    more, since people consented to these words. Raises Stale, Refused.
    """
    proposal, clause = _lock(proposal, by=by)
    if proposal.has_open_round and not in_round:
        raise Refused(_("A consent round is open on this proposal: amend it on the page of the round."))
    if not in_round and proposal.is_adopted:
        raise Refused(
            _(
                "A consent round adopted these words, and they wait to be taken up as they are. To ask for something "
                "else, make another proposal."
            )
        )
    _refuse_unseen(proposal.wording, seen)
    typed = _bring_up(proposal, clause, Words(title, text))
    if proposal.awaits_confirmation:
        raise Refused(_("The clause changed inside your words: confirm what you ask for on its present text first."))
    if not reason.strip():
        raise Refused(_("Say why you change your proposal: those who support it will read it."))
    words = _asked(clause, *typed)
    if words == Words(proposal.proposed_title, proposal.proposed_text):
        raise Refused(_("These are the present words of your proposal. Change at least one, or leave it as it is."))
    base = proposal.base_revision if proposal.kind == Kind.NEW else clause.revision
    _set_words(proposal, words, base, Origin.AMENDED, by=by, is_same=False, reason=reason)
    return proposal


def follow(proposal: Proposal, clause: Clause, base: Words) -> ProposalWording | None:
    """Carry an open proposal over to the present text of its clause; its row and its clause's are locked.

    ``base`` is the text that the proposal was written on. Untouched, it is written anew on the present text; touched
    inside its own words, it keeps them and waits for its author. A move or a removal has no words: it just follows,
    as all do when neither the title nor the text changed. The caller saves what it changes (``FOLLOWED``), and the new
    wording when one is returned.
    """
    if base == Words(clause.title, clause.text):
        proposal.base_revision = clause.revision
        return None
    if proposal.kind == Kind.REMOVAL and proposal.has_open_round:
        # people consent to losing these very words: other ones are another text, on which they are asked again
        return _reword(proposal, Words("", ""), clause.revision, Origin.CARRIED_OVER)
    if proposal.kind not in WORDED:
        proposal.base_revision = clause.revision
        return None
    text = carry_over(proposal.proposed_text, base=base.text, text=clause.text)
    title, is_touched = proposal.proposed_title, text.is_touched
    if title:
        carried = carry_over(title, base=base.title, text=clause.title)
        title, is_touched = carried.text, is_touched or carried.is_touched
    title = "" if title == clause.title else title
    words = Words(title, text.text.strip())
    # longer than a clause may be, nobody could take it up: its author shortens it
    is_too_long = too_long(Clause, "title", words.title) or too_long(Clause, "text", words.text)
    if is_touched or is_too_long or words == Words("", clause.text):
        proposal.awaits_confirmation = True
        return None
    return _reword(proposal, words, clause.revision, Origin.CARRIED_OVER)


def wording_now(proposal: Proposal, origin: str, reason: str = "", *, by: Member | None = None) -> ProposalWording:
    """The present words of a proposal as the row that keeps them; the caller saves it.

    ``by`` is who set them, which is kept when they are those of a paper card.
    """
    return ProposalWording(
        proposal=proposal,
        number=proposal.wording,
        substance=proposal.substance,
        origin=origin,
        base_revision=proposal.base_revision,
        title=proposal.proposed_title,
        text=proposal.proposed_text,
        reason=reason,
        by=by.pseudonym if by and proposal.on_behalf else None,
        on=proposal.written_on if origin == Origin.PROPOSED else timezone.localdate(),
    )


def _lock(proposal: Proposal, *, by: Member) -> tuple[Proposal, Clause]:
    PROPOSE.require(by)
    proposal = locked_proposal(proposal)
    if not may_speak_for(proposal, by=by):
        raise Refused(_("Only its author changes the words of a proposal. You can comment on it, or make another one."))
    refuse_answered(proposal)
    if proposal.kind not in (*WORDED, Kind.NEW):
        raise Refused(_("This proposal has no words of its own to change. Withdraw it, and make another one."))
    clause = proposal.clause
    if clause is not None and clause.removed:
        raise Refused(
            _("The clause was removed from the text meanwhile. Withdraw your proposal, or propose a new clause.")
        )
    return proposal, clause  # type: ignore[return-value]


def _bring_up(proposal: Proposal, clause: Clause | None, typed: Words) -> Words:
    """Carry over one that was left on an older text, and what its author just typed from the words it had there."""
    is_left = proposal.kind != Kind.NEW and not proposal.awaits_confirmation
    if clause is None or not is_left or proposal.base_revision >= clause.revision:
        return typed
    base = words_at(clause, proposal.base_revision)
    wording = follow(proposal, clause, base)
    proposal.save(update_fields=FOLLOWED)
    if wording:
        wording.save(force_insert=True)
    return on_text(typed, base=base, now=Words(clause.title, clause.text))


def _refuse_unseen(now: int, seen: int) -> None:
    if now != seen:
        raise Stale(
            _(
                "The words changed while you were writing. What you wrote is still below: read the present words, "
                "then send again."
            ),
            current=now,
        )


def _asked(clause: Clause | None, title: str, text: str) -> Words:
    """The words asked for; a title that is the clause's own asks for nothing."""
    words = Words("" if clause is not None and title == clause.title else title, text)
    if clause is not None and words == Words("", clause.text):
        raise Refused(
            _(
                "This is the present text of the clause, word for word. Change at least one word, or withdraw your "
                "proposal."
            )
        )
    return words


def _set_words(
    proposal: Proposal, words: Words, base_revision: int, origin: str, *, by: Member, is_same: bool, reason: str = ""
) -> None:
    if not is_same:
        proposal.substance += 1
        proposal.support_count = 0
    wording = _reword(proposal, words, base_revision, origin, reason, by=by)
    proposal.save(update_fields=[*FOLLOWED, "substance", "support_count"])
    wording.save(force_insert=True)


def _reword(
    proposal: Proposal, words: Words, base_revision: int, origin: str, reason: str = "", *, by: Member | None = None
) -> ProposalWording:
    """Give a proposal its next words; the caller saves it, and the row that keeps them."""
    proposal.proposed_title, proposal.proposed_text = words
    proposal.base_revision = base_revision
    proposal.awaits_confirmation = False
    proposal.wording += 1
    return wording_now(proposal, origin, reason, by=by)
