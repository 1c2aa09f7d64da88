"""pg_dump is found, and old enough to be wise."""

import pytest

from charter_site.backups import programs
from charter_site.embedded_postgres import EmbeddedPostgresError, binaries
from governance.refusals import Refused


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine of which the test says what is installed on it."""

    def without():
        raise EmbeddedPostgresError

    monkeypatch.setattr(binaries, "find", without)
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(version):
        program = tmp_path / "pg_dump"
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version} (Debian {version}-1)'\n")
        program.chmod(0o755)
        return program

    return install


def test_a_machine_without_is_told_what_to_install(machine):
    with pytest.raises(Refused, match="pg_dump is not on this machine.*version 17"):
        programs.find("pg_dump", major=17)


def test_an_older_one_is_refused(machine):
    program = machine("15.18")
    assert programs.find("pg_dump", major=15) == program
    with pytest.raises(Refused, match=r"version 15.*for PostgreSQL 17"):
        programs.find("pg_dump", major=17)


def test_the_one_that_comes_along_serves_when_the_machine_s_is_too_old(settings, tmp_path, monkeypatch):
    monkeypatch.delitem(settings.DATABASES["default"], "EMBEDDED", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.find("pg_dump", major=15).parent == binaries.find().folder


def test_a_password_is_not_in_the_list_of_processes(tmp_path):
    shown = programs.start("/bin/sh", "-c", 'echo "$PGPASSWORD"', password="secret", stdout=-1)
    assert "secret" not in shown.args
    assert shown.communicate()[0] == b"secret\n"
