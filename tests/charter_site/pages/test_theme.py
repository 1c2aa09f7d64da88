"""The display is a choice kept in a cookie."""

import pytest
from django.test import Client
from django.urls import reverse

ENGLISH = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


def choose(client: Client, theme: str, back: str = "/accounts/login/"):
    return client.post(reverse("display-theme"), {"theme": theme, "next": back})


def test_a_forced_theme_stays():
    client = Client(headers=ENGLISH)
    assert choose(client, "dark")["Location"] == "/accounts/login/"
    assert '<html lang="en" data-bs-theme="dark">' in client.get("/accounts/login/").text
    choose(client, "auto")
    assert "data-bs-theme" not in client.get("/accounts/login/").text


def test_an_unknown_theme_is_ignored():
    client = Client(headers=ENGLISH)
    client.cookies["theme"] = '"><script>'
    assert "<script>" not in client.get("/accounts/login/").text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_one_stays_on_this_site(back):
    assert choose(Client(headers=ENGLISH), "light", back)["Location"] == "/"
