"""How PostgreSQL reads rows once there are many: what a page costs in years, told by its plan."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet


def plan_of(rows: QuerySet[Any], **options: bool) -> str:
    """The plan for these rows, with the statistics of their tables as they are now, and none read from end to end.

    Only the owner of a table counts what it holds.
    """
    str(rows.query)  # which joins the tables
    tables = {table.table_name for table in rows.query.alias_map.values()}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL ROLE NONE")
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')
        cursor.execute(f'SET LOCAL ROLE "{settings.APPLICATION_ROLE}"')
    return rows.explain(**options)
