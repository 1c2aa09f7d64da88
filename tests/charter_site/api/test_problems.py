"""Whatever is asked, the answer is JSON: what happened, why, what to do next, in the reader's language."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from psycopg_pool import PoolTimeout

from charter_site.api import charter_reading, problems
from tests.charter_site.api.walking import operations

pytestmark = pytest.mark.django_db


def said(answer):
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert {"Authorization", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
    told = answer.json()
    assert set(told) == {"what", "why", "next"}
    assert all(len(words) > 15 for words in told.values())
    return told


@pytest.mark.parametrize(
    "address",
    [
        "versions/99", "versions/3/clauses", "versions/2/clauses/Z9", "versions/2/changes?since=99",
        "versions/2/competences/Z9", "versions/99/competences/C1", "versions/2/wordings/Z9/interview",
        "versions/2/wordings/M1/mission_letter", "versions/99/wordings/M1/interview", "versions/2/wordings/M1",
        "versions?charter=nothing", "profiles/999999", "profiles/999999/export", "members", "versions/", "versions/2/",
        "nothing/at/all", "versions/2/secrets", "admin%00", "a%0Ab", "docs", "%E2%80%A8", "../people/",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_a_404(software, address):
    answer = software.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    said(answer)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("versions/0", "“number”: it must be at least 1."),
        ("versions/99999999999999999999", "“number”: it must be at most 2000000000."),
        ("versions/two", "“number”: it must be a whole number."),
        ("versions/2/changes", "“since”: it is missing."),
        ("versions/2/changes?since=", "“since”: it must be a whole number."),
        ("versions/2/wordings?document=letter", "“document”: it must be one of these: "),
        ("versions/2/wordings?code=%00", "“code”: it does not have the form of such a value."),
        ("versions/2/wordings/M1/letter", "“document”: it must be one of these: "),
        ("versions/2/wordings/M%00/interview", "“code”: it does not have the form of such a value."),
        ("versions/2/competences/C%C3%A9", "“code”: it does not have the form of such a value."),
        ("versions/2/competences/C1234567", "“code”: it does not have the form of such a value."),
        ("versions/2/competences/C1?code=C2&x=2", "This operation has no parameter “x”."),
        ("versions?charter=%C3%A9", "“charter”: it does not have the form of such a value."),
        ("profiles?limit=0", "“limit”: it must be at least 1."),
        ("profiles?limit=201", "“limit”: it must be at most 200."),
        ("profiles?offset=100001", "“offset”: it must be at most 100000."),
        ("profiles?departement=DRH", "This operation has no parameter “departement”."),
        ("versions/2?number=1&x=2", "This operation has no parameter “x”."),
    ],
)
def test_what_cannot_be_used_is_a_422_that_says_why(software, address, why):
    answer = software.get(f"/api/v1/{address}")
    assert answer.status_code == 422
    assert why in said(answer)["why"]


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_nothing_but_reading_is_allowed(world, operation):
    client = Client(enforce_csrf_checks=True)
    bearer = {"Authorization": f"Bearer {world.software.secret}"}
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)(operation.address(world), headers=bearer)
        assert answer.status_code == 405, method
        assert answer["Allow"] == "GET, HEAD"
        said(answer)


def test_it_speaks_the_language_that_is_asked_for(software):
    english = software.get("/api/v1/versions/99")
    french = software.get("/api/v1/versions/99", **{"Accept-Language": "fr"})
    assert english["Content-Language"] == "en"
    assert french["Content-Language"] == "fr"
    for language, answer in (("en", english), ("fr", french)):
        with translation.override(language):
            assert answer.json()["what"] == gettext("There is nothing here.")


@pytest.mark.parametrize("error", [OperationalError("gone"), PoolTimeout("all taken")])
def test_a_database_that_is_away_is_a_503(software, monkeypatch, error):
    def away(*_args):
        raise error

    for place in ("charter_site.api.charter_reading.standings", "charter_site.api.access.token_behind"):
        monkeypatch.setattr(place, away)
        answer = software.get("/api/v1/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "10"
        said(answer)


def test_a_fault_of_ours_is_told_without_its_inside(software, monkeypatch, settings):
    def broken(*_args):
        raise RuntimeError("inside")

    software.client.raise_request_exception = False
    monkeypatch.setattr(charter_reading, "standings", broken)
    answer = software.get("/api/v1/")
    assert answer.status_code == 500
    told = answer.json()
    assert set(told) == {"what", "why", "next"}
    assert b"inside" not in answer.content


def test_what_cannot_be_read_is_a_400(software):
    answer = software.client.get("/api/v1/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"what", "why", "next"}


def test_pages_keep_their_own_words(rf):
    page = rf.get("/charters/")
    for answer in (problems.server_error(page), problems.bad_request(page, Exception())):
        assert answer["Content-Type"].startswith("text/html")
