"""What administrators decide of messages that did not leave, and what the outbox forgets."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.mail.backend import PREFIX
from governance.mail.models import EMPTIED, NO_WORDS, STUCK, OutgoingMail, State
from governance.mail.troubles import RESTORED
from governance.people.models import Member
from governance.permissions import MANAGE_MAIL
from governance.refusals import Refused

FORGOTTEN = "nobody decided"


@transaction.atomic
def try_now(*, by: Member) -> int:
    """Have all that waits tried again at once, and return how many: the mail server is known to be back."""
    MANAGE_MAIL.require(by)
    waiting = OutgoingMail.objects.filter(state=State.WAITING, tries__gt=0, due_at__gt=timezone.now())
    return waiting.update(due_at=timezone.now())


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Member, reason: str) -> OutgoingMail:
    """Try a message that was given up, or that may have arrived already: a person decides that, and says why."""
    mail = _locked(mail, by=by)
    if mail.state not in STUCK:
        raise Refused(_not_stuck(mail))
    mail.state, mail.due_at, mail.ended_at = State.WAITING, timezone.now(), None
    mail.tries, mail.attempt, mail.handed_over_at, mail.last_trouble = 0, None, None, ""
    return _decided(mail, by=by, reason=reason)


@transaction.atomic
def drop(mail: OutgoingMail, *, by: Member, reason: str) -> OutgoingMail:
    """Send a message no more: its address and its words are forgotten at once."""
    mail = _locked(mail, by=by)
    if mail.state not in (*STUCK, State.WAITING):
        raise Refused(_not_stuck(mail))
    mail.state, mail.ended_at = State.DROPPED, timezone.now()
    for field, nothing in NO_WORDS.items():
        setattr(mail, field, nothing)
    return _decided(mail, by=by, reason=reason)


def doubt() -> int:
    """Leave to a person what waited in a backup that has just been restored: it may have left since it was made."""
    waited = OutgoingMail.objects.filter(state__in=[State.WAITING, State.BEING_SENT])
    return waited.update(state=State.UNCERTAIN, ended_at=timezone.now(), last_trouble=RESTORED)


def forget() -> int:
    """What nobody decided of for MAIL_KEPT_DAYS is dropped; what ended before and no rule can write again is deleted.

    The key of what a rule wrote stays: the same event is never told twice, however late.
    """
    before = timezone.now() - datetime.timedelta(days=settings.MAIL_KEPT_DAYS)
    old = OutgoingMail.objects.filter(ended_at__lt=before)
    dropped = old.filter(state__in=STUCK).update(state=State.DROPPED, last_trouble=FORGOTTEN, **NO_WORDS)
    deleted, _kinds = old.filter(state__in=EMPTIED, key__startswith=PREFIX).delete()
    return dropped + deleted


def _locked(mail: OutgoingMail, *, by: Member) -> OutgoingMail:
    MANAGE_MAIL.require(by)
    stored = OutgoingMail.objects.select_for_update(no_key=True).filter(pk=mail.pk).first()
    if stored is None:
        raise Refused(_("This message is no longer kept. Nothing was changed."))
    return stored


def _decided(mail: OutgoingMail, *, by: Member, reason: str) -> OutgoingMail:
    decided: dict[str, Any] = {
        "decided_by": by.pseudonym,
        "decided_by_function": by.function,
        "decided_at": timezone.now(),
        "reason": reason,
    }
    for field, value in decided.items():
        setattr(mail, field, value)
    mail.save()
    return mail


def _not_stuck(mail: OutgoingMail) -> str:
    """What a message became since the page was read."""
    return {
        State.WAITING: _("This message waits to be sent already. Nothing was changed: look again in a minute."),
        State.BEING_SENT: _("This message is being sent at this moment. Nothing was changed: look again in a minute."),
        State.SENT: _("This message has left meanwhile. Nothing was changed, and there is nothing to do."),
    }.get(State(mail.state), _("Someone has just dropped this message. Nothing was changed."))
