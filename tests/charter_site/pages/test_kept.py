"""Nothing typed is lost because a session ended, or because a form is older than it."""

import re

import pytest
from django.test import Client, RequestFactory

from charter_site.pages import kept
from tests.factories import MemberFactory

ENGLISH = {"accept-language": "en"}
pytestmark = pytest.mark.django_db
WORDS = "What I saw on the site,\nsaid in two lines."
FROM_HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}
ADDRESS = "/accounts/me/"


def test_a_form_sent_after_the_session_ended_is_given_back():
    response = Client(headers=ENGLISH).post(ADDRESS, {"text": WORDS, "seen": "3"}, **FROM_HERE)
    assert response.status_code == 403
    assert "Nothing was recorded, and nothing is lost" in response.text
    assert f'name="text" rows="6" cols="40">{WORDS}</textarea>' in response.text
    assert '<input type="hidden" name="seen" value="3">' in response.text


def test_a_page_that_is_only_read_asks_to_sign_in():
    response = Client(headers=ENGLISH).get(ADDRESS)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_form_older_than_the_session_is_given_back_ready_to_be_sent():
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(MemberFactory())
    response = client.post(ADDRESS, {"text": WORDS, "csrfmiddlewaretoken": "old"}, **FROM_HERE)
    assert response.status_code == 403
    assert WORDS in response.text
    assert "Send again" in response.text
    assert 'value="old"' not in response.text


def test_another_site_gets_nothing_to_press():
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(MemberFactory())
    for header in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {}):
        response = client.post(ADDRESS, {"text": WORDS}, **header)
        assert response.status_code == 403
        assert WORDS not in response.text
        assert "Send again" not in response.text


def test_secrets_are_not_given_back():
    request = RequestFactory().post("/", {"password": "hush", "new_password1": "hush", "text": "said"})
    assert [(field.name, field.value) for field in kept.typed(request)] == [("text", "said")]


def test_an_older_browser_is_believed_by_where_it_comes_from():
    make = RequestFactory().post
    assert kept.comes_from_here(make("/", HTTP_REFERER="http://testserver/page/"))
    assert not kept.comes_from_here(make("/", HTTP_REFERER="http://elsewhere.example/page/"))


def test_the_browser_is_told_which_form_arrived_and_no_other():
    client, member = Client(headers=ENGLISH), MemberFactory()
    client.force_login(member)
    refused = client.post(ADDRESS, {})
    assert refused.status_code == 422
    assert "arrived" not in refused.cookies
    done = client.post(ADDRESS, {"signs_as": "name"})
    assert done.status_code == 303
    assert done.cookies["arrived"].value == "%2Faccounts%2Fme%2F"
    assert "arrived" not in client.get(ADDRESS).cookies


def test_unsent_words_are_marked_with_their_reader_and_say_nothing_of_them():
    marks = set()
    for member in (MemberFactory(), MemberFactory()):
        client = Client(headers=ENGLISH)
        client.force_login(member)
        page = client.get(ADDRESS).text
        (mark,) = re.findall(r'data-reader="([0-9a-f]{16})"', page)
        assert str(member.pseudonym).replace("-", "")[:16] != mark
        marks.add(mark)
    assert len(marks) == 2
    assert "data-reader" not in Client(headers=ENGLISH).get("/accounts/login/").text
