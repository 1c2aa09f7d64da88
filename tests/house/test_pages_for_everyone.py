"""Every page, drawn on a small phone: nothing that axe knows to be in someone's way, and nothing off the screen.

The browser's requests are answered by the test client, inside the world's transaction: no server, no copy of the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.house.scenarios import SCENARIOS, Scenario
from tests.house.world import World, inhabited

pytestmark = pytest.mark.django_db

SMALL = {"width": 360, "height": 740}
PAGES = [scenario for scenario in SCENARIOS if scenario.is_read]
FACTS = """() => ({
    title: document.title.trim(),
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with inhabited(1, django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=SMALL, locale="fr-FR", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def answer(route: Route, client: Client) -> None:
    """Give the browser what the application says, or the file that a static address names."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        route.fulfill(path=finders.find(path.removeprefix("/static/")))
        return
    response = client.get(path, headers={"accept-language": "fr"})
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    route.fulfill(status=response.status_code, headers=headers, body=response.content)


@pytest.mark.parametrize("scenario", PAGES, ids=str)
def test_a_page_is_in_nobody_s_way(scenario: Scenario, world: World, screen: Page):
    client, address = world.client(scenario.reader), scenario.address(world)
    screen.unroute_all()
    screen.route("**/*", lambda route: answer(route, client))
    screen.goto(f"http://localhost{address}")

    facts = screen.evaluate(FACTS)
    assert facts["title"]
    assert facts["language"] == "fr"
    assert facts["headings"] == 1
    assert facts["over"] <= 1, f"{facts['over']} px do not fit on a screen of {SMALL['width']}"
    found = Axe().run(screen, options={"resultTypes": ["violations"], "preload": False})
    assert found.violations_count == 0, found.generate_report()
