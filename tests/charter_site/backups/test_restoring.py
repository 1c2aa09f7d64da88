"""A restoration puts back every row, or changes nothing at all."""

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from charter_site.backups import archive, folder, programs, restoring
from charter_site.backups.backing_up import back_up
from charter_site.backups.contents import GUARDS, Contents
from charter_site.backups.serving import serving
from charter_site.grants import apply_grants, excess_rights
from charter_site.supervisor import Supervisor
from charters.models import Clause
from governance.mail.models import State
from governance.models import Decision, Member, OutgoingMail
from governance.pulse import Pulse
from governance.refusals import Refused
from tests.charter_site.backups.conftest import WORDS, held
from tests.charter_site.test_supervisor import free_port
from tests.factories import MemberFactory


def restored(backup, *, replace=False):
    said = []
    restoring.restore(backup, replace=replace, say=said.append)
    return said


@pytest.fixture
def copy(backup, tmp_path):
    """A backup that a test may damage."""
    return Path(shutil.copytree(backup, tmp_path / "copy"))


def rewrite(copy, change):
    """Change what a backup says of itself, with the right hashes: someone did it on purpose."""
    said = json.loads((copy / "manifest.json").read_text())
    change(said)
    (copy / "manifest.json").write_text(json.dumps(said))
    (copy / "SHA256SUMS").unlink()
    folder.write_sums(copy)


# --- All of it comes back ----------------------------------------------------------------------------------------


def test_every_row_comes_back_with_its_guards(backup, bare, monkeypatch):
    run, scripts = archive._run, []
    monkeypatch.setattr(archive, "_run", lambda *arguments: scripts.append(run(*arguments)) or scripts[-1])
    bare()
    said = restored(backup)
    assert any("Every row" in line for line in said)
    # the roles of the other machine have other names
    assert [words for words in ("OWNER TO", "GRANT ", "REVOKE ") if words in "".join(scripts[1:])] == []

    made, found = folder.read_verified(backup).contents, held()
    differing = {name for name in made.tables if made.tables[name] != found.tables[name]}
    assert differing == {"governance_pulse"}
    assert made.guards == found.guards
    clause = Clause.objects.order_by("pk").first()
    assert clause.text.startswith(WORDS)
    assert len(clause.text) > 300_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM django_session) + (SELECT count(*) FROM cache_entry)")
        assert cursor.fetchone() == (0,)
    assert MemberFactory().pk > max(Member.objects.order_by("-pk").values_list("pk", flat=True)[1:])


def test_what_is_sealed_is_sealed_again(backup, bare):
    bare()
    restored(backup)
    with pytest.raises(Exception, match="Cannot"):
        Decision.objects.update(subject="Another")
    assert excess_rights(connection, role="charter_app") == []
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE charter_app")
        cursor.execute("SELECT count(*) FROM governance_decision")
        assert cursor.fetchone() == (1,)
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute("DELETE FROM governance_decision")


def test_an_older_backup_is_brought_up_to_date(kept, bare, tmp_path):
    call_command("migrate", "sessions", "zero", verbosity=0)
    made = back_up(tmp_path / "older")
    assert "sessions.0001_initial" not in made.contents.migrations
    bare()
    restored(tmp_path / "older")
    assert "sessions.0001_initial" in held().migrations


# --- A damaged backup is named, and nothing is touched -----------------------------------------------------------


def flipped(file):
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)


def truncated(file):
    file.write_bytes(file.read_bytes()[:-10])


@pytest.mark.parametrize(
    "said",
    [
        {"made_at": "yesterday"},
        {"made_at": None},
        {"postgresql": "18"},
        {"left_empty": None},
        {"size": "1"},
        {"postgresql": True},
        {"pg_dump": True},
        {"seconds": "1"},
        {"left_empty": [["django_session"]]},
    ],
)
def test_a_manifest_written_by_hand_is_refused_in_a_sentence(copy, said):
    rewrite(copy, lambda manifest: manifest.update(said))

    with pytest.raises(Refused, match="cannot be understood"):
        folder.read_verified(copy)


@pytest.mark.parametrize(
    "said",
    [
        {"migrations": [[1]]},
        {"migrations": [{}]},
        {"guards": None},
        {"guards": {}},
        {"guards": dict.fromkeys(GUARDS, "one")},
        {"guards": dict.fromkeys(GUARDS, [["one"]])},
        {"tables": {"governance_member": 3}},
        {"tables": {"governance_member": {"rows": 3}}},
        {"tables": {"governance_member": {"rows": True, "sha256": ""}}},
        {"tables": {"governance_member": {"rows": 3, "sha256": None}}},
        {"anchor": ["0:"]},
    ],
)
def test_contents_written_by_hand_are_refused_in_a_sentence(copy, said):
    rewrite(copy, lambda manifest: manifest["contents"].update(said))

    with pytest.raises(Refused, match="cannot be understood"):
        folder.read_verified(copy)


def test_a_manifest_without_guards_is_refused_in_a_sentence(copy):
    rewrite(copy, lambda manifest: manifest["contents"].pop("guards"))

    with pytest.raises(Refused, match="cannot be understood"):
        folder.read_verified(copy)


def test_a_manifest_without_end_is_refused_in_a_sentence(copy):
    (copy / "manifest.json").write_text("[" * 200_000)
    (copy / "SHA256SUMS").unlink()
    folder.write_sums(copy)

    with pytest.raises(Refused, match="cannot be understood"):
        folder.read_verified(copy)


@pytest.mark.parametrize("name", ["charter.dump", "manifest.json", "SHA256SUMS"])
@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (flipped, "damaged.*Nothing was touched"),
        (truncated, "damaged.*Nothing was touched"),
        (Path.unlink, "{name} is missing.*Nothing was touched"),
    ],
)
def test_a_damaged_file_is_named(copy, monkeypatch, name, damage, sentence):
    """It is, before anything is asked of the database."""
    monkeypatch.setattr(restoring, "connection", None)
    damage(copy / name)
    with pytest.raises(Refused, match=sentence.format(name=name)):
        restored(copy, replace=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda said: said.update(format="cooperation-charter-backup/9"), "another format"),
        (lambda said: said.pop("contents"), "cannot be understood"),
        (lambda said: said.update(postgresql=99), "PostgreSQL 99"),
        (lambda said: said.update(size=3), "charter.dump is damaged"),
        (lambda said: said["contents"]["migrations"].append("charters.9999_later"), r"later release.*9999_later"),
        (lambda said: said["contents"]["tables"]["charters_clause"].update(rows=7), "2 rows instead of 7"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(copy, occupied, change, sentence):
    rewrite(copy, change)
    with pytest.raises(Refused, match=sentence):
        restored(copy, replace=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda said: said["tables"]["charters_clause"].update(sha256="0"), "charters_clause.*not the same"),
        (lambda said: said["tables"].update(gone={"rows": 0, "sha256": ""}), "gone: missing"),
        (lambda said: said["tables"].pop("charters_clause"), "charters_clause: not in the backup"),
        (lambda said: said["guards"]["triggers"].append("a_table.a_trigger O"), "missing: a_table"),
        (lambda said: said["guards"]["functions"].clear(), "not in the backup: .*pgtrigger"),
        (lambda said: said.update(anchor="12:ab"), "ledger of seals"),
        (lambda said: said["migrations"].pop(), "migrations"),
    ],
)
def test_each_difference_is_said(backup, change, sentence):
    made = folder.read_verified(backup).contents
    said = json.loads(json.dumps(asdict(made)))
    change(said)
    assert re.search(sentence, "; ".join(Contents(**said).differences(made)))


def test_a_release_without_the_application_s_role_says_which(backup, occupied, settings):
    settings.APPLICATION_ROLE = "nobody_of_that_name"
    with pytest.raises(Refused, match="CREATE ROLE nobody_of_that_name"):
        restored(backup, replace=True)


# --- A database in use -------------------------------------------------------------------------------------------


def test_a_database_that_holds_something_is_refused_unless_told(backup, kept):
    Member.objects.update(name="Written after the backup")
    before = held()
    with pytest.raises(Refused, match=r"in use.*governance.*--replace|in use.*--replace"):
        restored(backup)
    assert before.differences(held()) == []

    restored(backup, replace=True)
    assert not Member.objects.filter(name="Written after the backup").exists()
    assert Member.objects.filter(name="Zoé Lœwenstein").exists()


def test_a_migrated_database_where_nobody_lives_is_not_in_use(backup, databases):
    databases.use(databases.create("kept", connection.settings_dict["TEST"]["TEMPLATE"]))
    restored(backup)
    assert Clause.objects.count() == 2
    databases.use(databases.first)


def test_a_database_where_someone_is_connected_is_refused_even_when_told(backup, occupied):
    connection.ensure_connection()
    raw = connection.connection
    with psycopg.connect(raw.info.dsn, password=raw.info.password) as other:
        other.execute("SELECT count(*) FROM charters_clause")
        with pytest.raises(Refused, match="1 open connection.*Stop the application"):
            restored(backup, replace=True)


def test_nothing_is_restored_while_the_application_serves(backup, occupied, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with serving(), pytest.raises(Refused, match="The application is running"):
        restored(backup, replace=True)


def test_nothing_is_served_during_a_restoration(backup, bare, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    refused = []

    def serve_meanwhile(*arguments, **options):
        with pytest.raises(CommandError, match="A backup is being restored"):
            Supervisor(host="127.0.0.1", port=free_port(), say=print).run()
        refused.append(True)
        return apply_grants(*arguments, **options)

    monkeypatch.setattr(restoring, "apply_grants", serve_meanwhile)
    bare()
    restored(backup)
    assert refused == [True]


def test_a_database_of_another_application_is_never_replaced(backup, bare):
    bare()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE invoices AS SELECT 1 AS amount")
    with pytest.raises(Refused, match="another application"):
        restored(backup, replace=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM invoices")
        assert cursor.fetchone() == (1,)


# --- A restoration that stops ------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["pre-data", "data", "post-data"])
def test_a_pg_restore_killed_half_way_leaves_what_was_there(backup, occupied, tmp_path, monkeypatch, section):
    real = programs.find("pg_restore", major=1)
    dying = tmp_path / "pg_restore"
    dying.write_text(
        f'#!/bin/sh\ncase "$*" in *--section={section}*) {real} "$@" | head -c 5000; kill -9 $$;; esac\n'
        f'exec {real} "$@"\n'
    )
    dying.chmod(0o755)
    monkeypatch.setattr(programs, "find", lambda name, major: dying)
    with pytest.raises(Refused, match="nothing was changed: pg_restore stopped"):
        restored(backup, replace=True)


def test_a_signal_half_way_leaves_what_was_there(backup, occupied, monkeypatch):
    def interrupted(*arguments, **options):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM without_key")
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "apply_grants", interrupted)
    with pytest.raises(CommandError, match="Interrupted"):
        call_command("restore", backup, replace=True)


# --- What comes after --------------------------------------------------------------------------------------------


def test_no_page_is_taken_for_the_one_that_a_browser_kept(backup, kept):
    """The beat leaps over all that was ever shown: another server may give a transaction the number of an old one."""

    def beat():
        return Pulse.objects.get().beat

    Member.objects.update(name="Written after the backup")
    seen = beat()
    restored(backup, replace=True)
    first = beat()
    assert first > seen
    MemberFactory()
    second = beat()
    assert second > first
    restored(backup, replace=True)
    assert beat() > second


def test_a_message_that_waited_in_the_backup_does_not_leave_a_second_time(kept, tmp_path):
    mail = OutgoingMail.objects.create(key="told-once", to="someone@test.example", subject="s", body="b")
    assert mail.state == State.WAITING
    back_up(tmp_path / "whole")

    restored(tmp_path / "whole", replace=True)

    assert OutgoingMail.objects.get().state == State.UNCERTAIN


def test_versions_are_verified_when_the_release_knows_how(backup, bare, monkeypatch):
    asked = []

    def call(name, **options):
        asked.append(name)
        if name == "verify_versions":
            raise CommandError("2 faults found.")
        return call_command(name, **options)

    monkeypatch.setattr(restoring, "call_command", call)
    monkeypatch.setattr(restoring, "get_commands", lambda: {"verify_versions": "charter_site"})
    bare()
    with pytest.raises(Refused, match="restored as it was made, but what it holds does not verify"):
        restored(backup)
    assert asked == ["verify_versions"]
