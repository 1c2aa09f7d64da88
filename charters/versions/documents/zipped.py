"""A file made of files (Word, OpenDocument): the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first moment that a zip can write: when a file was made is said inside it, by what it holds.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """Put the parts together, in order; those of ``stored`` are not compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(info, part, compresslevel=4)
    return content.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
