"""Five hundred job descriptions of twelve clauses, exported in the background while someone reads the charter."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charters.hr.batches.asking import ask_for_batch, each_of
from charters.hr.batches.models import Batch
from charters.hr.batches.zipping import zipped
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import JobProfile, Quote
from charters.versions.reading import last_validation
from governance.models import Member, Role, RoleGrant
from governance.signing import save_signed
from tests.bench.processes import descendants

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.filling import World

PROFILES, CLAUSES, FEW = 500, 12, 50
PATIENCE = 600  # seconds
WORDING = "Partage avec les autres directions les informations utiles, avant toute décision qui les concerne."


@dataclass(frozen=True, slots=True)
class Exported:
    """What a batch took: seconds, megabytes of the worker before and at most, of the archive; and how pages fared."""

    seconds: float
    before: float
    most: float
    archive: float
    reading: float


def export(world: World, server: int, read: Callable[[], object]) -> dict[str, float]:
    """Fill, export a few then all of them; print what it took, and return the ratios to judge."""
    profiles, by = _fill(world)
    worker = _worker(server)
    calm = _latency(read, 40)
    _export(profiles[:FEW], by, worker, read)  # warms up
    few = _export(profiles[:FEW], by, worker, read)
    ratios = {}
    for ending in (Ending.DOCX, Ending.ODT):
        every = _export(profiles, by, worker, read, ending=ending)
        print(
            f"{PROFILES} job descriptions of {CLAUSES} clauses in {ending.upper()}: {every.seconds:.1f} s, "
            f"{1000 * every.seconds / PROFILES:.0f} ms each; the worker holds {every.most:.0f} MB at most, "
            f"{every.most - every.before:.0f} more than before; the archive, {every.archive:.1f} MB. "
            f"Meanwhile a page takes {every.reading / calm:.1f} times what it takes when nothing is made."
        )
        if ending == Ending.DOCX:
            ratios = {
                "growth": every.seconds / few.seconds,
                "memory": every.most / every.before,
                "reading": every.reading / calm,
            }
    return ratios


def _fill(world: World) -> tuple[list[JobProfile], Member]:
    validation = last_validation(world.charter)
    if validation is None:
        raise RuntimeError("The charter of the bench has no version in force.")
    clauses = list(validation.version.clauses.order_by("position"))
    by = Member.objects.create_member("hr@bench.example", name="Personne RH", department=world.people[0].department)
    RoleGrant.objects.create(member=by, role=Role.HR, reason="Bench")
    profiles = []
    for number in range(PROFILES):
        profile = save_signed(
            JobProfile(title=f"Poste {number}", reference=f"P-{number}", purpose=WORDING, missions=WORDING),
            by=by,
            reason="Bench",
        )
        first = number % (len(clauses) - CLAUSES)
        Quote.objects.bulk_create(
            Quote(profile=profile, clause=clause, wording=WORDING, mission_letter=WORDING, interview=WORDING)
            for clause in clauses[first : first + CLAUSES]
        )
        profiles.append(profile)
    return profiles, by


def _export(
    profiles: list[JobProfile], by: Member, worker: int, read: Callable[[], object], *, ending: Ending = Ending.DOCX
) -> Exported:
    wanted = each_of(profiles, kinds=[DocumentKind.JOB_DESCRIPTION], ending=ending, template=None)
    before, most, read_in = _memory(worker), 0.0, []
    started = time.monotonic()
    batch = ask_for_batch(wanted, by=by)
    while batch.is_open:
        if time.monotonic() > started + PATIENCE:
            raise RuntimeError(f"After {PATIENCE} seconds, {batch.seen} documents of {batch.total} are made.")
        read_in.append(_latency(read, 1))
        most = max(most, _memory(worker))
        batch.refresh_from_db()
    ended = Batch.objects.get(pk=batch.pk)
    if ended.made != len(profiles):
        raise RuntimeError(f"{ended.refused} documents could not be made.")
    size = sum(len(part) for part in zipped(ended))
    seconds = (ended.ended_at - ended.asked_at).total_seconds()
    return Exported(seconds, before, most, size / 1e6, statistics.median(read_in))


def _latency(read: Callable[[], object], times: int) -> float:
    """Seconds of a page, the median of a few."""
    taken = []
    for _ in range(times):
        start = time.monotonic()
        read()
        taken.append(time.monotonic() - start)
    return statistics.median(taken)


def _worker(server: int) -> int:
    """The process that works in the background of a server, once it is there."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for process in descendants(server):
            with suppress(OSError):
                if b"work" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0"):
                    return process
        time.sleep(0.5)
    raise RuntimeError("The server has no background worker.")


def _memory(process: int) -> float:
    """Megabytes that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000
