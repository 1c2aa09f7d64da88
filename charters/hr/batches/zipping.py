"""The files of a batch in one archive, written while it is sent: memory holds one document at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from charters.hr.batches.models import Batch, Piece


class _Outgoing(io.RawIOBase):
    """What the archive writes, until it is sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        words = bytes(data)  # type: ignore[call-overload]
        self.waiting += words
        return len(words)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def zipped(batch: Batch, *, report: str = "", report_name: str = "") -> Iterator[bytes]:
    """The archive, bit by bit: each document under a name of its own, and a report of those that were refused."""
    outgoing = _Outgoing()
    taken: set[str] = set()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for position in _positions(batch):
            piece = Piece.objects.get(batch=batch, position=position)
            name = _name_of_its_own(piece, taken)
            archive.writestr(name, bytes(piece.content or b""))
            yield outgoing.take()
        if report:
            archive.writestr(report_name, report)
    yield outgoing.take()


def _positions(batch: Batch) -> list[int]:
    made = batch.pieces.exclude(ended_at=None).exclude(content=None)
    return list(made.order_by("position").values_list("position", flat=True))


def _name_of_its_own(piece: Piece, taken: set[str]) -> str:
    name = piece.name
    if name in taken:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem}-{piece.position}{dot}{ending}"
    taken.add(name)
    return name
