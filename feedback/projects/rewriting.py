"""Changing what an entry says: only the answers that were changed are written, and nobody undoes another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feedback.projects import states
from feedback.projects.models import Feedback
from feedback.projects.participants import are_few
from feedback.projects.reading import with_all_it_says
from feedback.projects.states import State
from governance.signing import Stale

PEOPLE = "participants_estimate"


@dataclass(frozen=True, slots=True)
class Changes:
    """The answers that a writer changed, and all that the entry says before them and after."""

    answers: dict[str, Any]
    before: State
    after: State
    # what stood around the entry, when no row of its history says it yet
    unkept: State | None


def changes_to(stored: Feedback, said: Mapping[str, Any], *, seen: int, told_by_writer: bool = True) -> Changes:
    """What ``said`` changes in what was read at row version ``seen``. The caller holds the lock of the row.

    Two people, or one in two windows, may change an entry at once, each another answer. Raises Stale when both changed
    the same one, or when nothing tells what was read.

    Whoever did not tell the entry does not read a small number of people: theirs always counts as another one, or the
    answer would say whether they guessed it.
    """
    entry = with_all_it_says(Feedback.objects.filter(pk=stored.pk)).get()
    moments = states.moments_of(entry)
    now = states.state_of(entry)
    read = now if seen == stored.row_version else next((m.said for m in moments if m.row_version == seen), None)
    plain = {name: states.plain(name, answer) for name, answer in said.items()}
    if read is None:
        raise _stale(stored)
    few = not told_by_writer and any(are_few(state[PEOPLE]) for state in (read, now))
    mine = [
        name
        for name, answer in plain.items()
        if (few and name == PEOPLE)
        or (not states.same(name, answer, read[name]) and not states.same(name, answer, now[name]))
    ]
    stale = few and PEOPLE in mine and seen != stored.row_version
    if stale or not all(states.same(name, read[name], now[name]) for name in mine):
        raise _stale(stored)
    return Changes(
        answers={name: said[name] for name in mine},
        before=now,
        after=now | {name: plain[name] for name in mine},
        unkept=None if any(moment.keeps_around for moment in moments) else now,
    )


def _stale(stored: Feedback) -> Stale:
    return Stale(
        _(
            "What you changed was also changed meanwhile, by someone else or in another window. Nothing you wrote is "
            "lost: read what it says now, then send again."
        ),
        current=stored.row_version,
    )
