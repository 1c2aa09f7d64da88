"""Messages about a version: whoever acts next is written to, and management keeps the anchor outside the database.

Nothing here speaks of a contribution, nor of who wrote one. Messages are written in the transaction of what they tell,
and the worker sends them; without a mail server nobody is written to.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from charters.versions.acts import State
from charters.versions.clock import Turn, turn_of
from charters.versions.models import Version, VersionStep
from charters.versions.reading import missing_opinions, name_of, undecided_versions, with_steps
from governance.mail import outbox
from governance.people.models import Member, Role
from governance.seals import anchor, seal_now

Kind = VersionStep.Kind
TEMPLATES = "charters/versions/mail"
# Who is written to of each kind of step; a validation is also told to those who commit their department.
TOLD = {
    Kind.SUBMITTED: (Role.EXECUTIVE,),
    Kind.VALIDATED: (Role.EXECUTIVE, Role.FACILITATOR, Role.DEPARTMENT_HEAD),
    Kind.RETURNED: (Role.FACILITATOR,),
    Kind.POSTPONED: (Role.FACILITATOR,),
    Kind.WITHDRAWN: (Role.EXECUTIVE,),
}
REMINDED_EVERY = datetime.timedelta(days=14)  # of silence


def tell_of_step(step: VersionStep) -> int:
    """Write to those whom a step concerns; how many were. What the transaction wrote is sealed first, so that the
    anchor in the message covers it.
    """
    roles = TOLD.get(Kind(step.kind), ())
    if not settings.EMAIL_HOST or not roles:
        return 0
    seal_now()
    version = with_steps().get(pk=step.version_id)
    context = {
        "step": step,
        "version": version,
        "missing": missing_opinions(version),
        "address": _address(version, step),
        "anchor": anchor(),
    }
    return _write(f"version-step:{step.pk}", step.kind, roles, context)


def tell_heard(version: Version) -> int:
    """Write to management once the last opinion that a version needs is recorded: it is their turn."""
    if not settings.EMAIL_HOST:
        return 0
    context = {"version": version, "name": name_of(version), "address": _address(version)}
    return _write(f"version-heard:{version.pk}", "heard", (Role.EXECUTIVE,), context)


def remind_management(today: datetime.date | None = None) -> int:
    """Write to management about a version that awaits its answer: once its day has passed, then every two weeks."""
    today = today or timezone.localdate()
    written = 0
    for version in undecided_versions():
        turn = turn_of(version, today)
        if turn is None or not (due := _last_due(turn)):
            continue
        context = {"version": version, "turn": turn, "name": name_of(version), "address": _address(version)}
        roles = (Role.EXECUTIVE,) if turn.state is State.AWAITING else (Role.FACILITATOR, Role.HR)
        written += _write(f"version-silence:{version.pk}:{due}", "silence", roles, context)
    return written


def _last_due(turn: Turn) -> datetime.date | None:
    """The last day, today included, on which silence was to be told: two weeks count from the first of them."""
    first = turn.since + REMINDED_EVERY
    if announced := turn.postponed_until or turn.expected_on:
        first = max(turn.since, min(first, announced + datetime.timedelta(days=1)))
    if turn.today < first:
        return None
    return turn.today - (turn.today - first) % REMINDED_EVERY


def _write(key: str, template: str, roles: Iterable[str], context: dict[str, Any]) -> int:
    message = outbox.compose(f"{TEMPLATES}/{template}", context)
    holders = Member.objects.filter(grants__role__in=roles, grants__ended_at=None, is_active=True).distinct()
    return sum(outbox.write(key=f"{key}:{member.pseudonym}", member=member, **message._asdict()) for member in holders)


def _address(version: Version, step: VersionStep | None = None) -> str:
    if step and step.number:
        return outbox.address_of(reverse("version", args=[version.charter.slug, step.number]))
    return outbox.address_of(version.get_absolute_url())
