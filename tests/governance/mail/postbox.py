"""A mail server that follows a script, on a thread: it accepts, refuses, hangs up, or takes its time."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

HANG_UP, SAY_NOTHING = "hang up", "say nothing"


class Postbox:
    """``script`` answers a step ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "RSET") otherwise than usual.

    An answer is a line, HANG_UP, SAY_NOTHING, or a list of them, one a time, then as usual. A message is ``received``
    when it was accepted, or when its last dot came and the server hung up: then nobody can know.
    """

    USUAL = {
        "CONNECT": "220 test ready", "EHLO": "250 test", "HELO": "250 test", "MAIL": "250 ok", "RCPT": "250 ok",
        "DATA": "354 go on", "BODY": "250 taken", "RSET": "250 ok", "QUIT": "221 bye", "NOOP": "250 ok",
    }  # fmt: skip

    def __init__(self, *, slow: float = 0.0, port: int = 0, **script: str | list[str]) -> None:
        self.script = {step: [said] if isinstance(said, str) else list(said) for step, said in script.items()}
        self.always = {step for step, said in script.items() if isinstance(said, str)}
        self.slow = slow
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.steps: list[str] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Postbox:
        self._start(self._accept)
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, act, *args) -> None:
        thread = threading.Thread(target=act, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, client)

    def _answer(self, step: str) -> str:
        with self._lock:
            self.steps.append(step)
            said = self.script.get(step)
            if not said:
                return self.USUAL.get(step, "500 what?")
            return said[0] if step in self.always else said.pop(0)

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, contextlib.suppress(OSError):
            client.settimeout(10)
            if not self._say(client, "CONNECT"):
                return
            for line in lines:
                step = (
                    line[:4].decode("ascii", "replace").upper().strip()
                )  # a client that begins with TLS speaks no text
                if step == "RCPT":
                    self.recipients.append(line.decode("ascii"))
                said = self._say(client, step)
                if not said or step == "QUIT":
                    return
                if step == "DATA" and said.startswith("354"):
                    words = b"".join(iter(lambda: next(lines, b".\r\n"), b".\r\n"))
                    if not self._take(client, words):
                        return

    def _take(self, client: socket.socket, words: bytes) -> bool:
        time.sleep(self.slow)
        return bool(
            self._say(client, "BODY", message_from_bytes(re.sub(rb"(?m)^\.", b"", words), policy=policy.default))
        )

    def _say(self, client: socket.socket, step: str, message: EmailMessage | None = None) -> str:
        """Answer a step, and return what was said; nothing, when the conversation ends there."""
        said = self._answer(step)
        if message and (said.startswith("2") or said in (HANG_UP, SAY_NOTHING)):
            self.received.append(message)
        if said == SAY_NOTHING:
            self._closing.wait(5)
        if said in (HANG_UP, SAY_NOTHING):
            return ""
        client.sendall(said.encode() + b"\r\n")
        return said

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]
