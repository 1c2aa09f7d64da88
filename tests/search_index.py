"""What tests ask of the index of the search: the triggers wait for the commit, which a test never reaches."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models

from governance.searching import asking, finding
from governance.searching.models import SearchText


def indexed() -> None:
    """Do what waits for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def found(typed: str, *, by: Any = None, kind: str = "", nearly: bool = False) -> list[str]:
    """The texts that hold what was typed, as ``kind:key``; with ``nearly``, those that hold something like it."""
    indexed()
    result = finding.find(asking.read(typed, kind=kind), by=by or AnonymousUser())
    return [f"{text.kind}:{text.key}" for text in result.texts] if result.nearly == nearly else []


def rows() -> list[tuple[Any, ...]]:
    """The whole index."""
    indexed()
    return list(SearchText.objects.order_by("id").values_list())


def write(*bodies: str, kind: str = "tool", **fields: Any) -> list[SearchText]:
    """Texts of the index that belong to nothing, named by their number: to try how words meet."""
    return SearchText.objects.bulk_create(
        SearchText(
            **{"id": f"{kind}:try-{number}", "kind": kind, "source": f"try-{number}", "key": f"{number}"}
            | {"body": body, "readable_by": SearchText.Readers.EVERYONE}
            | fields
        )
        for number, body in enumerate(bodies)
    )


def set_by_hand(row: models.Model, **values: Any) -> None:
    """Correct a row in the database, as no rule does."""
    names = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s", [*values.values(), row.pk])


def erase_by_hand(*rows: models.Model) -> None:
    """Delete rows in the database, as no rule does."""
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
