"""Nobody restores under an application that serves, and none starts under a restoration.

A web server that waits for its first reader has no connection to the database yet: the sessions of PostgreSQL would not
show it. What serves from this machine therefore holds a lock, which the kernel gives back whatever it dies of.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from governance.refusals import Refused


@contextmanager
def serving() -> Iterator[None]:
    """Hold the lock of those who serve; raise Refused while a backup is being restored."""
    otherwise = _("A backup is being restored: nothing is served meanwhile. Wait until it is done, then start again.")
    with _held(fcntl.LOCK_SH, otherwise):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock that nobody who serves has; raise Refused if somebody does."""
    otherwise = _(
        "The application is running. Nothing was touched. Stop it (Ctrl-C where it was started), then restore again."
    )
    with _held(fcntl.LOCK_EX, otherwise):
        yield


@contextmanager
def _held(kind: int, otherwise: str) -> Iterator[None]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "serving.lock").open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(otherwise) from None
        yield
