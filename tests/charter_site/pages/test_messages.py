"""What is said after an act is said to whoever did it."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import PASSWORD, CharterFactory, ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
SAID = "Your comment is published."


@pytest.fixture
def told(client):
    """A browser in which a comment was just published, and whose next page was not asked for yet."""
    clause = ClauseFactory(charter=CharterFactory())
    client.force_login(MemberFactory())
    comment = {"text": "With them.", "kind": "question", "signature": "name"}
    address = reverse("clause-comment", args=[clause.charter.slug, clause.code])
    assert client.post(address, comment).status_code == 303
    return client


def test_whoever_did_it_reads_it_once(told):
    assert SAID in told.get("/").content.decode()
    assert SAID not in told.get("/").content.decode()


def test_a_session_that_ended_leaves_nothing_on_the_sign_in_page(told):
    del told.cookies[settings.SESSION_COOKIE_NAME]
    assert SAID not in told.get(reverse("account_login")).content.decode()


def test_nor_to_whoever_signs_in_next(told):
    del told.cookies[settings.SESSION_COOKIE_NAME]
    other = MemberFactory()
    told.post(reverse("account_login"), {"login": other.email, "password": PASSWORD})
    home = told.get("/").content.decode()
    assert SAID not in home
    assert other.email in home or other.name in home
