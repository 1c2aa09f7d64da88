"""Everything the application needs, under one process: one signal stops it all, and nothing outlives it.

The database first, then the schema as its owner, then the web server and the background worker as the application's
role. Each is in a session of its own: Ctrl-C reaches this process alone, which then asks them to finish what they do.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import gettext as _

from charter_site import demo, env
from charter_site.backups.serving import serving
from charter_site.embedded_postgres import Cluster, EmbeddedPostgresError
from charter_site.leash import die_with_parent
from charter_site.start_checks import check_database, check_migrations
from governance.refusals import Refused

PATIENCE = 5  # seconds between two starts of a worker that dies
GRACE = 3  # seconds for the requests in progress; Ctrl-C again does not wait
SECRETS_OF_THE_OWNER = ("OWNER_DATABASE_URL", "EMBEDDED_DATABASE_URL", "DATABASE_ROLE")


class Supervisor:
    """Start everything, watch it, stop everything."""

    def __init__(self, *, host: str, port: int, say: Callable[[str], Any]) -> None:
        self.host, self.port, self.say = host, port, say
        self.cluster: Cluster | None = None
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        # apart: readers need nothing of it, and what it was doing when it died is found again in the database
        self.worker: subprocess.Popen[bytes] | None = None
        self.worker_since = 0.0

    def run(self) -> None:
        """Serve until a signal comes or something dies; raise CommandError in the second case."""
        refuse_open_demonstration(self.host)
        refuse_busy_port(self.host, self.port)
        try:
            with serving():
                self._serve()
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def _serve(self) -> None:
        with interruptible():
            try:
                self._start_database()
                self._prepare_data()
                self._start_web_server()
                self._start_worker()
                self._watch()
            except KeyboardInterrupt:
                self.say(_("Stopping."))
            finally:
                self._stop()
        self.say(_("Stopped: nothing is left running."))

    # --- The steps, in their order -----------------------------------------------------------------------------

    def _start_database(self) -> None:
        if "EMBEDDED" not in settings.DATABASES["default"]:
            return
        self.say(_("Starting the embedded PostgreSQL."))
        try:
            self.cluster = Cluster(settings.DATABASES["default"]["EMBEDDED"]["directory"]).start()
        except EmbeddedPostgresError as error:
            raise CommandError(str(error)) from None

    def _prepare_data(self) -> None:
        self.say(_("Bringing the database up to date."))
        if self.cluster or settings.OWNER_DATABASE_URL:
            self._as_owner("prepare_database")
        else:
            check_migrations()
        check_database()
        if settings.DEMO and is_empty():
            self.say(_("Loading the demonstration organisation."))
            call_command("load_demo", verbosity=0)
        connection.close()
        call_command("collectstatic", interactive=False, verbosity=0)

    def _start_web_server(self) -> None:
        workers, threads = env.integer("WORKERS", default=2, least=1), env.integer("THREADS", default=2, least=1)
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", self.host, "--port", str(self.port),
            "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--no-access-log",
            "--log-level", "warning", "--workers-kill-timeout", str(GRACE), "--respawn-failed-workers",
            "charter_site.worker:application",
        ]  # fmt: skip
        environment = self._environment("app") | {"DATABASE_POOL": str(threads + 1)}
        self.children[_("the web server")] = self._spawn(command, environment)
        self._wait_until_it_answers()
        self._announce()

    def _start_worker(self) -> None:
        self.worker = self._spawn([sys.executable, "manage.py", "work"], self._environment("app"))
        self.worker_since = time.monotonic()

    def _watch(self) -> None:
        """Sleep while all is well; bring back the embedded server, and the background worker, if they die."""
        while True:
            self._raise_for_the_dead()
            if self.worker and self.worker.poll() is not None and time.monotonic() > self.worker_since + PATIENCE:
                self.say(
                    _("The background worker stopped (code %(code)d): starting it again.")
                    % {"code": self.worker.returncode}
                )
                self._start_worker()
            if self.cluster and self.cluster.has_died():
                self.say(_("PostgreSQL was stopped from outside: starting it again."))
                self.cluster.start()
            time.sleep(0.5)

    def _stop(self) -> None:
        """Stop what was started, in the opposite order; a second signal stops it at once."""
        connection.close()
        for child in reversed([*self.children.values(), *filter(None, [self.worker])]):
            stop_group(child)
        if self.cluster:
            with suppress(KeyboardInterrupt):  # whoever is in a hurry leaves the rest to the guard
                self.cluster.leave()

    # --- Their means -------------------------------------------------------------------------------------------

    def _environment(self, role: str) -> dict[str, str]:
        """Return what a child may know: the address of the database for its role, and no other."""
        kept = {name: value for name, value in os.environ.items() if name not in SECRETS_OF_THE_OWNER}
        if self.cluster:
            return kept | {"EMBEDDED_DATABASE_URL": self.cluster.url("owner" if role == "owner" else "app")}
        return kept | ({"OWNER_DATABASE_URL": settings.OWNER_DATABASE_URL} if role == "owner" else {})

    def _as_owner(self, command: str) -> None:
        child = self._spawn([sys.executable, "manage.py", command], self._environment("owner"))
        self.children[command] = child
        if child.wait():
            raise CommandError(_("The database could not be brought up to date: the reason is above."))
        del self.children[command]

    def _spawn(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        leash = partial(die_with_parent, os.getpid(), by=signal.SIGTERM)
        return subprocess.Popen(
            command,
            env=environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=leash,
        )

    def _raise_for_the_dead(self) -> None:
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                raise CommandError(_("Stopped, because %(name)s did (code %(code)d).") % {"name": name, "code": code})

    def _wait_until_it_answers(self) -> None:
        while True:
            self._raise_for_the_dead()
            connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
            with closing(connection), suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/healthz/live")
                if connection.getresponse().status < 500:
                    return
            time.sleep(0.1)

    def _announce(self) -> None:
        address = f"http://{self.host}:{self.port}"
        self.say(_("The charter is at %(address)s (Ctrl-C stops everything).") % {"address": address})
        if settings.DEMO:
            self.say(_("Demonstration accounts, password %(password)s:") % {"password": demo.PASSWORD})
            for account in demo.ACCOUNTS:
                self.say(f"  {account.email:<38} {account.can}")


def is_empty() -> bool:
    """Tell whether nobody lives in this database yet."""
    from governance.people.models import Member

    return not Member.objects.exists()


def refuse_open_demonstration(host: str) -> None:
    """Keep accounts whose password is printed everywhere on the machine that runs them."""
    if settings.DEMO and host not in {"127.0.0.1", "localhost", "::1"}:
        raise CommandError(
            _("The demonstration has a public password: it is served to this machine only. Remove HOST=%(host)s.")
            % {"host": host}
        )


def refuse_busy_port(host: str, port: int) -> None:
    """Say that a port is taken before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)d of %(host)s cannot be used (%(reason)s). Choose another: PORT=8001 make run")
                % {"port": port, "host": host, "reason": error.strerror}
            ) from None


def stop_group(child: subprocess.Popen[bytes]) -> None:
    """Ask a child and its own children to finish, then insist; at once if the signal comes again."""
    try:
        child.terminate()
        child.wait(GRACE + 1)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextmanager
def interruptible() -> Iterator[None]:
    """Make every polite signal an interruption, for as long as this lasts."""

    def interrupt(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
