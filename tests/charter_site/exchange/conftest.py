"""The sample, ready to be spoiled: each test changes one thing of it and reads what is said."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

import charter_site.exchange
from charter_site.exchange.checking import check
from charter_site.exchange.importing import store
from charter_site.exchange.problems import Problem, RefusedFile

SAMPLE = (Path(charter_site.exchange.__file__).parent / "aubrelle_fr.json").read_bytes()


@pytest.fixture(autouse=True)
def _english():
    """Sentences are tested in the language of the msgids."""
    with translation.override("en"):
        yield


@pytest.fixture
def sample() -> dict[str, Any]:
    return json.loads(SAMPLE)


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is undone at the end: nothing else empties a database whose rows are sealed."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sample_stored(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The sample, imported once for all the tests of a module, which only read."""
    with django_db_blocker.unblock(), forgotten():
        with translation.override("en"):
            store(check(SAMPLE), source="a file")
        connection.check_constraints()  # once: what is still to be checked would be at the end of each test
        yield


def as_file(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def problems_of(data: bytes) -> list[Problem]:
    """What is wrong with these bytes; nothing when they are sound."""
    try:
        check(data)
    except RefusedFile as refused:
        return refused.problems
    return []


@pytest.fixture
def spoil() -> Callable[..., list[Problem]]:
    """Change the sample, then check that each problem stands on the line of its own key."""

    def spoil(change: Callable[[dict[str, Any]], Any]) -> list[Problem]:
        content = copy.deepcopy(json.loads(SAMPLE))
        change(content)
        data = as_file(content)
        problems = problems_of(data)
        lines = data.decode().split("\n")
        for problem in problems:
            key = str(problem.path[-1])
            if problem.found != "nothing" and not key.isdecimal():
                assert f'"{key}"' in lines[problem.line - 1]
        return problems

    return spoil
