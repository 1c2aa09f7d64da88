"""What is looked at every night: that every seal holds, and who must be reminded of what."""

from __future__ import annotations

import logging

from django.utils import timezone

from charters.commitments.reminding import reminders_due
from charters.versions.verifying import verify
from governance.mail import outbox
from governance.people.models import Member, Role

log = logging.getLogger(__name__)
NAMED = 20  # faults in one message: the command names them all


def verify_seals() -> int:
    """Compute every seal again; write to administrators and to management when one does not hold. How many do not."""
    report = verify()
    if not report.faults:
        return 0
    log.error("%d seal(s) do not hold: run manage.py verify_versions", len(report.faults))
    context = {"faults": report.faults[:NAMED], "number": len(report.faults), "anchor": report.anchor}
    message = outbox.compose("charters/versions/mail/faults", context)
    told = Member.objects.filter(
        grants__role__in=[Role.ADMINISTRATOR, Role.EXECUTIVE], grants__ended_at=None, is_active=True
    )
    for member in told.distinct():
        key = f"seal-faults:{timezone.localdate()}:{member.pseudonym}"
        outbox.write(key=key, member=member, urgent=True, **message._asdict())
    return len(report.faults)


def remind_departments() -> int:
    """Write to whoever has a commitment to sign or to follow up, an action that is late, a review to hold."""
    written = 0
    for reminder in reminders_due(timezone.localdate()):
        context = {
            "subject": reminder.subject,
            "body": reminder.body,
            "address": outbox.address_of(reminder.path),
        }
        message = outbox.compose("charters/commitments/mail/reminder", context)
        written += outbox.write(
            key=f"{reminder.key}:{reminder.member.pseudonym}", member=reminder.member, **message._asdict()
        )
    return written
