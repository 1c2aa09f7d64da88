"""The embedded server: who may enter, what it survives, and that nobody leaves it running."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from charter_site.embedded_postgres import Cluster, EmbeddedPostgresError, binaries
from charter_site.embedded_postgres.__main__ import dump, restore
from charter_site.embedded_postgres.cluster import DATABASE, refuse_lossy

ROOT = Path(__file__).parents[2]
USER = """
import sys, pathlib
sys.path[:0] = {path!r}
from charter_site.embedded_postgres import Cluster
Cluster(pathlib.Path(sys.argv[1]), fast=True).start()
print("in use", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def room():
    """A folder that the server's account can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="charter-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made():
    """A server made once and stopped: a copy of it is ready sooner than a new one."""
    folder = Path(tempfile.mkdtemp(prefix="charter-test-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres", fast=True).start()
    cluster.leave()
    yield cluster.base
    shutil.rmtree(folder)


@pytest.fixture
def home(made, room):
    """The folder of a server of one's own."""
    subprocess.run(["cp", "-a", str(made), str(room / "postgres")], check=True)
    return room / "postgres"


@pytest.fixture(scope="module")
def durable():
    """A server as `serve` makes it."""
    folder = Path(tempfile.mkdtemp(prefix="charter-test-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres").start()
    yield cluster
    cluster.leave()
    shutil.rmtree(folder)


def ask(cluster, question, role="superuser", database=DATABASE):
    with psycopg.connect(**cluster.login(role), dbname=database) as connection:
        return connection.execute(question).fetchall()


def postmaster(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def use_from_elsewhere(folder, interpreter=sys.executable, **options):
    """Start another process that uses the server until its input closes."""
    code = USER.format(path=[str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))])
    command = [interpreter, "-c", code, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)


def processes_of(folder):
    """Everything that runs for this folder, server and guard alike: number, state, command."""
    lines = subprocess.run(["ps", "-ww", "-eo", "pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in lines.splitlines() if str(folder) in line and line.split()[1][0] != "Z"]


def kill_guard(folder):
    (guard,) = [line for line in processes_of(folder) if "guard.py" in line]
    os.kill(int(guard.split()[0]), signal.SIGKILL)
    wait_until(lambda: guard not in processes_of(folder))


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


# --- Who may enter ---------------------------------------------------------------------------------------------


def test_each_role_has_a_password_that_only_we_can_read(durable):
    files = sorted((durable.base / "passwords").iterdir())
    assert [file.name for file in files] == ["app", "owner", "superuser"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert len({file.read_text() for file in files}) == 3


def test_passwords_are_kept_as_scram_and_asked_for(durable):
    kept = ask(durable, "SELECT rolname, left(rolpassword, 13) FROM pg_authid WHERE rolcanlogin ORDER BY 1")
    assert kept == [(name, "SCRAM-SHA-256") for name in ("charter_app", "charter_owner", "postgres")]
    methods = ask(durable, "SELECT DISTINCT auth_method FROM pg_hba_file_rules")
    assert methods == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**durable.login("app") | {"password": "guessed"}, dbname=DATABASE)


def test_neither_role_of_ours_is_powerful(durable):
    question = """SELECT rolname FROM pg_roles WHERE rolname LIKE 'charter%'
                  AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)"""
    assert ask(durable, question) == []
    assert ask(durable, "SELECT pg_has_role('charter_app', 'charter_owner', 'MEMBER')") == [(False,)]


def test_it_listens_on_a_private_socket_only(durable):
    assert ask(durable, "SHOW listen_addresses") == [("",)]
    assert durable.socket_folder.stat().st_mode & 0o777 == 0o700


def test_the_urls_open_the_database_as_each_role(durable):
    for role, name in {"owner": "charter_owner", "app": "charter_app"}.items():
        with psycopg.connect(durable.url(role)) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == (name, DATABASE)


def test_it_does_not_run_as_root(durable):
    owner = Path(f"/proc/{postmaster(durable)}").stat().st_uid
    assert owner == (pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid())


def test_words_are_lowered_as_in_french(durable):
    assert ask(durable, "SELECT lower('ÉLUS, ŒUVRE, ÇÀ')") == [("élus, œuvre, çà",)]


# --- What is acknowledged is kept --------------------------------------------------------------------------------


def test_what_is_acknowledged_is_on_the_disk(durable):
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert ask(durable, f"SHOW {setting}", role="app") == [("on",)]


def test_a_role_that_would_lose_text_is_refused_at_the_start(durable):
    with psycopg.connect(**durable.login("superuser"), dbname=DATABASE, autocommit=True) as connection:
        connection.execute("ALTER ROLE charter_app SET synchronous_commit = off")
        try:
            with pytest.raises(EmbeddedPostgresError, match="synchronous_commit off"):
                Cluster(durable.base).start()
        finally:
            connection.execute("ALTER ROLE charter_app RESET synchronous_commit")


def test_a_fast_server_is_refused_for_real_text(home):
    fast = Cluster(home, fast=True).start()
    with psycopg.connect(fast.url("app")) as connection, pytest.raises(EmbeddedPostgresError, match="fsync off"):
        refuse_lossy(connection)
    fast.leave()


def test_the_log_does_not_repeat_what_people_wrote(durable):
    with psycopg.connect(durable.url("owner")) as connection:
        connection.execute("CREATE TEMP TABLE t (email text UNIQUE)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO t VALUES ('canary@example.org'), ('canary@example.org')")
    log = (durable.data / "server.log").read_text()
    assert "duplicate key" in log
    assert "canary" not in log


# --- What it survives --------------------------------------------------------------------------------------------


def test_it_starts_again_after_kill_9_and_keeps_what_it_acknowledged(home):
    cluster = Cluster(home).start()
    with psycopg.connect(cluster.url("owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE words (word text)")
        connection.execute("INSERT INTO words VALUES ('kept')")
        os.kill(postmaster(cluster), signal.SIGKILL)
    wait_until(cluster.has_died)

    cluster.start()

    assert ask(cluster, "SELECT word FROM words", role="owner") == [("kept",)]
    cluster.leave()


def test_a_pid_file_that_names_somebody_else_does_not_block_the_start(home):
    cluster = Cluster(home, fast=True).start()
    os.kill(postmaster(cluster), signal.SIGKILL)
    wait_until(cluster.has_died)
    file = cluster.data / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{file.read_text().partition(chr(10))[2]}")

    cluster.start()

    assert cluster.is_running()
    cluster.leave()


def test_a_cleaning_of_temporary_files_is_mended_by_the_next_start(home):
    cluster = Cluster(home, fast=True).start()
    shutil.rmtree(cluster.socket_folder)
    assert not cluster.is_running()

    cluster.start()

    assert cluster.is_running()
    cluster.leave()


def test_an_interrupted_creation_is_begun_again(room):
    (room / "postgres" / "data.new" / "base").mkdir(parents=True)
    cluster = Cluster(room / "postgres", fast=True).start()
    assert cluster.is_running()
    cluster.leave()


def test_another_major_version_is_refused_with_the_way_over(home, room):
    cluster = Cluster(home, fast=True).start()
    cluster.leave()
    (cluster.data / "PG_VERSION").write_text("17\n")
    before = sorted(os.listdir(cluster.data))

    with pytest.raises(EmbeddedPostgresError) as refusal:
        Cluster(home, fast=True).start()

    assert "made by PostgreSQL 17" in str(refusal.value)
    assert f"dump {cluster.base} charter.sql" in str(refusal.value)
    assert f"restore {cluster.base} charter.sql" in str(refusal.value)
    assert sorted(os.listdir(cluster.data)) == before
    assert processes_of(room) == []


def test_the_way_over_carries_the_text(home, room):
    subprocess.run(["cp", "-a", str(home), str(room / "later")], check=True)
    former = Cluster(home, fast=True).start()
    with psycopg.connect(former.url("owner")) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'kept'::text AS word")
    dump(former, room / "charter.sql")
    former.leave()

    later = Cluster(room / "later", fast=True).start()
    restore(later, room / "charter.sql")

    assert ask(later, "SELECT word FROM words", role="owner") == [("kept",)]
    assert (room / "charter.sql").stat().st_mode & 0o777 == 0o600
    later.leave()


# --- Who leaves it running: nobody -------------------------------------------------------------------------------


def test_several_processes_share_one_server_and_the_last_one_stops_it(home, room):
    users = [use_from_elsewhere(home) for _ in range(4)]
    assert [user.stdout.readline() for user in users] == ["in use\n"] * 4
    assert len([line for line in processes_of(room) if "bin/postgres -D" in line]) == 1
    assert len([line for line in processes_of(room) if "guard.py" in line]) == 1

    for user in users[:3]:
        user.communicate()
    assert Cluster(home, fast=True).is_running()

    users[3].communicate()
    assert processes_of(room) == []


def test_the_guard_stops_the_server_when_its_last_user_is_killed(home, room):
    users = [use_from_elsewhere(home) for _ in range(2)]
    assert [user.stdout.readline() for user in users] == ["in use\n"] * 2

    for user in users:
        user.kill()
        user.communicate()

    wait_until(lambda: processes_of(room) == [])


def test_the_last_user_stops_the_server_when_the_guard_was_killed(home, room):
    cluster = Cluster(home, fast=True).start()
    kill_guard(room)

    cluster.leave()

    wait_until(lambda: processes_of(room) == [], seconds=2)


def test_a_newcomer_has_a_guard_again(home, room):
    cluster = Cluster(home, fast=True).start()
    kill_guard(room)
    newcomer = use_from_elsewhere(home)
    assert newcomer.stdout.readline() == "in use\n"
    cluster.leave()

    newcomer.kill()
    newcomer.communicate()

    wait_until(lambda: processes_of(room) == [])


def test_a_start_that_fails_leaves_nothing(home, room, monkeypatch):
    cluster = Cluster(home, fast=True)
    monkeypatch.setattr(cluster, "_prepare", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cluster.start()
    assert processes_of(room) == []


# --- Where it lives ----------------------------------------------------------------------------------------------


def test_a_very_long_path_is_no_obstacle(home, room):
    folder = room / ("a" * 120)
    folder.mkdir()
    home.rename(folder / "postgres")
    cluster = Cluster(folder / "postgres", fast=True).start()
    assert cluster.is_running()
    cluster.leave()


def test_a_closed_folder_is_served_from_elsewhere_for_root_and_in_place_for_others(room):
    closed = room / "home"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "postgres", fast=True).start()
    try:
        aside = binaries.SYSTEM_STATE in cluster.base.parents
        assert aside is (os.geteuid() == 0)
        assert closed.stat().st_mode & 0o777 == 0o700
        assert Cluster(closed / "postgres", fast=True).base == cluster.base
    finally:
        cluster.leave()
        shutil.rmtree(cluster.base)


def test_an_unprivileged_account_runs_its_own_server(room):
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    if os.geteuid() == 0:
        os.chown(room, account.pw_uid, account.pw_gid)
    unprivileged = {"user": account.pw_uid} if os.geteuid() == 0 else {}

    user = use_from_elsewhere(room / "postgres", interpreter_of_everyone(), cwd="/", **unprivileged)
    assert user.stdout.readline() == "in use\n"
    assert (room / "postgres" / "data").stat().st_uid == account.pw_uid
    user.communicate()

    assert processes_of(room) == []


def interpreter_of_everyone():
    """Our Python, or the system's same one when ours lies in root's home."""
    ours = Path(sys.executable).resolve()
    open_to_all = all(folder.stat().st_mode & 0o001 for folder in ours.parents)
    return str(ours) if open_to_all else f"/usr/bin/python3.{sys.version_info.minor}"
