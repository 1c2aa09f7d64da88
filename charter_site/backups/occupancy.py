"""Whether a database may be replaced by a backup, and how it is emptied: only within the transaction that fills it."""

from __future__ import annotations

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter_site.backups.contents import table_names
from governance.pulse import Pulse
from governance.refusals import Refused

OURS = ("charters", "feedback", "governance")
# Another role's session shows its number and its role, and little else.
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""
# Everything of the schema but what belongs to an extension, or goes with something else.
OBJECTS = """
    SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM (
        SELECT 1 AS turn, oid, 'pg_class'::regclass AS class, oid::regclass::text AS name, CASE relkind
            WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
            WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        UNION ALL
        SELECT 2, oid, 'pg_proc'::regclass, oid::regprocedure::text, 'ROUTINE'
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 3, oid, 'pg_type'::regclass, oid::regtype::text, 'TYPE'
        FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
        UNION ALL
        SELECT 4, oid, 'pg_ts_config'::regclass, oid::regconfig::text, 'TEXT SEARCH CONFIGURATION'
        FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 5, oid, 'pg_ts_dict'::regclass, oid::regdictionary::text, 'TEXT SEARCH DICTIONARY'
        FROM pg_ts_dict WHERE dictnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 6, oid, 'pg_collation'::regclass, oid::regcollation::text, 'COLLATION'
        FROM pg_collation WHERE collnamespace = 'public'::regnamespace
    ) AS found
    WHERE NOT EXISTS (
        SELECT FROM pg_depend WHERE pg_depend.classid = found.class AND objid = found.oid AND deptype IN ('e', 'i')
    )
    ORDER BY turn, name
"""


def refuse_occupied(*, replace: bool) -> None:
    """Take the database for oneself until the end of the transaction; raise Refused if it is not ours to fill.

    The tables are locked first, so that what was looked at cannot change before it is replaced.
    """
    tables = table_names(connection)
    if not tables:
        return
    if not _is_a_charter(tables):
        raise Refused(
            _(
                "This database holds tables of another application, which would be lost: nothing was touched, and "
                "--replace would change nothing to that. Check OWNER_DATABASE_URL, or make an empty database."
            )
        )
    _refuse_others()
    _lock(tables)
    _refuse_others()
    if not replace and (held := _held(tables)):
        raise Refused(
            _(
                "This database is in use: %(count)s of its tables hold something (%(tables)s). Nothing was touched. To "
                "lose what it holds and put the backup in its place, take a backup of it first, then add --replace."
            )
            % {"count": len(held), "tables": ", ".join(held[:3]) + (", …" if held[3:] else "")}
        )


def _is_a_charter(tables: list[str]) -> bool:
    if "django_migrations" not in tables:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM django_migrations WHERE app = 'governance')")
        return bool(cursor.fetchone()[0])


def _lock(tables: list[str]) -> None:
    name = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f"LOCK TABLE {', '.join(map(name, tables))} IN ACCESS EXCLUSIVE MODE")
    except OperationalError:
        _refuse_others()
        raise


def _refuse_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        (others,) = cursor.fetchone()
    if others:
        raise Refused(
            ngettext(
                "Somebody is using this database (%(others)s open connection). Nothing was touched. Stop the "
                "application, and whatever else is connected, then restore again.",
                "Somebody is using this database (%(others)s open connections). Nothing was touched. Stop the "
                "application, and whatever else is connected, then restore again.",
                others,
            )
            % {"others": others}
        )


def _held(tables: list[str]) -> list[str]:
    """Return the tables that hold something of ours; the pulse beats in an empty house too."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models() if model is not Pulse]
    ours = sorted({model._meta.db_table for model in models} & set(tables))
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name(table)})" for table in ours)
        )
        return sorted(table for (table,) in cursor.fetchall())


def empty() -> None:
    """Drop all that the schema holds; extensions stay, for they need rights that the owner may not have."""
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS, None)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement, None)
