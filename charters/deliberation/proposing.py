"""Proposing a change, supporting it, withdrawing it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.deliberation.carrying import follow_text
from charters.deliberation.models import Proposal, Support
from charters.deliberation.standing import close_on_clause, locked_proposal, refuse_answered, refuse_in_round
from charters.deliberation.wordings import first_wording
from charters.permissions import PROPOSE, SUPPORT
from charters.text.models import Charter, Clause, Section
from charters.text.revisions import text_at
from feedback.projects.models import Feedback
from feedback.voices.models import Outcome, Thread
from feedback.voices.once import published_once
from feedback.voices.signing import OnBehalf, digest_of, is_mine, sign
from governance.codes import free_code
from governance.people.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import Stale

Kind = Proposal.Kind


@published_once(Proposal)
@transaction.atomic
def propose(
    charter: Charter,
    *,
    by: Member,
    kind: str,
    signature: str,
    title: str,
    motive: str,
    clause: Clause | None = None,
    section: Section | None = None,
    base_revision: int = 0,
    proposed_title: str = "",
    proposed_text: str = "",
    destination_section: Section | None = None,
    destination_after: Clause | None = None,
    supporting_feedback: Iterable[Feedback] = (),
    on_behalf: OnBehalf | None = None,
    reported_supports: int = 0,
    pk: uuid.UUID | None = None,
) -> Proposal:
    """Ask for a change of the text, against the revision of the clause that was read (``base_revision``).

    The text may have moved on meanwhile: the proposal is kept as it was written, then carried over. Raises Refused
    when the clause is gone or the proposal asks for nothing.
    """
    PROPOSE.require(by)
    proposal = Proposal(
        pk=pk or uuid.uuid4(),
        charter=charter,
        kind=kind,
        title=title,
        motive=motive,
        proposed_title=proposed_title,
        proposed_text=proposed_text,
        destination_section=destination_section,
        destination_after=destination_after,
        reported_supports=reported_supports if on_behalf else 0,
    )
    if clause is not None:
        clause = Clause.objects.locked().get(pk=clause.pk, charter=charter)
        _refuse_pointless(proposal, clause, base_revision)
        if proposed_title and proposed_title == _title_at(clause, base_revision):
            proposal.proposed_title = ""  # left as it was: a title that changes meanwhile is not asked to come back
        proposal.clause, proposal.section, proposal.base_revision = clause, clause.section, base_revision
    elif section is not None:
        proposal.section = section
    proposal.code = free_code(Proposal, "P")
    sign(proposal, by=by, signature=signature, on_behalf=on_behalf)
    proposal.thread = Thread.objects.create()
    proposal.save(force_insert=True)
    proposal.supporting_feedback.set(supporting_feedback)
    first_wording(proposal, by=by)
    if clause is not None:
        Clause.objects.filter(pk=clause.pk).update(open_proposal_count=F("open_proposal_count") + 1)
        follow_text(clause)
        proposal.refresh_from_db()
    return proposal


def _title_at(clause: Clause, revision: int) -> str:
    return clause.title if revision == clause.revision else text_at(clause, revision).title  # type: ignore[attr-defined]


def _refuse_pointless(proposal: Proposal, clause: Clause, base_revision: int) -> None:
    if clause.removed:
        raise Refused(_("This clause was removed from the text meanwhile. You can propose a new clause instead."))
    if not 1 <= base_revision <= clause.revision:
        raise Refused(_("This form is about a text that does not exist. Open the clause again, then propose."))
    same_title = proposal.proposed_title in ("", clause.title)
    if proposal.kind == Kind.WORDING and same_title and proposal.proposed_text == clause.text:
        raise Refused(
            _("Your wording is the current text, word for word. Change at least one word, or leave a comment.")
        )


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Member) -> Proposal:
    """Take back one's own proposal, however it was signed; it stays readable, as withdrawn."""
    PROPOSE.require(by)
    proposal = locked_proposal(proposal)
    if not is_mine(proposal, by):
        raise Refused(_("Only its author can withdraw a proposal. You can comment on it instead."))
    refuse_answered(proposal)
    refuse_in_round(proposal)
    # whoever took it back knows that they did
    proposal.outcome, proposal.author_told = Outcome.WITHDRAWN, True
    proposal.awaits_confirmation = False
    if proposal.signature != SignsAs.ANONYMOUS:
        proposal.answered_at = timezone.now()
    proposal.save(update_fields=["outcome", "answered_at", "author_told", "awaits_confirmation"])
    close_on_clause(proposal)
    return proposal


@transaction.atomic
def support(proposal: Proposal, *, by: Member, seen: int) -> Proposal:
    """Support a proposal as it now is: one each, a number and never a list. Supporting twice changes nothing.

    ``seen`` is the substance on screen: words that merely followed the clause are still those that were read. A
    support given before its author changed what is asked for is given again, and counts once. Raises Stale, Refused.
    """
    SUPPORT.require(by)
    proposal = _locked_alone(proposal)
    if is_mine(proposal, by):
        raise Refused(_("You wrote this proposal: it already carries your voice. Others can support it."))
    if proposal.clause_id and Clause.objects.filter(pk=proposal.clause_id, removed=True).exists():
        raise Refused(
            _("The clause was removed from the text: this proposal can no longer come in. A facilitator will say so.")
        )
    if proposal.awaits_confirmation:
        raise Refused(
            _(
                "The clause changed inside the words of this proposal, and its author has not said yet what becomes of "
                "it. You can support it once it is confirmed."
            )
        )
    if proposal.substance != seen:
        raise Stale(
            _(
                "What this proposal asks for changed meanwhile, and your support was not counted. Read its present "
                "words, then support it if they suit you."
            ),
            current=proposal.substance,
        )
    given = Support.objects.filter(proposal=proposal, digest=digest_of(by, proposal.pk))
    if given.exclude(substance=proposal.substance).update(substance=proposal.substance):
        _count(proposal, +1)
    elif not given.exists():
        Support.objects.create(proposal=proposal, digest=digest_of(by, proposal.pk), substance=proposal.substance)
        _count(proposal, +1)
    return proposal


@transaction.atomic
def unsupport(proposal: Proposal, *, by: Member) -> Proposal:
    """Take one's support back, while the proposal is open."""
    SUPPORT.require(by)
    proposal = _locked_alone(proposal)
    given = Support.objects.filter(proposal=proposal, digest=digest_of(by, proposal.pk))
    counted = given.filter(substance=proposal.substance).exists()
    given.delete()
    if counted:
        _count(proposal, -1)
    return proposal


def _locked_alone(proposal: Proposal) -> Proposal:
    """The stored proposal, locked without its clause, which a support does not read; refused once answered."""
    proposal = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    refuse_answered(proposal)
    return proposal


def _count(proposal: Proposal, change: int) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(support_count=F("support_count") + change)


SUPPORTS, SUPPORTED_BEFORE = "now", "before"


def support_of(proposal: Proposal, *, by: Member) -> str:
    """Whether this very person supports the proposal as it now is, or only what it asked for before; else nothing.

    One query, and nobody else can ask it.
    """
    given = Support.objects.filter(proposal=proposal, digest=digest_of(by, proposal.pk))
    substance = given.values_list("substance", flat=True).first()
    if substance is None:
        return ""
    return SUPPORTS if substance == proposal.substance else SUPPORTED_BEFORE


def is_supported(proposal: Proposal, *, by: Member) -> bool:
    """Whether this very person supports the proposal as it now is: one query."""
    return support_of(proposal, by=by) == SUPPORTS
