"""The rollout plan, kept by facilitators: actions are added, revised, moved on, and closed with what shows it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.commitments.committing import refuse_if
from charters.commitments.models import RolloutAction
from charters.commitments.plausible import unlikely_day
from charters.permissions import KEEP_ROLLOUT
from charters.text.models import Charter
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

State = RolloutAction.State
WORDS = ("step", "actions", "owner_function", "department", "period_start", "due_on", "audience")
DAYS = ("period_start", "due_on")


@transaction.atomic
def add_action(charter: Charter, *, by: Member, words: dict[str, Any]) -> RolloutAction:
    """Write an action at the end of the plan: who does what, and by which day. Raises PermissionDenied, Refused."""
    KEEP_ROLLOUT.require(by)
    refuse_if(*(unlikely_day(words.get(name)) for name in DAYS))
    charter = Charter.objects.locked().get(pk=charter.pk)
    last = charter.rollout.aggregate(last=Max("position"))["last"] or 0
    action = RolloutAction(charter=charter, position=last + 1, **words)
    _set_last_month(action)
    return save_signed(action, by=by, reason=_("Added to the plan"))


@transaction.atomic
def revise_action(action: RolloutAction, *, by: Member, words: dict[str, Any], reason: str, seen: int) -> RolloutAction:
    """Change what is planned, and say why: a day that is put off stays in history. Raises Stale, Refused."""
    KEEP_ROLLOUT.require(by)
    stored = lock_seen(action, seen=seen)
    if not reason.strip():
        raise Refused(_("Say why the plan changes: its history shows it to everyone."))
    changed = [name for name in WORDS if name in words and getattr(stored, name) != words[name]]
    refuse_if(*(unlikely_day(words[name]) for name in changed if name in DAYS))
    for name in changed:
        setattr(stored, name, words[name])
    if not changed:
        return stored
    _set_last_month(stored)
    return save_signed(stored, by=by, reason=reason, fields=[*changed, "period_end"])


@transaction.atomic
def move_action(
    action: RolloutAction,
    *,
    by: Member,
    seen: int,
    state: str,
    done_on: datetime.date | None = None,
    proof: str = "",
    proof_address: str = "",
    reason: str = "",
) -> RolloutAction:
    """Say where an action stands. Done, it has a day and something that shows it; given up or opened again, a reason.

    What showed it stays when a closed action is opened again. Raises PermissionDenied, Stale, Refused.
    """
    KEEP_ROLLOUT.require(by)
    stored = lock_seen(action, seen=seen)
    if state == State.DONE:
        if done_on is None or done_on > timezone.localdate():
            raise Refused(_("Give the day on which the action was done: it has come already."))
        refuse_if(unlikely_day(done_on, known=stored.done_on))
        if not (proof.strip() or proof_address):
            raise Refused(_("Say what shows that it is done, in words or by an address: everyone can then see it."))
    if state == State.GIVEN_UP and not reason.strip():
        raise Refused(_("Say why the action is given up: everyone will read it."))
    if not stored.is_open and state in RolloutAction.OPEN and not reason.strip():
        raise Refused(_("This action is closed. Say why it is opened again: everyone will read it."))
    said: dict[str, Any] = {
        "state": State(state),
        "done_on": done_on if state == State.DONE else None,
        "proof": proof,
        "proof_address": proof_address,
        "given_up_because": reason if state == State.GIVEN_UP else "",
    }
    if not reason.strip() and all(getattr(stored, name) == value for name, value in said.items()):
        raise Refused(_("Nothing changed: the action stands there already. Choose another state, or say what is new."))
    for name, value in said.items():
        setattr(stored, name, value)
    return save_signed(stored, by=by, reason=reason.strip() or str(said["state"].label), fields=sorted(said))


def _set_last_month(action: RolloutAction) -> None:
    """The last month follows the day on which the action is due."""
    if action.due_on is None:
        return
    month = action.due_on.replace(day=1)
    if month < action.period_start:
        raise Refused(_("The action is due before it starts: change one of the two."))
    action.period_end = None if month == action.period_start else month
