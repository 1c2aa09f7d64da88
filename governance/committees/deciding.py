"""The register of decisions: an entry is written once; a correction follows it, with its reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.codes import next_code
from governance.committees.days import refuse_unlikely
from governance.committees.models import Committee, Decision
from governance.people.models import Member
from governance.permissions import RECORD_DECISIONS
from governance.refusals import Refused
from governance.signing import Stale

WORDS = ("date", "type", "subject", "text", "reason", "owner_function", "review_on", "visibility")


@transaction.atomic
def record(committee: Committee, *, by: Member, **said: Any) -> Decision:
    """Write what a committee decided. Its code is the next one of the year of the decision. Raises Refused.

    A form that is sent twice writes one entry: the one that says all of this already is returned, while it stands
    so. The row of the committee is the lock: the second sender waits for the first, then reads what it wrote.
    """
    RECORD_DECISIONS.require(by)
    decision = Decision(committee=committee, recorded_by=by.pseudonym, **_known(said))
    _refuse_impossible(decision)
    Committee.objects.locked().get(pk=committee.pk)
    if twin := _twin(decision):
        return twin
    decision.code = next_code(Decision, f"DEC-{decision.date.year}")
    decision.save(force_insert=True)
    return decision


@transaction.atomic
def correct(decision: Decision, *, by: Member, seen: int, because: str, **said: Any) -> Decision:
    """Follow an entry with its correction: all its words again, and why. ``seen`` is the last correction on screen.

    The row of the committee is the lock: two corrections of one entry wait for each other. Raises Stale, Refused.
    """
    RECORD_DECISIONS.require(by)
    Committee.objects.locked().get(pk=decision.committee_id)
    last = Decision.objects.filter(code=decision.code).order_by("-correction").first()
    if last is None or not Decision.objects.filter(pk=last.pk).readable_by(by).exists():
        raise Refused(_("This entry is not open to you any more. Ask whoever corrected it last."))
    if last.correction != seen:
        raise Stale(
            _(
                "Someone else corrected this entry while you were writing. Nothing you wrote is lost: "
                "read the current words, then send again."
            ),
            current=last.correction,
        )
    said = _known(said)
    if all(getattr(last, name) == said.get(name, getattr(last, name)) for name in WORDS):
        raise Refused(_("Nothing changed: what you sent is what the register says already."))
    correction = Decision(
        code=last.code,
        correction=last.correction + 1,
        correction_reason=because,
        committee_id=last.committee_id,
        recorded_by=by.pseudonym,
        **{name: getattr(last, name) for name in WORDS} | said,
    )
    _refuse_impossible(correction)
    correction.save(force_insert=True)
    return correction


def _twin(decision: Decision) -> Decision | None:
    """The entry of this committee whose words, as they stand now, are those of this one to the letter."""
    words = {name: getattr(decision, name) for name in WORDS}
    return Decision.objects.current().filter(committee=decision.committee, **words).order_by("pk").first()


def _known(said: dict[str, Any]) -> dict[str, Any]:
    if unknown := said.keys() - set(WORDS):
        raise TypeError(f"{sorted(unknown)} is not said of a decision.")
    return said


def _refuse_impossible(decision: Decision) -> None:
    refuse_unlikely(decision.date, decision.review_on)
    if decision.date > timezone.localdate():
        raise Refused(_("This day is still to come: record a decision once it is taken."))
    if decision.review_on and decision.review_on <= decision.date:
        raise Refused(_("The review comes after the decision. Correct one of the two days."))
