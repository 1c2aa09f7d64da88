"""Whatever is sent, the site answers with a sentence, never with a trace, and gives back what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from lxml import html

from charters.versions import consulting
from tests.house.filling import WORDS, Filled, filled
from tests.house.scenarios import SCENARIOS, Scenario
from tests.house.world import World, inhabited

pytestmark = pytest.mark.django_db

SENT = [scenario for scenario in SCENARIOS if scenario.kind in ("form", "act")]
Forms = dict[str, Filled]
URLENCODED = "application/x-www-form-urlencoded"
HUGE_NUMBER = "9" * 20
# Every query that a page reads, each with what it cannot understand.
QUERIES = (
    "page",
    "comments",
    "reply",
    "state",
    "kind",
    "q",
    "outcome",
    "department",
    "term",
    "committee",
    "type",
    "role",
)
NOWHERE = {"pk": [2**31 - 1, int(HUGE_NUMBER)], "number": [2**31 - 1, int(HUGE_NUMBER)]}
NOWHERE |= {"submission": NOWHERE["number"], "code": ["nothing", "x" * 300, "\0", "é😀"]}
NOWHERE |= {"slug": ["nothing", "x" * 300], "0": ["\0", HUGE_NUMBER], "1": ["\0", "x" * 300]}


# The page of a link that no longer works: 200, and a sentence.
SAYS_SO_ITSELF = ("account_reset_password_from_key",)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with inhabited(1, django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def forms(world: World) -> Forms:
    """Each form once, as its reader found it and filled it: a test that sends it leaves the world as it was."""
    return {str(scenario): filled(world, scenario) for scenario in SENT}


def each(scenarios: list[Scenario]) -> Any:
    return pytest.mark.parametrize("scenario", scenarios, ids=str)


def says_something(answer: HttpResponse) -> bool:
    """Done, or a page with a sentence: in ``role="alert"`` beside the form, or on a page of its own."""
    if answer.status_code < 400 or answer["Content-Type"] == "application/json":
        return True
    document = html.document_fromstring(answer.content.decode())
    said = document.xpath('//*[@role="alert"]') + document.find_class("lead")
    return answer.status_code < 500 and any(len(part.text_content().strip()) > 20 for part in said)


# --- What is typed ---------------------------------------------------------------------------------


def close_consultation(world: World) -> None:
    draft, today = world.version_draft, timezone.localdate()
    consulting.close_consultation(
        draft, by=world.facilitator, counted_upto=today, reason="Επειδη.", seen=draft.row_version
    )


# What has to be done first, where the world stands elsewhere.
FIRST = {"version-abandon": close_consultation}


@each(SENT)
def test_what_a_reader_sends_is_done_and_sent_again_it_is_told(scenario: Scenario, forms: Forms, world: World):
    form = forms[str(scenario)]
    FIRST.get(scenario.route, lambda _world: None)(world)
    first = form.send()
    assert says_something(first)
    # a file, a secret shown once, or what is missing in a form that asks for a file
    answers_itself = (
        "account_login", "demo-sign-in", "verify", "workshop-new", "token-new", "profile-list-import",
        "word-template-new", "job-profile-document",
    )  # fmt: skip
    assert first.status_code in (302, 303) or scenario.route in answers_itself, shown(first)
    assert says_something(form.send())


@each([scenario for scenario in SENT if scenario.kind == "form" or scenario.sent_from])
def test_too_long_a_text_is_given_back_with_its_sentence(scenario: Scenario, forms: Forms):
    form = forms[str(scenario)]
    for names in batched(one_of_each(form.words), 10):
        typed = {name: f"{name} {'too long ' * 22_222} {name}" for name in names}
        answer = form.send(form.but(**typed))
        assert answer.status_code == 422
        assert says_something(answer)
        page = unescape(answer.content.decode())
        assert not [name for name in names if typed[name] not in page]


@each(SENT)
def test_nul_bytes_are_refused_in_a_sentence(scenario: Scenario, forms: Forms):
    form = forms[str(scenario)]
    answer = form.send(dict.fromkeys(form.values, ["Λογια\0 και λογια"]))
    assert says_something(answer)
    assert not form.words or answer.status_code == 422


@each(SENT)
def test_a_number_beyond_all_numbers_is_refused_in_a_sentence(scenario: Scenario, forms: Forms):
    """In one field after the other: the rest being right, it goes as far as the rule."""
    form = forms[str(scenario)]
    for name in one_of_each(form.values.keys() - set(form.words)):
        answer = form.send(form.but(**{name: HUGE_NUMBER}))
        assert says_something(answer), f"{name}: {answer.status_code}"


@each(SENT)
def test_half_a_character_is_refused_in_a_sentence(scenario: Scenario, forms: Forms):
    """A lone surrogate, and a sequence cut in the middle, as no keyboard sends them."""
    form = forms[str(scenario)]
    body = [f"{quote(name)}=%ED%A0%80 %CE" if name in form.words else encoded(name, form) for name in form.values]
    answer = form.client.post(form.address, "&".join(body), content_type=URLENCODED)
    assert says_something(answer)
    assert not form.words or answer.status_code == 422


# --- How it is sent --------------------------------------------------------------------------------


@each(SENT)
def test_a_form_that_cannot_be_read_gets_a_sentence(scenario: Scenario, forms: Forms):
    """In another alphabet, cut on its way, of another kind."""
    form = forms[str(scenario)]
    body = "&".join(encoded(name, form) for name in form.values)
    half = '--cut\r\nContent-Disposition: form-data; name="ti'
    for content, content_type, expected in (
        (body, f"{URLENCODED}; charset=latin-1", 400),
        (body, f"{URLENCODED}; charset=utf-7", 400),
        (half, "multipart/form-data; boundary=cut", 422),
        ('{"title": "Λογ', "application/json", 422),
    ):
        answer = form.client.post(form.address, content, content_type=content_type)
        assert says_something(answer), content_type
        assert not form.words or answer.status_code in (expected, 400), content_type


@pytest.mark.parametrize("body", ["&".join(f"field_{n}=1" for n in range(1100)), f"text={'x' * 2_700_000}"])
def test_a_form_that_is_too_big_gets_a_sentence(world: World, body: str):
    answer = world.client("agent").post(reverse("feedback-new"), body, content_type=URLENCODED)
    assert answer.status_code == 400
    assert says_something(answer)


@each(SENT)
def test_without_its_token_a_form_is_refused_and_given_back(scenario: Scenario, forms: Forms):
    form = forms[str(scenario)]
    client = Client(enforce_csrf_checks=True)
    client.cookies = form.client.cookies
    answer = client.post(form.address, form.values, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert says_something(answer)
    page = unescape(answer.content.decode())
    assert not [name for name in form.words if form.values[name][0] not in page]


def test_another_site_is_given_nothing_to_press(forms: Forms):
    form = forms["feedback-new"]
    client = Client(enforce_csrf_checks=True)
    client.cookies = form.client.cookies
    answer = client.post(form.address, form.values, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert says_something(answer)
    assert WORDS not in answer.content.decode()


# --- Where it is sent ------------------------------------------------------------------------------


@each([scenario for scenario in SCENARIOS if scenario.kind == "page"])
def test_a_page_understands_queries_that_mean_nothing(scenario: Scenario, world: World):
    client, address = world.client(scenario.reader), scenario.address(world)
    for value in (HUGE_NUMBER, "-1\0é😀'\"<"):
        answer = client.get(f"{address}?{urlencode(dict.fromkeys(QUERIES, value))}")
        assert answer.status_code == 200, value


@each([scenario for scenario in SCENARIOS if scenario.args and scenario.route not in SAYS_SO_ITSELF])
def test_what_does_not_exist_is_said_not_to(scenario: Scenario, world: World):
    """One part of the address after the other leads nowhere."""
    client = world.client(scenario.reader)
    for address in addresses_to_nowhere(scenario, world):
        answer = client.post(address, {"text": "Λογια"}) if scenario.kind == "act" else client.get(address)
        assert answer.status_code == 404, address
        assert says_something(answer)


def addresses_to_nowhere(scenario: Scenario, world: World) -> Iterator[str]:
    args = [world.find(path) for path in scenario.args]
    for place, path in enumerate(scenario.args):
        for value in NOWHERE.get(path.split(".")[-1], ["nothing"]):
            try:
                yield reverse(scenario.route, args=[*args[:place], value, *args[place + 1 :]])
            except NoReverseMatch:
                continue


def one_of_each(names: Iterable[str]) -> list[str]:
    """Fields that differ by a number only are the same field again."""
    return list({re.sub(r"\d+", "", name): name for name in sorted(names, reverse=True)}.values())


def batched(names: list[str], size: int) -> Iterator[list[str]]:
    yield from (names[start : start + size] for start in range(0, len(names), size))


def encoded(name: str, form: Filled) -> str:
    return urlencode([(name, value) for value in form.values[name]])


def shown(answer: HttpResponse) -> str:
    """What the page said, for whoever reads the failure."""
    found = re.findall(r'role="alert".*?</div>', answer.content.decode(), re.DOTALL)
    return f"{answer.status_code} {unescape(re.sub('<[^>]*>', ' ', ' '.join(found)))[:600]}"
