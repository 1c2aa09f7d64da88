"""Sponsoring from where one was reading: the desk of a version, or the clause."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charters.models import Sponsorship
from tests.charters.versions.pages import client_of, page


def address(world, query: str = "") -> str:
    return reverse("clause-sponsor", args=[world.charter.slug, world.clause.code]) + query


def test_whoever_comes_from_the_desk_goes_back_to_it(world):
    version = world.submit()
    desk = page(world.executive, "version-submitted", world.charter.slug, version.submission)
    assert address(world, "?version=1") in desk

    sent = client_of(world.executive).post(address(world, "?version=1"), {"act": "take", "words": "Two posts."})

    assert (sent.status_code, sent["Location"]) == (303, f"{version.get_absolute_url()}#change-M1")
    assert Sponsorship.objects.get().takes


@pytest.mark.parametrize(
    "query", ["", "?version=", "?version=99", "?version=//elsewhere.example", "?version=99999999999999999999"]
)
def test_anything_else_leads_to_the_clause(world, query):
    sent = client_of(world.executive).post(address(world, query), {"act": "take"})

    assert (sent.status_code, sent["Location"]) == (303, world.clause.get_absolute_url())


def test_the_desk_says_which_clauses_one_sponsors_already(world):
    world.submit()
    client_of(world.executive).post(address(world), {"act": "take"})
    client = client_of(world.executive)
    client.cookies["django_language"] = "en"

    desk = client.get(reverse("version-submitted", args=[world.charter.slug, 1])).content.decode()

    assert "You sponsor clause M1" in desk
    assert "Sponsor clause M1<" not in desk
