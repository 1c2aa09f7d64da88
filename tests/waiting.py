"""One act held before its commit while another begins: whether the second one waits for its lock, for sure."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from governance.refusals import Refused
from governance.signing import Stale

Deed = Callable[[], Any]


def held(first: Deed, then: Deed) -> str:
    """Do ``first``, and commit it once ``then``, on a connection of its own, waits for it; what became of ``then``."""
    ends: list[str] = []

    def do() -> None:
        try:
            then()
            ends.append("done")
        except Stale:
            ends.append("stale")
        except Refused:
            ends.append("refused")
        except Exception as error:
            ends.append(repr(error))
        finally:
            connection.close()

    other = threading.Thread(target=do)
    try:
        with transaction.atomic():
            first()
            other.start()
            _wait_for_one_who_waits(other)
    finally:
        other.join()
    return ends[0]


def _wait_for_one_who_waits(other: threading.Thread) -> None:
    while other.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.02)
    raise AssertionError("The second act went on without waiting for the first.")
