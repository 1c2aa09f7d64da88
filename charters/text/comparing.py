"""Two states of what people wrote, field by field: what a page of changes shows, and how its changes are numbered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import models
from django.urls.converters import StringConverter
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from charters.text.models import Audience, Clause
from charters.text.redline import Redline, redline

# The words of a clause that people read; whether it was removed is said apart.
CLAUSE_WORDS = tuple(name for name in Clause.WORDS if name != "removed")
BEFORE, AFTER, CHANGES = "before", "after", "changes"


class ViewConverter(StringConverter):
    """One of the three ways to look at a change, in an address."""

    regex = f"{BEFORE}|{AFTER}|{CHANGES}"


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a change: its name on the page, and its address."""

    name: str
    label: str
    address: str


def views_of(address: Callable[[str], str], *, before: str, after: str) -> list[View]:
    """The three views of a change; ``before`` and ``after`` are what the two texts are called."""
    labels = {BEFORE: before, CHANGES: _("What changes"), AFTER: after}
    return [View(name, label, address(name)) for name, label in labels.items()]


@dataclass(frozen=True, slots=True)
class WordsChange:
    """One field, as two texts to compare; ``first`` is the number of its first change among those of the page."""

    name: str
    label: str | Promise
    before: str
    after: str
    first: int = 1

    @property
    def redline(self) -> Redline:
        return compared(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Fields side by side, whose changes are numbered one after the other from 1."""

    fields: tuple[WordsChange, ...]

    @property
    def before(self) -> list[tuple[str, str | Promise, str]]:
        """The fields as they were: name, label, words."""
        return [(field.name, field.label, field.before) for field in self.fields]

    @property
    def after(self) -> list[tuple[str, str | Promise, str]]:
        """The fields as they become."""
        return [(field.name, field.label, field.after) for field in self.fields]

    @property
    def count(self) -> int:
        """How many changes there are: marks on the page, lines in the list."""
        return sum(len(field.redline.changes) for field in self.fields)


@lru_cache(maxsize=64)
def compared(before: str, after: str) -> Redline:
    """The redline of two texts; the marks and the list of a page are two readings of one comparison."""
    return redline(before, after)


def words_changed(
    model: type[models.Model], names: Iterable[str], before: Any, after: Any, *, always: Collection[str] = ()
) -> tuple[WordsChange, ...]:
    """The fields that differ between two states, and those of ``always``; a state that is None has no words."""
    states = ((name, _as_text(name, before), _as_text(name, after)) for name in names)
    return tuple(
        WordsChange(name, model._meta.get_field(name).verbose_name, was, becomes)
        for name, was, becomes in states
        if was != becomes or name in always
    )


def compare_words(changed: Iterable[WordsChange]) -> Comparison:
    """Put fields side by side on one page."""
    numbered, first = [], 1
    for field in changed:
        numbered.append(replace(field, first=first))
        first += len(field.redline.changes)
    return Comparison(tuple(numbered))


def _as_text(name: str, state: Any) -> str:
    return as_text(name, getattr(state, name)) if state else ""


def as_text(name: str, value: str | Iterable[str]) -> str:
    """A field as plain text: a list is a list, a closed list is in the words of the screen."""
    if isinstance(value, str):
        return value
    words = dict(Audience.choices)
    return "\n".join(f"- {words.get(item, item) if name == 'audience' else item}" for item in value)
