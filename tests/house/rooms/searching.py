"""Searching everything that is written."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tests.house.visits import EVERYONE, Scenario, page

FOUND = ("?q=Ολα", "?q=τιποτα", "?q=Ολα&kind=clause", "?q=Ολα&kind=feedback&page=2", "?q=Ολα+τιποτα")

SCENARIOS: list[Scenario] = [page("search", EVERYONE, also=FOUND)]


def add_to(world: Any) -> None:
    """All that the other rooms wrote is in the index at the commit, which the world may not reach."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
