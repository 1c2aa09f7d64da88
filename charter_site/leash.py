"""Processes that do not outlive the one that started them, even when that one is killed."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None, *, by: int = signal.SIGKILL) -> None:
    """Ask the kernel to signal this process when its parent dies; Linux only, elsewhere nothing happens.

    A parent that died before the question was asked is noticed by its number, when it is known.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, by)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), by)
