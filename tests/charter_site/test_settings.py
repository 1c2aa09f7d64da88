"""What stops a start, and what an installation gets without asking."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from charter_site import settings as module

INSTALLATION = {
    "DATABASE_URL": "postgresql://charter_app:a@db.example/charter",
    "OWNER_DATABASE_URL": "postgresql://charter_owner:b@db.example/charter",
    "SECRET_KEY": "a long and random text of the installation's own, 1234567890",
    "CONTRIBUTION_KEY": "another long and random text, which never changes, 0987654321",
    "ALLOWED_HOSTS": "charte.example",
}


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Read the settings as a process with these variables would."""
    for name in [*INSTALLATION, "DEMO", "DEBUG", "DATABASE_ROLE", "TRUSTED_PROXY_COUNT", "SITE_URL", "PORT"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def read(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(module.__file__)

    return read


def test_nothing_set_is_the_demonstration(start, tmp_path):
    settings = start()
    assert settings["DEMO"] is True
    assert settings["DEBUG"] is False
    assert "*" not in settings["ALLOWED_HOSTS"]
    assert settings["DATABASES"]["default"]["ENGINE"] == "charter_site.embedded_postgres"


def test_the_demonstration_makes_its_secrets_once(start, tmp_path):
    first, second = start(), start()
    for name in ("SECRET_KEY", "CONTRIBUTION_KEY"):
        file = tmp_path / "secrets" / name.lower()
        assert first[name] == second[name] == file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
    assert first["SECRET_KEY"] != first["CONTRIBUTION_KEY"]


def test_an_installation_starts_with_its_variables(start):
    settings = start(**INSTALLATION)
    assert settings["DEMO"] is False
    assert settings["DATABASES"]["default"]["USER"] == "charter_app"
    assert settings["APPLICATION_ROLE"] == "charter_app"
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_messages_name_the_address_where_readers_find_the_site(start):
    assert start()["SITE_URL"] == "http://127.0.0.1:8000"
    assert start(PORT="8123")["SITE_URL"] == "http://127.0.0.1:8123"
    assert start(**INSTALLATION)["SITE_URL"] == "https://charte.example"
    assert start(ALLOWED_HOSTS=".example, other.example")["SITE_URL"] == "https://example"
    assert start(SITE_URL="https://ici.example:8443/")["SITE_URL"] == "https://ici.example:8443"
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        start(SITE_URL="ici.example")


def test_commands_of_the_owner_connect_as_the_owner(start):
    assert start(**INSTALLATION, DATABASE_ROLE="owner")["DATABASES"]["default"]["USER"] == "charter_owner"


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTRIBUTION_KEY", "ALLOWED_HOSTS"])
def test_an_installation_without_it_does_not_start(start, name):
    with pytest.raises(ImproperlyConfigured, match=name) as refusal:
        start(**{key: value for key, value in INSTALLATION.items() if key != name})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"ALLOWED_HOSTS": "*"}, "never \\*"),
        ({"ALLOWED_HOSTS": "charte.example,*"}, "never \\*"),
        ({"DEBUG": "1"}, "DEBUG=1 shows the inside"),
        ({"DEMO": "1"}, "embedded database only"),
        ({"DEBUG": "maybe"}, "is not a boolean"),
        ({"SMALL_GROUP_THRESHOLD": "1"}, "out of bounds"),
    ],
)
def test_what_is_unsafe_does_not_start(start, variables, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        start(**INSTALLATION | variables)


def test_the_owner_is_asked_for_when_only_the_application_is_known(start):
    without = {key: value for key, value in INSTALLATION.items() if key != "OWNER_DATABASE_URL"}
    with pytest.raises(ImproperlyConfigured, match="set OWNER_DATABASE_URL"):
        start(**without, DATABASE_ROLE="owner")


def test_a_process_of_the_supervisor_uses_the_server_it_was_given(start):
    settings = start(EMBEDDED_DATABASE_URL="postgresql://charter_app:p@/charter?host=/tmp/Socket", DATABASE_POOL="3")
    database = settings["DATABASES"]["default"]
    assert settings["DEMO"] is True
    assert database["OPTIONS"]["host"] == "/tmp/Socket"
    assert database["OPTIONS"]["pool"]["max_size"] == 3
    assert "statement_timeout" in database["OPTIONS"]["options"]


def test_addresses_behind_a_proxy_are_believed_only_when_it_is_declared(start):
    assert "SECURE_PROXY_SSL_HEADER" not in start(**INSTALLATION)
    assert start(TRUSTED_PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_local_state_is_ignored_by_git():
    ignored = (Path(module.__file__).parents[1] / ".gitignore").read_text().split()
    assert {"/var/", "/.venv/", "/.tools/"} <= set(ignored)
