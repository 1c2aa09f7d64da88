"""What the charter said on a date: the version in force at the end of the day, where the organisation is."""

from __future__ import annotations

import datetime
from datetime import UTC

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charters.versions.validations import Validated, in_force_on
from tests.charters.versions.pages import client_of, publish

DAYS = {1: datetime.datetime(2026, 3, 9, 10, tzinfo=UTC), 2: datetime.datetime(2026, 6, 30, 22, 30, tzinfo=UTC)}


@pytest.fixture
def dated(world, monkeypatch):
    """Version 1 of 9 March; version 2 of 1 July, half past midnight in Paris, still 30 June in UTC."""
    world.second = world.add("Second")
    for text, at in zip(("One.", "Two."), DAYS.values(), strict=True):
        world.rewrite(text=text)
        version = world.submit()
        with monkeypatch.context() as then:
            then.setattr("charters.versions.deciding.timezone.now", lambda at=at: at)
            world.validate(version)
    return world


def ask(member, world, query: str) -> tuple[Client, object]:
    client = client_of(member)
    client.cookies["django_language"] = "en"
    return client, client.get(reverse("version-on", args=[world.charter.slug]) + query)


@pytest.mark.parametrize(
    ("day", "number"),
    [("2026-03-09", 1), ("2026-03-10", 1), ("2026-06-30", 1), ("2026-07-01", 2), ("2026-07-02", 2), ("09/03/2026", 1)],
)
def test_a_day_leads_to_the_version_in_force_at_its_end(dated, day, number):
    client, answer = ask(dated.agent, dated, f"?date={day}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("version", args=[dated.charter.slug, number])
    html = client.get(answer.headers["Location"]).content.decode()
    assert f"version {number} was" in html


def test_before_the_first_version_one_is_told_when_it_came(dated):
    _, answer = ask(dated.agent, dated, "?date=2026-03-08")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "no version was in force yet" in html
    assert "9\u00a0March\u00a02026" in html
    assert reverse("version", args=[dated.charter.slug, 1]) in html


def test_a_charter_without_any_version_says_so(world):
    _, answer = ask(world.agent, world, "?date=2026-03-08")

    assert "No version was validated yet" in answer.content.decode()


def test_a_clause_is_reached_on_that_day_or_told_missing(dated):
    dated.rewrite(dated.second, title="Second, rewritten")
    dated.add("Third")

    _, answer = ask(dated.agent, dated, "?date=2026-07-02&clause=m2")
    assert answer.headers["Location"].endswith("/versions/2/#M2")
    client, answer = ask(dated.agent, dated, "?date=2026-07-02&clause=M3")
    assert answer.headers["Location"].endswith("/versions/2/")
    assert "It had no clause M3." in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "99999-01-01", "", "\x00"])
def test_a_day_that_cannot_be_read_is_told_with_what_was_typed(dated, day):
    _, answer = ask(dated.agent, dated, f"?date={day}&clause=M1")

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert f'value="{day}"' in answer.content.decode() or not day.strip("\x00")


def test_a_day_to_come_is_not_foretold(dated):
    to_come = timezone.localdate() + datetime.timedelta(days=1)
    _, answer = ask(dated.agent, dated, f"?date={to_come.isoformat()}")

    assert answer.status_code == 200
    assert "has not come yet" in answer.content.decode()
    assert ask(dated.agent, dated, f"?date={timezone.localdate().isoformat()}")[1].status_code == 302


def test_visitors_ask_about_published_versions_only(dated):
    for day in ("2026-03-08", "2026-07-02"):
        answer = ask(None, dated, f"?date={day}")[1]
        assert answer.headers["Location"].startswith("/accounts/login/")
    publish(dated)
    client, answer = ask(None, dated, "?date=2026-07-02")
    assert "version 2 was in force" in client.get(answer.headers["Location"]).content.decode()


def test_the_list_of_versions_has_the_form(dated):
    html = client_of(dated.agent).get(reverse("versions", args=[dated.charter.slug])).content.decode()

    assert f'action="{reverse("version-on", args=[dated.charter.slug])}"' in html


def test_it_reads_the_order_of_validations_and_nothing_else():
    validations = [Validated(number, None, at, "Body") for number, at in DAYS.items()]

    assert in_force_on(validations, datetime.date(2026, 3, 8)) is None
    assert in_force_on(validations, datetime.date(2026, 6, 30)).number == 1
    assert in_force_on(validations, datetime.date(2030, 1, 1)).number == 2
    assert in_force_on([], datetime.date(2030, 1, 1)) is None
