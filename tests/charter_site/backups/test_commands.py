"""The two commands as an administrator types them, on a server that is not the embedded one of the settings."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from psycopg.conninfo import conninfo_to_dict

from charter_site.backups import folder
from charter_site.management.commands import backup as backup_command
from charter_site.management.commands import restore as restore_command


def typed(*words, **variables):
    """Run a command as a person would; return what it answers and says."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_ROLE", "DEMO"}}
    command = [sys.executable, "manage.py", *map(str, words)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=kept | variables, capture_output=True, check=False)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def address(name):
    connection.ensure_connection()
    raw = connection.connection
    login = conninfo_to_dict(raw.info.dsn)
    host = login["host"]
    return f"postgresql://{login['user']}:{raw.info.password}@/{name}?host={host}"


def test_a_backup_is_made_and_restored_by_the_owner_alone(kept, bare, tmp_path):
    there = address(kept)
    application = {"DATABASE_URL": "postgresql://charter_app@/somewhere", "ALLOWED_HOSTS": "charter.example"}

    code, said = typed("backup", tmp_path / "backup", **application)
    assert (code, "OWNER_DATABASE_URL" in said) == (1, True), said

    code, said = typed("backup", tmp_path / "backup", OWNER_DATABASE_URL=there, **application)
    assert code == 0, said
    assert folder.hash_of(tmp_path / "backup" / "SHA256SUMS") in said
    assert "CONTRIBUTION_KEY" in said

    connection.close()
    code, said = typed("restore", tmp_path / "backup", OWNER_DATABASE_URL=there, **application)
    assert (code, "--replace" in said) == (1, True), said

    here = address(bare())
    connection.close()
    code, said = typed("restore", tmp_path / "backup", OWNER_DATABASE_URL=here, **application)
    assert code == 0, said
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM charters_clause")
        assert cursor.fetchone() == (2,)


def test_it_says_how_much_and_where_the_keys_are(occupied, tmp_path, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.delenv("CONTRIBUTION_KEY", raising=False)
    said = io.StringIO()
    call_command("backup", tmp_path / "backup", stdout=said)
    made = folder.read_verified(tmp_path / "backup")
    assert f"{made.contents.rows} rows" in said.getvalue()
    assert str(settings.VAR_DIR / "secrets") in said.getvalue()


@pytest.mark.parametrize("command", [backup_command, restore_command])
def test_what_postgresql_refuses_is_said_on_one_line(command, tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise OperationalError("the connection was lost\nDETAIL: a password, perhaps")

    name = command.__name__.rpartition(".")[2]
    monkeypatch.setattr(command, "back_up" if name == "backup" else "restore", refuse)
    with pytest.raises(CommandError, match="PostgreSQL says: the connection was lost$"):
        call_command(name, tmp_path / "backup")


def test_an_interrupted_backup_says_so(tmp_path, monkeypatch):
    def interrupt(directory):
        raise KeyboardInterrupt

    monkeypatch.setattr(backup_command, "back_up", interrupt)
    with pytest.raises(CommandError, match="nothing of the backup was kept"):
        call_command("backup", tmp_path / "backup")
