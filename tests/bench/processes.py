"""What processes cost: the CPU of a process and of all its descendants, dead ones included, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, OWN_TIME, OF_THE_DEAD = 3, slice(13, 15), slice(15, 17)


def cpu_seconds(*roots: int) -> float:
    """The CPU spent so far by these processes and everything that they started."""
    stats = dict(_stats())
    children: dict[int, list[int]] = {}
    for process, fields in stats.items():
        children.setdefault(int(fields[PARENT]), []).append(process)
    ticks, waiting = 0, list(roots)
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        if fields := stats.get(process):
            ticks += sum(int(field) for field in (*fields[OWN_TIME], *fields[OF_THE_DEAD]))
    return ticks / TICKS


def _stats():
    """Each process with the fields of its stat file; the command in the second one may hold anything."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                before, _, after = (folder / "stat").read_text().rpartition(")")
            except OSError:
                continue
            yield int(folder.name), [folder.name, before, *after.split()]
