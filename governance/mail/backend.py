"""What Django sends goes through the outbox too: the messages of allauth, by which one chooses another password."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from governance.mail import outbox

# Written once, by nobody who would look for them again: they are forgotten after a while.
PREFIX = "message:"


class OutboxBackend(BaseEmailBackend):
    """Puts each message in the outbox, before the others: someone waits for it. Nothing but plain text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._write(message) for message in email_messages)

    def _write(self, message: EmailMessage) -> bool:
        if message.attachments or getattr(message, "alternatives", None):
            raise TypeError("The outbox holds plain text: send no attachment and no HTML.")
        language = get_language() or ""
        written = [
            outbox.write(
                key=f"{PREFIX}{uuid.uuid4()}",
                address=address,
                subject=str(message.subject),
                body=str(message.body),
                language=language,
                urgent=True,
            )
            for address in message.recipients()
        ]
        return any(written)
