"""The application's role has the rights of the table, and no others."""

import pgtrigger
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from charter_site import grants
from governance.sealed import sealed_tables

pytestmark = pytest.mark.django_db

ATTACKS = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "drop": "DROP TABLE {table} CASCADE",
    "disable triggers": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "disable all triggers": "SET session_replication_role = replica",
}


def refused(statement):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def first_column(table):
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name


def test_tests_act_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.APPLICATION_ROLE,)


@pytest.mark.parametrize("table", sealed_tables())
def test_a_sealed_table_refuses_the_application(table):
    for attack in ATTACKS.values():
        refused(attack.format(table=f'"{table}"', column=f'"{first_column(table)}"'))


@pytest.mark.parametrize("table", sealed_tables())
def test_a_sealed_table_refuses_also_when_triggers_are_ignored(table):
    with pgtrigger.ignore():
        for name in ("update", "delete", "truncate"):
            refused(ATTACKS[name].format(table=f'"{table}"', column=f'"{first_column(table)}"'))


def test_the_application_cannot_pretend_that_a_migration_ran():
    refused("INSERT INTO django_migrations (app, name, applied) VALUES ('charters', '9999', now())")


def test_the_application_cannot_make_a_table():
    refused("CREATE TABLE mine (id integer)")


def test_applying_the_grants_twice_changes_nothing(as_owner):
    def rights():
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, relacl::text FROM pg_class WHERE relkind = 'r' ORDER BY 1")
            return cursor.fetchall()

    before = rights()
    assert grants.apply_grants(connection, role=settings.APPLICATION_ROLE) > len(sealed_tables())
    assert rights() == before


def test_a_right_given_by_hand_is_taken_back(as_owner):
    table = sealed_tables()[0]
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT UPDATE ON "{table}" TO {settings.APPLICATION_ROLE}')
        cursor.execute(f"SET ROLE {settings.APPLICATION_ROLE}")
        assert grants.excess_rights(connection) == [table]
        cursor.execute("RESET ROLE")
        grants.apply_grants(connection, role=settings.APPLICATION_ROLE)
        cursor.execute(f"SET ROLE {settings.APPLICATION_ROLE}")
    assert grants.excess_rights(connection) == []


def test_the_owner_has_more_rights_than_an_application_may(as_owner):
    assert grants.excess_rights(connection) == sealed_tables()


def test_a_right_on_one_column_is_excess_too(as_owner):
    table = sealed_tables()[0]
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT UPDATE ("{first_column(table)}") ON "{table}" TO {settings.APPLICATION_ROLE}')
        cursor.execute(f"SET ROLE {settings.APPLICATION_ROLE}")
    assert grants.excess_rights(connection) == [table]
