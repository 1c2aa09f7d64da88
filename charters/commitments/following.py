"""What became of a promise, as the department tells it: kept, not kept yet, not kept, and why."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from charters.commitments.asking import is_on_text_in_force, words_on
from charters.commitments.committing import refuse_if, require_head
from charters.commitments.models import CommitmentFollowUp
from charters.commitments.plausible import unlikely_hours
from charters.text.models import Charter
from governance.people.models import Department, Member, Role
from governance.refusals import Refused
from governance.signing import Stale


@transaction.atomic
def follow_up(
    department: Department,
    *,
    charter: Charter,
    by: Member,
    label: str,
    code: str,
    seen: int,
    seen_word: int,
    state: str,
    reason: str,
    hours: Decimal | None = None,
    period: str = "",
) -> CommitmentFollowUp:
    """Tell where the promise on clause ``code`` stands; ``seen`` is how many times it was told already.

    ``seen_word`` is the sequence of the word that was read, since a promise is completed by another word. Only the head
    of the department tells it, while the text that was signed is in force: its number is then its own for ever, and so
    is what is told. Raises PermissionDenied, Stale, Refused.
    """
    require_head(department, by=by)
    charter = Charter.objects.locked().get(pk=charter.pk)
    word = words_on(charter, department, label).first()
    if word is None or not word.is_signed or code not in word.clause_codes:
        raise Refused(_("Your department signed no promise on this clause: open its page to see what it promised."))
    if not is_on_text_in_force(word, charter):
        raise Refused(
            _(
                "This promise was signed on a text that is not in force: it awaits its decision, was taken back, or "
                "another one replaced it. Tell what became of promises on the version in force, and promise again "
                "there what still holds."
            )
        )
    if not reason.strip():
        raise Refused(_("Say what shows that the promise is kept, or what prevents it: everyone will read it."))
    refuse_if(unlikely_hours(hours, period))
    if word.sequence != seen_word:
        raise Stale(
            _(
                "The promises of your department were completed while you were writing. Nothing you wrote is lost: "
                "read this promise again, then send again."
            ),
            current=seen,
        )
    told = CommitmentFollowUp.objects.filter(
        charter=charter, department=department, version_label=label, clause_code=code
    ).count()
    if told != seen:
        raise Stale(
            _(
                "Someone told where this promise stands while you were writing. Nothing you wrote is lost: "
                "read what was told below, then send again."
            ),
            current=told,
        )
    told_now = CommitmentFollowUp(
        charter=charter,
        department=department,
        version_label=label,
        clause_code=code,
        number=told + 1,
        state=state,
        reason=reason,
        hours_freed=hours,
        hours_period=period if hours is not None else "",
        by=by.pseudonym,
        by_function=by.function or str(Role.DEPARTMENT_HEAD.label),
    )
    told_now.save(force_insert=True)
    return told_now
