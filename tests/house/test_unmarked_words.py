"""No word of the application is written outside the catalogue.

The site is read in a language in which every translated sentence is between brackets, in a world told in Greek
letters: a Latin word outside brackets was written in a template, a form or a rule, without ``gettext``.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import docx
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx.oxml.ns import qn
from lxml import html

from charter_site import demo, pseudo_language
from charter_site.pages import errors
from charters.hr.kinds import DocumentKind, Ending
from charters.reading import charter_page
from governance.plain_text import french
from tests.house.filling import filled
from tests.house.scenarios import SCENARIOS, Scenario
from tests.house.world import World, inhabited

pytestmark = pytest.mark.django_db

SEEN_ATTRIBUTES = ("title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label")
BETWEEN = "\n"
HIDDEN = ("script", "style", "template", "textarea")
# Bracketed sentences, with what they hold between their own brackets.
BRACKETED = re.compile(r"\[\[(?:(?!\[\[|\]\]).)*\]\]", re.DOTALL)
LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
# What is Latin in every language: codes given once (M1, REX-101, v2), categories, addresses, seals, names of languages.
NOT_WORDS = re.compile(
    r"\b[A-Z]{1,5}-?\d[\d-]*\b|\bv\d+\b|\S+@\S+|https?://\S+|\b[0-9a-f]{12,64}\b|\b[ABC]\b|\b1er\b|\bFrançais\b|\bEnglish\b"
    r"|\{\{.*?\}\}|\{%.*?%\}"  # the marks of a template are the same in every language
)


def unmarked(page: HttpResponse) -> list[str]:
    """The texts of a page that show Latin words outside brackets; a file is no page."""
    if not page.headers["Content-Type"].startswith("text/html"):
        return []
    return unmarked_among(visible_texts(html.document_fromstring(page.content.decode())))


def unmarked_among(texts: Iterable[str]) -> list[str]:
    """The same of any texts, in their order: a sentence may run over several of them."""
    rest = BETWEEN.join(" ".join(text.split()) for text in texts)
    while (shorter := BRACKETED.sub("…", rest)) != rest:
        rest = shorter
    return [text for text in rest.split(BETWEEN) if LATIN.search(NOT_WORDS.sub(" ", text))]


def visible_texts(element: Any) -> Iterator[str]:
    """What is read or heard, in order: text, and the attributes that are said aloud or shown."""
    if isinstance(element.tag, str):
        yield from (element.get(name, "") for name in SEEN_ATTRIBUTES)
        if element.tag == "input" and element.get("type") in ("submit", "button", "reset"):
            yield element.get("value", "")
        if element.tag not in HIDDEN:
            yield element.text or ""
        for child in element:
            yield from visible_texts(child)
    yield element.tail or ""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Two of everything, in brackets; clauses that were drawn without them, or with them, are not kept."""
    charter_page._markup.cache_clear()
    with pseudo_language.everywhere(), translation.override("en"), inhabited(2, django_db_blocker) as world:
        yield world
    charter_page._markup.cache_clear()


def each(scenarios: list[Scenario]) -> Any:
    return pytest.mark.parametrize("scenario", scenarios, ids=str)


@each([scenario for scenario in SCENARIOS if scenario.is_read])
def test_a_page_says_nothing_outside_the_catalogue(scenario: Scenario, world: World):
    for reader in scenario.readers:
        page = world.client(reader).get(scenario.address(world))
        assert page.status_code == 200
        assert not unmarked(page)


@each([scenario for scenario in SCENARIOS if scenario.kind in ("form", "act")])
def test_what_a_form_answers_is_in_the_catalogue(scenario: Scenario, world: World):
    """Sent empty, then filled, then filled again when the state has changed."""
    form = filled(world, scenario)
    for values in ({}, form.values, form.values):
        answer = form.send(values, follow=True)
        assert answer.status_code < 500
        assert not unmarked(answer)


def test_pages_of_errors_are_in_the_catalogue(world: World, rf):
    agent = world.client("agent")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.agent)
    asked = rf.get("/")
    pages = [
        agent.get("/nowhere/"),
        agent.get(reverse("people")),
        world.client("visitor").get("/nowhere/"),
        world.client("visitor").post(
            reverse("feedback-new"), {"text": "Λογια"}, headers={"origin": "http://testserver"}
        ),
        strict.post(reverse("feedback-new"), {"text": "Λογια"}),
        strict.post(reverse("feedback-new"), {"text": "Λογια λογια"}, headers={"origin": "http://testserver"}),
        agent.post(reverse("feedback-new"), "text=1", content_type="application/x-www-form-urlencoded; charset=utf-7"),
        errors.server_error(asked),
        errors.unavailable(asked),
    ]
    assert [page.status_code for page in pages] == [404, 403, 404, 403, 403, 403, 400, 500, 503]
    for page in pages:
        assert not unmarked(page)


def test_the_demonstration_says_nothing_outside_the_catalogue(world: World, settings):
    """But for the people whom it invents."""
    settings.DEMO = True
    page = world.client("visitor").get(reverse("account_login"))
    people = {french(word) for account in demo.ACCOUNTS for word in (account.name, account.function)}
    assert not [text for text in unmarked(page) if french(text) not in people]


def test_messages_and_documents_are_in_the_catalogue(world: World, mailoutbox: list[Any]):
    world.client("visitor").post(reverse("account_reset_password"), {"email": world.agent.email})
    for sending in [thread for thread in threading.enumerate() if thread.name == "mail"]:
        sending.join(timeout=10)
    assert not unmarked_among([mailoutbox[0].subject, *mailoutbox[0].body.splitlines()])
    for kind in DocumentKind:
        made = {"kind": kind, "ending": Ending.DOCX}
        document = world.client("hr").post(reverse("job-profile-document", args=[world.profile.pk]), made)
        assert document.status_code == 200, kind
        assert not unmarked_among(_texts_of_word(document))


def _texts_of_word(answer: HttpResponse) -> Iterator[str]:
    document = docx.Document(io.BytesIO(answer.content))
    parts = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    for part in parts:
        yield from (text.text or "" for text in part.iter(qn("w:t")))


def test_the_crawl_sees_what_is_unmarked():
    """The judge itself: it lets data and sentences pass, and nothing else."""
    page = HttpResponse(
        "<p>[[Read by [[Someone]]]] Ονομα 3, M12</p><p>Draft</p><img alt='A picture'><b>[[Said]] by</b>"
        "<input type='submit' value='Send'><textarea>typed words</textarea>"
        "<p>[[<ins>Underlined</ins>: added]]</p><i>[[yes</i>"
    )
    assert unmarked(page) == ["Draft", "A picture", "… by", "Send", "[[yes"]
