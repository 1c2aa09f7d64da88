"""What becomes of an objection: examined, then integrated, withdrawn by its author, judged not valid, or escalated.

It ends once. What makes it valid: it says a harm explicitly; it is about the text, not about a person; it rests on
facts; and the harm could not simply be tried and put right at the review.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.consent.models import ConsentRound, Examination, Position
from charters.consent.steps import lock_open, lock_round
from charters.deliberation.models import ProposalWording
from charters.permissions import ANIMATE_ROUNDS, TAKE_POSITION
from feedback.voices.models import Outcome
from feedback.voices.signing import is_mine
from governance.committees.models import Committee
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale

Kind, End = Position.Kind, Position.End
Origin = ProposalWording.Origin

# The ends that a facilitator sets; the other is its author's.
BY_FACILITATORS = (End.INTEGRATED, End.NOT_VALID, End.ESCALATED)
ANSWERS = (Outcome.TAKEN_UP, Outcome.IN_PART, Outcome.NOT_TAKEN_UP)


@transaction.atomic
def examine(objection: Position, *, by: Member, examination: str, seen: int = 0) -> Position:
    """Write what the examination showed; it can be completed until the objection ends, and nothing of it is lost.

    ``seen`` is how many examinations of this objection were on screen. Raises Stale when another came meanwhile,
    Refused.
    """
    ANIMATE_ROUNDS.require(by)
    objection, _round = _lock_living(objection)
    _refuse_unread(objection, seen)
    _refuse_unheard(examination)
    return _note(objection, examination, by=by)


@transaction.atomic
def end_objection(
    objection: Position,
    *,
    by: Member,
    end: str,
    reason: str,
    examination: str = "",
    committee: Committee | None = None,
    seen: int = 0,
) -> Position:
    """End an examined objection: integrated into the text, judged not valid, or taken to a named committee.

    ``seen`` is how many examinations of it were on screen; ``examination`` completes them, unless it says nothing new.
    Raises Stale when another came meanwhile. Raises Refused: it ended already, it was not examined, no reason was
    given, the text was not amended since it was made (integrated), no committee is named (escalated).
    """
    ANIMATE_ROUNDS.require(by)
    if end not in BY_FACILITATORS:
        raise TypeError(f"{end} is not an end that a facilitator gives.")
    objection, round = _lock_living(objection)
    _refuse_unread(objection, seen)
    _refuse_unheard(examination or objection.examination)
    _note(objection, examination, by=by)
    if not reason.strip():
        raise Refused(_("Say why the objection ends so: everyone will read it."))
    if end == End.INTEGRATED and not _amended_since(objection, round):
        raise Refused(
            _(
                "The text was not amended since this objection was made: nothing of it can be in the text. "
                "Its author amends the text first, or the objection ends otherwise."
            )
        )
    if end == End.ESCALATED and committee is None:
        raise Refused(_("Name the committee to which the objection is taken."))
    return _end(objection, end, reason, by=by, committee=committee if end == End.ESCALATED else None)


@transaction.atomic
def withdraw_objection(objection: Position, *, by: Member) -> Position:
    """Take back one's own objection; nobody else can."""
    TAKE_POSITION.require(by)
    if not is_mine(objection, by):
        raise Refused(_("Only its author can withdraw an objection. A facilitator can examine it with them."))
    objection, _round = _lock_living(objection)
    return _end(objection, End.WITHDRAWN, "", by=None)


@transaction.atomic
def record_committee_answer(objection: Position, *, by: Member, outcome: str, answer: str) -> Position:
    """Publish what the committee answered to an objection that was taken to it: its one answer."""
    ANIMATE_ROUNDS.require(by)
    if outcome not in ANSWERS:
        raise TypeError(f"{outcome} is not an answer to an objection.")
    round = lock_round(objection.round)
    objection = Position.objects.select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
    if objection.end != End.ESCALATED:
        raise Refused(_("This objection was not taken to a committee: it has no answer of theirs."))
    if objection.is_answered:
        raise Refused(_("The committee's answer was recorded meanwhile: it is on the page of the round."))
    if not answer.strip():
        raise Refused(_("Say why: everyone will read it, and first of all its author."))
    objection.outcome, objection.answer = outcome, answer
    objection.answered_by, objection.answered_at = by, timezone.now()
    objection.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    last = round.proposal.rounds.order_by("-opened_at")[0]  # an answer that came late to a former one frees nothing
    if round.proposal.awaits_committee and not awaits_committee(last):
        round.proposal.awaits_committee = False
        round.proposal.save(update_fields=["awaits_committee"])
    return objection


def awaits_committee(round: ConsentRound) -> bool:
    """Whether an objection of the round was taken to a committee that has not answered it: one query."""
    return Position.objects.filter(round=round, is_current=True, end=End.ESCALATED, outcome="").exists()


def _lock_living(objection: Position) -> tuple[Position, ConsentRound]:
    """The stored objection and its open round, locked; refused when it has ended."""
    round = lock_open(objection.round)
    objection = Position.objects.select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
    if objection.kind != Kind.OBJECTION:
        raise Refused(_("This position is no objection: there is nothing to examine."))
    if objection.end:
        raise Refused(
            _("This objection ended meanwhile: “%(end)s”. The reason is on the page of the round.")
            % {"end": objection.get_end_display()}
        )
    return objection, round


def _refuse_unread(objection: Position, seen: int) -> None:
    """Nobody completes, nor ends, what someone else has just examined without having read it."""
    written = objection.examinations.count()
    if written != seen:
        raise Stale(
            _(
                "This objection was examined meanwhile. Nothing you wrote is lost: read what was found, then send "
                "again if it is still right."
            ),
            current=written,
        )


def _refuse_unheard(examination: str) -> None:
    if not examination.strip():
        raise Refused(_("Write first what the examination showed, with the person if you can: nothing ends unheard."))


def _note(objection: Position, words: str, *, by: Member) -> Position:
    """Add an examination to those of a locked objection, unless it was written already."""
    written = list(objection.examinations.values_list("words", flat=True))
    if words.strip() and words not in written:
        Examination.objects.create(objection=objection, number=len(written) + 1, words=words, by=by.pseudonym)
        objection.examination = words
        objection.save(update_fields=["examination"])
    return objection


def _amended_since(objection: Position, round: ConsentRound) -> bool:
    return ProposalWording.objects.filter(
        proposal=round.proposal_id, number__gt=objection.wording, origin__in=[Origin.AMENDED, Origin.CONFIRMED]
    ).exists()


def _end(
    objection: Position, end: str, reason: str, *, by: Member | None, committee: Committee | None = None
) -> Position:
    objection.ended_by = by.pseudonym if by else None
    objection.end, objection.end_reason, objection.ended_on = end, reason, timezone.localdate()
    objection.committee = committee
    objection.save(update_fields=["end", "end_reason", "ended_on", "ended_by", "committee"])
    return objection
