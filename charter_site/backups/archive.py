"""Read what pg_dump wrote into a transaction of ours, so that all of it is put back or none.

pg_restore would open its own transaction, and commit it before anything could be compared.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from charter_site.backups import programs
from charter_site.backups.backing_up import stop
from governance.refusals import Refused

# The schema "public" is the database's own, and what an extension says of itself belongs to whoever installed it.
LEFT_OUT = (" SCHEMA - public ", " COMMENT - SCHEMA public ", " COMMENT - EXTENSION ")
END = b"\\.\n"
PIECE = 1 << 16


def load(program: Path, dump: Path, raw: Any) -> None:
    """Run the tables, the rows, then the keys and the triggers, in the transaction that is open on ``raw``."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as chosen:
        listing = _run(program, "--list", str(dump))
        chosen.write("".join(line for line in listing.splitlines(keepends=True) if not _is_left_out(line)))
        chosen.flush()
        options = (f"--use-list={chosen.name}", "--no-owner", "--no-privileges", "--file=-", str(dump))
        raw.execute(_statements(_run(program, "--section=pre-data", *options), raw))
        _load_rows(program, options, raw)
        raw.execute(_statements(_run(program, "--section=post-data", *options), raw))


def _is_left_out(line: str) -> bool:
    return any(entry in line for entry in LEFT_OUT)


def _run(program: Path, *arguments: str) -> str:
    process = programs.start(program, *arguments, stdout=subprocess.PIPE)
    try:
        said, complaint = process.communicate()
    finally:
        stop(process)
    _refuse_failed(process, complaint)
    return said.decode()


def _refuse_failed(process: subprocess.Popen[bytes], complaint: bytes) -> None:
    if process.returncode:
        raise Refused(
            _("The backup was not restored, and nothing was changed: pg_restore stopped. It says: %(words)s")
            % {"words": programs.last_words(complaint) or process.returncode}
        )


def _statements(script: str, raw: Any) -> bytes:
    """Leave out what only psql reads, and what a server older than the program does not know."""
    unknown = ["\\restrict ", "\\unrestrict "]
    if raw.info.server_version < 170_000:
        unknown.append("SET transaction_timeout ")
    return "".join(line for line in script.splitlines(keepends=True) if not line.startswith(tuple(unknown))).encode()


def _load_rows(program: Path, options: tuple[str, ...], raw: Any) -> None:
    """Send the rows as they come; a program that dies half-way is a failure, wherever it was."""
    with tempfile.TemporaryFile() as complaint:
        waiting: list[bytes] = []
        process = programs.start(program, "--section=data", *options, stdout=subprocess.PIPE, stderr=complaint)
        try:
            stream = process.stdout
            if stream is None:
                raise TypeError("There is nothing to read from.")
            for line in stream:
                if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                    raw.execute(_statements(b"".join(waiting).decode(), raw))
                    waiting.clear()
                    with raw.cursor() as cursor, cursor.copy(line.rstrip(b";\n")) as copy:
                        for piece in _rows(stream):
                            copy.write(piece)
                else:
                    waiting.append(line)
            process.wait()
        finally:
            stop(process)
        complaint.seek(0)
        _refuse_failed(process, complaint.read())
    raw.execute(_statements(b"".join(waiting).decode(), raw))


def _rows(stream: IO[bytes]) -> Iterator[bytes]:
    """The rows of one table, several at a time, up to the line that ends them."""
    kept: list[bytes] = []
    size = 0
    for line in stream:
        if line == END:
            yield b"".join(kept)
            return
        kept.append(line)
        size += len(line)
        if size > PIECE:
            yield b"".join(kept)
            kept, size = [], 0
    raise Refused(
        _("The backup was not restored, and nothing was changed: pg_restore stopped in the middle of a table.")
    )
