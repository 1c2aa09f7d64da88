"""A form that is sent twice publishes once: a second click, a reload, a connection that came back too late.

What a form carries is the identity of what it publishes. A page gives each form a key; the id of the row is the HMAC of
who sends, this key and all that was typed, under the key of contributions. The same words from the same form are
thus the same row, which the database holds once; other words, or those of another form, are another row. Nobody
chooses an id, and none leads to who wrote it: the key of the form is kept nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.http import QueryDict
from psycopg.errors import UniqueViolation

from feedback.voices.models import Contribution
from governance.people.models import Member

C = TypeVar("C", bound=Contribution)

# Not what was typed: a token of the session, and what a form brings up to date by itself after a refusal.
ASIDE = ("csrfmiddlewaretoken", "seen")


class OnceField(forms.CharField):
    """The key of a form, new on each page."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)


def identity(sent: QueryDict, key: str, *, by: Member) -> uuid.UUID:
    """The id of what a form publishes; a random one when the form had no key."""
    if not key:
        return uuid.uuid4()
    typed = sorted((name, values) for name, values in sent.lists() if name not in ASIDE)
    message = repr(("published once", str(by.pseudonym), key, typed))
    digest = hmac.new(settings.CONTRIBUTION_KEY.encode(), message.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return uuid.UUID(bytes=digest.digest()[:16], version=4)


def published_once(model: type[C]) -> Callable[[Callable[..., C]], Callable[..., C]]:
    """Of a rule that publishes a row under ``pk``: sent again, the form is answered with the row that is there.

    Whoever took theirs back, or had their answer, and sends the same words again from the same page, means it: they
    are published anew. Outside the transaction of the rule, which the second sending rolls back.
    """

    def decorate(rule: Callable[..., C]) -> Callable[..., C]:
        @wraps(rule)
        def publish(*args: object, pk: uuid.UUID | None = None, **said: object) -> C:
            try:
                return rule(*args, pk=pk or uuid.uuid4(), **said)
            except IntegrityError as error:
                if not _is_there_already(model, error):
                    raise
            stored = model._default_manager.get(pk=pk)
            return rule(*args, pk=uuid.uuid4(), **said) if stored.is_answered else stored

        return publish

    return decorate


def _is_there_already(model: type[Contribution], error: IntegrityError) -> bool:
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and cause.diag.constraint_name == f"{model._meta.db_table}_pkey"
