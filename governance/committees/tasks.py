"""Tasks: what a committee is asked to do, and what came of it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.committees.meetings import CommitteeTask
from governance.committees.models import Committee
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES
from governance.signing import save_signed


@transaction.atomic
def ask_committee(
    committee: Committee, *, by: Member, text: str, owner_function: str = "", due_on: datetime.date | None = None
) -> CommitteeTask:
    """Ask something of a committee; everyone reads it on its page. Raises PermissionDenied."""
    MANAGE_COMMITTEES.require(by)
    task = CommitteeTask(committee=committee, text=text, owner_function=owner_function, due_on=due_on)
    return save_signed(task, by=by, reason=_("Task given"))
