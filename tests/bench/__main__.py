"""Serve a charter of 200 clauses and 4,000 comments as an installation does, and say what its pages cost.

What is measured is CPU, of the application and of PostgreSQL, for one request; what is said is its ratio to a bare
page of 200 clauses served in the same run by the same processes. Ratios travel from machine to machine.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7
LIMIT = 1.5


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="charter-bench-"))
    # Registered first, so done last: after the server was left.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(folder)
    sys.exit(measure())


def _prepare(folder: Path) -> None:
    """An installation of its own, empty, in a scratch folder."""
    folder.chmod(0o755)
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "DEBUG"):
        os.environ.pop(name, None)
    secret = "only for the bench " * 3
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.bench.settings",
        VAR_DIR=str(folder),
        DEMO="0",
        SECRET_KEY=secret,
        CONTRIBUTION_KEY=secret,
        ALLOWED_HOSTS="127.0.0.1",
        TRUSTED_PROXY_COUNT="1",
    )
    import django

    django.setup()


def measure() -> int:
    """Fill, serve, measure, print; 0 when the charter page is within its limit."""
    from django.conf import settings

    from charter_site.embedded_postgres import Cluster

    cluster = Cluster(settings.DATABASES["default"]["EMBEDDED"]["directory"]).start()
    try:
        subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, check=True)
        started = time.monotonic()
        from tests.bench import searching
        from tests.bench.filling import CLAUSES, COMMENTS, fill

        world = fill()
        world.words = searching.fill()
        with psycopg.connect(cluster.url("owner"), autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")  # what the server does by itself within minutes
        print(f"{CLAUSES} clauses, {COMMENTS} comments: written in {time.monotonic() - started:.0f} s.", flush=True)
        port = _free_port()
        server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT)
        try:
            postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
            _wait(port, server)
            costs = _costs(world, port, (server.pid, postmaster))
            exports = _exports(world, port, server.pid)
            from tests.bench.verifying import growth

            verifying = growth(world, postmaster)
            return report(costs, verifying=verifying, searches=searching.ratios(world.words, world), exports=exports)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    finally:
        cluster.leave()


def _costs(world, port: int, processes: tuple[int, int]) -> dict[str, list[list[float]]]:
    """By page, the CPU of one request in each round, for each process and what it started.

    Pages take turns, so that a change of pace touches them all.
    """
    from tests.bench.browsing import Browser, check_charter, signed_in
    from tests.bench.pages import pages_of
    from tests.bench.processes import cpu_seconds

    browser = Browser(port)
    readers = [(member, signed_in(member)) for member in world.readers]
    for member, cookies in readers:
        page = browser.read(world.charter.get_absolute_url(), cookies=cookies)
        check_charter(page, world.texts, world.marked[member.pk])
    pages = pages_of(world, browser, readers)
    costs: dict[str, list[list[float]]] = {name: [] for name in pages}
    for number in range(-1, ROUNDS):  # the first round warms up
        for name, (ask, requests) in pages.items():
            before = [cpu_seconds(process) for process in processes]
            for n in range(requests):
                ask((number + 1) * requests + n)
            if number >= 0:
                after = [cpu_seconds(process) for process in processes]
                costs[name].append([(end - start) / requests for start, end in zip(before, after, strict=True)])
    for member, cookies in readers[:1]:
        page = browser.read(world.charter.get_absolute_url(), cookies=cookies)
        check_charter(page, world.texts, world.marked[member.pk] | _saved_on(world.charter, member))
    return costs


def _exports(world, port: int, server: int) -> dict[str, float]:
    """Documents made in the background, while a reader reads the charter."""
    from tests.bench.browsing import Browser, signed_in
    from tests.bench.documents import export

    browser, cookies = Browser(port), signed_in(world.readers[0])
    return export(world, server, lambda: browser.read(world.charter.get_absolute_url(), cookies=cookies))


def _saved_on(charter, member) -> set[str]:
    """Where the measure itself left comments of this reader."""
    from charters.models import Clause

    return set(Clause.objects.filter(charter=charter, thread__comments__author=member).values_list("code", flat=True))


def report(
    costs: dict[str, list[list[float]]], *, verifying: float, searches: dict[str, float], exports: dict[str, float]
) -> int:
    """Print the table; ratios are the median of each round's own. Return 1 when a limit is passed."""
    print(f"CPU of one request, median of {ROUNDS} rounds:")
    bare = [sum(parts) for parts in costs["bare page"]]
    ratios = {}
    for name, rounds in costs.items():
        application, database = (statistics.median(part) * 1000 for part in zip(*rounds, strict=True))
        ratios[name] = statistics.median(sum(parts) / base for parts, base in zip(rounds, bare, strict=True))
        print(
            f"  {name:<40} {application:5.1f} ms application + {database:4.1f} ms PostgreSQL"
            f" = {ratios[name]:5.2f} bare pages"
        )
    return judge(ratios, verifying, searches, exports)


def judge(ratios: dict[str, float], verifying: float, searches: dict[str, float], exports: dict[str, float]) -> int:
    """Say which limits hold; 0 when all do."""
    from tests.bench.comparing import ratios as ratios_of_comparisons

    charter, desks = ratios["charter page, signed in"], [ratios[f"merge desk of {n} proposals"] for n in (10, 20, 40)]
    limits = [("the charter page", charter, LIMIT)]
    limits.append(("a 304, to its page,", ratios["clause and its thread: 304"] / ratios["clause and its thread"], 0.1))
    limits.append(("the desk of 40 proposals, to that of 10,", desks[2] / desks[0], 4.5))
    limits += [
        (f"the search of the {name} word, to itself without its index,", searches[name], 0.01)
        for name in ("uncommon", "rare")
    ]
    limits += [
        (f"the page of a search of a {name} word", ratios[f"search of a {name} word"], 2)
        for name in ("common", "frequent")
    ]
    limits += [
        ("500 documents, to 50 of them,", exports["growth"], 11),
        ("the memory of whoever makes them, to before,", exports["memory"], 1.3),
        ("a page read while they are made, to a page read in peace,", exports["reading"], 3),
    ]
    compared = ratios_of_comparisons()
    limits.append(("verifying 50 versions, to verifying one,", verifying, 50))
    limits.append(("comparing unrelated texts of 4,000 words, to similar ones,", compared["unrelated"], 3))
    print(f"Comparing the worst of hostile texts costs {compared['hostile']:.0f} times what similar ones do.")
    for name, ratio, limit in limits:
        print(f"{name.capitalize()} is at {ratio:.3g}; the limit is {limit}.")
    return int(any(ratio > limit for _name, ratio, limit in limits))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("The server did not start: the reason is above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server did not start within a minute.")


if __name__ == "__main__":
    main()
