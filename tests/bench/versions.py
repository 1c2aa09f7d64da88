"""Fifty versions of a charter of 200 clauses: what opening and comparing them cost, kept in memory or made anew.

Run it alone: ``python -m tests.bench.versions``. What is measured is as in ``tests.bench``: the CPU of one request, as
a multiple of the bare page's in the same round.
"""

from __future__ import annotations

import atexit
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.__main__ import ROOT, _free_port, _prepare, _wait

VERSIONS, CHANGED, ROUNDS, OFTEN, SELDOM = 50, 4, 7, 40, 4
LIMIT, GROWTH = 2, 1.1
VERSIONS_OF = {"seule": 1, "deux": 2, "charte": VERSIONS}


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="charter-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(folder)
    sys.exit(measure())


def measure() -> int:
    """Validate, serve, measure; 0 when every limit holds."""
    from django.conf import settings

    from charter_site.embedded_postgres import Cluster
    from tests.bench.processes import cpu_seconds

    cluster = Cluster(settings.DATABASES["default"]["EMBEDDED"]["directory"]).start()
    try:
        subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, check=True)
        started = time.monotonic()
        library = Library()
        with psycopg.connect(cluster.url("owner"), autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")  # what the server does by itself within minutes
        print(f"{VERSIONS} versions of 200 clauses: written in {time.monotonic() - started:.0f} s.", flush=True)
        port = _free_port()
        server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT)
        try:
            _wait(port, server)
            postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
            return report(_ratios(library.pages(port), lambda: cpu_seconds(server.pid, postmaster)))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    finally:
        cluster.leave()


class Library:
    """Charters of 200 clauses, with one version, two, and fifty. Their pages are asked for in turn."""

    def __init__(self) -> None:
        from charters.text import drafting
        from governance.models import Department, Member, Organisation, Role, RoleGrant
        from governance.signing import save_signed
        from tests.bench import filling

        self.chance = random.Random(2026)
        save_signed(Organisation(slug="bench", name="Aubrelle Agglomération"), by=None, reason="Bench")
        department = save_signed(Department(code="DEP", name="Direction", pole="Services"), by=None, reason="Bench")
        self.facilitator, self.executive, self.reader = (
            Member.objects.create_member(f"person{n}@bench.example", name=f"Personne {n}", department=department)
            for n in range(3)
        )
        for member, role in ((self.facilitator, Role.FACILITATOR), (self.executive, Role.EXECUTIVE)):
            RoleGrant.objects.create(member=member, role=role, reason="Bench")
        for slug, count in VERSIONS_OF.items():
            charter = drafting.open_charter(by=self.facilitator, slug=slug, title="Charte de coopération")
            world = filling.World(charter)
            filling._write(world, self.facilitator, self.chance)
            self._validate(charter, count)
        filling._write_bare(world)

    def _validate(self, charter: Any, count: int) -> None:
        """So many versions, a few clauses changing each time: nearly all have changed at the end."""
        from charters.text.drafting import edit_clause
        from charters.versions import deciding
        from tests import circuit
        from tests.bench.filling import sentence

        for number in range(count):
            charter.refresh_from_db()
            clauses = list(charter.clauses.order_by("pk"))
            first = number * CHANGED % len(clauses)
            for clause in clauses[first : first + CHANGED] if number else []:
                words = {"text": clause.text.replace("Règle", "Désormais règle") + " " + sentence(self.chance, 8)}
                edit_clause(clause, by=self.facilitator, reason="Bench", words=words, seen=clause.row_version)
            version = circuit.submit(charter, by=self.facilitator)
            circuit.hear_everyone(version, by=self.facilitator)
            deciding.validate(version, by=self.executive, seen_hash=version.content_hash)

    def pages(self, port: int) -> dict[str, tuple[Callable[[], Any], int]]:
        """By name, what asks for a page, and how many times a round. The bare page comes first."""
        from django.urls import reverse

        from tests.bench.bare.page import ADDRESS, FORGETS
        from tests.bench.browsing import Browser, signed_in

        browser, cookies = Browser(port), signed_in(self.reader)
        opened = {}
        for slug, last in VERSIONS_OF.items():
            for n in sorted({1, (last + 1) // 2, last}):
                opened[f"opening version {n} of {last}"] = reverse("version", args=[slug, n])
            compare = reverse("version-compare", args=[slug])
            for old, new in sorted(
                {(1, 2), (1, last), (last - 1, last)} if last > 2 else {(1, 2)} if last == 2 else ()
            ):
                opened[f"comparing {old} and {new} of {last}"] = f"{compare}?from={old}&to={new}"
        found: dict[str, tuple[Callable[[], Any], int]] = {"bare page": (lambda: browser.read(ADDRESS), OFTEN)}
        for name, address in opened.items():
            found[name] = (lambda address=address: browser.read(address, cookies=cookies), OFTEN)
            found[f"{name}, made anew"] = (lambda at=FORGETS + address: browser.read(at, cookies=cookies), SELDOM)
        return found


def _ratios(pages: dict[str, tuple[Callable[[], Any], int]], cost: Callable[[], float]) -> dict[str, float]:
    """The cost of each page as a multiple of the bare page, median of the rounds; the first round warms up."""
    costs: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(-1, ROUNDS):
        for name, (ask, requests) in pages.items():
            before = cost()
            for _n in range(requests):
                ask()
            if number >= 0:
                costs[name].append((cost() - before) / requests)
    bare = costs["bare page"]
    for name, each in costs.items():
        ratio = statistics.median(one / base for one, base in zip(each, bare, strict=True))
        print(f"  {name:<45} {statistics.median(each) * 1000:6.1f} ms = {ratio:5.2f} bare pages", flush=True)
    return {
        name: statistics.median(one / base for one, base in zip(each, bare, strict=True))
        for name, each in costs.items()
    }


def report(ratios: dict[str, float]) -> int:
    """Say which limits hold; 0 when all do. What is made anew is said, and has no limit: it is made once a process."""
    kept = {name: ratio for name, ratio in ratios.items() if "anew" not in name and name != "bare page"}
    opening = max(ratio for name, ratio in kept.items() if name.startswith("opening") and name.endswith(f" {VERSIONS}"))
    limits = [
        ("the dearest page", max(kept.values()), LIMIT),
        ("opening, from 1 version to 50,", opening / kept["opening version 1 of 1"], GROWTH),
        ("comparing 1 and 2, from 2 versions to 50,",
         kept[f"comparing 1 and 2 of {VERSIONS}"] / kept["comparing 1 and 2 of 2"], GROWTH),
    ]  # fmt: skip
    for name, ratio, limit in limits:
        print(f"{name.capitalize()} is at {ratio:.2f}; the limit is {limit}.")
    return int(any(ratio > limit for _name, ratio, limit in limits))


if __name__ == "__main__":
    main()
