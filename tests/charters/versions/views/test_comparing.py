"""Two validated versions compared: every kind of change, in both orders, by whom, and at what cost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Charter, Competence, Level
from charters.text import drafting
from charters.versions.kept_markup import SHELF
from governance.signing import save_signed
from tests.charters.versions.pages import client_of, page, publish


def compared(member, world, query: str, status: int = 200) -> str:
    client = client_of(member)
    client.cookies["django_language"] = "en"
    response = client.get(reverse("version-compare", args=[world.charter.slug]) + query)
    assert response.status_code == status, response.content[:2000]
    return unescape(response.content.decode())


def marked(tag: str, html: str) -> str:
    """All that is in this mark, without tags nor the words for screen readers."""
    spoken = re.sub(r'<span class="visually-hidden[^>]*>.*?</span>', "", html)
    return " | ".join(re.sub("<[^>]+>", "", words) for words in re.findall(rf"<{tag}>(.*?)</{tag}>", spoken))


@pytest.fixture
def two(world):
    """Version 2 changes everything that can change."""
    for rank in range(1, 5):
        save_signed(Level(rank=rank, label=f"Step {rank}", meaning="It shows."), by=None, reason="r")
    ladder = [f"Rung {rank}" for rank in range(1, 5)]
    words = {
        "definition": "One listens.", "criterion": "qualites_relationnelles",
        "agent_levels": ladder, "manager_levels": ladder,
    }  # fmt: skip
    skill = save_signed(Competence(code="C1", position=1, label="Listening", **words), by=None, reason="r")
    world.gone = world.add("Goes away", section="values", text="This clause goes away.")
    world.first, world.second = (world.add(name, section="hr_tools") for name in ("First", "Second"))
    world.validate()
    world.rewrite(text="We answer within one day.", note="A new note.")
    edit = {"title": "Charter of tomorrow", "preamble": "We work well together.", "scope": "Nobody."}
    charter = Charter.objects.get()
    drafting.edit_charter(charter, by=world.facilitator, reason="r", words=edit, seen=charter.row_version)
    section = charter.sections.get(kind="values")
    named = {"title": "What we value"}
    drafting.edit_charter(section, by=world.facilitator, reason="r", words=named, seen=section.row_version)
    gone, second = world.gone, world.second
    drafting.remove_clause(gone, by=world.facilitator, reason="r", seen=gone.row_version)
    drafting.move_clause(
        second, by=world.facilitator, reason="r", section=second.section, after=None, seen=second.row_version
    )
    skill.definition = "One listens twice."
    save_signed(skill, by=None, reason="r")
    save_signed(Competence(code="C2", position=2, label="Sharing", **words), by=None, reason="r")
    world.add("Comes in", section="governance", text="This clause comes in.")
    world.validate()
    return world


def test_every_kind_of_change_is_marked_and_told(two):
    html = compared(two.agent, two, "?from=1&to=2")

    deleted, inserted = marked("del", html), marked("ins", html)
    for words in ("two days", "Cooperation", "Everyone", "This clause goes away."):
        assert words in deleted, deleted
    for words in ("one day", "of tomorrow", "well", "Nobody", "A new note.", "What we value", "twice"):
        assert words in inserted, inserted
    assert "This clause comes in." in html
    for told in ("New clause.", "Clause removed.", "Moved within its section.", "New competence.", "definition"):
        assert told in html
    assert "“two days” replaced by “one day”" in html


def test_the_other_way_round_says_the_opposite(two):
    html = compared(two.agent, two, "?from=2&to=1")

    assert "one day" in marked("del", html)
    assert "two days" in marked("ins", html)
    assert "This clause comes in." in marked("del", html)
    assert "Competence removed." in html


def test_a_version_and_itself_have_nothing_that_changes(two):
    html = compared(two.agent, two, "?from=2&to=2")

    assert "exactly the same words" in html
    assert "<ins>" not in html
    assert "<del>" not in html


def test_without_a_choice_the_last_two_are_compared(two):
    two.rewrite(text="Three.")
    two.validate()

    assert compared(two.agent, two, "").count("selected") == 2
    assert "From version 2 to version 3" in compared(two.agent, two, "")
    for member in (two.agent, two.facilitator):
        assert f"{reverse('version-compare', args=[two.charter.slug])}?from=2&to=3" in unescape(
            page(member, "version", two.charter.slug, 2)
        )
        listed = unescape(page(member, "versions", two.charter.slug))
        assert f"{reverse('version-compare', args=[two.charter.slug])}?from=1&to=2" in listed


def test_with_one_version_one_is_told_to_wait(world):
    world.validate()

    assert "Two validated versions are needed" in compared(world.agent, world, "")
    assert "exactly the same words" in compared(world.agent, world, "?from=1&to=1")


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=0&to=1", "?from=a&to=1", "?from=1", "?to=01", "?from=²&to=1"])
def test_a_version_that_does_not_exist_is_404(world, query):
    world.validate()

    assert "See the list of versions" in compared(world.agent, world, query, status=404)


def test_visitors_compare_what_is_published_and_see_no_way_inside(two):
    assert client_of(None).get(reverse("version-compare", args=[two.charter.slug])).status_code == 302
    publish(two)

    html = compared(None, two, "?from=1&to=2")

    assert "one day" in marked("ins", html)
    assert "/sources/" not in html
    assert "/sources/" in compared(two.agent, two, "?from=1&to=2")


def test_without_any_version_nothing_breaks(world):
    assert "Two validated versions are needed" in compared(world.agent, world, "")
    compared(world.agent, world, "?from=1&to=1", status=404)


def test_only_validated_versions_are_compared(two):
    two.rewrite(text="A secret draft.")
    two.submit()

    assert "A secret draft." not in compared(two.agent, two, "")
    compared(two.agent, two, "?from=2&to=3", status=404)


def test_a_comparison_is_the_same_to_the_byte_after_a_later_version(two):
    """In each language, signed in or not, whether it is in memory or made again."""
    publish(two)

    def seen() -> list[str]:
        SHELF.clear()
        found = []
        for member in (two.agent, None):
            for language in ("fr", "en"):
                client = client_of(member)
                client.cookies["django_language"] = language
                address = reverse("version-compare", args=[two.charter.slug]) + "?from=1&to=2"
                html = client.get(address).content.decode()
                found.append(html[html.index('<dl class="figures-band">') : html.index("</main>")])
        return found

    before = seen()
    two.rewrite(text="Quite other words.")
    two.validate()

    assert seen() == before
    assert len(set(before)) == 4


def test_it_costs_the_same_whatever_there_is_and_less_once_in_memory(two):
    def cost(query: str) -> int:
        client = client_of(two.agent)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("version-compare", args=[two.charter.slug]) + query).status_code == 200
        return len(queries)

    few, kept = cost("?from=1&to=2"), cost("?from=1&to=2")
    for number in range(20):
        two.add(f"Clause {number}")
    for number in range(3):
        two.rewrite(text=f"Text {number}.")
        two.validate()

    assert cost("?from=1&to=5") == few <= 8
    assert cost("?from=1&to=5") == kept < few


def test_what_is_kept_is_kept_for_each_language(two):
    assert "New clause." in compared(two.agent, two, "?from=1&to=2")
    client = client_of(two.agent)
    client.cookies["django_language"] = "fr"
    html = client.get(reverse("version-compare", args=[two.charter.slug]) + "?from=1&to=2").content.decode()
    assert "Nouvelle clause." in unescape(html)
