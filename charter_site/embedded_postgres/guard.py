"""Stop the server after its last user, whatever that user died of.

Users are counted by a lock that each of them shares: the kernel gives it back for the dead too. The guard
waits for that lock, in a process of its own, detached from every terminal. It runs as a script with nothing
but the standard library, so that it costs little and outlives changes of the virtual environment.

Two locks would deadlock, or stop a server under a newcomer, if taken in the wrong order: the start/stop
lock comes first, then the users' lock is asked for again without waiting. The guard's own lock tells that
it lives; removing its file, under the start/stop lock, tells that it has decided to go.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO, Any


@contextlib.contextmanager
def one_at_a_time(base: Path) -> Iterator[None]:
    """Hold the lock under which the server starts and stops."""
    with (base / "start.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def try_lock(file: IO[str]) -> bool:
    """Take a lock for oneself, without waiting; tell whether it was free."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True)
class Server:
    """What one must know of a server to stop it."""

    pg_ctl: str
    data: str
    socket_folder: str
    uid: int
    gid: int

    def arguments(self) -> list[str]:
        """As they are passed to the guard."""
        return [str(value) for value in astuple(self)]

    def stop(self) -> None:
        """Stop the server: politely, then at once. A server that is not there is no error."""
        other: dict[str, Any] = {} if os.geteuid() == self.uid else {"user": self.uid, "group": self.gid}
        for mode in ("fast", "immediate"):
            done = subprocess.run(
                [self.pg_ctl, "-D", self.data, "-w", "-t", "30", "-m", mode, "stop"],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                **other,
            )
            if done.returncode == 0:
                break
        with contextlib.suppress(OSError):
            os.rmdir(self.socket_folder)


def watch(base: Path, server: Server) -> None:
    """Wait for the last user to leave, stop the server, and go."""
    with (base / "users.lock").open("a") as users:
        while True:
            fcntl.flock(users, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_UN)
            with one_at_a_time(base):
                if try_lock(users):
                    server.stop()
                    (base / "guard.lock").unlink(missing_ok=True)
                    return


def main(base: Path, server: Server) -> None:
    """Detach, unless a guard is already there; the caller returns once the guard stands."""
    mine = (base / "guard.lock").open("a")
    if not try_lock(mine):
        return
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    with open(os.devnull, "r+b") as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    watch(base, server)
    os._exit(0)  # the kernel gives the lock back, once nothing of this process is left to see


if __name__ == "__main__":
    folder, pg_ctl, data, socket_folder, uid, gid = sys.argv[1:]
    main(Path(folder), Server(pg_ctl, data, socket_folder, int(uid), int(gid)))
