"""Granting and revoking tokens, as an administrator does."""

import datetime
import logging
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from lxml import html

from governance.models import ApiToken
from governance.tokens.granting import grant, token_behind
from governance.tokens.models import Scope, new_prefix
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
NEW, LIST = "/governance/tokens/new/", "/governance/tokens/"


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True)


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def said(**other):
    soon = timezone.localdate() + datetime.timedelta(days=10)
    return {
        "public_part": new_prefix(),
        "name": "Payroll",
        "scopes": ["charter:read"],
        "expires_on": soon.isoformat(),
        **other,
    }


def secret_on(page):
    return html.document_fromstring(page.content.decode()).get_element_by_id("token-secret").text.strip()


def test_the_secret_is_shown_once_and_nowhere_else(desk, caplog):
    caplog.set_level(logging.DEBUG)
    done = desk.post(NEW, said())

    assert done.status_code == 201
    assert "no-store" in done["Cache-Control"]
    secret = secret_on(done)
    assert token_behind(secret) == ApiToken.objects.get()
    assert done.content.decode().count(secret) == 1
    # the browser forgets what it kept of the form
    assert unquote(done.cookies["arrived"].value) == NEW
    hidden = secret.partition(".")[2]
    kept = [str(dict(desk.session)), *(str(session.get_decoded()) for session in Session.objects.all())]
    kept += [cookie.OutputString() for cookie in desk.cookies.values()]
    kept += [str(headers) for headers in done.headers.items()]
    for address in (LIST, NEW, reverse("token-revoke", args=[ApiToken.objects.get().pk]), "/"):
        kept.append(desk.get(address).content.decode())
    # but for the queries that DEBUG shows of a database, where it is not either
    kept.append(caplog.text)
    assert not [text for text in kept if hidden in text]


def test_a_form_that_is_sent_twice_grants_once(desk):
    form = said()
    desk.post(NEW, form)
    again = desk.post(NEW, form)
    assert again.status_code == 409
    assert "revoke that token, then grant another" in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"scopes": []}, {"scopes": ["members:read"]}, {"expires_on": ""}, {"expires_on": "tomorrow"},
        {"public_part": "chosen"}, {"public_part": ""}, {"name": "x" * 121},
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said(desk, wrong):
    answer = desk.post(NEW, said(**wrong))
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_too_late_a_day_is_refused_with_what_was_typed(desk):
    answer = desk.post(NEW, said(expires_on="2199-01-01"))
    assert answer.status_code == 409
    assert "a year at most" in answer.content.decode()
    assert "Payroll" in answer.content.decode()


def test_the_list_says_where_each_token_stands(desk, administrator):
    soon = timezone.localdate() + datetime.timedelta(days=10)
    tokens = [
        grant(by=administrator, name=name, scopes=[Scope.PROFILES], expires_on=soon)[0]
        for name in ("Payroll", "Intranet", "Old payroll")
    ]
    page = desk.get(LIST).content.decode()
    assert page.count("Valid until") == 3

    revoked = desk.post(
        reverse("token-revoke", args=[tokens[2].pk]), {"seen": "1", "reason": "The contract ended."}, follow=True
    )
    page = revoked.content.decode()
    assert page.count("Valid until") == 2
    assert "Revoked on" in page
    assert "The contract ended." in page
    assert reverse("token-revoke", args=[tokens[2].pk]) not in page


def test_an_expired_token_says_so(desk, administrator, monkeypatch):
    today = timezone.localdate()
    grant(by=administrator, name="Payroll", scopes=[Scope.CHARTER], expires_on=today)
    later = today + datetime.timedelta(days=1)
    monkeypatch.setattr("governance.tokens.models.timezone.localdate", lambda *_now: later)
    assert "Expired since" in desk.get(LIST).content.decode()


def test_a_token_that_changed_meanwhile_is_shown_again(desk, administrator):
    token, _secret = grant(by=administrator, name="Payroll", scopes=[Scope.CHARTER], expires_on=timezone.localdate())
    address = reverse("token-revoke", args=[token.pk])
    assert desk.post(address, {"seen": "0", "reason": "Late"}).status_code == 409
    assert desk.post(address, {"seen": "1", "reason": ""}).status_code == 422
    assert ApiToken.objects.get().revoked_at is None
    assert desk.post(reverse("token-revoke", args=[2**31]), {"seen": "1"}).status_code == 404


def test_administrators_find_it_in_the_plan_of_the_site(desk, client):
    assert LIST in desk.get("/").content.decode()
    client.force_login(MemberFactory(hr=True))
    assert LIST not in client.get("/").content.decode()
