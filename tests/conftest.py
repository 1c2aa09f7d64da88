"""Every test acts as the application's database role, on an embedded PostgreSQL unless DATABASE_URL names one.

Migrations run as the owner; then every new connection takes the application's role. The flush after a
transactional test needs TRUNCATE, which that role must not have: it runs as the owner, triggers ignored.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pgtrigger
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from django.utils import translation

from charter_site import grants
from charter_site.embedded_postgres import Cluster
from tests.strictness import forbid_undefined_variables
from tests.template_database import use_template

pytest_plugins = ["tests.browser"]

# A property is about what holds, not about how busy the machine is.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

acting_as_the_application = False
cluster: Cluster | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Keep the server up for the whole run, from the process that waits for the workers."""
    global cluster
    forbid_undefined_variables()
    embedded = settings.DATABASES["default"].get("EMBEDDED")
    if embedded and not hasattr(config, "workerinput") and not config.option.collectonly:
        cluster = Cluster(embedded["directory"], fast=True).start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing running: the last run to leave waits until the server has stopped."""
    if cluster is not None:
        cluster.leave()


def drop_databases_of_dead_runs() -> None:
    """Remove what a killed run left in the shared server."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_charter_\d+'")
        for (name,) in cursor.fetchall():
            if not _is_alive(int(name.split("_")[2])):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def take_the_application_role(connection: Any, **kwargs: Any) -> None:
    if acting_as_the_application:
        set_role(connection, settings.APPLICATION_ROLE)


def set_role(connection: Any, role: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"' if role else "RESET ROLE")


connection_created.connect(take_the_application_role, weak=False)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Rules speak the source language in tests; a request speaks the language that it asks for."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Start from a copy of a migrated database."""
    with django_db_blocker.unblock():
        use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Grant the application its rights, and become it until the databases are destroyed."""
    global acting_as_the_application
    with django_db_blocker.unblock():
        if "EMBEDDED" in settings.DATABASES["default"]:
            drop_databases_of_dead_runs()
        grants.apply_grants(connection, role=settings.APPLICATION_ROLE)
        acting_as_the_application = True
        connection.close()
    yield
    acting_as_the_application = False
    with django_db_blocker.unblock():
        connection.close()


flush = TransactionTestCase._fixture_teardown


def flush_as_owner(self: TransactionTestCase) -> None:
    set_role(connection, None)
    try:
        with pgtrigger.ignore():
            flush(self)
    finally:
        set_role(connection, settings.APPLICATION_ROLE)


TransactionTestCase._fixture_teardown = flush_as_owner  # type: ignore[method-assign]


@pytest.fixture
def as_owner() -> Iterator[None]:
    """Act as the database's owner: what an administrator of the server could do, never the application."""
    set_role(connection, None)
    yield
    set_role(connection, settings.APPLICATION_ROLE)
