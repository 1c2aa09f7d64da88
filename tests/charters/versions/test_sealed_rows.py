"""Sealed rows of a version: refused to the application by its rights, and to whoever has rights by the triggers.

``tests/charter_site/test_grants.py`` tries the rights of every sealed table; here rows exist, and pgtrigger's
variable is set by hand, as any session may.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from pgtrigger import registry
from psycopg import errors

from charters.models import Version
from charters.versions.sealing import content_hash
from governance.sealed import sealed_tables

OF_VERSIONS = [f"charters_version{part}" for part in ("", "section", "clause", "step")]
HISTORIES = [f"charters_historical{name}" for name in ("charter", "section", "clause", "versiondraft")]


def attacks(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        column = connection.introspection.get_table_description(cursor, table)[0].name
    return {
        "update": f'UPDATE "{table}" SET "{column}" = "{column}"',
        "delete": f'DELETE FROM "{table}"',
        "truncate": f'TRUNCATE "{table}" CASCADE',
    }


def ignore_every_trigger() -> None:
    """What ``pgtrigger.ignore`` does, in one raw statement of the session."""
    names = {trigger.get_pgid(model): model._meta.db_table for model, trigger in registry.registered()}
    ignored = ",".join([*names, *(f"{table}:{name}" for name, table in names.items())])
    with connection.cursor() as cursor:
        cursor.execute(f"SET pgtrigger.ignore = '{{{ignored}}}'")


def attempt(statement: str) -> BaseException | None:
    """Why the database refused a statement, or None."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing pending: the statement alone is judged
            cursor.execute(statement)
    except DatabaseError as error:
        return error.__cause__
    return None


def test_the_tables_of_versions_and_of_the_text_are_sealed():
    assert set(OF_VERSIONS + HISTORIES) <= set(sealed_tables())


@pytest.mark.parametrize("ignoring", [False, True], ids=["", "ignoring triggers"])
def test_the_application_has_no_right_to_change_them(world, ignoring):
    world.validate()
    if ignoring:
        ignore_every_trigger()

    for table in OF_VERSIONS + HISTORIES:
        for name, statement in attacks(table).items():
            assert isinstance(attempt(statement), errors.InsufficientPrivilege), f"{name} {table}"


def test_the_triggers_stop_whoever_has_the_right(world, as_owner):
    world.validate()

    for table in OF_VERSIONS + HISTORIES:
        for name, statement in attacks(table).items():
            assert isinstance(attempt(statement), errors.RaiseException), f"{name} {table}"


def test_the_variable_does_take_the_triggers_off(world, as_owner):
    """Which is why rights come first: this test says what triggers are not enough for."""
    world.validate()
    ignore_every_trigger()

    assert attempt("UPDATE charters_versionclause SET text = 'Other.'") is None
    assert content_hash(Version.objects.get()) != Version.objects.get().content_hash


def test_what_was_validated_stays_to_the_byte_while_the_text_lives_on(world):
    version = world.validate()
    before = {table: rows(table) for table in OF_VERSIONS}
    world.rewrite(text="Quite other words.")
    world.add("New clause", section="values")
    later = world.validate()

    for table, stored in before.items():
        assert stored < rows(table)
    assert content_hash(Version.objects.get(pk=version.pk)) == version.content_hash != later.content_hash


def rows(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')
        return {row for (row,) in cursor.fetchall()}
