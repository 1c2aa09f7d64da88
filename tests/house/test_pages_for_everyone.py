"""Every page, drawn on a small phone: nothing that axe knows to be in someone's way, and nothing off the screen.

The browser is handed what the test client was answered, inside the world's transaction: no server, no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route

from tests.house.scenarios import SCENARIOS, Scenario
from tests.house.world import World, inhabited

pytestmark = pytest.mark.django_db

SMALL = {"width": 360, "height": 740}
# One scenario a route: its last, whose page is the fullest.
PAGES = list({scenario.route: scenario for scenario in SCENARIOS if scenario.is_read}.values())
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


def show(screen: Page, answer: HttpResponse) -> None:
    """Draw a page that the application answered, with the files that it names."""

    def hand_over(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    screen.unroute_all()
    screen.route("**/*", hand_over)
    screen.goto("http://testserver/")


@pytest.mark.parametrize("scenario", PAGES, ids=str)
def test_a_page_is_in_nobody_s_way(scenario: Scenario, world: World, screen: Page):
    client = world.client(scenario.reader)
    show(screen, client.get(scenario.address(world), headers={"accept-language": "fr"}))

    facts = screen.evaluate(FACTS)
    assert facts["title"]
    assert facts["language"] == "fr"
    assert facts["headings"] == 1
    assert facts["over"] <= 1, f"{facts['over']} px do not fit on a screen of {SMALL['width']}"
    found = Axe().run(screen, options={"resultTypes": ["violations"], "preload": False})
    assert found.violations_count == 0, found.generate_report()
