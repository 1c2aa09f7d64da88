"""Finding texts: as many as one reads, those whose title says it first; never one that the reader may not read.

However common the words, no more than ``MOST`` texts are weighed from titles, and as many from bodies if titles are
fewer: beyond, the reader is told to add a word. They are weighed after they are chosen, so that a common word costs
what a page does.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL

from governance.permissions import reads_what_is_for_managers
from governance.searching import asking
from governance.searching.asking import LEXEMES, Asked
from governance.searching.french import CONFIGURATION
from governance.searching.models import SearchText

MOST = 100
ON_A_PAGE, OF_EACH = 20, 3
NO_DAY = 10_000_000  # days: what has none comes after all that has one
TABLE = SearchText._meta.db_table
# A title that says all of it comes before any body; then those in which the words are near, often, in a short text.
# What is asked is read once, apart: the plan must not depend on how common the words are, for a text that is looked
# for page after page in the table itself costs more than one that the index leads to. Bodies are not even looked at
# when there are too many titles already. What is weighed is put in order here, not there: to plan for it would cost the
# database more than to find.
WEIGHED = f"""
    WITH asked AS MATERIALIZED (
        SELECT {{query}} AS said, quote_literal('kind/' || %s)::tsquery AS kind
    ), titles AS MATERIALIZED (
        SELECT 1, -ts_rank_cd(words, (SELECT said FROM asked), 1), coalesce(DATE 'epoch' - day, {NO_DAY}), id, kind
        FROM {TABLE} WHERE named @@ (SELECT {{wanted}} FROM asked) AND readable_by = ANY(%s) LIMIT {MOST + 1}
    )
    SELECT * FROM titles UNION ALL (
        SELECT 2, -ts_rank_cd(words, (SELECT said FROM asked), 1), coalesce(DATE 'epoch' - day, {NO_DAY}), id, kind
        FROM {TABLE} WHERE (SELECT count(*) FROM titles) <= {MOST}
        AND words @@ (SELECT {{wanted}} FROM asked) AND readable_by = ANY(%s) LIMIT {MOST + 1}
    )
"""
SHOWN = f"SELECT id, kind, key, code, title, about, body, day FROM {TABLE} WHERE id = ANY(%s)"
# Of words as they are written, those that were looked for.
MATCHING = f"""
    SELECT word FROM unnest(%s::text[]) AS word
    WHERE to_tsvector('{CONFIGURATION}', governance_searched(word)) @@ {{query}}
"""


# A text that holds the words: its place (a title first, then the more to the point, then the later), id and kind. Plain
# rows, since to name their parts would cost a tenth of a search.
Weighed = tuple[int, float, int, str, str]
ID: Final = 3
KIND: Final = 4


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
    """What the reader may read of what was asked: the best of every kind, or a page of one. Two queries, or three.

    A third one is asked when nothing holds all the words. A page beyond the last is the last.
    """
    if not asked.text:
        return Found()
    readers = _readers(by)
    weighed = _weigh(asked.query(), asked.kind, readers)
    nearly = not weighed
    if nearly:
        weighed = _weigh(asked.nearly(), asked.kind, readers)
    shown = _on_page(weighed, page) if asked.kind else _of_each(weighed)
    return Found(_read(shown), len(weighed), Counter(row[KIND] for row in weighed), nearly)


def rows_saying(typed: str, *, kind: str) -> QuerySet[Any]:
    """Where in ``SearchText`` the texts of a kind say all that was typed, to narrow a list by words."""
    asked = asking.read(typed)
    if not asked.text:
        return SearchText.objects.none()
    sql, words = asked.query()
    wanted = RawSQL(f"({sql} && quote_literal('kind/' || %s)::tsquery)", [*words, kind])
    said = Func(F("words"), wanted, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
    return SearchText.objects.filter(said, kind=kind)


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


def _weigh(query: tuple[str, list[str]], kind: str, readers: list[str]) -> list[Weighed]:
    """What holds the words, each text once, the best first: one query."""
    sql, words = query
    # A kind has no place among words: what is weighed is without it.
    wanted = "said && kind" if kind else "said"
    with connection.cursor() as cursor:
        cursor.execute(WEIGHED.format(query=sql, wanted=wanted), [*words, kind, readers, readers])
        rows = cursor.fetchall()
    rows.sort(reverse=True)
    once = {row[ID]: row for row in rows}  # the last said of a text is its best place
    return sorted(once.values()) if len(once) < len(rows) else rows[::-1]


def _on_page(weighed: list[Weighed], page: int) -> list[str]:
    last = max(0, len(weighed) - 1) // ON_A_PAGE
    first = min(page - 1, last) * ON_A_PAGE
    return [row[ID] for row in weighed[first : first + ON_A_PAGE]]


def _of_each(weighed: list[Weighed]) -> list[str]:
    """The best of every kind."""
    best: defaultdict[str, list[str]] = defaultdict(list)
    for row in weighed:
        best[row[KIND]].append(row[ID])
    kept = {pk for ids in best.values() for pk in ids[:OF_EACH]}
    return [row[ID] for row in weighed if row[ID] in kept]


def _read(ids: list[str]) -> list[Text]:
    """The texts, in this order: one query, or none when there is nothing."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [ids])
        texts = {pk: Text(*text) for pk, *text in cursor.fetchall()}
    return [texts[pk] for pk in ids if pk in texts]
