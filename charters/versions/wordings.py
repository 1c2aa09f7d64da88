"""Where each wording of a validated version stands: tables of digests, made once, since a version never changes.

A table holds no text: the digest of each wording that one may quote, and what it is. It is kept for the life of the
process, so that looking words up costs one query, whatever the number of versions.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext, override

from charters.versions.clause_seal import clause_hash
from charters.versions.comparable import comparable, digest, digest_of_words, joined
from charters.versions.content import ClauseContent, Content, frozen_contents
from charters.versions.models import Version, VersionStep

# Versions whose table is kept in each process: one of 200 clauses holds about 0.4 MB, less what it shares with others.
MOST_TABLES = 200


class Place(NamedTuple):
    """What a wording is: its kind, and the code of its clause or section."""

    kind: str
    code: str = ""


Table = dict[bytes, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A validated version, with its two hashes."""

    version: UUID
    charter: str
    number: int
    content_hash: str
    chain_hash: str
    in_force: bool


def sealed_versions() -> list[Sealed]:
    """Every validated version of every charter, in order. One query."""
    steps = VersionStep.objects.filter(kind=VersionStep.Kind.VALIDATED).order_by("charter", "number")
    rows = steps.values_list(
        "version_id", "charter__slug", "number", "content_hash", "chain_hash", F("charter__version_in_force")
    )
    return [Sealed(*row[:5], in_force=row[0] == row[5]) for row in rows]


class Tables:
    """The tables already made, by version; those that were not asked for lately go first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[UUID, Table] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, versions: Iterable[UUID]) -> dict[UUID, Table]:
        """The table of each version. No query when all are made; otherwise two, however many are missing."""
        wanted = list(versions)
        with self._lock:
            found = {pk: self._made[pk] for pk in wanted if pk in self._made}
        missing = [pk for pk in wanted if pk not in found]
        if missing:
            frozen = {version.pk: version for version in Version.objects.filter(pk__in=missing)}
            contents = frozen_contents(*frozen.values())
            found |= {pk: _table(version, contents[pk]) for pk, version in frozen.items()}
        with self._lock:
            for pk in wanted:
                self._made[pk] = found[pk]
                self._made.move_to_end(pk)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()


TABLES = Tables(MOST_TABLES)


def _table(version: Version, content: Content) -> Table:
    table: Table = {}
    for key, place in _wordings(version, content):
        places = table.get(key, ())
        if place not in places:
            table[key] = (*places, place)
    return table


def _wordings(version: Version, content: Content) -> Iterator[tuple[bytes, Place]]:
    """Each wording that has words, once for each way it may be quoted."""
    around = {"title": content.title, "preamble": content.preamble, "scope": content.scope, "message": version.message}
    yield from ((digest(words), Place(kind)) for kind, words in around.items() if words)
    whole = [_words(words) for words in (content.title, content.preamble, content.scope)]
    codes = [*whole]
    for section in content.sections:
        head = [section.title, section.summary]
        whole += map(_words, head)
        codes += map(_words, head)
        yield digest(section.title), Place("section", section.code)
        if section.summary:
            yield digest(section.summary), Place("section", section.code)
            yield digest("\n".join(head)), Place("section", section.code)
        for clause in section.clauses:
            whole += [_words(clause.title), _words(clause.text)]
            codes += [clause.code, _words(clause.title), _words(clause.text)]
            yield from _clause_wordings(replace(clause, position=0, revision=0))
    yield digest_of_words(joined(whole)), Place("whole")
    yield digest_of_words(joined(codes)), Place("whole")


@lru_cache(maxsize=8192)
def _words(text: str) -> str:
    """The comparable words of a text; versions share those of a text that did not change."""
    return comparable(text)


@lru_cache(maxsize=4096)
def _clause_wordings(clause: ClauseContent) -> tuple[tuple[bytes, Place], ...]:
    """The wordings of a clause; versions share those of a clause that did not change."""
    code, title, text = clause.code, clause.title, clause.text
    ways = {
        "clause_hash": [],
        "clause": [text, f"{title}\n{text}", f"{code} {title}\n{text}", f"{code}\n{text}"],
        "clause_title": [title, f"{code} {title}"],
        "note": [clause.note],
        "practices": ["\n".join(f"- {line}" for line in clause.indicators), *clause.indicators],
        "job_description": [clause.hr_job_description],
        "mission_letter": [clause.hr_mission_letter],
        "interview": [clause.hr_interview],
    }
    ways["clause"] += [f"{code} {title}\n{text}\n{end}" for end in _ends(code)]
    found = [(digest(words), Place(kind, code)) for kind, texts in ways.items() for words in texts if words]
    return ((bytes.fromhex(clause_hash(clause)), Place("clause_hash", code)), *found)


def _ends(code: str) -> list[str]:
    """The line that closes a clause on its page, in each language: one who copies the whole takes it too."""
    ends = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            line = gettext("%(code)s: explanatory note, practices, wordings for human resources")
            ends.append(line % {"code": code})
    return ends
