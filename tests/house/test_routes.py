"""Every address of the site: it has a scenario, its cost does not depend on how much there is, and it is closed
to whoever may not open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import translation

from charters.versions.kept_markup import SHELF
from tests.house.scenarios import EVERYONE, EXEMPT, SCENARIOS, Scenario, routes
from tests.house.world import World, inhabited

pytestmark = pytest.mark.django_db

MOST = 8
# What software reads with a token is walked from its own description: tests/charter_site/api/test_every_operation.py.
OF_SOFTWARE = "api/v1/"
ASKED_FOR = [scenario for scenario in SCENARIOS if scenario.kind != "act"]
Costs = dict[tuple[str, str, str], list[str]]


def each(scenarios: list[Scenario]) -> Any:
    return pytest.mark.parametrize("scenario", scenarios, ids=str)


# --- The table -------------------------------------------------------------------------------------


def test_every_route_has_a_scenario_or_a_reason_not_to():
    known = {scenario.route for scenario in SCENARIOS} | EXEMPT.keys()
    named = {name: pattern for pattern, name in routes() if not pattern.startswith(OF_SOFTWARE)}
    assert not (unknown := named.keys() - known), f"Add them to tests/house/scenarios.py: {sorted(unknown)}"
    assert not (gone := known - named.keys()), f"These routes do not exist any more: {sorted(gone)}"
    assert all(EXEMPT.values())


# --- What a page costs -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def costs_of_plenty(django_db_setup: None, django_db_blocker: Any) -> Costs:
    """The queries of each page where there are twenty-five of everything."""
    with inhabited(25, django_db_blocker) as world:
        return measure(world)


@pytest.fixture(scope="module")
def world(costs_of_plenty: Costs, django_db_blocker: Any) -> Iterator[World]:
    """The world of the other tests of this file: one of everything."""
    with inhabited(1, django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def costs_of_one(world: World) -> Costs:
    return measure(world)


def measure(world: World) -> Costs:
    """Ask for everything, as its reader and as whoever may do everything; keep the queries of each."""
    costs: Costs = {}
    for scenario in ASKED_FOR:
        address = scenario.address(world)
        for reader in scenario.readers:
            client = world.client(reader)
            for query in ("", *scenario.also):
                SHELF.clear()  # what a page costs to whoever opens it first
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    page = client.get(address + query)
                expected = 302 if scenario.kind == "shortcut" else 200
                assert page.status_code == expected, f"{reader} gets {page.status_code} from {address}{query}"
                costs[str(scenario), reader, query] = [
                    asked["sql"] for asked in queries if not asked["sql"].startswith(("SAVEPOINT", "RELEASE"))
                ]
    return costs


@each(ASKED_FOR)
def test_a_page_costs_the_same_with_one_and_with_twenty_five(
    scenario: Scenario, costs_of_one: Costs, costs_of_plenty: Costs
):
    for reader in scenario.readers:
        for query in ("", *scenario.also):
            key = str(scenario), reader, query
            one, plenty = costs_of_one[key], costs_of_plenty[key]
            told = "\n".join(["", *plenty])[:6000]
            assert len(plenty) <= MOST, f"{reader}{query}: {len(plenty)} queries, {MOST} at most{told}"
            assert len(one) == len(plenty), f"{reader}{query}: {len(one)} queries with one, {len(plenty)} with 25{told}"


# --- Who may open it -------------------------------------------------------------------------------


def test_the_table_says_which_pages_are_open_to_visitors():
    """Read it: nothing of the organisation's is in this list."""
    assert {scenario.route for scenario in SCENARIOS if "visitor" in scenario.open_to} == {
        "accessibility", "privacy", "health-live", "health-ready", "set_language", "display-theme",
        "account_login", "demo-sign-in", "invitation", "account_inactive", "account_signup",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }  # fmt: skip


@each([scenario for scenario in SCENARIOS if "visitor" not in scenario.open_to])
def test_a_visitor_is_sent_to_sign_in(scenario: Scenario, world: World):
    address, client = scenario.address(world), world.client("visitor")
    sign_in = reverse("account_login")
    read = client.get(address)
    assert read.status_code == 302
    assert read["Location"].startswith(sign_in)
    if scenario.kind in ("form", "act"):
        sent = client.post(address, {"text": "Λογια που ηρθαν αργα"})
        assert sent.status_code == 302
        assert sent["Location"].startswith(sign_in)


@each([scenario for scenario in SCENARIOS if set(EVERYONE) - set(scenario.open_to)])
def test_whoever_may_not_is_told_why(scenario: Scenario, world: World):
    address = scenario.address(world)
    for person in EVERYONE:
        if person in scenario.open_to:
            continue
        client = world.client(person)
        answers = [client.get(address)] if scenario.kind != "act" else []
        answers += [client.post(address)] if scenario.kind in ("form", "act") else []
        for answer in answers:
            assert answer.status_code == (404 if scenario.own else 403), person
            page = unescape(answer.content.decode())
            assert re.search(r'<p class="lead">[^<]{20,}</p>', page)
            permission = getattr(resolve(address).func, "permission", None)
            if permission and not scenario.own:
                with translation.override("fr"):
                    assert str(permission.refusal) in page


@each([scenario for scenario in SCENARIOS if set(scenario.open_to) < set(EVERYONE) and scenario.kind != "act"])
def test_each_role_that_may_is_let_in(scenario: Scenario, world: World):
    """Agents and visitors were: what a page costs was measured in their hands."""
    for person in scenario.open_to:
        assert world.client(person).get(scenario.address(world)).status_code == 200, person


# --- How it answers --------------------------------------------------------------------------------


@each([scenario for scenario in SCENARIOS if scenario.kind == "act"])
def test_an_act_is_never_done_by_reading(scenario: Scenario, world: World):
    """One is led back to a page; ``tests.strictness`` refuses any write meanwhile."""
    answer = world.client("everyone").get(scenario.address(world), follow=True)
    assert answer.redirect_chain
    assert answer.status_code == 200


@each(ASKED_FOR)
def test_head_answers_as_get_without_a_body(scenario: Scenario, world: World):
    answer = world.client(scenario.reader).head(scenario.address(world))
    assert answer.status_code == (302 if scenario.kind == "shortcut" else 200)
    assert not answer.content
