"""What becomes of a statement: a committee's task, a draft of experience. Proposals are made on the floor above.

Each keeps the way back: the statement says what it became, and what it became leads to the sentence.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.permissions import RUN_WORKSHOPS
from feedback.projects.models import Feedback
from feedback.projects.telling import Story, tell
from feedback.workshops.models import Statement
from governance.committees.meetings import CommitteeTask
from governance.committees.models import Committee
from governance.committees.tasks import give_task
from governance.people.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


@transaction.atomic
def hand_to_committee(
    statement: Statement,
    *,
    by: Member,
    seen: int,
    committee: Committee,
    text: str,
    owner_function: str = "",
    due_on: datetime.date | None = None,
) -> CommitteeTask:
    """Ask a committee to take a statement on: one task for a statement. Raises Refused when it has one."""
    stored = locked_to_turn(statement, by=by, seen=seen)
    if stored.task_id:
        raise Refused(
            _("A committee was already asked to take this statement on. Open its task; set another one on its page.")
        )
    stored.task = give_task(committee, by=by, text=text, owner_function=owner_function, due_on=due_on)
    save_signed(stored, by=by, reason=_("Handed to a committee"), fields=["task"])
    return stored.task


@transaction.atomic
def begin_entry(statement: Statement, *, by: Member, seen: int, project: str, context: str) -> Feedback:
    """Begin an entry of experience from a statement: a draft of whoever turns it, who then completes it."""
    stored = locked_to_turn(statement, by=by, seen=seen)
    if stored.entry_id:
        raise Refused(
            _("An entry of experience was already begun from this statement. Open it, or tell another project.")
        )
    # a draft has an author, who completes it: one that signs anonymously is signed by function until then
    signature = SignsAs.FUNCTION if by.signs_as == SignsAs.ANONYMOUS else by.signs_as
    stored.entry = tell(Story(project, context=context), by=by, signature=signature, publish=False)
    save_signed(stored, by=by, reason=_("Entry of experience begun"), fields=["entry"])
    return stored.entry


def locked_to_turn(statement: Statement, *, by: Member, seen: int) -> Statement:
    """The stored statement, locked, when something may be made of it. Raises PermissionDenied, Stale, Refused."""
    RUN_WORKSHOPS.require(by)
    stored = lock_seen(statement, seen=seen)
    if stored.set_aside:
        raise Refused(_("This statement is set aside: put it back among the others before you make something of it."))
    return stored
