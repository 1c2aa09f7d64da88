"""The page on which a text or a hash is verified: what each reader is told, and how often one may ask."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Version, VersionStep
from charters.versions.wordings import TABLES
from tests.charters.versions.pages import client_of, publish

VERIFY = "/verify/"
CLAUSE = "We answer within two days."


@pytest.fixture(autouse=True)
def fresh(db):
    """No table is made, and nobody has asked anything yet."""
    TABLES.clear()
    cache.clear()


def ask(member, text: str, status: int = 200, client: Client | None = None) -> str:
    client = client or client_of(member)
    client.cookies["django_language"] = "en"
    response = client.post(VERIFY, {"text": text})
    assert response.status_code == status, response.content[:3000]
    return unescape(response.content.decode())


def test_a_member_is_told_which_version_and_clause_and_led_there(world):
    assert reverse("verify") == VERIFY
    world.validate()
    world.add("Plan together")
    version = world.validate()

    html = ask(world.agent, CLAUSE)

    assert "Yes: identical, word for word." in html
    assert "This is clause M1 of versions 1 and 2." in html
    assert f'href="{reverse("version", args=[world.charter.slug, 2])}#M1"' in html
    assert "This is the content hash of version 2." in ask(world.agent, version.content_hash.upper())
    step = VersionStep.objects.get(number=1)
    assert "This is the chain hash of version 1." in ask(world.agent, step.chain_hash)
    assert "This is the heading of section M of versions 1 and 2." in ask(
        world.agent, world.charter.sections.get(kind="methods").title
    )


def test_a_member_is_shown_the_difference_with_the_nearest_clause(world):
    world.validate()

    html = ask(world.agent, "We answer within three days.")

    assert "No: nothing validated has exactly these words." in html
    assert "The nearest is clause M1 of version 1." in html
    assert "“two” replaced by “three”" in html
    assert "We answer within three days.</textarea>" in html


def test_a_visitor_is_told_yes_or_no_and_no_more(world):
    world.validate()
    publish(world)

    assert "This is clause M1 of version 1." in ask(None, CLAUSE)
    html = ask(None, "We answer within three days.")
    assert "No: nothing validated has exactly these words." in html
    assert "nearest" not in html
    assert "two" not in html.replace("two-column", "")


def test_a_visitor_signs_in_first_when_nothing_is_published(world):
    version = world.validate()
    for answer in (client_of(None).get(VERIFY), client_of(None).post(VERIFY, {"text": version.content_hash})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


def test_words_that_are_only_submitted_are_never_found(world):
    world.validate()
    world.rewrite(text="A secret draft.")
    version = world.submit()

    for text in ("A secret draft.", version.content_hash):
        assert "Yes:" not in ask(world.agent, text)


def test_what_cannot_be_verified_is_422_with_a_sentence_and_what_was_pasted(world):
    world.validate()
    for text in ("", " \n ", "x" * 100_001, "a\x00b", "0123456789abcdef", "0" * 63, "a1" * 40):
        html = ask(world.agent, text, status=422)
        assert 'role="alert"' in html
        assert text.strip().replace("\x00", "")[-50:] in html.replace("\x00", "")


def test_too_many_questions_are_429_and_lose_nothing(world, settings):
    world.validate()
    publish(world)
    limits = settings.ACCOUNT_RATE_LIMITS | {"verify_member": "3/m/user", "verify_visitor": "2/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = limits
    for member, allowed in ((world.agent, 3), (None, 2)):
        for _time in range(allowed):
            ask(member, CLAUSE)
        html = ask(member, CLAUSE, status=429)
        assert CLAUSE in html
        assert "wait a minute" in html
        assert "Yes:" not in html
    # one reader's limit is not another's, and reading the page is not asking
    ask(world.facilitator, CLAUSE)
    assert client_of(world.agent).get(VERIFY).status_code == 200


def test_members_and_visitors_have_a_limit_as_installed(settings):
    assert {"verify_member", "verify_visitor"} <= settings.ACCOUNT_RATE_LIMITS.keys()


def test_a_form_without_its_token_is_refused(world):
    world.validate()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.agent)

    assert client.post(VERIFY, {"text": CLAUSE}).status_code == 403


def test_it_stores_nothing_and_costs_the_same_whatever_there_is(world):
    """Beside the count of who asked how often, which is not what was asked."""
    world.validate()

    def writes_and_reads(text: str) -> tuple[list[str], int]:
        client = client_of(world.agent)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(VERIFY, {"text": text}).status_code == 200
        asked = [each["sql"] for each in queries if "cache_entry" not in each["sql"] and "SAVEPOINT" not in each["sql"]]
        return [sql for sql in asked if not sql.startswith("SELECT")], len(asked)

    writes_and_reads("First.")
    few = [writes_and_reads(text) for text in (CLAUSE, "We answer within three days.", "0" * 64)]
    for number in range(5):
        world.add(f"Clause {number}")
        world.validate()
    writes_and_reads("First.")
    many = [writes_and_reads(text) for text in (CLAUSE, "We answer within three days.", "0" * 64)]

    assert many == few
    assert all(not writes and reads <= 8 for writes, reads in many)
    cached = [value for (value,) in _rows("SELECT value FROM cache_entry")]
    assert not [value for value in cached if CLAUSE in value]


def _rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_it_is_reached_from_the_footer_and_from_versions(world):
    world.validate()
    agent = client_of(world.agent)
    for address in (reverse("accessibility"), reverse("versions", args=[world.charter.slug])):
        assert f'href="{VERIFY}"' in agent.get(address).content.decode()
    publish(world)
    html = client_of(None).get(reverse("version", args=[world.charter.slug, 1])).content.decode()
    assert f'href="{VERIFY}"' in html
    assert Version.objects.count() == 1
