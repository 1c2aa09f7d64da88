"""A validated version and the list of versions: who reads them, and at what cost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Charter, Version, VersionDraft
from charters.text.drafting import edit_charter
from charters.versions import deciding, preparing
from charters.versions.kept_markup import SHELF
from governance.models import Member
from tests.charters.versions.pages import client_of, page, publish
from tests.factories import MemberFactory

ARTICLE = re.compile(rb"<article.*?</article>", re.DOTALL)


def test_the_article_is_the_same_to_the_byte_after_the_text_and_later_versions(world):
    """To each reader, in each language, whether it is in memory or made again."""
    world.add("Plan together", section="values", note="Why", indicators=["One"], hr_interview="How?")
    world.validate()
    publish(world)
    address = reverse("version", args=[world.charter.slug, 1])

    def articles() -> dict[tuple[str, str], bytes]:
        found = {}
        for reader in (world.agent, world.facilitator, world.executive, None):
            for language in ("fr", "en"):
                client = client_of(reader)
                client.cookies["django_language"] = language
                SHELF.clear()
                made, kept = (ARTICLE.search(client.get(address).content).group() for _time in range(2))
                assert made == kept
                found[reader.name if reader else "visitor", language] = made
        return found

    before = articles()
    assert len(set(before.values())) == 4  # signed in or not, in two languages, and nothing else
    world.rewrite(text="Quite other words.")
    world.add("Another", section="values")
    charter = Charter.objects.get()
    words = {"title": "Another title", "preamble": "Other"}
    edit_charter(charter, by=world.facilitator, reason="r", words=words, seen=charter.row_version)
    world.validate()

    assert articles() == before
    client = client_of(world.agent)
    assert reverse("version", args=[world.charter.slug, 2]) in client.get(address).content.decode()


def test_nothing_of_a_reader_gets_into_what_others_read(world):
    """The article is made once for all: it may know whether one is signed in, and nothing else."""
    world.validate()
    SHELF.clear()
    first, second = MemberFactory(name="Someone Else", administrator=True), world.agent
    for member in (first, second):
        html = page(member, "version", world.charter.slug, 1)
        article = ARTICLE.search(html.encode()).group().decode()
        assert "Someone Else" not in article
        assert "csrfmiddlewaretoken" not in article


def test_every_frozen_word_can_be_read(world):
    words = {
        "note": "A note.", "indicators": ["A practice"], "hr_job_description": "For the job",
        "hr_mission_letter": "For the mission", "hr_interview": "For the interview",
    }  # fmt: skip
    world.add("Plan together", section="values", **words)
    version = world.validate()

    html = page(world.agent, "version", world.charter.slug, 1)

    for word in ("Cooperation charter", "We work together.", "Everyone.", version.content_hash, *words.values()):
        assert (word if isinstance(word, str) else word[0]) in html


def test_a_version_that_was_superseded_leads_to_the_one_in_force(world):
    for text in ("One.", "Two.", "Three."):
        world.rewrite(text=text)
        world.validate()
    slug = world.charter.slug

    assert f'href="{reverse("version", args=[slug, 3])}"' in page(world.agent, "version", slug, 1)
    assert 'class="notice"' not in page(world.agent, "version", slug, 3)


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_a_number_that_does_not_exist_is_404(world, number):
    world.validate()

    page(world.agent, "version", world.charter.slug, number, status=404)
    page(world.agent, "version-submitted", world.charter.slug, number, status=404)
    page(world.agent, "version", "no-such-charter", 1, status=404)


def test_visitors_read_validated_versions_when_the_organisation_publishes_them(world):
    world.validate()
    world.rewrite(text="A secret draft.")
    world.submit(message="Not for visitors")
    publish(world)
    slug = world.charter.slug

    html = page(None, "version", slug, 1)
    listed = page(None, "versions", slug)

    assert "We answer within two days." in html
    assert reverse("version", args=[slug, 1]) in listed
    for hidden in ("A secret draft.", "Not for visitors", "/versions/submitted/", world.facilitator.name):
        assert hidden not in html + listed
    assert client_of(None).get(reverse("version-submitted", args=[slug, 2])).status_code == 302
    assert client_of(None).get(reverse("version", args=[slug, 2])).status_code == 404


def test_visitors_sign_in_first_when_nothing_is_published(world):
    """Whatever the address: they cannot tell which versions exist."""
    world.validate()
    for route, args in (("versions", []), ("version", [1]), ("version", [9])):
        response = client_of(None).get(reverse(route, args=[world.charter.slug, *args]))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")
    assert client_of(None).get(reverse("versions", args=["no-such-charter"])).status_code == 302


def test_the_list_says_where_each_version_stands(world):
    slug = world.charter.slug
    assert "empty" in page(world.agent, "versions", slug)
    world.validate()
    world.rewrite(text="Two.")
    deciding.withdraw(world.submit(), by=world.facilitator, reason="A mistake in M1.")
    world.submit()

    html = page(world.agent, "versions", slug)

    for address in (("version", 1), ("version-submitted", 2), ("version-submitted", 3)):
        assert reverse(address[0], args=[slug, address[1]]) in html
    assert "A mistake in M1." in html


def count(member: Member | None, route: str, *args: object) -> int:
    """What a page costs to whoever opens it first: its markup is not in memory yet."""
    SHELF.clear()
    client = client_of(member)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(route, args=args)).status_code == 200
    return len(queries)


def test_pages_cost_the_same_with_one_clause_and_with_twenty_five(world):
    slug = world.charter.slug
    publish(world)
    both = MemberFactory(facilitator=True, executive=True)

    def costs() -> dict[str, int]:
        world.validate()
        world.rewrite(text=f"Text {Version.objects.count()}.")
        world.submit()
        found = {
            "desk": count(world.executive, "version-submitted", slug, Version.objects.count()),
            "desk of an agent": count(world.agent, "version-submitted", slug, Version.objects.count()),
            "desk of both": count(both, "version-submitted", slug, Version.objects.count()),
        }
        last = Version.objects.order_by("-submission").first()
        deciding.withdraw(last, by=world.facilitator, reason="r")
        world.draft(message="m", left_out=("M1",))
        return found | {
            "prepare": count(world.facilitator, "version-prepare", slug),
            "version": count(world.agent, "version", slug, 1),
            "version of a visitor": count(None, "version", slug, 1),
            "list": count(world.agent, "versions", slug),
            "list of a visitor": count(None, "versions", slug),
        }

    one = costs()
    draft = VersionDraft.objects.get(closed_at=None)
    preparing.abandon_draft(draft, by=world.facilitator, seen=draft.row_version)
    for number in range(24):
        world.add(f"Clause {number}", section=["values", "methods", "hr_tools"][number % 3])
    many = costs()

    assert many == one
    assert max(many.values()) <= 8, many
