"""The scale of competences: wording a level or a competence, adding one. Every former wording stays in history.

A version freezes the scale as it was: what is changed here comes with the next one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters.permissions import KEEP_SCALE
from charters.text.models import Competence, Level
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

LEVEL = ("label", "meaning")
COMPETENCE = ("label", "definition", "criterion", "agent_levels", "manager_levels")


@transaction.atomic
def word_level(level: Level, *, by: Member, words: dict[str, Any], reason: str, seen: int) -> Level:
    """Say otherwise what a level is called and what it means. Its rank stays. Raises Stale."""
    KEEP_SCALE.require(by)
    return _word(lock_seen(level, seen=seen), LEVEL, words, by=by, reason=reason)


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
