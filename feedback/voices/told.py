"""Telling authors, once, that they were answered; anonymous ones too, and nobody learns that they were.

An anonymous author is found again by the digest alone, which needs the id of each row: among the last ``RECENT``
answers of each kind that nobody was told yet, so that a page never looks through years of them. The answer itself
stays readable where the contribution is.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Left

from feedback.voices.models import Contribution, Outcome
from feedback.voices.signing import contribution_models, is_digest_of, is_mine
from governance.compiled import CompiledQuery
from governance.people.models import Member, SignsAs

RECENT = 300
SHOWN = 20
WORDS = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that the reader was not told yet; ``kind`` is the model of what was answered."""

    kind: str
    pk: uuid.UUID
    words: str
    outcome: str
    kind_name: str

    @property
    def outcome_words(self) -> str:
        return str(Outcome(self.outcome).label)


def answers_untold(member: Member) -> list[Answered]:
    """The last answers to what this member wrote, that they were not told: two queries, one when there is none."""
    mine: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    for kind, pk, digest in _UNTOLD.rows(member.pk):
        if not digest or is_digest_of(digest, member, pk):
            mine[kind].append(pk)
    if not mine:
        return []
    told = _union([_described(model, mine[model._meta.model_name or ""]) for model in contribution_models()])
    found = sorted(told, key=_last_first)
    names = {model._meta.model_name: str(model._meta.verbose_name) for model in contribution_models()}
    return [Answered(kind, pk, words, outcome, names[kind]) for kind, pk, words, outcome, _at in found[:SHOWN]]


def mark_told(kind: str, pk: uuid.UUID, *, by: Member) -> Contribution | None:
    """Note that the author was told, and return what they wrote; None when these words are not theirs.

    No time, no history, nothing that says who: only that somebody needs no more telling.
    """
    model = next((model for model in contribution_models() if model._meta.model_name == kind), None)
    found: Any = model and model._default_manager.filter(pk=pk).exclude(outcome="").first()
    if not found or not (is_mine(found, by) or found.author_id == by.pk):
        return None
    models.QuerySet(model).filter(pk=pk).update(author_told=True)
    return found


def _untold(author: int) -> QuerySet[Any]:
    """What may be this member's, of every kind: kind, id, and the digest when it is anonymous."""
    return _union([branch for model in contribution_models() for branch in _untold_among(model, author)])


# Asked each time that anyone comes home.
_UNTOLD = CompiledQuery(_untold, -1)


def _untold_among(model: type[Contribution], author: int) -> list[QuerySet[Any]]:
    """Their signed words, and the last anonymous ones of everyone."""
    untold = model._default_manager.filter(_is_answered(), author_told=False)
    untold = untold.order_by(F("answered_at").desc(nulls_last=True))
    signed = untold.filter(author=author)
    anonymous = untold.filter(signature=SignsAs.ANONYMOUS).exclude(author_digest="")
    return [
        signed.values_list(_name_of(model), "pk", Value("", CharField()))[:RECENT],
        anonymous.values_list(_name_of(model), "pk", "author_digest")[:RECENT],
    ]


def _described(model: type[Contribution], mine: list[uuid.UUID]) -> QuerySet[Any]:
    """Theirs, with the words by which a page calls them."""
    rows = model._default_manager.filter(pk__in=mine).order_by()
    return rows.values_list(_name_of(model), "pk", Left(model.called_by, WORDS), "outcome", "answered_at")


def _name_of(model: type[Contribution]) -> Value:
    return Value(model._meta.model_name, CharField())


def _is_answered() -> Q:
    return ~Q(outcome="") & ~Q(outcome=Outcome.WITHDRAWN)


def _union(branches: list[QuerySet[Any]]) -> QuerySet[Any]:
    return branches[0].union(*branches[1:], all=True)


def _last_first(row: tuple[Any, ...]) -> tuple[float, str]:
    at: datetime | None = row[4]
    return (-at.timestamp() if at else 0.0, str(row[1]))
