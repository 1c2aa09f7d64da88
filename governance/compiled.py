"""Queries written once: for what each request asks, Django takes longer to write the SQL than PostgreSQL to answer.

Only what is read at every page, or on the page that everyone reads, is worth it; elsewhere a queryset is clearer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

M = TypeVar("M", bound=models.Model)


class CompiledQuery:
    """A ``values_list`` queryset whose SQL is kept for the life of the process.

    ``build`` makes the queryset for the stand-ins, which must be values that it uses nowhere else; each call
    puts real ones in their place. Values go to PostgreSQL as parameters, as ever.
    """

    def __init__(self, build: Callable[..., models.QuerySet], *stand_ins: Any) -> None:
        self.build = build
        self.stand_ins = stand_ins

    @cached_property
    def _compiled(self) -> tuple[str, list[int | None], list[Any]]:
        """The SQL, and for each of its parameters the place of the value that it takes, or its own."""
        sql, parameters = self.build(*self.stand_ins).query.sql_with_params()
        places = [self.stand_ins.index(value) if value in self.stand_ins else None for value in parameters]
        if missing := set(range(len(self.stand_ins))) - set(places):
            raise TypeError(f"The query does not use its stand-ins {sorted(missing)}.")
        return sql, places, list(parameters)

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What the query finds for these values. One query."""
        sql, places, parameters = self._compiled
        given = [own if place is None else values[place] for place, own in zip(places, parameters, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.fetchall()


def columns(model: type[models.Model], prefix: str = "") -> list[str]:
    """The names under which ``values_list`` gives all that an instance holds."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


def instance(model: type[M], row: Sequence[Any]) -> M:
    """An instance made of the values of its ``columns``, as if the ORM had read it."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), list(row))
