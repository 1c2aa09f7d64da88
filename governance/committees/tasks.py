"""Tasks: what a committee is asked to do, and what came of it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.committees.days import refuse_unlikely
from governance.committees.meetings import CommitteeTask
from governance.committees.models import Committee
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

State = CommitteeTask.State


@transaction.atomic
def ask_committee(
    committee: Committee, *, by: Member, text: str, owner_function: str = "", due_on: datetime.date | None = None
) -> CommitteeTask:
    """Ask something of a committee; everyone reads it on its page. Raises PermissionDenied, Refused.

    A form that is sent twice asks once: while a task is open, asking for the same thing, of the same function, by the
    same day, returns it. The row of the committee is the lock: the second sender waits for the first.
    """
    MANAGE_COMMITTEES.require(by)
    Committee.objects.locked().get(pk=committee.pk)
    same = committee.tasks.filter(text=text, owner_function=owner_function, due_on=due_on, state=State.OPEN)
    if twin := same.order_by("pk").first():
        return twin
    return give_task(committee, by=by, text=text, owner_function=owner_function, due_on=due_on)


@transaction.atomic
def give_task(
    committee: Committee, *, by: Member, text: str, owner_function: str = "", due_on: datetime.date | None = None
) -> CommitteeTask:
    """Give a task that leads back to something, and is another one though its words be those of an open task.

    Whoever calls makes sure that it is given once. Raises PermissionDenied, Refused.
    """
    MANAGE_COMMITTEES.require(by)
    refuse_unlikely(due_on)
    task = CommitteeTask(committee=committee, text=text, owner_function=owner_function, due_on=due_on)
    return save_signed(task, by=by, reason=_("Task given"))


@transaction.atomic
def end_task(task: CommitteeTask, *, by: Member, seen: int, state: str, came_of_it: str) -> CommitteeTask:
    """Say that a task is done, or given up, and what came of it. Raises PermissionDenied, Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    stored = lock_seen(task, seen=seen)
    if stored.state != State.OPEN:
        raise Refused(_("This task has ended already. Give the committee another one if there is more to do."))
    if state == State.OPEN or not came_of_it.strip():
        raise Refused(_("Say whether the task is done or given up, and what came of it."))
    stored.state, stored.came_of_it, stored.ended_on = state, came_of_it, timezone.localdate()
    return save_signed(stored, by=by, reason=str(State(state).label), fields=["state", "came_of_it", "ended_on"])
