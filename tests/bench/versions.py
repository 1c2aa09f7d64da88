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

from tests.bench.__main__ import ROOT, _free_port, _prepare, _wait

VERSIONS, CHANGED, ROUNDS, OFTEN, SELDOM = 50, 4, 7, 40, 4
LIMIT, GROWTH = 2, 1.1


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="charter-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(folder)
    sys.exit(measure())


def measure() -> int:
    """Serve one version, measure; validate forty-nine more, measure again; 0 when every limit holds."""
    from django.conf import settings

    from charter_site.embedded_postgres import Cluster
    from tests.bench.processes import cpu_seconds

    cluster = Cluster(settings.DATABASES["default"]["EMBEDDED"]["directory"]).start()
    try:
        subprocess.run([sys.executable, "manage.py", "prepare_database"], cwd=ROOT, check=True)
        library = Library()
        port = _free_port()
        server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT)
        try:
            _wait(port, server)
            postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])

            def cost() -> float:
                return cpu_seconds(server.pid, postmaster)

            one = _ratios(library.pages(port), cost)
            started = time.monotonic()
            library.grow(VERSIONS)
            print(f"{VERSIONS} versions of 200 clauses: written in {time.monotonic() - started:.0f} s.", flush=True)
            return report(one, _ratios(library.pages(port), cost))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    finally:
        cluster.leave()


class Library:
    """A charter of 200 clauses, and its validated versions."""

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
        charter = drafting.open_charter(by=self.facilitator, slug="charte", title="Charte de coopération")
        self.world = filling.World(charter)
        filling._write(self.world, self.facilitator, self.chance)
        filling._write_bare(self.world)
        self.number = 0
        self.grow(1)

    def grow(self, number: int) -> None:
        """Validate versions up to this number, a few clauses changing each time: all have changed at the end."""
        from charters.models import Charter
        from charters.text.drafting import edit_clause
        from charters.versions import deciding, preparing
        from tests.bench.filling import sentence

        while self.number < number:
            charter = Charter.objects.get(pk=self.world.charter.pk)
            clauses = list(charter.clauses.order_by("pk"))
            first = self.number * CHANGED % len(clauses)
            for clause in clauses[first : first + CHANGED] if self.number else []:
                words = {"text": clause.text.replace("Règle", "Désormais règle") + " " + sentence(self.chance, 8)}
                edit_clause(clause, by=self.facilitator, reason="Bench", words=words, seen=clause.row_version)
            draft = preparing.prepare(charter, by=self.facilitator)
            version = preparing.submit(draft, by=self.facilitator, seen=draft.row_version)
            deciding.validate(version, by=self.executive, seen_hash=version.content_hash)
            self.number += 1

    def pages(self, port: int) -> dict[str, tuple[Callable[[], Any], int]]:
        """By name, what asks for a page, and how many times a round. The bare page comes first."""
        from django.urls import reverse

        from tests.bench.bare.page import ADDRESS, FORGETS
        from tests.bench.browsing import Browser, signed_in

        browser, cookies = Browser(port), signed_in(self.reader)
        last = self.number
        opened = {
            f"opening version {n} of {last}": reverse("version", args=["charte", n]) for n in {1, last // 2, last} - {0}
        }
        pairs = {(1, 2), (1, last), (last - 1, last)} if last > 1 else set()
        compare = reverse("version-compare", args=["charte"])
        opened |= {
            f"comparing {old} and {new} of {last}": f"{compare}?from={old}&to={new}" for old, new in sorted(pairs)
        }
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


def report(one: dict[str, float], fifty: dict[str, float]) -> int:
    """Say which limits hold; 0 when all do."""
    kept = {name: ratio for name, ratio in fifty.items() if "anew" not in name and name != "bare page"}
    alone = one["opening version 1 of 1"]
    growths = [ratio / alone for name, ratio in kept.items() if name.startswith("opening")]
    limits = [("the dearest page", max(kept.values()), LIMIT), ("growth from 1 version to 50", max(growths), GROWTH)]
    for name, ratio, limit in limits:
        print(f"{name.capitalize()} is at {ratio:.2f}; the limit is {limit}.")
    return int(any(ratio > limit for _name, ratio, limit in limits))


if __name__ == "__main__":
    main()
