"""An unreadable variable stops the process with what to write instead."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from charter_site import env


@pytest.fixture
def given(monkeypatch):
    """Set the variable that the test reads."""
    return lambda value: monkeypatch.setenv("IT", value)


@pytest.mark.parametrize(
    ("written", "read"),
    [("1", True), ("true", True), (" YES ", True), ("on", True), ("0", False), ("False", False), ("no", False)],
)
def test_a_flag_is_read_as_people_write_it(given, written, read):
    given(written)
    assert env.flag("IT", default=not read) is read


@pytest.mark.parametrize("default", [True, False])
def test_an_absent_or_empty_flag_is_the_default(given, default):
    assert env.flag("IT", default=default) is default
    given("")
    assert env.flag("IT", default=default) is default


@pytest.mark.parametrize("written", ["oui", "2", "flase", "None"])
def test_an_unreadable_flag_is_never_false(given, written):
    given(written)
    with pytest.raises(ImproperlyConfigured, match=f"IT='{written}' is not a boolean: use 1 or 0"):
        env.flag("IT", default=False)


def test_a_text_loses_the_spaces_around_it(given):
    given("  word ")
    assert env.text("IT") == "word"


def test_a_number_is_read_between_its_bounds(given):
    assert env.integer("IT", default=4) == 4
    given("10")
    assert env.integer("IT", default=4, least=10, most=10) == 10


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("ten", "is not a number: use a whole number from 1 to 9"), ("0", "out of bounds"), ("10", "out of bounds")],
)
def test_an_unreadable_number_says_its_bounds(given, written, sentence):
    given(written)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.integer("IT", default=4, least=1, most=9)


def test_names_are_separated_by_commas(given):
    given("a.example, b.example,")
    assert env.names("IT") == ["a.example", "b.example"]


def test_an_origin_is_a_scheme_and_a_host(given):
    given("https://a.example/,http://b.example:8000")
    assert env.origins("IT") == ["https://a.example", "http://b.example:8000"]


@pytest.mark.parametrize("written", ["a.example", "ftp://a.example", "https://a.example/path", "https://"])
def test_anything_else_is_not_an_origin(given, written):
    given(written)
    with pytest.raises(ImproperlyConfigured, match="write https://host"):
        env.origins("IT")


def test_another_database_is_refused_without_showing_the_password(given):
    given("mysql://me:secret@localhost/db")
    with pytest.raises(ImproperlyConfigured, match="write postgresql://") as refusal:
        env.database_url("IT")
    assert "secret" not in str(refusal.value)
