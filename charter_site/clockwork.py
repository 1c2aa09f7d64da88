"""What goes on without anyone waiting: messages leave the outbox, batches of documents are made, and what is done once
a day is done.

Any number of these may run, on one machine or several: the database says who does what.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from charter_site import nightly
from charters.hr.batches import asking, making
from charters.projects.telling import tell_late
from charters.versions import telling
from governance.daily import do_once_a_day
from governance.mail import sending, tending

log = logging.getLogger(__name__)

BETWEEN_ROUNDS = 2.0  # seconds
SERVER_RESTS = 60.0  # seconds without a try, when the mail server was not there
A_BLINK = 0.2  # seconds: how soon a signal is heeded


@dataclass(frozen=True, slots=True)
class Daily:
    """A task done once a day, not before an hour of the organisation's time. It must bear to be done twice."""

    name: str
    hour: int
    act: Callable[[], object]


# Whoever has something to do every day adds a line.
DAILY = (
    Daily("forget-messages", 3, tending.forget),
    Daily("forget-batches", 3, asking.forget_batches),
    Daily("verify-seals", 2, nightly.verify_seals),
    Daily("remind-management", 7, telling.remind_management),
    Daily("tell-late-decisions", 7, tell_late),
    Daily("remind-departments", 7, nightly.remind_departments),
)


class Clockwork:
    """Rounds, until a polite signal; the message that is being sent is finished first."""

    def __init__(self) -> None:
        self.stopping = False
        self._server_rests_until = 0.0

    def run(self) -> None:
        """Work until told to stop. A database that is away is waited for."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        away = busy = False
        while not self.stopping:
            try:
                busy = self.round()
                away = False
            except (OperationalError, InterfaceError) as error:
                if not away:
                    log.warning("The database is away, waiting for it: %s", type(error).__name__)
                away, busy = True, False
                connection.close()
            self._rest(A_BLINK if busy else BETWEEN_ROUNDS)
        connection.close()

    def round(self) -> bool:
        """Find what a dead worker left, send what is due, make documents for a while, see to what is done once a day.

        Tell whether documents were made: there may be more.
        """
        sending.recover()
        if time.monotonic() >= self._server_rests_until:
            _sent, is_there = sending.deliver_due(stopping=lambda: self.stopping)
            if not is_there:
                self._server_rests_until = time.monotonic() + SERVER_RESTS
        made = making.make_due(lambda: self.stopping)
        for task in DAILY:
            if not self.stopping:
                do_once_a_day(task.name, task.act, hour=task.hour)
        return made > 0

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(A_BLINK)

    def _stop(self, number: int, frame: Any) -> None:
        self.stopping = True
