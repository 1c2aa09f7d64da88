"""Writing to someone: a row in the outbox, in the transaction of what is told; the worker sends it.

A rule that fails writes to nobody, a rule done twice writes once, and no request waits for a mail server.
Without a mail server (EMAIL_HOST) nothing is written at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from governance.mail.models import OutgoingMail
from governance.people.models import Member, Organisation

FOOTER = "governance/mail/footer.txt"


class Message(NamedTuple):
    """What ``compose`` makes: ``write(key=…, member=…, **message._asdict())``."""

    subject: str
    body: str
    language: str


def write(
    *,
    key: str,
    subject: str,
    body: str,
    member: Member | None = None,
    address: str = "",
    language: str = "",
    due_at: datetime.datetime | None = None,
    urgent: bool = False,
) -> bool:
    """Put a message in the outbox, to a member or to an address; tell whether it was.

    It is not when there is no mail server, when the member has no address or a closed account, and when ``key`` was
    written already (``key`` names the event and the person: "validation:12:345"). A subject of several lines is
    refused by BadHeaderError, an address that is not one by ValidationError: faults of the caller, not of people.
    """
    if member is not None:
        address = _address_of(member)
    else:
        validate_email(address)
    if not settings.EMAIL_HOST or not address:
        return False
    _created, written = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": address,
            "subject": one_line(subject),
            "body": body,
            "language": language or usual_language(),
            "due_at": due_at or timezone.now(),
            "urgent": urgent,
        },
    )
    return written


def compose(template: str, context: Mapping[str, Any], language: str = "") -> Message:
    """Make a message from ``<template>_subject.txt`` and ``<template>.txt``, under the folders of templates.

    Nothing is escaped, since it is plain text: an apostrophe stays one. The footer says whose site writes, and why:
    ``because`` in the context, else that one has an account there. Without a language, the organisation's: nobody
    says theirs yet.
    """
    language = language or usual_language()
    around = {
        "organisation": Organisation.objects.values_list("name", flat=True).first() or "",
        "site_address": settings.SITE_URL,
        "because": "",
        **context,
    }
    with translation.override(language):
        subject = one_line(_rendered(f"{template}_subject.txt", around).strip())
        body = _rendered(f"{template}.txt", around).strip()
        footer = _rendered(FOOTER, around).strip()
    return Message(subject, f"{body}\n\n-- \n{footer}\n", language)


def address_of(path: str) -> str:
    """The whole address of a page, for a message: no request says it there."""
    return urljoin(settings.SITE_URL, path)


def usual_language() -> str:
    """The language in which one writes to people who did not choose: the organisation's."""
    said = Organisation.objects.values_list("content_language", flat=True).first()
    return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def one_line(subject: str) -> str:
    """Return the subject, which must be one line: a second one would be a header that someone chose."""
    if len(subject.splitlines()) > 1 or "\0" in subject:
        raise BadHeaderError("The subject of a message is one line.")
    return subject.strip()[:300]


def is_written_to(member: Member) -> bool:
    """Whether this member can be written to: an open account with an address, of this installation."""
    return bool(_address_of(member))


def _address_of(member: Member) -> str:
    invented = member.is_demonstration and not settings.DEMO
    if invented or not member.is_active or not member.email:
        return ""
    try:
        validate_email(member.email)
    except ValidationError:  # a rule does not fail because an address was badly typed
        return ""
    return member.email


def _rendered(name: str, context: Mapping[str, Any]) -> str:
    template: Any = get_template(name)
    rendered: str = template.template.render(Context(dict(context), autoescape=False))
    return rendered
