"""What the application's database role may do: one table, applied after each migration.

A trigger alone protects nothing, since any session may tell pgtrigger to ignore it and a table's owner may drop it. A
right that was never granted cannot be used: this is what seals a sealed row.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from governance.sealed import sealed_tables

SEALED = "SELECT, INSERT"
READ_ONLY = "SELECT"
EVERYDAY = "SELECT, INSERT, UPDATE, DELETE"

# Tables that no model of ours declares and that differ from the everyday.
OTHERS = {"django_migrations": READ_ONLY}

TABLES = """
    SELECT class.relname FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = 'public' AND class.relkind IN ('r', 'p', 'v', 'm') ORDER BY class.relname
"""
# A member of the table's owner can become it; a holder of TRIGGER can write anything at the next insertion.
EXCESS = """
    SELECT class.relname FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = 'public' AND class.relname = ANY(%(tables)s)
      AND (has_any_column_privilege(COALESCE(%(role)s, current_user), class.oid, 'UPDATE')
           OR has_table_privilege(COALESCE(%(role)s, current_user), class.oid, 'DELETE, TRUNCATE, TRIGGER')
           OR pg_has_role(COALESCE(%(role)s, current_user), class.relowner, 'MEMBER'))
    ORDER BY class.relname
"""


def rights() -> dict[str, str]:
    """Return the rights on every table that differs from the everyday."""
    return OTHERS | dict.fromkeys(sealed_tables(), SEALED)


def apply_grants(connection: BaseDatabaseWrapper, *, role: str) -> int:
    """Give the role exactly its rights, and take back any other; return how many tables were seen.

    It runs as the owner, as often as one likes: readers see the rights before or the rights after.
    """
    name = connection.ops.quote_name
    exceptions = rights()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name(role)}")
        for table in tables:
            cursor.execute(f"REVOKE ALL ON {name(table)} FROM {name(role)}")
            cursor.execute(f"GRANT {exceptions.get(table, EVERYDAY)} ON {name(table)} TO {name(role)}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name(role)}")
    return len(tables)


def excess_rights(connection: BaseDatabaseWrapper, *, role: str | None = None) -> list[str]:
    """Return the sealed tables that this role, or the connected one, could rewrite: there must be none."""
    with connection.cursor() as cursor:
        cursor.execute(EXCESS, {"tables": sealed_tables(), "role": role})
        return [table for (table,) in cursor.fetchall()]
