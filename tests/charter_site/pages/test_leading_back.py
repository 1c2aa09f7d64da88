"""An address that only takes forms has no page: a reader is led to the one around it."""

import pytest
from django.urls import reverse

from charter_site.pages.leading_back import page_around
from tests.factories import CharterFactory, ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause(client):
    client.force_login(MemberFactory())
    return ClauseFactory(charter=CharterFactory())


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_refused_form_read_again_leads_to_its_page(client, clause, method):
    address = reverse("clause-comment", args=[clause.charter.slug, clause.code])
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.url) == (302, clause.get_absolute_url())


@pytest.mark.parametrize(
    ("choice", "kept"), [("display-theme", {"theme": "dark"}), ("set_language", {"language": "en"})]
)
def test_choosing_how_it_looks_under_a_refused_form_leads_somewhere(client, clause, choice, kept):
    address = reverse("clause-comment", args=[clause.charter.slug, clause.code])
    assert client.post(address, {}).status_code == 422
    answer = client.post(reverse(choice), {**kept, "next": address}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == clause.get_absolute_url()


def test_another_method_is_still_refused(client, clause):
    assert client.delete(clause.get_absolute_url()).status_code == 405


def test_at_worst_it_is_the_home_page():
    assert page_around("/nowhere/at/all/") == "/"
    assert page_around("/") == "/"
