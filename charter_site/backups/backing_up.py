"""Take a backup: the dump and the hashes of every row come from one snapshot, whoever writes meanwhile."""

from __future__ import annotations

import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter_site.backups import folder, programs
from charter_site.backups.contents import Contents, contents, left_empty
from charter_site.backups.folder import DUMP, MANIFEST, Manifest, new_folder
from governance.refusals import Refused


def back_up(directory: Path) -> Manifest:
    """Write the whole database to a new folder, as its owner; raise Refused, and leave nothing, if it cannot."""
    began, made_at = time.monotonic(), timezone.now()
    connection.ensure_connection()
    raw: Any = connection.connection
    postgresql = raw.info.server_version // 10_000
    program = programs.find("pg_dump", major=postgresql)
    with new_folder(directory) as draft:
        found = dumped(program, draft / DUMP)
        manifest = Manifest(
            format=folder.FORMAT,
            made_at=made_at.isoformat(timespec="seconds"),
            seconds=round(time.monotonic() - began, 2),
            release=release(),
            postgresql=postgresql,
            pg_dump=programs.major_of(program),
            left_empty=left_empty(),
            size=(draft / DUMP).stat().st_size,
            sha256=folder.hash_of(draft / DUMP),
            contents=found,
        )
        folder.write(draft / MANIFEST, manifest.written())
        folder.write_sums(draft)
    return manifest


def dumped(program: Path, file: Path) -> Contents:
    """Have pg_dump write what this transaction sees, and hash it meanwhile."""
    raw: Any = connection.connection
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        arguments = [
            "--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=30s", "--encoding=UTF8",
            *(f'--exclude-table-data=public."{name}"' for name in left_empty()),
            f"--snapshot={cursor.fetchone()[0]}", f"--dbname={raw.info.dsn}",
        ]  # fmt: skip
        with open(folder.create(file), "wb") as target:
            dumping = programs.start(program, *arguments, password=raw.info.password, stdout=target)
        try:
            found = contents(connection)
            complaint = dumping.communicate()[1]
        finally:
            stop(dumping)
    if dumping.returncode:
        raise Refused(
            _("The backup was not made, and nothing of it was kept: pg_dump stopped. It says: %(words)s")
            % {"words": programs.last_words(complaint) or dumping.returncode}
        )
    return found


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program that is no longer waited for."""
    with process:
        if process.poll() is None:
            process.kill()


def release() -> str:
    """The version of the application, as its project says."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
