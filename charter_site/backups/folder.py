"""A backup on the disk: a folder that appears whole or not at all, and whose hashes are checked before it is used."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import NoneType
from typing import Any

from django.utils.translation import gettext as _

from charter_site.backups.contents import GUARDS, Contents
from governance.refusals import Refused

FORMAT = "cooperation-charter-backup/1"
DUMP, MANIFEST, SUMS = "charter.dump", "manifest.json", "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``contents`` is what a restored database must hold; ``size`` is the dump's."""

    format: str
    made_at: str
    seconds: float
    release: str
    postgresql: int
    pg_dump: int
    left_empty: list[str]
    size: int
    sha256: str
    contents: Contents

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Read it back; raise Refused for a format that this release does not know."""
        try:
            said: dict[str, Any] = json.loads(data)
            if said["format"] != FORMAT:
                raise Refused(
                    _("This backup has another format (%(format)s): restore it with the release that made it.")
                    % {"format": said["format"]}
                )
            manifest = cls(**said | {"contents": Contents(**said["contents"])})
            manifest.refuse_other_kinds()
            return manifest
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Refused(
                _("%(file)s cannot be understood: it was not written by a backup. Take another backup.")
                % {"file": MANIFEST}
            ) from None

    def refuse_other_kinds(self) -> None:
        """Raise TypeError, ValueError or KeyError when a value is not of its kind: someone wrote it by hand.

        What holds others is judged before what it holds: a table before its rows, a list before its names.
        """
        held = self.contents
        _require(dict, held.tables, held.guards)
        guards = [held.guards[kind] for kind in GUARDS]
        _require(dict, *held.tables.values())
        _require(list, self.left_empty, held.migrations, *guards)
        _require(str, self.made_at, self.release, self.sha256, *self.left_empty, *held.migrations, *chain(*guards))
        _require(str, *(table["sha256"] for table in held.tables.values()))
        _require(int, self.postgresql, self.pg_dump, self.size, *(table["rows"] for table in held.tables.values()))
        _require((int, float), self.seconds)
        _require((str, NoneType), held.anchor)
        datetime.fromisoformat(self.made_at)

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode() + b"\n"


def _require(kind: type | tuple[type, ...], *values: object) -> None:
    """Raise TypeError unless all these values are of that kind; a boolean, a number for Python, is of none."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, kind):
            raise TypeError(type(value).__name__)


@contextmanager
def new_folder(directory: Path) -> Iterator[Path]:
    """Give a folder to write to, beside; it becomes ``directory`` if all goes well, and is removed otherwise.

    The files are closed to everyone else. What was written is on the disk before the folder takes its name, so that
    neither a signal nor a power cut leaves half a backup under the name of a whole one.
    """
    directory = directory.absolute()
    draft = directory.with_name(f"{directory.name}.unfinished-{os.getpid()}")
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise Refused(
                _("%(directory)s is not empty. A backup overwrites nothing: name a folder that does not exist yet.")
                % {"directory": directory}
            )
        draft.mkdir(mode=0o700)
        yield draft
        for file in (*draft.iterdir(), draft):
            _reach_the_disk(file)
        draft.rename(directory)
        _reach_the_disk(directory.parent)
    except OSError as error:
        raise Refused(
            _(
                "The backup could not be written to %(directory)s (%(reason)s), and nothing of it was kept. "
                "Check the folder, its rights and the room left on the disk, then begin again."
            )
            % {"directory": directory, "reason": error.strerror or error}
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _reach_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create(file: Path) -> int:
    """Open a new file that its owner alone may read."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def write(file: Path, data: bytes) -> None:
    with os.fdopen(create(file), "wb") as target:
        target.write(data)


def hash_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write the hashes last, as ``sha256sum --check SHA256SUMS`` reads them without this application."""
    lines = "".join(f"{hash_of(folder / name)}  {name}\n" for name in (DUMP, MANIFEST))
    write(folder / SUMS, lines.encode())


def read_verified(folder: Path) -> Manifest:
    """Check every file against its hash, then say what the backup holds; raise Refused, naming the file at fault."""
    try:
        for name in (SUMS, MANIFEST, DUMP):
            if (folder / name).exists() and not (folder / name).is_file():
                raise Refused(_damaged(name))
        lines = [line.split("  ", 1) for line in (folder / SUMS).read_text(encoding="ascii").splitlines()]
        sums = {name: digest for digest, name in lines}
        for name in (MANIFEST, DUMP):
            if hash_of(folder / name) != sums.get(name):
                raise Refused(_damaged(name))
        manifest = Manifest.read((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise Refused(
            _("%(file)s is missing: this is not a whole backup. Nothing was touched. Take another backup.")
            % {"file": error.filename}
        ) from None
    except OSError as error:
        raise Refused(
            _("%(file)s cannot be read (%(reason)s). Check the name and the rights of the file.")
            % {"file": error.filename, "reason": error.strerror}
        ) from None
    except ValueError:
        raise Refused(_damaged(SUMS)) from None
    if (manifest.size, manifest.sha256) != ((folder / DUMP).stat().st_size, sums[DUMP]):
        raise Refused(_damaged(DUMP))
    return manifest


def _damaged(name: str) -> str:
    return _(
        "%(file)s is damaged: it is not what was backed up (its hash is another one). Nothing was touched. "
        "Copy the backup again from where it was made, or take another one."
    ) % {"file": name}
