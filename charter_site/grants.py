"""What the application's database role may do: one table, applied after each migration.

A trigger alone protects nothing, since any session may tell pgtrigger to ignore it and a table's owner may drop it. A
right that was never granted cannot be used: this is what seals a sealed row.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from governance.sealed import sealed_tables
from governance.seals import Seal

SEALED = "SELECT, INSERT"
READ_ONLY = "SELECT"
EVERYDAY = "SELECT, INSERT, UPDATE, DELETE"

# What the database itself writes, or the owner alone.
LEDGER = Seal._meta.db_table
OTHERS = {"django_migrations": READ_ONLY, LEDGER: READ_ONLY}

WRITERS = ["governance_add_seal", "governance_seal_row", "governance_seal_existing"]

FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY(%s)
"""
TABLES = """
    SELECT class.relname FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = 'public' AND class.relkind IN ('r', 'p', 'v', 'm') ORDER BY class.relname
"""
# A member of the table's owner can become it; a holder of TRIGGER can write anything at the next insertion. The ledger
# is written by functions of its owner: whoever may call one could have it seal what never was.
EXCESS = """
    SELECT class.relname FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = 'public' AND class.relname = ANY(%(tables)s)
      AND (has_any_column_privilege(COALESCE(%(role)s, current_user), class.oid, 'UPDATE')
           OR has_table_privilege(COALESCE(%(role)s, current_user), class.oid, 'DELETE, TRUNCATE, TRIGGER')
           OR pg_has_role(COALESCE(%(role)s, current_user), class.relowner, 'MEMBER')
           OR class.relname = %(ledger)s AND (
               has_any_column_privilege(COALESCE(%(role)s, current_user), class.oid, 'INSERT')
               OR EXISTS (
                   SELECT FROM pg_proc AS function WHERE function.pronamespace = space.oid
                   AND function.proname = ANY(%(writers)s)
                   AND has_function_privilege(COALESCE(%(role)s, current_user), function.oid, 'EXECUTE'))))
    ORDER BY class.relname
"""


def rights() -> dict[str, str]:
    """Return the rights on every table that differs from the everyday."""
    return dict.fromkeys(sealed_tables(), SEALED) | OTHERS


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
        cursor.execute(FUNCTIONS, [WRITERS])
        for (function,) in cursor.fetchall():
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {name(role)}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name(role)}")
    return len(tables)


def excess_rights(connection: BaseDatabaseWrapper, *, role: str | None = None) -> list[str]:
    """Return the sealed tables that this role, or the connected one, could rewrite: there must be none."""
    with connection.cursor() as cursor:
        told = {"tables": sealed_tables(), "role": role, "ledger": LEDGER, "writers": WRITERS}
        cursor.execute(EXCESS, told)
        return [table for (table,) in cursor.fetchall()]
