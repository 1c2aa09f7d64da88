"""What processes cost: the CPU of a process and of all its descendants, dead ones included, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, OWN_TIME, OF_THE_DEAD = 3, slice(13, 15), slice(15, 17)


def cpu_seconds(*roots: int) -> float:
    """The CPU spent so far by these processes and everything that they started."""
    stats = dict(_stats())
    ticks = 0
    for process in _and_below(roots, stats):
        if fields := stats.get(process):
            ticks += sum(int(field) for field in (*fields[OWN_TIME], *fields[OF_THE_DEAD]))
    return ticks / TICKS


def descendants(root: int) -> list[int]:
    """A process and everything that it started, and so on."""
    return list(_and_below([root], dict(_stats())))


def _and_below(roots, stats):
    children: dict[int, list[int]] = {}
    for process, fields in stats.items():
        children.setdefault(int(fields[PARENT]), []).append(process)
    waiting = list(roots)
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        yield process


def _stats():
    """Each process with the fields of its stat file; the command in the second one may hold anything."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                before, _, after = (folder / "stat").read_text().rpartition(")")
            except OSError:
                continue
            yield int(folder.name), [folder.name, before, *after.split()]
