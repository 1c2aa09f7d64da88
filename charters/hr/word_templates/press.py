"""The process where templates are read and filled, as the application sees it: started, spoken to, ended.

A template never meets the application: it is given to another process, which has little memory, little time, nothing
of the environment, and which is ended with all that it may have started.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from charters.hr.word_templates import faults
from charters.hr.word_templates.opening import FILLED
from governance.refusals import Refused

TYPESETTER = Path(__file__).with_name("typesetter.py")
_ENDLESS = b"endless"
PATIENCE = 3  # seconds
LONGEST = 20  # seconds; a template of twenty pages is read in one, and filled in a tenth of one

log = logging.getLogger(__name__)


_turn = Lock()


@contextmanager
def turn() -> Iterator[None]:
    """One press at a time in a process that answers people: slow templates hold one of its threads, not all of them.

    Raises Refused when the others take too long.
    """
    if not _turn.acquire(timeout=PATIENCE):
        raise Refused(_("Another template is being read: try again in a moment."))
    try:
        yield
    finally:
        _turn.release()


class Marks(NamedTuple):
    """The placeholders that a template names, and those that it prints whatever happens."""

    named: list[str]
    always: list[str]


class Press:
    """A template in a process of its own, for as many documents as one wants. Use it with ``with``.

    ``read`` and ``fill`` raise Refused. A process that was ended is started again by the next call.
    """

    def __init__(self, content: bytes, known: Any) -> None:
        self.content, self.known = content, known
        self.process: subprocess.Popen[bytes] | None = None
        self.marks = Marks([], [])

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def read(self) -> Marks:
        """Have the template read and judged, if it was not yet."""
        if self.process is None:
            try:
                answer = self._ask([json.dumps(self.known).encode(), self.content])
            except Refused:
                self.end()
                raise
            self.marks = Marks(**json.loads(answer))
        return self.marks

    def fill(self, words: dict[str, Any], properties: dict[str, str]) -> bytes:
        """The document that the template gives with these words."""
        self.read()
        return self._ask([json.dumps({"words": words, "properties": properties}).encode()])

    def end(self) -> None:
        """End the process, and whatever it started."""
        if self.process is None:
            return
        process, self.process = self.process, None
        _kill(process)
        _close(process)

    def _ask(self, messages: list[bytes]) -> bytes:
        process = self.process = self.process or self._start()
        late = Event()

        def give_up() -> None:
            late.set()
            _kill(process)

        watch = Timer(LONGEST, give_up)
        watch.daemon = True
        watch.start()
        try:
            answer = _converse(process, messages)
        finally:
            watch.cancel()
        if answer[:1] in (b"R", b"D"):
            return answer[1:]
        if answer[:1] == b"F":
            raise faults.refusal(json.loads(answer[1:]))
        if answer == _ENDLESS:
            self.end()
            raise faults.refusal({"code": "too_large"})
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        slow = late.is_set() or process.returncode == -signal.SIGXCPU
        log.warning("The typesetter of templates ended by itself: %s.", "too slow" if slow else process.returncode)
        self.end()
        raise faults.refusal({"code": "too_slow" if slow else "given_up"})

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return subprocess.Popen(
            [sys.executable, "-I", str(TYPESETTER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,
        )


def _converse(process: subprocess.Popen[bytes], messages: list[bytes]) -> bytes:
    """Say, then hear; nothing when the process ended, or said more than a document holds."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for message in messages:
            process.stdin.write(struct.pack(">I", len(message)) + message)
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    head = process.stdout.read(4)
    length = struct.unpack(">I", head)[0] if len(head) == 4 else 0
    if length > FILLED.folded + 1:
        return _ENDLESS
    answer = process.stdout.read(length)
    return answer if len(answer) == length else b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()
