"""Finding texts: as many as one reads, those whose title says it first; never one that the reader may not read.

However common the words, no more than ``MOST`` texts are weighed from titles, and as many from bodies if titles are
fewer: beyond, the reader is told to add a word. They are weighed after they are chosen, so that a common word costs
what a page does.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from governance.permissions import reads_what_is_for_managers
from governance.searching.asking import LEXEMES, Asked
from governance.searching.french import CONFIGURATION
from governance.searching.models import SearchText

MOST = 100
ON_A_PAGE, OF_EACH = 20, 3
TABLE = SearchText._meta.db_table
# A title that says all of it comes before any body; then those in which the words are near, often, in a short text.
# What is asked is read once, apart: the plan must not depend on how common the words are, for a text that is looked
# for page after page in the table itself costs more than one that the index leads to. Bodies are not even looked at
# when there are too many titles already.
FOUND = f"""
    WITH asked AS MATERIALIZED (
        SELECT {{query}} AS said, quote_literal('kind/' || %s)::tsquery AS kind
    ), titles AS MATERIALIZED (
        SELECT id, kind, day, 1 AS rank, ts_rank_cd(words, (SELECT said FROM asked), 1) AS weight
        FROM {TABLE} WHERE named @@ (SELECT {{wanted}} FROM asked) AND readable_by = ANY(%s) LIMIT {MOST + 1}
    ), bodies AS (
        SELECT id, kind, day, 2 AS rank, ts_rank_cd(words, (SELECT said FROM asked), 1) AS weight
        FROM {TABLE} WHERE (SELECT count(*) FROM titles) <= {MOST}
        AND words @@ (SELECT {{wanted}} FROM asked) AND readable_by = ANY(%s) LIMIT {MOST + 1}
    ), chosen AS (
        SELECT * FROM titles UNION ALL SELECT * FROM bodies
    ), once AS (
        SELECT DISTINCT ON (id) id, kind, day, rank, weight FROM chosen ORDER BY id, rank
    ), placed AS (
        SELECT id, count(*) OVER () AS total, count(*) OVER (PARTITION BY kind) AS of_kind,
            row_number() OVER (ORDER BY rank, weight DESC, day DESC NULLS LAST, id) AS place,
            row_number() OVER (PARTITION BY kind ORDER BY rank, weight DESC, day DESC NULLS LAST, id) AS turn
        FROM once
    )
    SELECT texts.kind, texts.key, texts.code, texts.title, texts.about, texts.body, texts.day, total, of_kind
    FROM placed JOIN {TABLE} AS texts USING (id)
    WHERE {{shown}} ORDER BY place
"""
FIRST = f"least({{before:d}}, (total - 1) / {ON_A_PAGE} * {ON_A_PAGE})"
ONE_PAGE = f"place > {FIRST} AND place <= {FIRST} + {ON_A_PAGE}"
# Of words as they are written, those that were looked for.
MATCHING = f"""
    SELECT word FROM unnest(%s::text[]) AS word
    WHERE to_tsvector('{CONFIGURATION}', governance_searched(word)) @@ {{query}}
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was found."""

    kind: str
    key: str
    code: str
    title: str
    about: str
    body: str
    day: datetime.date | None

    @property
    def args(self) -> list[str]:
        """What its address is made of."""
        return self.key.split("/")


@dataclass(slots=True)
class Found:
    """What a search finds: texts, the best first, and how many there are of each kind.

    ``more``: there are more than are weighed, and numbers say nothing. ``nearly``: none holds all the words; these hold
    some of them, or words that begin like them.
    """

    texts: list[Text] = field(default_factory=list)
    total: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    nearly: bool = False

    @property
    def more(self) -> bool:
        return self.total > MOST


def find(asked: Asked, *, by: Any, page: int = 1) -> Found:
    """What the reader may read of what was asked: the best of every kind, or a page of one. One query, or two.

    The second one is asked when nothing holds all the words. A page beyond the last is the last.
    """
    if not asked.text:
        return Found()
    readers = _readers(by)
    shown = ONE_PAGE.format(before=(page - 1) * ON_A_PAGE) if asked.kind else f"turn <= {OF_EACH}"
    found = _run(asked.query(), asked.kind, readers, shown)
    if found.total:
        return found
    found = _run(asked.nearly(), asked.kind, readers, shown)
    found.nearly = True
    return found


def matching(words: set[str], *, asked: Asked, nearly: bool = False) -> set[str]:
    """Of these words, as they are written, those that the search was about. One query."""
    query = LEXEMES.format(sign=":*" if nearly else "")
    with connection.cursor() as cursor:
        cursor.execute(MATCHING.format(query=query), [sorted(words), asked.text])
        return {word for (word,) in cursor.fetchall()}


def says_something(asked: Asked) -> bool:
    """Whether anything is left to look for, small words apart ("de la"). One query."""
    if not asked.text:
        return False
    with connection.cursor() as cursor:
        query, words = asked.query()
        cursor.execute(f"SELECT numnode({query}) > 0", words)
        return bool(cursor.fetchone()[0])


def _readers(member: Any) -> list[str]:
    everything = reads_what_is_for_managers(member)
    return [reader.value for reader in SearchText.Readers if everything or reader == SearchText.Readers.EVERYONE]


def _run(query: tuple[str, list[str]], kind: str, readers: list[str], shown: str) -> Found:
    found = Found()
    sql, words = query
    # A kind has no place among words: what is weighed is without it.
    wanted = "said && kind" if kind else "said"
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(query=sql, wanted=wanted, shown=shown), [*words, kind, readers, readers])
        for *text, total, of_kind in cursor.fetchall():
            found.texts.append(Text(*text))
            found.total, found.numbers[text[0]] = total, of_kind
    return found
