"""Telling authors, once, that they were answered; anonymous ones too, and nobody learns that they were.

An anonymous author is found again by the digest alone. On what each person holds one of, such as a round, one digest
finds it, whatever the crowd. Elsewhere the digest needs the id of each row: among the last ``RECENT`` answers of each
kind that nobody was told yet, so that a page never looks through years of them. The answer itself stays readable where
the contribution is.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left
from django.utils.text import Truncator

from feedback.voices.models import LAST_ANSWERED, UNTOLD, Contribution, Outcome
from feedback.voices.signing import contribution_models, digest_of, is_digest_of, is_mine
from governance.compiled import CompiledQuery
from governance.people.models import Member

RECENT = 300
SHOWN = 20
WORDS = 400
# How a row of the first query leads to what may be theirs.
SIGNED, ANONYMOUS, HELD = "signed", "anonymous", "held"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that the reader was not told yet, with all that there is to read of it.

    It has no address: whoever opened it at once would say to the journals of the server whose words these are.
    """

    kind: str
    pk: uuid.UUID
    words: str
    own_words: str
    outcome: str
    answer: str
    answered_at: datetime | None
    kind_name: str
    answer_said: str

    # what it was joined to has an address too
    joined_to_id: ClassVar[None] = None

    @property
    def mark(self) -> str:
        """What the form says of it once it is read."""
        return f"{self.kind}:{self.pk}"


def answers_untold(member: Member) -> list[Answered]:
    """The last answers to what this member wrote, that they were not told: two queries, one when there is none."""
    mine: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    held: defaultdict[str, list[str]] = defaultdict(list)
    for kind, way, pk, digest in _UNTOLD.rows(member.pk):
        if way == HELD:
            held[kind].append(digest_of(member, pk))
        elif way == SIGNED or is_digest_of(digest, member, pk):
            mine[kind].append(pk)
    if not mine and not held:
        return []
    models_by_kind = {_kind_of(model): model for model in contribution_models()}
    branches = [
        branch
        for model in contribution_models()
        for branch in _described(model, mine[_kind_of(model)], held[_kind_of(model)])
    ]
    found = sorted(_union(branches), key=_last_first)
    return [
        Answered(
            kind,
            pk,
            _beginning(words),
            _beginning(own),
            outcome,
            answer,
            at,
            str(models_by_kind[kind]._meta.verbose_name),
            models_by_kind[kind].said_of(outcome),
        )
        for kind, pk, words, own, outcome, answer, at in found[:SHOWN]
    ]


@transaction.atomic
def mark_told(read: Iterable[tuple[str, uuid.UUID]], *, by: Member) -> bool:
    """Note that the author was told of these answers; what is not theirs is left as it is. Whether any was theirs.

    No time, no history, nothing that says who: only that somebody needs no more telling.
    """
    read, found = list(read), False
    for model in contribution_models():
        if pks := [pk for kind, pk in read if kind == _kind_of(model)]:
            # locked in the order in which ``reprint_authors`` goes through them
            answered: QuerySet[Any] = models.QuerySet(model).filter(pk__in=pks).exclude(outcome="").order_by("pk")
            stored = answered.select_for_update(of=("self",), no_key=True)
            theirs = [row.pk for row in stored if is_mine(row, by) or row.author_id == by.pk]
            models.QuerySet(model).filter(pk__in=theirs).update(author_told=True)
            found = found or bool(theirs)
    return found


def _untold(author: int) -> QuerySet[Any]:
    """What may be this member's, of every kind: kind, how it may be, id, and the digest when it is anonymous."""
    return _union([branch for model in contribution_models() for branch in _untold_among(model, author)])


# Asked each time that anyone comes home.
_UNTOLD = CompiledQuery(_untold, -1)


def _untold_among(model: type[Contribution], author: int) -> Iterator[QuerySet[Any]]:
    """Their signed words; the last anonymous ones of everyone; and the last objects on which someone holds some."""
    kind, nothing = _text(_kind_of(model)), _text("")
    rows = model._default_manager
    signed = rows.filter(_is_answered(), author_told=False, author=author).order_by(LAST_ANSWERED)
    yield signed.values_list(kind, _text(SIGNED), "pk", nothing)[:RECENT]
    anonymous = rows.filter(UNTOLD).order_by(LAST_ANSWERED)
    if model.held_on:
        held = rows.filter(_is_held(), **{model.held_on: OuterRef("pk")})
        objects: Any = model._meta.get_field(model.held_on).related_model
        last = objects._default_manager.filter(Exists(held)).order_by(*objects._meta.ordering)
        yield last.values_list(kind, _text(HELD), "pk", nothing)[:RECENT]
        anonymous = anonymous.filter(holder_digest="")
    yield anonymous.values_list(kind, _text(ANONYMOUS), "pk", "author_digest")[:RECENT]


def _described(model: type[Contribution], mine: list[uuid.UUID], held: list[str]) -> Iterator[QuerySet[Any]]:
    """Theirs, with the answer and the words that it answers."""
    own = [part for field in model.own_words for part in (field, Value("\n"))]
    said = (
        Left(model.called_by, WORDS + 1),
        Left(Concat(Value(""), *own, output_field=TextField()), WORDS + 1) if own else Value("", TextField()),
    )
    for rows in (
        model._default_manager.filter(pk__in=mine) if mine else None,
        model._default_manager.filter(_is_held(), holder_digest__in=held, is_current=True) if held else None,
    ):
        if rows is not None:
            last = rows.order_by(LAST_ANSWERED, "pk")
            yield last.values_list(_text(_kind_of(model)), "pk", *said, "outcome", "answer", "answered_at")[:SHOWN]


def _kind_of(model: type[Contribution]) -> str:
    return model._meta.model_name or ""


def _text(words: str) -> Value:
    return Value(words, CharField())


def _is_answered() -> Q:
    return ~Q(outcome="") & ~Q(outcome=Outcome.WITHDRAWN)


def _is_held() -> Q:
    return UNTOLD & ~Q(holder_digest="")


def _union(branches: list[QuerySet[Any]]) -> QuerySet[Any]:
    return branches[0].union(*branches[1:], all=True)


def _beginning(words: str) -> str:
    return Truncator(words.strip()).chars(WORDS)


def _last_first(row: tuple[Any, ...]) -> tuple[float, str]:
    at: datetime | None = row[-1]
    return (-at.timestamp() if at else 0.0, str(row[1]))
