"""Revisions of a text: the only way its words change, and the only way to read what they were."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from charters.text.merging import carry_over
from charters.text.models import Worded
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

W = TypeVar("W", bound=Worded)


class NothingChanged(Refused):
    """The words sent are those already there."""


@transaction.atomic
def rewrite(
    text: W,
    *,
    by: Member | None,
    reason: str,
    words: dict[str, Any],
    seen: int,
    proposals: Iterable[uuid.UUID] = (),
    at: datetime | None = None,
) -> W:
    """Change words of a text, as one new revision that says who, when, why and from which proposals.

    ``seen`` is the row version the writer read: if the text changed since, Stale is raised and nothing is saved.
    Raises NothingChanged when the words are the same.
    """
    stored = lock_seen(text, seen=seen)
    if unknown := words.keys() - set(stored.WORDS):
        raise TypeError(f"{sorted(unknown)} are not words of a {type(text).__name__}.")
    changed = {name: value for name, value in words.items() if getattr(stored, name) != value}
    if not changed:
        raise NothingChanged(_("This is exactly the current text: change at least one word, or leave it as it is."))
    refuse_too_long(stored, changed)
    for name, value in changed.items():
        setattr(stored, name, value)
    open_revision(stored, by=by, reason=reason, proposals=proposals, at=at)
    return stored


def refuse_too_long(text: Worded, words: dict[str, Any]) -> None:
    """Texts that were put together may be longer than any that could be typed: nobody could change them any more."""
    for name, value in words.items():
        if most := _exceeded(type(text), name, value):
            told = {
                "length": len(value),
                "name": getattr(type(text)._meta.get_field(name), "verbose_name", name),
                "limit": most,
            }
            raise Refused(
                _(
                    "Put together, this would have %(length)s characters in “%(name)s”, and the limit is %(limit)s. "
                    "Nothing was saved: take less of it, or shorten it first."
                )
                % told
            )


def too_long(model: type[Worded], name: str, value: Any) -> bool:
    """Whether a text is longer than its field holds."""
    return bool(_exceeded(model, name, value))


def _exceeded(model: type[Worded], name: str, value: Any) -> int:
    most = getattr(model._meta.get_field(name), "max_length", None)
    return most if isinstance(value, str) and most is not None and len(value) > most else 0


def open_revision(
    text: W,
    *,
    by: Member | None,
    reason: str,
    proposals: Iterable[uuid.UUID] = (),
    at: datetime | None = None,
) -> W:
    """Save a text whose words were just set, as its next revision. The caller holds the lock, if the row exists."""
    text.revision += 1
    save_signed(text, by=by, reason=reason, at=at, opens_revision=True, proposals=list(proposals))
    return text


def text_at(text: Worded, revision: int) -> models.Model:
    """The text as it was at a revision: the history row that opened it. Raises DoesNotExist.

    One query whatever the number of revisions.
    """
    return type(text).history.get(id=text.pk, revision=revision, opens_revision=True)


def revisions_of(text: Worded) -> models.QuerySet:
    """The rows that opened each revision, the last one first."""
    return type(text).history.filter(id=text.pk, opens_revision=True).order_by("-revision")


def carried_over(text: Worded, typed: dict[str, Any], *, seen: int) -> tuple[dict[str, Any], list[str]]:
    """What someone typed on an older state, brought to the current one.

    A field the writer did not touch takes its current value; one that only the writer touched keeps what was typed. A
    text that both changed is merged word by word. Returns the words to show, and the names of the fields in which both
    changed the same words: what was typed stands there, and the writer must compare.
    """
    before = type(text).history.filter(id=text.pk, row_version=seen).first()
    if before is None:
        return typed, []
    words, disputed = dict(typed), []
    for name, value in typed.items():
        was, now = getattr(before, name), getattr(text, name)
        if value == was:
            words[name] = now
        elif now not in (was, value):
            merged = carry_over(value, base=was, text=now) if isinstance(value, str) else None
            words[name] = merged.text.strip() if merged else value
            if merged is None or merged.is_touched:
                disputed.append(name)
    return words, disputed
