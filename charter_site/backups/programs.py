"""pg_dump and pg_restore: those of the machine, or those that come with the embedded server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from charter_site.embedded_postgres import EmbeddedPostgresError, binaries
from charter_site.leash import die_with_parent
from governance.refusals import Refused


def find(name: str, *, major: int) -> Path:
    """Return a program that knows this major version of PostgreSQL; raise Refused when this machine has none."""
    found = list(_candidates(name))
    for program in found:
        if major_of(program) >= major:
            return program
    if not found:
        raise Refused(
            _(
                "%(program)s is not on this machine. Install PostgreSQL's client programs, version %(major)s or later, "
                "and see that %(program)s is on the PATH."
            )
            % {"program": name, "major": major}
        )
    raise Refused(
        _(
            "%(program)s is too old here (version %(version)s) for PostgreSQL %(major)s. "
            "Install PostgreSQL's client programs, version %(major)s or later, and put them first on the PATH."
        )
        % {"program": name, "version": max(map(major_of, found)), "major": major}
    )


def _candidates(name: str) -> Iterator[Path]:
    """Those of the embedded server come first for its own data, and last for anyone else's."""
    ours: list[Path] = []
    with suppress(EmbeddedPostgresError):
        ours = [binaries.find().folder / name]
    theirs = [Path(path)] if (path := shutil.which(name)) else []
    embedded = "EMBEDDED" in settings.DATABASES["default"]
    yield from ours + theirs if embedded else theirs + ours


def major_of(program: Path) -> int:
    """Return the major version that a program says it has; 0 when it cannot say."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def start(program: Path, *arguments: str, password: str = "", **streams: Any) -> subprocess.Popen[bytes]:
    """Start a program that dies with this process; the password is in no list of processes."""
    environment = {**os.environ, "LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})
    leash = partial(die_with_parent, os.getpid())
    options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "env": environment, **streams}
    return subprocess.Popen([program, *arguments], preexec_fn=leash, **options)


def last_words(complaint: bytes) -> str:
    """Return what a program complained of, on one line."""
    lines = [line.strip() for line in complaint.decode(errors="replace").splitlines() if line.strip()]
    return " ".join(lines[:3])[:500]
