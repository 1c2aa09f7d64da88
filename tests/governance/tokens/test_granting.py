"""Tokens: granted for a time, told once, recognised, revoked."""

import datetime
import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.models import ApiToken
from governance.refusals import Refused
from governance.signing import Stale
from governance.tokens.granting import grant, revoke, token_behind
from governance.tokens.models import MOST_DAYS, Scope, State, new_prefix
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True)


def granted(by, **said):
    return grant(**{"by": by, "name": "Software", "scopes": [Scope.CHARTER], "expires_on": in_days(30), **said})


def test_a_token_is_recognised_by_its_secret_and_by_nothing_else(administrator):
    token, secret = granted(administrator)
    other, other_secret = granted(administrator)
    prefix, _dot, hidden = secret.partition(".")

    assert token_behind(secret) == token
    assert token_behind(other_secret) == other
    wrong = [
        "", ".", prefix, f"{prefix}.", hidden, f".{hidden}", f"{prefix}.{hidden}x", f"{prefix}.{hidden[:-1]}",
        f"{other.prefix}.{hidden}", secret.upper(), f"{prefix}.{token.digest}", f"{prefix}.\0", f"{prefix}.é",
        f"{prefix}\0.{hidden}", f"{prefix}.{'x' * 10_000}", f"{'0' * 16}.{hidden}",
    ]  # fmt: skip
    assert [shown for shown in wrong if token_behind(shown)] == []


def test_the_secret_is_long_random_and_kept_nowhere(administrator):
    secrets = {granted(administrator)[1].partition(".")[2] for _n in range(5)}
    assert len(secrets) == 5
    # 43 characters of 64 kinds: 256 bits and a little more
    assert {len(secret) for secret in secrets} == {43}
    stored = json.dumps([*ApiToken.objects.values(), *ApiToken.history.values()], default=str)
    assert not [secret for secret in secrets if secret in stored]
    assert {row.digest for row in ApiToken.objects.all()} == {
        hashlib.sha256(secret.encode()).hexdigest() for secret in secrets
    }
    assert "digest" not in {field.name for field in ApiToken.history.model._meta.fields}


def test_recognising_costs_one_query_whatever_is_shown(administrator, django_assert_num_queries):
    _token, secret = granted(administrator)
    for shown in (secret, f"{secret}x", f"{'0' * 16}.{secret}"):
        with django_assert_num_queries(1):
            token_behind(shown)


@pytest.mark.parametrize("days", [0, 1, MOST_DAYS])
def test_it_lasts_from_a_day_to_a_year(administrator, days):
    assert granted(administrator, expires_on=in_days(days))[0].expires_on == in_days(days)


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1, 100_000])
def test_it_lasts_no_longer_and_does_not_begin_expired(administrator, days):
    with pytest.raises(Refused, match="a year at most"):
        granted(administrator, expires_on=in_days(days))
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(("after", "state"), [(0, State.VALID), (1, State.EXPIRED), (400, State.EXPIRED)])
def test_it_lets_in_until_the_end_of_its_last_day(administrator, monkeypatch, after, state):
    token, secret = granted(administrator, expires_on=in_days(30))
    later = in_days(30 + after)
    monkeypatch.setattr("governance.tokens.models.timezone.localdate", lambda *_now: later)
    assert token.state == state
    assert (token_behind(secret) is not None) is (state == State.VALID)


def test_a_revoked_token_lets_nobody_in_and_says_why(administrator):
    token, secret = granted(administrator)
    revoke(token, by=administrator, reason="The contract ended.", seen=token.row_version)

    assert token_behind(secret) is None
    token.refresh_from_db()
    assert token.state == State.REVOKED
    assert token.revoked_because == "The contract ended."
    last = token.history.first()
    assert (last.history_user_id, last.history_change_reason) == (administrator.pseudonym, "The contract ended.")


def test_it_is_revoked_once_by_whoever_saw_it_as_it_is(administrator):
    token, _secret = granted(administrator)
    with pytest.raises(Stale):
        revoke(token, by=administrator, reason="Late", seen=token.row_version - 1)
    revoke(token, by=administrator, reason="First", seen=1)
    with pytest.raises(Refused, match="revoked already"):
        revoke(token, by=administrator, reason="Second", seen=2)
    assert ApiToken.objects.get().revoked_because == "First"


@pytest.mark.parametrize("scopes", [[], ["members:read"], [Scope.CHARTER, "members:read"]])
def test_it_reads_something_known(administrator, scopes):
    with pytest.raises(Refused, match="tick what this software needs"):
        granted(administrator, scopes=scopes)


def test_one_form_grants_once(administrator):
    prefix = new_prefix()
    granted(administrator, prefix=prefix)
    with pytest.raises(Refused, match="sent already"):
        granted(administrator, prefix=prefix)
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("role", ["facilitator", "hr", "executive"])
def test_only_administrators_grant_and_revoke(administrator, role):
    someone, (token, secret) = MemberFactory(**{role: True}), granted(administrator)
    with pytest.raises(PermissionDenied):
        granted(someone)
    with pytest.raises(PermissionDenied):
        revoke(token, by=someone, reason="No", seen=token.row_version)
    assert token_behind(secret)


@pytest.mark.parametrize(
    "change",
    [
        "expires_on = granted_on + 367",
        "expires_on = granted_on - 1",
        "scopes = ARRAY['members:read']::varchar[]",
        "scopes = ARRAY[]::varchar[]",
        "revoked_at = now()",
        "revoked_because = 'Why'",
    ],
)
def test_the_database_holds_to_it(administrator, change):
    granted(administrator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE governance_apitoken SET {change}")
