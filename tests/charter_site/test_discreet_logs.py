"""The journal keeps what happened: no token, no word of anyone, no trace for a mere refusal."""

import logging
import logging.config
import secrets

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.urls import reverse

from governance.tokens.granting import SECRET_BYTES
from governance.tokens.models import new_prefix
from tests.factories import DepartmentFactory


@pytest.fixture
def line():
    """Format a record as the configured handler does."""
    configured = logging.config.DictConfigurator(settings.LOGGING)
    return configured.configure_formatter(dict(configured.config["formatters"]["line"])).format


def record(message, *arguments, level=logging.WARNING, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("django.request", level, "", 0, message, arguments, exc_info)


@pytest.mark.parametrize("suffix", ["", "?next=/"])
def test_an_invitation_is_not_written_down(line, suffix):
    address = reverse("invitation", args=["a", "dij750-de4cbca0969ae48d4c0273046f2a3fb6"]) + suffix

    said = line(record("%s: %s", "Unprocessable Entity", address))

    assert "dij750" not in said
    assert "Unprocessable Entity: /accounts/invitation/..." in said


def test_nor_is_the_link_of_a_forgotten_password(line):
    address = reverse("account_reset_password_from_key", args=["a", "secret-key"])

    assert "secret-key" not in line(record("%s: %s", "Not Found", address))


def test_nor_is_the_secret_half_of_a_token(line):
    prefix, secret = new_prefix(), secrets.token_urlsafe(SECRET_BYTES)
    error = ValueError(f"Authorization: Bearer {prefix}.{secret}")

    said = line(record("Bad header: Bearer %s.%s", prefix, secret, level=logging.ERROR, error=error))

    assert secret not in said
    assert said.count(f"Bearer {prefix}....") == 2


@pytest.mark.django_db
def test_nor_are_the_words_of_a_refused_row(line):
    DepartmentFactory(code="WORDS")
    with pytest.raises(IntegrityError) as refused, connection.cursor() as cursor:
        cursor.execute("INSERT INTO governance_department SELECT (d).* FROM governance_department d")

    said = line(record("Internal Server Error: %s", "/here/", level=logging.ERROR, error=refused.value))

    assert "Traceback" in said
    assert "governance_department" in said
    assert "already exists" not in said
    assert said.count("DETAIL: (not kept)") == 2


def test_a_refusal_leaves_no_trace(line):
    said = line(record("Forbidden: %s", "/hr/", error=PermissionError("sentence")))

    assert said.endswith("Forbidden: /hr/")
