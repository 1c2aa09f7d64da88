"""What a database holds, said so that two databases can be compared: each table's rows, and what guards them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypedDict

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg import sql

from governance.refusals import Refused

NOT_A_PART_OF_AN_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend WHERE objid = class.oid AND deptype = 'e')"
TABLES = f"""
    SELECT space.nspname, class.relname
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE class.relkind IN ('r', 'p') AND space.nspname !~ '^pg_' AND space.nspname <> 'information_schema'
      AND {NOT_A_PART_OF_AN_EXTENSION}
    ORDER BY space.nspname COLLATE "C", class.relname COLLATE "C"
"""
# A column's name, its place in the key (or nothing), and whether its order depends on a language.
COLUMNS = """
    SELECT attname, array_position(key.conkey, attnum), attcollation <> 0
    FROM pg_attribute LEFT JOIN pg_constraint AS key ON key.conrelid = attrelid AND key.contype = 'p'
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname COLLATE "C"
"""
# Names only: another major version of PostgreSQL may print the same definition in other words.
GUARDS = {
    "triggers": """
        SELECT format('%s.%s %s', tgrelid::regclass, tgname, tgenabled)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY 1""",
    "constraints": """
        SELECT format('%s.%s', conrelid::regclass, conname) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c', 'x') AND convalidated
        ORDER BY 1""",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "functions": """
        SELECT proc.oid::regprocedure::text FROM pg_proc AS proc WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = proc.oid AND deptype = 'e') ORDER BY 1""",
}
# The same rows are the same bytes, whatever the server's habits are.
FORMATS = {
    "TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "iso_8601", "bytea_output": "hex",
    "extra_float_digits": "1", "client_encoding": "UTF8", "lc_monetary": "C",
}  # fmt: skip


class Table(TypedDict):
    """How many rows, and the SHA-256 of all of them in the order of their key."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that must be the same on both sides of a backup."""

    tables: dict[str, Table]
    migrations: list[str]
    guards: dict[str, list[str]] = field(default_factory=dict)
    anchor: str | None = None

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(table["rows"] for table in self.tables.values())

    def differences(self, other: Contents) -> list[str]:
        """Say, line by line, what ``other`` has not kept of these contents, or has besides."""
        found = [_said(name, self.tables.get(name), other.tables.get(name)) for name in self.tables | other.tables]
        for kind in GUARDS:
            before, after = set(self.guards[kind]), set(other.guards[kind])
            found += [_("missing: %(name)s") % {"name": name} for name in sorted(before - after)]
            found += [_("not in the backup: %(name)s") % {"name": name} for name in sorted(after - before)]
        if self.migrations != other.migrations:
            found.append(_("the list of migrations is not the same"))
        if self.anchor != other.anchor:
            found.append(_("the ledger of seals does not end on the same hash"))
        return [line for line in found if line]


def _said(name: str, before: Table | None, after: Table | None) -> str:
    if before is None:
        return _("table %(table)s: not in the backup") % {"table": name}
    if after is None:
        return _("table %(table)s: missing") % {"table": name}
    if before["rows"] != after["rows"]:
        numbers = {"table": name, "after": after["rows"], "before": before["rows"]}
        return _("table %(table)s: %(after)s rows instead of %(before)s") % numbers
    return "" if before == after else _("table %(table)s: its rows are not the same") % {"table": name}


def left_empty() -> list[str]:
    """Tables whose rows are in no backup: whoever found an open session in one would be signed in as its owner."""
    return [Session._meta.db_table, str(settings.CACHES["default"]["LOCATION"])]


def table_names(connection: BaseDatabaseWrapper) -> list[str]:
    """Return every table of the database; raise Refused if one is where no backup would look for it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = cursor.fetchall()
    if elsewhere := [f"{space}.{name}" for space, name in found if space != "public"]:
        raise Refused(
            _(
                "This database also holds tables outside of the schema “public” (%(tables)s), which a restoration "
                "would not know what to do with. Give the charter a database of its own."
            )
            % {"tables": ", ".join(elsewhere[:3])}
        )
    return [name for _space, name in found]


def contents(connection: BaseDatabaseWrapper) -> Contents:
    """Read everything, in the transaction that is open: what it sees is what is said."""
    names = table_names(connection)
    with connection.cursor() as cursor:
        for setting, value in FORMATS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = [name for (name,) in cursor.fetchall()]
        guards = {}
        for kind, question in GUARDS.items():
            cursor.execute(question, None)
            guards[kind] = sorted(name for (name,) in cursor.fetchall())
    kept = [name for name in names if name not in left_empty()]
    return Contents({name: _digest(connection, name) for name in kept}, sorted(migrations), guards, anchor(names))


def _digest(connection: BaseDatabaseWrapper, name: str) -> Table:
    """Hash the rows as they come: the memory it takes does not depend on how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [f'public."{name}"'])
        columns = cursor.fetchall()
    key = sorted((place, column, collated) for column, place, collated in columns if place)
    by_row: list[sql.Composable] = [sql.SQL('(each.*)::text COLLATE "C"')]
    by_key = [
        sql.SQL('{} COLLATE "C"' if collated else "{}").format(sql.Identifier(name)) for _n, name, collated in key
    ]
    question = sql.SQL("COPY (SELECT {} FROM public.{} AS each ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(sql.Identifier(column) for column, _place, _collated in columns),
        sql.Identifier(name),
        sql.SQL(", ").join(by_key or by_row),
    )
    digest, rows = hashlib.sha256(json.dumps([column for column, *_rest in columns]).encode()), 0
    raw: Any = connection.connection
    with raw.cursor() as cursor, cursor.copy(question) as copy:
        for piece in copy:
            digest.update(piece)
            rows += bytes(piece).count(b"\n")  # a line break inside a value is written in two letters
    return {"rows": rows, "sha256": digest.hexdigest()}


def anchor(names: list[str]) -> str | None:
    """Return where the ledger of seals ends, on one line; nothing for a database, or a release, that has none."""
    try:
        seals = import_module("governance.seals")
    except ModuleNotFoundError:
        return None
    return str(seals.anchor()) if seals.Seal._meta.db_table in names else None
