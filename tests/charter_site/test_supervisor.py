"""`manage.py serve`, from the first start to nothing left running, on a server and in a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection

from charter_site import demo, start_checks, supervisor
from charter_site.backups.serving import alone
from governance.refusals import Refused
from tests.charter_site.test_embedded_postgres import processes_of, wait_until

ROOT = Path(__file__).parents[2]


class Served:
    """One `manage.py serve`, started as `make run` starts it."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.port, self.output = folder, free_port(), folder / "output.txt"
        inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        environment = inherited | {"VAR_DIR": str(folder), "PORT": str(self.port), "WORKERS": "1"} | variables
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )

    def get(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Accept-Language": "fr"})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_until_ready(self) -> None:
        def ready():
            assert self.process.poll() is None, self.output.read_text()
            return str(self.port) in self.output.read_text()

        wait_until(ready, seconds=120)

    def answers(self) -> bool:
        try:
            return self.get("/accounts/login/")[0] == 200
        except OSError:
            return False

    def children(self) -> dict[int, str]:
        """Everything that was started for it, whoever the parent is now, by number."""
        marked = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                variables = (folder / "environ").read_bytes().split(b"\0")
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if f"VAR_DIR={self.folder}".encode() in variables:
                marked[int(folder.name)] = command
        return marked

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def room():
    folder = Path(tempfile.mkdtemp(prefix="charter-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def served(room):
    """The demonstration, started for the first time; the tests below use it, in their order."""
    served = Served(room)
    served.wait_until_ready()
    yield served
    served.end()


# --- It serves -------------------------------------------------------------------------------------------------


def test_the_entrance_is_open(served):
    status, page = served.get("/accounts/login/")
    assert status == 200
    assert "<form" in page


def test_it_says_where_it_is_and_who_may_enter(served):
    output = served.output.read_text()
    assert f"http://127.0.0.1:{served.port}" in output
    assert demo.PASSWORD in output
    for account in demo.ACCOUNTS:
        assert account.email in output


def test_files_are_served_compressed_under_the_name_of_their_content(served):
    page = served.get("/accounts/login/")[1]
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
    request = urllib.request.Request(f"http://127.0.0.1:{served.port}{style}", headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]


def test_the_web_server_and_the_background_worker_know_the_application_s_role_only(served):
    workers = [number for number, command in served.children().items() if "granian" in command]
    assert len(workers) >= 2
    for number in [*workers, background_worker(served)]:
        environment = Path(f"/proc/{number}/environ").read_bytes()
        assert b"charter_app" in environment
        assert b"charter_owner" not in environment
        assert b"OWNER" not in environment


def test_a_second_one_on_the_same_port_is_refused_with_a_way_out(served):
    with pytest.raises(CommandError, match="PORT=8001 make run"):
        supervisor.refuse_busy_port("127.0.0.1", served.port)


def test_nothing_is_restored_under_it_even_before_its_first_reader(served, settings):
    settings.VAR_DIR = served.folder
    with pytest.raises(Refused, match="The application is running.*Stop it"), alone():
        pass


# --- It survives -----------------------------------------------------------------------------------------------


def test_a_killed_database_comes_back_by_itself(served):
    os.kill(int((served.folder / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_until(served.answers, seconds=30)


def test_a_killed_worker_is_replaced(served):
    parents = {number for number, command in served.children().items() if "-m granian" in command}
    worker = max(number for number in parents if parent_of(number) in parents)
    os.kill(worker, signal.SIGKILL)
    wait_until(served.answers, seconds=30)


def test_a_killed_background_worker_is_replaced_and_readers_see_nothing(served):
    former = background_worker(served)
    os.kill(former, signal.SIGKILL)
    assert served.answers()
    wait_until(lambda: background_worker(served) not in (None, former), seconds=30)
    assert served.process.poll() is None


def background_worker(served: Served) -> int | None:
    found = [number for number, command in served.children().items() if "manage.py work" in command]
    return found[0] if found else None


def parent_of(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


# --- It leaves nothing -----------------------------------------------------------------------------------------


def test_ctrl_c_stops_everything_within_six_seconds(served):
    start = time.monotonic()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(6) == 0
    wait_until(lambda: not served.children(), seconds=6 - (time.monotonic() - start))
    assert processes_of(served.folder) == []


def test_what_was_written_is_there_at_the_next_start_and_kill_9_leaves_nothing(room, served):
    again = Served(room)
    again.wait_until_ready()
    assert again.output.read_text().count("aubrelle.example") == 2 * len(demo.ACCOUNTS)

    again.process.kill()
    again.process.wait()

    # the guard gives the database thirty seconds to stop politely, then stops it at once
    wait_until(lambda: not again.children(), seconds=60)


def test_the_death_of_a_child_stops_the_rest_and_says_so():
    watching = supervisor.Supervisor(host="127.0.0.1", port=free_port(), say=print)
    sleeping = watching._spawn(["sleep", "60"], dict(os.environ))
    watching.children = {"the clock": sleeping, "the web server": watching._spawn(["false"], dict(os.environ))}

    with pytest.raises(CommandError, match="the web server.*1"):
        watching._watch()
    watching._stop()

    assert sleeping.returncode == -signal.SIGTERM


# --- What it refuses -------------------------------------------------------------------------------------------


def test_the_demonstration_is_served_to_its_machine_only(settings):
    settings.DEMO = True
    supervisor.refuse_open_demonstration("127.0.0.1")
    with pytest.raises(CommandError, match="HOST=0.0.0.0"):
        supervisor.refuse_open_demonstration("0.0.0.0")
    settings.DEMO = False
    supervisor.refuse_open_demonstration("0.0.0.0")


@pytest.mark.django_db
def test_a_database_that_would_lose_text_is_not_served():
    with pytest.raises(CommandError, match="fsync off"):
        start_checks.check_database()


@pytest.mark.django_db
def test_the_application_s_role_may_serve(monkeypatch):
    monkeypatch.setattr(start_checks, "refuse_lossy", lambda cursor: None)
    start_checks.check_database()


@pytest.mark.django_db
def test_a_role_that_could_rewrite_what_is_sealed_may_not_serve(as_owner, monkeypatch):
    monkeypatch.setattr(start_checks, "refuse_lossy", lambda cursor: None)
    with pytest.raises(CommandError, match="charter_owner.*charters_commitment") as refusal:
        start_checks.check_database()
    assert "CREATE ROLE charter_app" in str(refusal.value)


@pytest.mark.django_db
def test_a_database_behind_the_code_is_not_served_without_its_owner(as_owner):
    start_checks.check_migrations()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'charters'")
    with pytest.raises(CommandError, match="OWNER_DATABASE_URL"):
        start_checks.check_migrations()


def test_a_server_that_does_not_answer_is_said_in_a_sentence():
    class Silent:
        def ensure_connection(self):
            raise OperationalError("connection refused\nIs the server running?")

    with pytest.raises(CommandError, match=r"DATABASE_URL.*\(connection refused\)$"):
        start_checks.answering(Silent())
