"""The background worker, as a process of its own: killed, stopped, several at once."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from charter_site import clockwork
from charter_site.clockwork import Clockwork, Daily
from charter_site.leash import die_with_parent
from governance.mail import sending
from governance.mail.models import OutgoingMail, State
from tests.charter_site.test_embedded_postgres import wait_until
from tests.factories import OutgoingMailFactory
from tests.governance.mail.postbox import Postbox


class Worker:
    """One `manage.py work` on the database of this test; it does not outlive the test."""

    def __init__(self, postbox: Postbox) -> None:
        inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        environment = inherited | {
            "DATABASE_URL": database_url(), "SECRET_KEY": "a test " * 8, "CONTRIBUTION_KEY": "a test " * 8,
            "ALLOWED_HOSTS": "localhost", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(postbox.port),
            "EMAIL_FROM": "charte@test.example",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=settings.BASE_DIR,
            env=environment,
            stderr=subprocess.PIPE,
            preexec_fn=partial(die_with_parent, os.getpid()),
        )

    def end(self, by: int = signal.SIGTERM) -> str:
        """Signal it, wait until it is gone, and return what it said."""
        self.process.send_signal(by)
        return self.process.communicate(timeout=30)[1].decode()


def database_url() -> str:
    """The address of this test's database for the application's role, as a process of its own needs it."""
    login = connection.get_connection_params()
    user, password = settings.APPLICATION_ROLE, login.get("password", "")
    if "EMBEDDED" in settings.DATABASES["default"]:
        login |= connection._cluster.login("app")
        user, password = login["user"], login["password"]
    around = {"host": login["host"], **({"port": login["port"]} if login.get("port") else {})}
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{login['dbname']}?{urlencode(around)}"


@pytest.fixture
def postbox():
    with Postbox() as opened:
        yield opened


@pytest.fixture
def work(postbox, transactional_db):
    """Start workers; those that a failed test left are gone before the database is emptied."""
    started = []

    def start() -> Worker:
        started.append(Worker(postbox))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.wait()
        worker.process.stderr.close()


def all_are(state: str) -> bool:
    return not OutgoingMail.objects.exclude(state=state).exists()


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    def test_killed_before_the_message_is_handed_over_it_leaves_later_and_once(self, postbox, work):
        postbox.script["DATA"], postbox.always = ["say nothing"], set()
        OutgoingMailFactory()
        killed = work()
        wait_until(lambda: "DATA" in postbox.steps, seconds=30)
        killed.end(signal.SIGKILL)
        wait_until(lambda: sending.recover() == 1, seconds=10)
        mail = OutgoingMail.objects.get()
        assert (mail.state, mail.last_trouble) == (State.WAITING, sending.KILLED)

        OutgoingMail.objects.update(due_at=timezone.now())
        other = work()
        wait_until(lambda: all_are(State.SENT), seconds=30)
        other.end()

        assert len(postbox.received) == 1

    def test_killed_between_the_message_and_the_mark_it_is_never_sent_twice(self, postbox, work):
        postbox.script["BODY"] = ["say nothing"]
        OutgoingMailFactory()
        killed = work()
        wait_until(lambda: postbox.received, seconds=30)
        killed.end(signal.SIGKILL)

        other = work()
        wait_until(lambda: all_are(State.UNCERTAIN), seconds=30)
        OutgoingMail.objects.update(due_at=timezone.now())
        time.sleep(3 * clockwork.BETWEEN_ROUNDS / 2)
        other.end()

        assert len(postbox.received) == 1
        assert OutgoingMail.objects.get().last_trouble == sending.KILLED

    def test_a_polite_signal_lets_it_finish_the_message(self, postbox, work):
        postbox.slow = 1.0
        OutgoingMailFactory.create_batch(5)
        worker = work()
        wait_until(lambda: OutgoingMail.objects.exclude(handed_over_at=None).exists(), seconds=30)

        said = worker.end()

        assert worker.process.returncode == 0
        assert said == ""
        states = list(OutgoingMail.objects.values_list("state", flat=True))
        assert set(states) <= {State.SENT, State.WAITING}
        assert 1 <= states.count(State.SENT) == len(postbox.received) < 5

    def test_two_of_them_deliver_fifty_messages_once_each(self, postbox, work):
        postbox.slow = 0.01
        workers = [work(), work()]
        time.sleep(2)
        OutgoingMailFactory.create_batch(50)
        wait_until(lambda: all_are(State.SENT), seconds=60)
        said = [worker.end() for worker in workers]

        assert len(postbox.received) == len(set(postbox.ids)) == 50
        assert not re.search(r"@|Traceback", "".join(said))


class TestRounds:
    def test_a_database_that_is_away_is_waited_for(self, monkeypatch, caplog):
        monkeypatch.setattr(clockwork, "BETWEEN_ROUNDS", 0.0)
        monkeypatch.setattr(signal, "signal", lambda number, act: None)
        working, rounds = Clockwork(), []

        def one_round():
            rounds.append(1)
            working.stopping = len(rounds) == 4
            if len(rounds) < 4:
                raise OperationalError("password of somebody")

        monkeypatch.setattr(working, "round", one_round)
        working.run()

        assert len(rounds) == 4
        assert caplog.text.count("The database is away") == 1
        assert "password" not in caplog.text

    @pytest.mark.django_db
    def test_a_mail_server_that_is_away_is_not_asked_at_each_round(self, monkeypatch):
        asked = []
        monkeypatch.setattr(clockwork, "DAILY", ())

        def away(stopping):
            asked.append(1)
            return 0, False

        monkeypatch.setattr(sending, "deliver_due", away)
        working = Clockwork()
        working.round()
        working.round()
        assert len(asked) == 1

    @pytest.mark.django_db
    def test_what_is_done_every_day_is_done_in_a_round(self, monkeypatch):
        done = []
        monkeypatch.setattr(clockwork, "DAILY", (Daily("count", 0, lambda: done.append(1)),))
        working = Clockwork()
        working.round()
        working.round()
        assert done == [1]

    def test_each_daily_task_has_a_name_of_its_own_and_an_hour(self):
        assert len({task.name for task in clockwork.DAILY}) == len(clockwork.DAILY)
        assert all(0 <= task.hour < 24 for task in clockwork.DAILY)


def test_threads_are_not_what_makes_it_wait():
    """A signal is heeded within a blink, whatever the worker waits for."""
    working = Clockwork()
    timer = threading.Timer(0.1, lambda: working._stop(signal.SIGTERM, None))
    timer.start()
    start = time.monotonic()
    working._rest(30)
    assert time.monotonic() - start < 2
    timer.join()
