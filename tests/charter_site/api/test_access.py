"""Who is let in: whoever shows a valid token that has the scope; nobody else, and nobody by a session."""

import datetime
import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charter_site.api import charter_reading
from governance.models import ApiToken
from governance.tokens.granting import grant, revoke
from governance.tokens.models import Scope
from tests.charter_site.api.conftest import Software, granted, someone
from tests.charter_site.api.walking import operations

pytestmark = pytest.mark.django_db
START = "/api/v1/"


def headers_of(secret):
    prefix, _dot, hidden = secret.partition(".")
    return {
        "nothing": None,
        "empty": "",
        "no scheme": secret,
        "another scheme": f"Basic {secret}",
        "nothing behind": "Bearer",
        "a space behind": "Bearer ",
        "garbage": "Bearer garbage",
        "the public half": f"Bearer {prefix}",
        "the secret half": f"Bearer {hidden}",
        "an empty secret": f"Bearer {prefix}.",
        "another secret": f"Bearer {prefix}.{hidden[::-1]}",
        "another prefix": f"Bearer {'0' * 16}.{hidden}",
        "more": f"Bearer {secret} {secret}",
        "a NUL": f"Bearer {prefix}.\0",
        "letters": f"Bearer {prefix}.é",
        "too long": f"Bearer {prefix}.{'x' * 6000}",
    }


@pytest.mark.parametrize("sent", headers_of("a.b"))
def test_whoever_shows_no_valid_token_is_told_the_same(db, sent):
    software = granted(by=someone(administrator=True))
    header = headers_of(software.secret)[sent]
    answer = Software().get(START, **({"Authorization": header} if header is not None else {}))

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert set(answer.json()) == {"what", "why", "next"}
    assert answer.json() == Software().get(START).json()
    assert "ETag" not in answer


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_a_valid_token_is_let_in(db, scheme):
    software = granted(by=someone(administrator=True))
    assert Software().get(START, Authorization=f"{scheme} {software.secret}").status_code == 200


@pytest.mark.parametrize(("days", "status"), [(-1, 200), (0, 200), (1, 401), (30, 401)])
def test_it_is_let_in_until_the_end_of_its_last_day(db, monkeypatch, days, status):
    last = timezone.localdate() + datetime.timedelta(days=10)
    _token, secret = grant(by=someone(administrator=True), name="Payroll", scopes=[Scope.CHARTER], expires_on=last)
    monkeypatch.setattr(
        "governance.tokens.models.timezone.localdate", lambda *_now: last + datetime.timedelta(days=days)
    )
    assert Software(secret).get(START).status_code == status


def test_a_revoked_token_is_refused_at_once(db):
    administrator = someone(administrator=True)
    software = granted(by=administrator)
    assert software.get(START).status_code == 200
    revoke(ApiToken.objects.get(), by=administrator, reason="Over", seen=1)
    assert software.get(START).status_code == 401


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_each_operation_asks_for_its_scope(world, operation):
    [other] = [scope for scope in Scope.values if scope != operation.scope]
    address = operation.address(world)
    refused = granted(other, by=world.administrator).get(address)
    assert refused.status_code == 403
    assert operation.scope in refused.json()["why"]
    assert granted(operation.scope, by=world.administrator).get(address).status_code == 200


@pytest.mark.parametrize("role", ["administrator", "hr", "executive"])
def test_a_session_opens_nothing(world, role):
    client = Client()
    client.force_login(someone(**{role: True}))
    for operation in operations():
        answer = client.get(operation.address(world))
        assert answer.status_code == 401, operation
        assert answer["Content-Type"].startswith("application/json")


def test_a_token_opens_no_page_of_the_site(world):
    for page in map(reverse, ("home", "hr", "tokens", "people")):
        answer = world.software.get(page)
        assert (answer.status_code, answer.get("Location", "").partition("?")[0]) == (302, "/accounts/login/"), page


def test_no_token_goes_into_the_journal(world, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    hidden = world.software.secret.partition(".")[2]

    def break_down(*_args, **_kwargs):
        raise RuntimeError("Something of ours broke.")

    world.software.get(f"/api/v1/versions?token={world.software.secret}")
    world.software.get(START)
    monkeypatch.setattr(charter_reading, "standings", break_down)
    world.software.client.raise_request_exception = False
    assert world.software.get(START).status_code == 500
    assert "Internal Server Error: /api/v1/" in caplog.text
    assert hidden not in caplog.text
