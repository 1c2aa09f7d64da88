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
from typing import ParamSpec, TypeVar

from django import forms
from django.conf import settings
from django.db import IntegrityError, models
from django.http import QueryDict
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from feedback.voices.models import Contribution
from governance.people.models import Member

C = TypeVar("C", bound=Contribution)
P = ParamSpec("P")

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


def published_once(model: type[C]) -> Callable[[Callable[P, C]], Callable[P, C]]:
    """Of a rule that publishes a row under ``pk``: sent again, the form is answered with the row that is there.

    So it is when the rule would refuse by now what it accepted the first time; the row then says that it ``was_there``.
    What does not stand any more (``Contribution.stands``), since its author took it back or had an answer, is published
    anew: sent again from the same page, it is meant. One query more; it is made before the rule, and outside its
    transaction, since a refused row would leave its id and the time in the journal of the database. Only two clicks at
    the same instant meet there.
    """

    def decorate(rule: Callable[P, C]) -> Callable[P, C]:
        @wraps(rule)
        def publish(*args: P.args, **said: P.kwargs) -> C:
            pk = said.get("pk")
            if pk is None:
                return rule(*args, **said)
            # the thread, the charter, the round, the clause: the same form sent elsewhere says something else
            pk = _id_of("published there", str(pk), _what_about(args, said))
            while stored := model._default_manager.filter(pk=pk).first():
                if stored.stands:
                    stored.was_there = True
                    return stored
                pk = _id_of("published anew", str(pk))
            said["pk"] = pk
            try:
                return rule(*args, **said)
            except IntegrityError as error:
                if not _is_there_already(model, error):
                    raise
            stored = model._default_manager.get(pk=pk)
            stored.was_there = True
            return stored

        return publish

    return decorate


def told(row: Contribution, sentence: str) -> str:
    """What whoever sent a form is told: the sentence of what was published, or that it was there already."""
    if not row.was_there:
        return sentence
    return _(
        "This was already sent, and it is recorded once. To say it once more, or for another card, open the page again."
    )


def _what_about(args: tuple[object, ...], said: dict[str, object]) -> list[tuple[str, str]]:
    """What a rule was asked about: every row that it was given, but for who asks, and the kind of what is asked."""
    named = [*((str(place), value) for place, value in enumerate(args)), *sorted(said.items(), key=lambda one: one[0])]
    rows = [(name, str(value.pk)) for name, value in named if isinstance(value, models.Model) and name != "by"]
    return [*rows, ("kind", str(said.get("kind", "")))]


def _id_of(*message: object) -> uuid.UUID:
    """An id that only this installation can compute: 122 bits of HMAC-SHA256."""
    said = repr(message).encode("utf-8", "surrogatepass")
    return uuid.UUID(bytes=hmac.new(settings.CONTRIBUTION_KEY.encode(), said, hashlib.sha256).digest()[:16], version=4)


def _is_there_already(model: type[Contribution], error: IntegrityError) -> bool:
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and cause.diag.constraint_name == f"{model._meta.db_table}_pkey"
