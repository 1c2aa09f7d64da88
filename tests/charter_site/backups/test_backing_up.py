"""A backup is whole and of one moment, or it is not there."""

import json
import resource
import shutil
import subprocess
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from charter_site.backups import backing_up, folder, programs
from charter_site.backups.contents import contents, left_empty, table_names
from governance.refusals import Refused


def elsewhere():
    """Another connection, as someone who writes meanwhile."""
    raw = connection.connection
    return psycopg.connect(raw.info.dsn, password=raw.info.password, autocommit=True)


def test_it_counts_and_hashes_every_table_but_sessions_and_the_cache(occupied, backup):
    said = json.loads((backup / "manifest.json").read_text())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        everything = {name for (name,) in cursor.fetchall()}
        assert set(said["contents"]["tables"]) == everything - {"django_session", "cache_entry"}
        assert set(left_empty()) == {"django_session", "cache_entry"}
        for name, table in said["contents"]["tables"].items():
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            assert cursor.fetchone() == (table["rows"],), name
    assert said["contents"]["tables"]["charters_clause"]["rows"] == 2
    assert said["format"] == "cooperation-charter-backup/1"
    assert said["postgresql"] == connection.connection.info.server_version // 10_000
    assert "charters.0001_initial" in said["contents"]["migrations"]
    assert any("append_only" in name for name in said["contents"]["guards"]["triggers"])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE charters_clause SET title = title || ' '",
        "UPDATE charters_clause SET indicators = array_append(indicators, NULL)",
        "UPDATE without_key SET exact = exact + 1e-16 WHERE exact = 0.1",
        "DELETE FROM without_key WHERE many IS NULL",
        "INSERT INTO other_role VALUES (1)",
        "ALTER TABLE charters_clause DISABLE TRIGGER USER",
        "ALTER INDEX charters_clause_pkey RENAME TO another",
        "CREATE TABLE one_more ()",
        "DELETE FROM django_migrations WHERE app = 'sessions'",
    ],
)
def test_another_content_has_another_description(occupied, change):
    with transaction.atomic(), connection.cursor() as cursor:
        before = contents(connection)
        assert before.differences(contents(connection)) == []
        cursor.execute("SET LOCAL pgtrigger.ignore = '{all}'")
        cursor.execute(change)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert len(before.differences(contents(connection))) >= 1
        transaction.set_rollback(True)


def test_the_files_are_closed_and_their_hashes_are_those_of_any_tool(backup):
    assert backup.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in backup.iterdir()} == {
        "charter.dump": 0o600, "manifest.json": 0o600, "SHA256SUMS": 0o600,
    }  # fmt: skip
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=backup, check=True, capture_output=True)


def test_what_is_written_meanwhile_is_in_neither_the_dump_nor_the_hashes(kept, bare, tmp_path, monkeypatch):
    start = programs.start

    def start_late(*arguments, **options):
        with elsewhere() as other:
            other.execute("INSERT INTO without_key (many) VALUES ('{too late}')")
        return start(*arguments, **options)

    monkeypatch.setattr(programs, "start", start_late)
    made = backing_up.back_up(tmp_path / "backup")
    monkeypatch.undo()

    assert made.contents.tables["without_key"]["rows"] == 3
    bare()
    call_command("restore", tmp_path / "backup", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM without_key")
        assert cursor.fetchone() == (3,)


def test_a_table_that_no_restoration_would_find_is_refused(kept, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA apart")
        cursor.execute("CREATE TABLE apart.thing (id integer)")
    with pytest.raises(Refused, match=r"apart\.thing"):
        backing_up.back_up(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(occupied, tmp_path):
    (tmp_path / "mine").write_text("my words")
    for occupied in (tmp_path, tmp_path / "mine"):
        with pytest.raises(Refused, match="overwrites nothing"):
            backing_up.back_up(occupied)
    assert [file.name for file in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_will_do(occupied, tmp_path):
    (tmp_path / "backup").mkdir()
    backing_up.back_up(tmp_path / "backup")
    assert folder.read_verified(tmp_path / "backup").size > 0


@contextmanager
def files_of_at_most(size):
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("room", [1_000, 50_000])
def test_a_disk_that_fills_up_leaves_nothing_that_looks_whole(occupied, backup, tmp_path, room):
    """There is first no room for the dump, then none for what describes it."""
    assert (backup / "charter.dump").stat().st_size > room
    with files_of_at_most(room), pytest.raises(Refused, match="nothing of it was kept"):
        backing_up.back_up(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(occupied, tmp_path):
    with pytest.raises(Refused, match="nothing of it was kept.*Check the folder"):
        backing_up.back_up(tmp_path / "no" / "such" / "folder")


def test_what_pg_dump_complains_of_is_said(occupied, tmp_path, monkeypatch):
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\nprintf half; echo 'the cable was pulled' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(programs, "find", lambda name, major: program)
    with pytest.raises(Refused, match="the cable was pulled"):
        backing_up.back_up(tmp_path / "backup")
    assert [file.name for file in tmp_path.iterdir()] == ["pg_dump"]


def test_a_killed_backup_does_not_look_whole(kept, backup, tmp_path):
    """What a power cut leaves has another name, and no hashes."""
    writing = folder.new_folder(tmp_path / "backup")
    draft = writing.__enter__()
    shutil.copy(backup / "charter.dump", draft)
    assert not (tmp_path / "backup").exists()
    assert "unfinished" in draft.name
    with pytest.raises(Refused, match="SHA256SUMS is missing"):
        folder.read_verified(draft)
    writing.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert list(tmp_path.iterdir()) == []


def test_a_view_is_no_table(occupied):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE VIEW seen AS SELECT 1 AS one")
        assert "seen" not in table_names(connection)
        transaction.set_rollback(True)
