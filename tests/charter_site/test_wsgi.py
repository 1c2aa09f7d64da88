"""What reaches Django: words in an alphabet in which people write."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from charter_site.wsgi import in_known_alphabet

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
STRANGE = ["hex", "rot13", "bz2", "undefined", "idna", "raw_unicode_escape", "unicode_escape", "punycode", "none", "\0"]


@pytest.fixture
def through_the_server() -> Client:
    """A client whose requests go through what the web server runs, and which hides no error."""
    client = Client()
    django: Any = client.handler
    client.handler = lambda environ: in_known_alphabet(lambda request, start: django(request))(environ, print)
    return client


@pytest.mark.parametrize("charset", STRANGE)
def test_an_alphabet_in_which_nobody_writes_breaks_no_page(through_the_server, charset):
    strange = {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    page = through_the_server.get("/accounts/login/?next=/%ED%A0%80&q=x", **strange)
    assert page.status_code == 200
    assert b"<form" in page.content
    kind = f"{FORM}; charset={charset}"
    answer = through_the_server.generic("POST", "/accounts/login/", b"login=a&password=b", content_type=kind)
    assert answer.status_code == 422
    assert b"<form" in answer.content


@pytest.mark.parametrize("said", ["charset*=foo''x", "charset*=a%00b''x", "boundary*=foo''x", "x*=nope''y"])
def test_a_parameter_that_names_its_own_alphabet_breaks_no_page(through_the_server, said):
    for kind in (FORM, "text/plain", "multipart/form-data"):
        strange = {"CONTENT_TYPE": f"{kind}; {said}"}
        assert through_the_server.get("/accounts/login/?q=x", **strange).status_code == 200
        answer = through_the_server.generic("POST", "/accounts/login/", b"login=a", content_type=f"{kind}; {said}")
        assert answer.status_code in (400, 422)
        assert b"<h1" in answer.content


def test_what_else_the_header_says_stays():
    said: list[str] = []
    answer = in_known_alphabet(lambda environ, start: said.append(environ["CONTENT_TYPE"]) or [])
    for content_type in (
        'multipart/form-data; charset=hex; boundary="a b"', "text/plain; charset=ISO-8859-1", "text/plain", "",
    ):  # fmt: skip
        answer({"CONTENT_TYPE": content_type}, print)
    assert said == ['multipart/form-data; boundary="a b"', "text/plain; charset=ISO-8859-1", "text/plain", ""]
