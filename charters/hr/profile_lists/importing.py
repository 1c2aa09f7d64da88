"""Importing a list: all its lines or none, exactly as the dry run showed them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from charters.hr import keeping
from charters.hr.models import JobProfile
from charters.hr.profile_lists.lists import ListRead
from charters.hr.profile_lists.planning import Act, Plan, Planned, plan
from charters.permissions import KEEP_JOB_PROFILES
from governance.people.models import Member
from governance.signing import Stale


class Changed(Stale):
    """Importing would not do any more what was shown; nothing was written. ``plan`` is what it would do now."""

    def __init__(self, sentence: str, *, plan: Plan) -> None:
        super().__init__(sentence, current=plan.digest)
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Imported:
    """How many job descriptions an import created, changed, and left as they were."""

    created: int
    revised: int
    unchanged: int


@transaction.atomic
def import_list(read: ListRead, *, by: Member, seen_digest: str) -> Imported:
    """Write every line of a list through the rules that write one job description, in one transaction.

    ``seen_digest`` is that of the plan that was shown. It is made again once nobody else can write: raises Changed
    when anything differs, be it a job description that someone revised meanwhile or a department that closed.
    """
    KEEP_JOB_PROFILES.require(by)
    _let_nobody_else_write()
    now = plan(read.rows)
    if read.problems or now.problems or now.digest != seen_digest:
        raise Changed(
            _(
                "Something changed since this list was examined, and nothing was recorded. "
                "Read what importing would do now, then confirm again."
            ),
            plan=now,
        )
    for row in now.rows:
        _write(row, read.name, by=by)
    return Imported(len(now.of(Act.CREATE)), len(now.of(Act.REVISE)), len(now.of(Act.NOTHING)))


def _let_nobody_else_write() -> None:
    """Everyone still reads job descriptions; whoever writes one waits for the end of the import.

    Locking the rows would not do: two imports, or someone at the same moment, could create the same post twice. The
    lock is taken before any other, so that nobody who holds a row waits for it in vain.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{JobProfile._meta.db_table}" IN EXCLUSIVE MODE')


def _write(row: Planned, name: str, *, by: Member) -> None:
    reason = _("Import of the list “%(name)s”, line %(line)s") % {"name": name, "line": row.line}
    if row.profile is None:
        keeping.create_profile(by=by, words=row.words, reason=reason)
    elif row.words:
        keeping.revise_profile(row.profile, by=by, words=row.words, seen=row.profile.row_version, reason=reason)
