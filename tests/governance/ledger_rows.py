"""Rows in every table that the ledger covers, made by the database from the types of its columns, and ways to tamper.

For whoever owns the tables: constraints go, and the triggers that protect; what is done is undone with the test.
"""

from __future__ import annotations

from django.db import connection

from governance.ledger import Fault, Kind, one_moment, verify_seals
from governance.seals import Anchor, Covered, covered_tables

# By type: the value that row ``n`` holds, and what one touch makes of it.
SAMPLES = {
    "uuid": ("('00000000-0000-4000-8000-0000000000' || {n})::uuid", "overlay({c}::text placing 'b' from 1)::uuid"),
    "character varying": ("'é'", "overlay({c} placing chr(ascii({c}) # 1) from 1)"),
    "text": ("'Là : « é »' || chr(10) || '- {n}'", "overlay({c} placing 'e' from 7)"),
    "smallint": ("{n}", "{c} # 1"),
    "integer": ("{n}", "{c} # 1"),
    "bigint": ("{n}", "{c} # 1"),
    "numeric": ("{n} + 0.50", "{c} + 1"),
    "boolean": ("false", "NOT {c}"),
    "date": ("'2026-03-{n}'::date", "{c} + 1"),
    "timestamp with time zone": ("'2026-03-{n} 23:30:00.000001+02'::timestamptz", "{c} + interval '1 microsecond'"),
    "jsonb": ("""'{{"é": [1, 1.50, null, true, "x"], "b": {{}}, "aa": -3}}'::jsonb""", """{c} || '{{"é": [1]}}'"""),
    "text[]": ("ARRAY['a', 'é']::text[]", "ARRAY['é', 'a']::text[]"),
    "character varying[]": ("ARRAY['a', 'é']::varchar[]", "ARRAY['é', 'a']::varchar[]"),
    "uuid[]": ("ARRAY['00000000-0000-4000-8000-000000000000']::uuid[]", "'{{}}'::uuid[]"),
}
ROWS = (10, 20, 30)
NULLS = 20  # this row holds nothing wherever a column allows it


def columns_of(table: str) -> dict[str, tuple[str, bool]]:
    """The columns of a table: their type, and whether they may hold nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, regexp_replace(format_type(atttypid, atttypmod), '\\(.*\\)', ''), NOT attnotnull "
            "FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [table],
        )
        return {name: (kind, may_be_null) for name, kind, may_be_null in cursor.fetchall()}


def run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def unlock() -> None:
    """Take off all that would stop the owner, but what seals."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    for table in [*covered_tables(), "governance_seal"]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint "
                "WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'u')",
                [table],
            )
            statements = [statement for (statement,) in cursor.fetchall()]
            cursor.execute(
                "SELECT format('DROP INDEX %%s', indexrelid::regclass) FROM pg_index WHERE indrelid = %s::regclass "
                "AND indisunique AND NOT indisprimary AND indpred IS NOT NULL",
                [table],
            )
            statements += [statement for (statement,) in cursor.fetchall()]
        for statement in [*statements, f"ALTER TABLE {table} DISABLE TRIGGER USER"]:
            run(statement)
        if table != "governance_seal":
            run(f"ALTER TABLE {table} ENABLE TRIGGER governance_seal")


def fill(table: str, *, letter: str = "é") -> None:
    """Three rows, inserted as an application would: the database seals them."""
    kinds = columns_of(table)
    for n in ROWS:
        values = [
            "NULL" if n == NULLS and may_be_null else SAMPLES[kind][0].format(n=n).replace("é", letter)
            for kind, may_be_null in kinds.values()
        ]
        names = ", ".join(f'"{name}"' for name in kinds)
        run(f"INSERT INTO {table} ({names}) VALUES ({', '.join(values)})")


def touched(kind: str, column: str) -> str:
    """A value that differs as little as one can, of the same type; of what is nothing, something."""
    sample, touch = SAMPLES[kind]
    name = f'"{column}"'
    return f"CASE WHEN {name} IS NULL THEN {sample.format(n=10)} ELSE {touch.format(c=name)} END"


def keys(covered: Covered) -> list[str]:
    """The keys of the rows, as texts, in the order in which they were filled."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {covered.key}::text FROM {covered.table} ORDER BY 1")
        return [key for (key,) in cursor.fetchall()]


def faults(anchor: Anchor | None = None) -> list[Fault]:
    with one_moment():
        return verify_seals(anchor)[1]


def named(anchor: Anchor | None = None) -> set[tuple[Kind, str, str]]:
    """What each fault names: its kind, the table and the key."""
    return {(fault.kind, fault.table, fault.row_id) for fault in faults(anchor)}
