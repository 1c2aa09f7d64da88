"""Two revisions of a clause, whichever they are: before, after, and what changed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from charters.deliberation.editing import edit_clause
from charters.models import Clause
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause() -> Clause:
    """Three revisions, the second of which changes more than the text."""
    clause, facilitator = (
        ClauseFactory(
            title="Préparer", text="Le chef de projet peut décider du calendrier commun à tous les services."
        ),
        MemberFactory(facilitator=True),
    )
    for words in (
        {
            "text": "Le chef de projet doit décider du calendrier commun à tous les services.",
            "title": "Préparer ensemble",
            "indicators": ["Une note est écrite."],
        },
        {"text": "Le chef de projet doit décider du calendrier commun avec l'équipe à tous les services."},
    ):
        clause = edit_clause(clause, by=facilitator, reason="Vécu.", words=words, seen=clause.row_version)
    return clause


@pytest.fixture
def read(clause: Clause, client: Any) -> Any:
    client.force_login(MemberFactory())

    def read(old: int, new: int, view: str) -> Any:
        address = reverse("clause-compare", args=[clause.charter.slug, clause.code, old, new, view])
        return client.get(address, headers={"accept-language": "en"})

    return read


def words(page: Any) -> str:
    body = re.sub(
        r'<span class="visually-hidden"[^>]*>.*?</span>|<a class="change-number".*?</a>', "", page.content.decode()
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).replace("’", "'").split())


def test_each_view_has_its_address_and_says_which_it_is(read):
    for view, says, hides in (("before", "peut", "avec l'équipe"), ("after", "avec l'équipe", "peut")):
        page = read(1, 3, view)
        assert says in words(page)
        assert hides not in words(page)
        assert "<ins>" not in page.content.decode()
        current = re.findall(r'href="([^"]+)" aria-current="page"', page.content.decode())
        assert page.request["PATH_INFO"] in current


def test_what_changed_is_marked_numbered_and_told(read):
    page = read(1, 3, "changes").content.decode()
    numbers = re.findall(r'id="change-(\d+)"', page)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert re.findall(r'<li>\s*<a href="#change-(\d+)">', page) == numbers
    assert "“peut” replaced by “doit”" in unescape(page)
    assert "“avec l’équipe” added" in unescape(page)
    assert "Une note est écrite." in page


def test_each_change_leads_to_the_next_one_and_the_last_to_the_first(read):
    page = read(1, 3, "changes").content.decode()
    steps = re.findall(r'id="change-(\d+)" href="#change-(\d+)"', page)
    count = len(steps)
    assert count > 2
    assert [(int(here), int(there)) for here, there in steps] == [(n, n % count + 1) for n in range(1, count + 1)]


def test_they_can_be_compared_the_other_way_round(read):
    assert "“doit” replaced by “peut”" in unescape(read(3, 1, "changes").content.decode())


def test_the_same_revision_twice_is_said_to_be_the_same(read):
    page = read(2, 2, "changes")
    assert "Both have exactly the same words." in words(page)
    assert "<ins>" not in page.content.decode()


@pytest.mark.parametrize(("old", "new"), [(1, 4), (0, 1), (4, 9), (1, 10**12), (1, 10**30)])
def test_a_revision_that_does_not_exist_is_refused_with_a_sentence(read, old, new):
    page = read(old, new, "changes")
    assert page.status_code == 404
    assert "choose two of them" in words(page)


def test_the_form_of_the_history_leads_to_the_comparison(clause, client):
    client.force_login(MemberFactory())
    address = reverse("clause-compare-choice", args=[clause.charter.slug, clause.code])
    history = client.get(reverse("clause-history", args=[clause.charter.slug, clause.code])).content.decode()
    assert f'action="{address}"' in history
    chosen = client.get(address, {"old": "1", "new": "3"})
    assert chosen["Location"] == reverse("clause-compare", args=[clause.charter.slug, clause.code, 1, 3, "changes"])
    assert client.get(address)["Location"] == reverse("clause-history", args=[clause.charter.slug, clause.code])
    for typed in ({"old": "x", "new": "1"}, {"old": "1"}, {"old": "-1", "new": "1"}, {"old": "²", "new": "1"}):
        assert client.get(address, typed).status_code == 404
