"""Two rules at the same moment, one after the other for sure: the second begins while the first holds its locks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from governance.refusals import Refused


class Second:
    """An act in another connection. ``errors`` are what the database said, ``refusals`` what the rule did."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act, self.pid, self.is_done = act, 0, threading.Event()
        self.errors: list[DatabaseError] = []
        self.refusals: list[Refused] = []
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.act()
        except Refused as refused:
            self.refusals.append(refused)
        except DatabaseError as error:
            self.errors.append(error)
        finally:
            self.is_done.set()
            connection.close()

    def begins(self) -> None:
        """Start, and come back once it waits for a lock that someone holds, or is done."""
        self.thread.start()
        until = time.monotonic() + 20
        while time.monotonic() < until and not self.is_done.wait(0.02):
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [self.pid])
                if self.pid and cursor.fetchone()[0]:
                    return
        assert self.is_done.is_set(), "it neither waits for anyone nor ends"

    def ends(self) -> None:
        self.thread.join(timeout=30)
        assert not self.thread.is_alive()


def in_the_middle(monkeypatch: Any, module: Any, name: str, second: Second) -> None:
    """Let the second begin when the first comes to call ``name``, with the locks that it holds by then."""
    act = getattr(module, name)

    def held(*args: Any, **said: Any) -> Any:
        if not second.thread.ident:
            second.begins()
        return act(*args, **said)

    monkeypatch.setattr(module, name, held)
