"""Meetings: announced with an agenda, changed, cancelled with a reason, told in minutes; and what they hand over."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.committees.days import refuse_unlikely
from governance.committees.meetings import Meeting, Sharing
from governance.committees.models import Committee, Decision, InformationItem
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES, reads_what_is_for_managers
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

ANNOUNCED = ("held_on", "place", "agenda")


@transaction.atomic
def announce(
    committee: Committee, *, by: Member, held_on: datetime.date, place: str = "", agenda: list[str] | None = None
) -> Meeting:
    """Announce a meeting, or record one that was held. Its number is the next of its committee.

    A form that is sent twice announces one meeting: the one of that day, there, with this very agenda is returned,
    unless it was cancelled. The row of the committee is the lock: the second sender waits for the first.
    """
    MANAGE_COMMITTEES.require(by)
    refuse_unlikely(held_on)
    Committee.objects.locked().get(pk=committee.pk)
    same = committee.meetings.filter(held_on=held_on, place=place, agenda=agenda or [], cancelled=False)
    if twin := same.order_by("number").first():
        return twin
    last = Meeting.objects.filter(committee=committee).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting(committee=committee, number=last + 1, held_on=held_on, place=place, agenda=agenda or [])
    return save_signed(meeting, by=by, reason=_("Meeting announced"))


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: Member, seen: int, reason: str, **said: Any) -> Meeting:
    """Change the day, the place or the agenda, and say why. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    stored = _standing(meeting, seen=seen)
    refuse_unlikely(said.get("held_on"))
    changed = [name for name in ANNOUNCED if name in said and getattr(stored, name) != said[name]]
    if not changed:
        raise Refused(_("Nothing changed: what you sent is what is announced already."))
    for name in changed:
        setattr(stored, name, said[name])
    if stored.minutes_on and stored.held_on > stored.minutes_on:
        raise Refused(_("The minutes of this meeting are published already: it was held before that. Correct the day."))
    return save_signed(stored, by=by, reason=reason, fields=changed)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Member, seen: int, reason: str) -> Meeting:
    """Say that a meeting does not take place, and why. It stays in the list. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    stored = _standing(meeting, seen=seen)
    if not reason.strip():
        raise Refused(_("Nobody knows why this meeting would not take place. Say why, in a few words."))
    if stored.minutes:
        raise Refused(_("The minutes of this meeting are published: it was held, and cannot be cancelled."))
    if stored.sharings.exists():
        raise Refused(_("Something was shared for this meeting: it was held, and cannot be cancelled."))
    stored.cancelled, stored.cancelled_because = True, reason
    return save_signed(stored, by=by, reason=reason, fields=["cancelled", "cancelled_because"])


@transaction.atomic
def publish_minutes(
    meeting: Meeting,
    *,
    by: Member,
    seen: int,
    minutes: str,
    visibility: str = Decision.Visibility.EVERYONE,
    reason: str = "",
) -> Meeting:
    """Publish the minutes, or correct them with a reason: the first day of publication stays. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    stored = _standing(meeting, seen=seen)
    refuse_unreadable(stored, by=by)
    if stored.held_on > timezone.localdate():
        raise Refused(_("This meeting is still to come: its minutes follow it."))
    if not minutes.strip():
        raise Refused(_("There is nothing in these minutes. Write at least what was decided."))
    if stored.minutes and not reason.strip():
        raise Refused(_("The minutes are published already. Say why they change: the reason stays in their history."))
    first_day = stored.minutes_on or timezone.localdate()
    stored.minutes, stored.minutes_on, stored.visibility = minutes, first_day, visibility
    why = reason.strip() or _("Minutes published")
    return save_signed(stored, by=by, reason=why, fields=["minutes", "minutes_on", "visibility"])


@transaction.atomic
def share(
    information: InformationItem, meeting: Meeting, *, by: Member, shared_on: datetime.date, place: str = ""
) -> Sharing:
    """Record that a piece of decisive information was shared for a meeting, that day, there. Raises Refused."""
    MANAGE_COMMITTEES.require(by)
    stored: Meeting = Meeting.objects.locked().get(pk=meeting.pk)
    if information.committee_id != stored.committee_id or information.withdrawn:
        raise Refused(_("This committee does not share that any more. Choose something it shares."))
    if stored.cancelled:
        raise Refused(_("This meeting is cancelled: nothing is changed in it any more."))
    refuse_unlikely(shared_on)
    if shared_on > timezone.localdate():
        raise Refused(_("This day is still to come: record what was shared once it is."))
    if Sharing.objects.filter(information=information, meeting=stored).exists():
        raise Refused(_("It is already said that this was shared for that meeting. Nothing more is needed."))
    sharing = Sharing(information=information, meeting=stored, shared_on=shared_on, place=place)
    return save_signed(sharing, by=by, reason=_("Information shared"))


def refuse_unreadable(meeting: Meeting, *, by: Member) -> None:
    """Raise PermissionDenied about minutes for managers, to whoever does not read them."""
    if meeting.minutes and meeting.visibility != Decision.Visibility.EVERYONE and not reads_what_is_for_managers(by):
        raise PermissionDenied(_("These minutes are for managers to read. Ask one of them to correct them with you."))


def _standing(meeting: Meeting, *, seen: int) -> Meeting:
    """The stored meeting, locked; a cancelled one is over."""
    stored = lock_seen(meeting, seen=seen)
    if stored.cancelled:
        raise Refused(_("This meeting is cancelled: nothing is changed in it any more."))
    return stored
