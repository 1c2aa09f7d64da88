"""Emptying the outbox: one message at a time, by as many workers as one likes, and never the same one twice.

A worker takes a message, says so in the database, and only then talks to the mail server; just before the first word
of the message it says that too. Meanwhile it holds a lock of its session on the message, which PostgreSQL lifts
when the worker dies: whoever then finds the message knows at once how far it was. What may have arrived waits for a
person, what cannot have arrived is tried again.
"""

from __future__ import annotations

import datetime
import logging
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from governance.mail.conversation import Conversation, End, Outcome
from governance.mail.models import NO_WORDS, OutgoingMail, State
from governance.mail.troubles import KILLED
from governance.people.models import Member

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(minutes=1), datetime.timedelta(hours=6)
MOST_TRIES = 20  # about three days
BETWEEN_DATABASE_TRIES = 1.0  # seconds


class TakenBack(Exception):  # noqa: N818 what happened, as people say it
    """The database lost sight of this worker, and someone else has the message now: it is not ours to send."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def deliver_due(*, stopping: Callable[[], bool] = never) -> tuple[int, bool]:
    """Send what is due until nothing is, or ``stopping`` says so after a message.

    Return how many left, and whether the mail server is there: when it is not, the others wait for the next time.
    """
    sent = 0
    if not settings.EMAIL_HOST:
        return sent, True
    with Conversation() as server:
        while not stopping() and (mail := take_next()):
            try:
                outcome = server.carry(mail, hand_over=partial(hand_over, mail))
            except TakenBack:
                continue
            _conclude_surely(mail, outcome, stopping)
            sent += outcome.end is End.SENT
            if outcome.server_is_down:
                log.warning("The mail server does not take messages: %s", outcome.trouble)
                return sent, False
    return sent, True


def take_next() -> OutgoingMail | None:
    """Take the first message that is due and that nobody else is taking; what no longer has a reader is dropped."""
    while True:
        with transaction.atomic():
            mail = OutgoingMail.objects.due().select_for_update(skip_locked=True).first()
            if mail is None or not _held(mail):
                return None
            mail.attempt = uuid.uuid4()
            mine = OutgoingMail.objects.filter(pk=mail.pk)
            if not (closed := Member.objects.filter(email=mail.to.lower(), is_active=False).exists()):
                mail.tries += 1
                mine.update(state=State.BEING_SENT, attempt=mail.attempt, tries=mail.tries, handed_over_at=None)
            else:
                mine.update(state=State.DROPPED, ended_at=timezone.now(), last_trouble="account closed", **NO_WORDS)
        if not closed:
            return mail
        _let_go(mail)


def hand_over(mail: OutgoingMail) -> None:
    """Say that the message may have arrived from now on; refuse if it is no longer ours to send."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, attempt=mail.attempt, state=State.BEING_SENT, handed_over_at=None)
    if not mine.update(handed_over_at=timezone.now()):
        raise TakenBack


def conclude(mail: OutgoingMail, outcome: Outcome) -> None:
    """Write how it ended, unless the message was taken back and tried again since.

    The connection may have been lost meanwhile, and the message found by someone who could not know: what the server
    answered is the truth.
    """
    now = timezone.now()
    mine = OutgoingMail.objects.filter(pk=mail.pk, attempt=mail.attempt)
    mine = mine.filter(state__in=[State.BEING_SENT, State.UNCERTAIN, State.WAITING])
    match outcome.end:
        case End.SENT:
            ended: dict[str, Any] = {"state": State.SENT, "ended_at": now, **NO_WORDS}
        case End.REFUSED:
            ended = {"state": State.GIVEN_UP, "ended_at": now}
        case End.UNCERTAIN:
            ended = {"state": State.UNCERTAIN, "ended_at": now}
        case End.LATER:
            ended = put_off(mail.tries, now)
    mine.update(last_trouble=outcome.trouble, **ended)
    _let_go(mail)


def put_off(tries: int, now: datetime.datetime) -> dict[str, Any]:
    """What becomes of a message that nobody accepted: a longer wait each time, for about three days."""
    if tries >= MOST_TRIES:
        return {"state": State.GIVEN_UP, "ended_at": now}
    pause = min(FIRST_PAUSE * 2 ** max(0, tries - 1), LONGEST_PAUSE)
    return {"state": State.WAITING, "due_at": now + pause, "ended_at": None, "handed_over_at": None}


def recover() -> int:
    """Find what a worker that died was sending, and return how many; what is being sent elsewhere is left alone."""
    found = 0
    for mail in OutgoingMail.objects.filter(state=State.BEING_SENT):
        if not _held(mail):
            continue
        now = timezone.now()
        left = OutgoingMail.objects.filter(pk=mail.pk, attempt=mail.attempt, state=State.BEING_SENT)
        found += left.filter(handed_over_at=None).update(last_trouble=KILLED, **put_off(mail.tries, now))
        found += left.update(state=State.UNCERTAIN, ended_at=now, last_trouble=KILLED)
        _let_go(mail)
    return found


def _conclude_surely(mail: OutgoingMail, outcome: Outcome, stopping: Callable[[], bool]) -> None:
    """Insist while the database is away: this worker alone knows what the server answered."""
    while True:
        try:
            return conclude(mail, outcome)
        except (OperationalError, InterfaceError):
            connection.close()
            if stopping():
                raise
            time.sleep(BETWEEN_DATABASE_TRIES)


def _held(mail: OutgoingMail) -> bool:
    """Lock the message for this session, which outlives transactions and not the worker; not if someone holds it."""
    return _asked("SELECT pg_try_advisory_lock(%s)", mail)


def _let_go(mail: OutgoingMail) -> None:
    _asked("SELECT pg_advisory_unlock(%s)", mail)


def _asked(question: str, mail: OutgoingMail) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [int.from_bytes(mail.pk.bytes[:8], "big", signed=True)])
        return bool(cursor.fetchone()[0])
