"""The scale of competences: wording a level or a competence, adding one. Every former wording stays in history.

A version freezes the scale as it was: what is changed here comes with the next one.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from charters.permissions import KEEP_SCALE
from charters.text.models import Competence, Level
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale, lock_seen, save_signed

RANKS = (1, 2, 3, 4)
LEVEL = ("label", "meaning")
COMPETENCE = ("label", "definition", "criterion", "agent_levels", "manager_levels")


def level_at(rank: int) -> Level | None:
    """The level of a rank, to be worded for the first time when nobody did; nothing when there is no such rank."""
    return Level.objects.filter(rank=rank).first() or (Level(rank=rank) if rank in RANKS else None)


@transaction.atomic
def word_level(level: Level, *, by: Member, words: dict[str, Any], reason: str, seen: int) -> Level:
    """Say what a level is called and what it means, the first time or otherwise. Its rank stays. Raises Stale."""
    KEEP_SCALE.require(by)
    if level.pk:
        return _word(lock_seen(level, seen=seen), LEVEL, words, by=by, reason=reason)
    with connection.cursor() as cursor:  # nobody else words the same one meanwhile: there is no row to lock yet
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{Level._meta.label} {level.rank}"])
    if there := Level.objects.filter(rank=level.rank).first():
        raise Stale(
            _(
                "Someone else changed this while you were writing. Nothing you wrote is lost: "
                "read the current state, then send again."
            ),
            current=there.row_version,
        )
    first = Level(rank=level.rank, **{name: words[name] for name in LEVEL})
    return save_signed(first, by=by, reason=reason)


@transaction.atomic
def word_competence(competence: Competence, *, by: Member, words: dict[str, Any], reason: str, seen: int) -> Competence:
    """Say otherwise what a competence is, or one of its steps. Its code stays: clauses refer to it. Raises Stale."""
    KEEP_SCALE.require(by)
    return _word(lock_seen(competence, seen=seen), COMPETENCE, words, by=by, reason=reason)


@transaction.atomic
def add_competence(*, by: Member, code: str, words: dict[str, Any]) -> Competence:
    """Add a competence after the last one. Raises Refused when its code is taken."""
    KEEP_SCALE.require(by)
    if Competence.objects.filter(code=code).exists():
        raise Refused(_("The code %(code)s is already that of a competence: choose another one.") % {"code": code})
    last = Competence.objects.order_by("-position").values_list("position", flat=True).first() or 0
    competence = Competence(code=code, position=last + 1, **{name: words[name] for name in COMPETENCE})
    return save_signed(competence, by=by, reason=_("Competence added"))


def _word(row: Any, allowed: tuple[str, ...], words: dict[str, Any], *, by: Member, reason: str) -> Any:
    changed = [name for name in allowed if name in words and getattr(row, name) != words[name]]
    for name in changed:
        setattr(row, name, words[name])
    return save_signed(row, by=by, reason=reason, fields=changed) if changed else row
