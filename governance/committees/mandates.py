"""Mandates: from when until when a committee may act. A renewal is another mandate; no day has two."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.committees.days import refuse_unlikely
from governance.committees.meetings import Mandate
from governance.committees.models import Committee
from governance.people.models import Member
from governance.permissions import MANAGE_COMMITTEES
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


@transaction.atomic
def give_mandate(
    committee: Committee,
    *,
    by: Member,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    given_by: str,
    purpose: str = "",
) -> Mandate:
    """Write a mandate, the first or the next. Raises PermissionDenied, Refused."""
    MANAGE_COMMITTEES.require(by)
    Committee.objects.locked().get(pk=committee.pk)
    mandate = Mandate(committee=committee, starts_on=starts_on, ends_on=ends_on, given_by=given_by, purpose=purpose)
    _refuse_impossible(mandate)
    return save_signed(mandate, by=by, reason=_("Mandate given"))


@transaction.atomic
def change_end(mandate: Mandate, *, by: Member, seen: int, ends_on: datetime.date | None, reason: str) -> Mandate:
    """Bring the end of a mandate nearer, or further, or say that it has none. Raises Stale, Refused."""
    MANAGE_COMMITTEES.require(by)
    Committee.objects.locked().get(pk=mandate.committee_id)
    stored = lock_seen(mandate, seen=seen)
    if stored.ends_on == ends_on:
        raise Refused(_("The mandate ends on that day already: nothing was changed. Choose another day."))
    stored.ends_on = ends_on
    _refuse_impossible(stored)
    return save_signed(stored, by=by, reason=reason, fields=["ends_on"])


def _refuse_impossible(mandate: Mandate) -> None:
    refuse_unlikely(mandate.starts_on, mandate.ends_on)
    if mandate.ends_on and mandate.ends_on < mandate.starts_on:
        raise Refused(_("The mandate ends before it begins. Correct one of the two days."))
    for other in Mandate.objects.filter(committee=mandate.committee_id).exclude(pk=mandate.pk):
        begins_before_its_end = other.ends_on is None or mandate.starts_on <= other.ends_on
        ends_after_its_start = mandate.ends_on is None or mandate.ends_on >= other.starts_on
        if begins_before_its_end and ends_after_its_start:
            raise Refused(
                _(
                    "Another mandate, which begins on %(day)s, covers some of these days. "
                    "Change its end first, or choose other days."
                )
                % {"day": date_format(other.starts_on)}
            )
