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

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 the name of a field, which changes at each page


class OnceField(forms.CharField):
    """The key of a form, new on each page."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)


def identity(sent: QueryDict, key: str, *, by: Member) -> uuid.UUID:
    """The id of what a form publishes; a random one when the form had no key."""
    if not key:
        return uuid.uuid4()
    typed = sorted((name, values) for name, values in sent.lists() if name != TOKEN)
    return _id_of("published once", str(by.pseudonym), key, typed)


def published_once(model: type[C]) -> Callable[[Callable[..., C]], Callable[..., C]]:
    """Of a rule that publishes a row under ``pk``: sent again, the form is answered with the row that is there.

    What does not stand any more (``Contribution.stands``), since its author took it back or had an answer, is published
    anew: sent again from the same page, it is meant. Outside the transaction of the rule, which a second sending rolls
    back.
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
            return stored if stored.stands else publish(*args, pk=_id_of("published anew", str(pk)), **said)

        return publish

    return decorate


def _id_of(*message: object) -> uuid.UUID:
    """An id that only this installation can compute: 122 bits of HMAC-SHA256."""
    said = repr(message).encode("utf-8", "surrogatepass")
    return uuid.UUID(bytes=hmac.new(settings.CONTRIBUTION_KEY.encode(), said, hashlib.sha256).digest()[:16], version=4)


def _is_there_already(model: type[Contribution], error: IntegrityError) -> bool:
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and cause.diag.constraint_name == f"{model._meta.db_table}_pkey"
