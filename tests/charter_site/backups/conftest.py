"""Databases of one's own, beside the one of the other tests: what is restored is committed, and replaces all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from charter_site.backups.backing_up import back_up
from charter_site.backups.contents import Contents, contents
from charter_site.grants import apply_grants
from tests.factories import ClauseFactory, DecisionFactory, MemberFactory

WORDS = "Œuvrer « ensemble »,\tà Noël…\n- un retour\\à la ligne \\. \\N\n\n- 𝕏 ✅ ﬁn"


class Databases:
    """Databases that go with the tests that made them; ``use`` sends the rules to one of them, as the owner."""

    def __init__(self) -> None:
        self.first = connection.settings_dict["NAME"]
        self.made: list[str] = []

    def create(self, suffix: str, template: str = "template1") -> str:
        name = f"{self.first}_{suffix}"
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.append(name)
        return name

    def use(self, name: str) -> str:
        connection.close()
        connection.settings_dict["NAME"] = name
        return name

    def drop(self) -> None:
        self.use(self.first)
        with connection._nodb_cursor() as cursor:
            for name in self.made:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Databases]:
    patch = pytest.MonkeyPatch()
    patch.setattr("tests.conftest.acting_as_the_application", False)
    made = Databases()
    with django_db_blocker.unblock():
        yield made
        made.drop()
    patch.undo()


@pytest.fixture(scope="module")
def house(databases: Databases) -> str:
    """A small house with everything that text can be: accents, lists, JSON, a clause of many pages."""
    name = databases.use(databases.create("house", connection.settings_dict["TEST"]["TEMPLATE"]))
    MemberFactory(name="Zoé Lœwenstein", facilitator=True)
    clause = ClauseFactory(text=WORDS + " Longue." * 40_000)
    ClauseFactory(charter=clause.charter, section=clause.section, indicators=["à l’heure", 'dit "oui", {non}', "NULL"])
    DecisionFactory()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('a-key', 'secret', now())")
        cursor.execute("INSERT INTO cache_entry VALUES ('a-key', 'secret', now())")
        cursor.execute("CREATE TABLE public.without_key (words jsonb, many text[], data bytea, exact double precision)")
        cursor.execute(
            "INSERT INTO without_key VALUES (%s, %s, %s, 0.1), (NULL, NULL, NULL, 'NaN'), (NULL, '{}', '', '-0')",
            ['{"é": [1, null]}', ["a,b", "{}", WORDS], b"\x00\xff"],
        )
        cursor.execute("CREATE TABLE public.other_role AS SELECT 1 AS one")
    apply_grants(connection, role="charter_app")
    AS_MADE[name] = held()
    databases.use(databases.first)
    return name


@pytest.fixture
def occupied(databases: Databases, house: str) -> Iterator[str]:
    """That house itself, which must have, after the test, exactly what it had before."""
    yield databases.use(house)
    after = held()
    databases.use(databases.first)
    assert AS_MADE[house].differences(after) == []


AS_MADE: dict[str, Contents] = {}


def held() -> Contents:
    with transaction.atomic():
        return contents(connection)


@pytest.fixture
def kept(databases: Databases, house: str) -> Iterator[str]:
    """A copy of that house, which the rules use; it is the test's own."""
    yield databases.use(databases.create("kept", house))
    databases.use(databases.first)


@pytest.fixture
def bare(databases: Databases) -> Iterator[Callable[[], str]]:
    """A database that was never migrated, to go to in the middle of a test."""
    yield lambda: databases.use(databases.create("bare"))
    databases.use(databases.first)


@pytest.fixture(scope="module")
def backup(databases: Databases, house: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that house, not to be written to."""
    databases.use(house)
    folder = tmp_path_factory.mktemp("backups") / "whole"
    back_up(folder)
    databases.use(databases.first)
    return folder
