"""The words of a saved mail.

Headers and parts of a length that no mail has take minutes to read: they are counted before the mail is opened.
"""

from __future__ import annotations

import codecs
import email
import re
from email.message import Message
from email.policy import compat32, default
from typing import Any

from django.utils.translation import gettext as _

from feedback.workshops.minutes_office import BROKEN, broken
from governance.refusals import Refused

# Words come before what is attached to them. Whatever they are written in, this holds more than the longest minutes.
READ_OF_A_MAIL = 2_000_000
LONGEST_HEADERS, LONGEST_MAIL_LINE, LONGEST_READ_HEADER = 64_000, 20_000, 2000
MOST_LINES, MOST_PARTS = 50_000, 100
_READ_HEADER = re.compile(
    rb"^(?:content-[a-z-]{1,40}|subject|date)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)
# Two ways to write the names of sites, which take the square of the length of anything else.
_NO_WORDS = frozenset(["punycode", "idna"])


def mail_text(content: bytes) -> str:
    """The subject of a mail, the day it was sent, and its words."""
    content = content[:READ_OF_A_MAIL].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        if _is_no_mail(content):
            raise Refused(broken())
        return _text(content)
    except Refused:
        raise
    except BROKEN:
        raise Refused(broken()) from None


def _is_no_mail(content: bytes) -> bool:
    if content.count(b"\n") > MOST_LINES:
        return True
    headers, lines = content.split(b"\n\n", 1)[0], content.split(b"\n")
    return (
        len(headers) > LONGEST_HEADERS
        or max(map(len, lines), default=0) > LONGEST_MAIL_LINE
        or sum(line.startswith(b"--") for line in lines) > MOST_PARTS
        or any(len(found[0]) > LONGEST_READ_HEADER for found in _READ_HEADER.finditer(content))
    )


def _text(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=compat32)
    body = _plain_part(message)
    if body is None:
        raise Refused(_("This mail has no plain text. Open it, then copy its words and paste them here."))
    subject, sent = _header(message, "subject"), _header(message, "date")
    told = [f"Objet : {' '.join(str(subject).split())}"] if subject else []
    # as mails that are pasted say it, and in no language: the reading of minutes takes it out again
    told += [f"Envoyé : {sent.datetime:%Y-%m-%d}"] if sent and sent.datetime else []
    return "\n".join([*told, "", _words(body)]) if told else _words(body)


def _header(message: Message, name: str) -> Any:
    """One header as it reads once decoded, or None. The others are left as they are: reading them takes long."""
    raw = next((value for each, value in message.raw_items() if each.lower() == name), None)
    return None if raw is None else default.header_fetch_parse(name, str(raw))


def _plain_part(message: Any) -> Message | None:
    """The first part in plain text that is not attached."""
    parts = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(parts, list):
        return next((found for part in parts if (found := _plain_part(part)) is not None), None)
    is_words = message.get_content_type() == "text/plain" and message.get_content_disposition() != "attachment"
    return message if is_words else None


def _words(body: Message) -> str:
    payload = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = str(body.get_content_charset() or "utf-8")
    if charset == "utf-8":
        return decoded(content)
    if codecs.lookup(charset).name in _NO_WORDS:
        raise Refused(broken())
    return content.decode(charset, errors="replace")


def decoded(content: bytes) -> str:
    """Bytes as text: with the mark of their encoding, else UTF-8, else the former encoding of Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
