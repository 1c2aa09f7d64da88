"""Talking to the mail server, step by step, so as to know after each failure whether the message may have arrived.

Before its first word is handed over, nothing can have arrived: the message may be tried again. From then on, only
an answer of the server tells; without one nobody knows, and the message is not sent again by itself.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from enum import Enum
from types import TracebackType

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME
from django.utils import timezone

from governance.mail.models import OutgoingMail

# A server may look long at a message before it says that it has it: whoever hangs up too early cannot know.
ANSWER_WITHIN = 120.0  # seconds
NET = (OSError, smtplib.SMTPException)


class End(Enum):
    """What became of a message."""

    SENT = "sent"
    LATER = "later"  # nothing was accepted: it may be tried again
    REFUSED = "refused"  # the server will never take it
    UNCERTAIN = "uncertain"  # it may have arrived


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message ended, and the trouble in a code: no address, no word of the message nor of the server.

    ``server_is_down`` when the others would fare no better for now.
    """

    end: End
    trouble: str = ""
    server_is_down: bool = False


class Conversation:
    """One connection, opened for the first message, and again when the server hung up between two."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._server:
            with suppress(*NET):
                self._server.quit()
        self._hang_up()

    def carry(self, mail: OutgoingMail, *, hand_over: Callable[[], None]) -> Outcome:
        """Bring one message to the server. ``hand_over`` is called, and must succeed, just before its first word."""
        try:
            sender, to, words = envelope(mail)
        except ValueError as error:  # an address or words that no message can carry
            return Outcome(End.REFUSED, type(error).__name__)
        refusal = self._announce(sender, to)
        if refusal:
            return refusal
        try:
            hand_over()
        except BaseException:
            self._hang_up()  # without the last dot, the server keeps nothing
            raise
        return self._hand_over(words)

    # --- The steps, in their order -----------------------------------------------------------------------------

    def _announce(self, sender: str, to: str) -> Outcome | None:
        """From whom, to whom, and "here it comes"; nothing when the server is ready to listen."""
        if self._server is not None and not self._still_listens(sender):
            self._hang_up()  # it had enough of us between two messages, as it may: once more, from the beginning
        try:
            if self._server is None:
                self._server = connected()
                answer = self._server.mail(sender)
                if not accepted(answer):  # about us, not about this message: the others would hear the same
                    return self._put_off(answer, server_is_down=True)
            answer = self._server.rcpt(to)
            if accepted(answer):
                answer = self._server.docmd("DATA")
                if answer[0] == 354:
                    return None
            return self._refused(answer)
        except NET as error:
            self._hang_up()
            return Outcome(End.LATER, trouble_of(error), server_is_down=True)

    def _still_listens(self, sender: str) -> bool:
        try:
            return self._server is not None and accepted(self._server.mail(sender))
        except NET:
            return False

    def _hand_over(self, words: bytes) -> Outcome:
        server = self._server
        assert server is not None
        try:
            if server.sock:
                server.sock.settimeout(ANSWER_WITHIN)
            server.send(words)
            answer = server.getreply()
            if server.sock:
                server.sock.settimeout(settings.EMAIL_TIMEOUT)
        except NET as error:
            self._hang_up()
            return Outcome(End.UNCERTAIN, trouble_of(error))
        if accepted(answer):
            return Outcome(End.SENT)
        if 400 <= answer[0] < 600:
            return self._refused(answer)
        self._hang_up()
        return Outcome(End.UNCERTAIN, code_of(*answer))

    # --- What to make of a refusal -----------------------------------------------------------------------------

    def _refused(self, answer: tuple[int, bytes]) -> Outcome:
        """A refusal of this message: for ever (5xx), or for now."""
        if 500 <= answer[0] < 600:
            self._begin_again()
            return Outcome(End.REFUSED, code_of(*answer))
        return self._put_off(answer, server_is_down=not 400 <= answer[0] < 600 or answer[0] == 421)

    def _put_off(self, answer: tuple[int, bytes], *, server_is_down: bool) -> Outcome:
        if server_is_down:
            self._hang_up()
        else:
            self._begin_again()
        return Outcome(End.LATER, code_of(*answer), server_is_down)

    def _begin_again(self) -> None:
        """Have the server forget this message, and keep the connection for the next one."""
        try:
            if self._server and not accepted(self._server.rset()):
                self._hang_up()
        except NET:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._server:
            with suppress(*NET):
                self._server.close()
        self._server = None


def connected() -> smtplib.SMTP:
    """Return a connection on which messages may be announced: greeted, in secret and known when settings say so."""
    server = smtplib.SMTP(
        settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=DNS_NAME.get_fqdn(), timeout=settings.EMAIL_TIMEOUT
    )
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def envelope(mail: OutgoingMail) -> tuple[str, str, bytes]:
    """Return the sender, the recipient, and the message as it travels, last dot included.

    Its Message-ID is that of its row: sent again by someone's decision, it is known for the same.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender, to = sanitize_address(address, "utf-8"), sanitize_address(mail.to, "utf-8")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message["From"] = formataddr((name, sender))
    message["To"] = to
    message["Date"] = format_datetime(timezone.localtime(mail.created_at))
    message["Message-ID"] = f"<{mail.pk}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # words that fit any server: seven bits, short lines
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = mail.language
    words = re.sub(rb"(?m)^\.", b"..", message.as_bytes())
    return sender, to, words.rstrip(b"\r\n") + b"\r\n.\r\n"


def accepted(answer: tuple[int, bytes]) -> bool:
    return 200 <= answer[0] < 300


def code_of(code: int, said: bytes) -> str:
    """The code of an answer with its detail (550 5.1.1); its words may name someone and are left."""
    detail = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", said)
    return f"{code} {detail[0].decode()}" if detail else str(code)


def trouble_of(error: BaseException) -> str:
    """The kind of a failure of the connection, with the server's code when it gave one."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
