"""An error page says what happened, why, and what to do next; it never breaks in its turn."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.test import Client
from django.urls import path

from charter_site import urls
from charter_site.pages import errors
from tests.factories import MemberFactory

ENGLISH = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


def raising(error: Exception):
    def view(request: HttpRequest) -> None:
        raise error

    return view


urlpatterns = [
    path("refused/", raising(PermissionDenied("Only the moon may. Ask it."))),
    path("bare/", raising(PermissionDenied())),
    path("gone/", raising(Http404("This clause was merged into M4."))),
    path("broken/", raising(ValueError("secret of the house"))),
    path("unreachable/", raising(OperationalError("connection refused"))),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def use_these_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def member_client():
    client = Client(raise_request_exception=False, headers=ENGLISH)
    client.force_login(MemberFactory())
    return client


def test_a_refusal_gives_its_reason(member_client):
    response = member_client.get("/refused/")
    assert response.status_code == 403
    assert "Only the moon may. Ask it." in response.text
    assert "Back to the home page" in response.text


def test_a_refusal_without_a_reason_still_says_something(member_client):
    assert "This page is not open to your account." in member_client.get("/bare/").text


def test_a_missing_page_says_so_in_words_for_people(member_client):
    response = member_client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert "Validated versions never disappear." in response.text
    assert "resolver" not in response.text


def test_a_missing_object_may_say_what_became_of_it(member_client):
    assert "This clause was merged into M4." in member_client.get("/gone/").text


def test_the_words_of_django_are_not_shown():
    assert errors._sentence_of(Http404("No Clause matches the given query.")) == ""
    assert errors._sentence_of(Http404({"tried": []})) == ""


def test_a_breakdown_shows_nothing_of_the_inside(member_client):
    response = member_client.get("/broken/")
    assert response.status_code == 500
    assert "It is not your doing." in response.text
    assert "secret of the house" not in response.text


def test_a_database_out_of_reach_is_a_pause_not_a_fault(member_client):
    response = member_client.get("/unreachable/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "What was recorded is safe." in response.text


def test_pages_about_a_breakdown_ask_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        errors.server_error(HttpRequest())
        errors.unavailable(HttpRequest())
        errors.bad_request(HttpRequest(), ValueError())


@pytest.mark.parametrize("charset", ["latin-1", "utf-7"])
def test_a_form_declared_in_another_charset_gets_a_sentence(charset):
    client = Client(raise_request_exception=False, headers=ENGLISH)
    form = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.post("/accounts/login/", "login=caf%E9", content_type=form)
    assert response.status_code == 400
    assert "What your browser sent cannot be read." in response.text


def test_what_is_too_long_says_so(rf):
    response = errors.bad_request(rf.post("/"), RequestDataTooBig())
    assert response.status_code == 400
    assert "longer than this site accepts" in response.content.decode()


def test_a_form_that_is_too_long_is_heard_out_so_that_its_browser_reads_the_answer(rf):
    request = rf.post("/", data=b"text=" + b"a" * 3_000_000, content_type="application/x-www-form-urlencoded")

    response = errors.bad_request(request, RequestDataTooBig())

    assert response.status_code == 400
    assert request.read() == b""
