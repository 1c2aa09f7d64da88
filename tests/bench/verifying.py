"""What verifying costs as versions add up: fifty of them cost at most fifty times what one does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from charters.models import Charter, Clause
from charters.text.drafting import edit_clause
from charters.versions import deciding
from charters.versions.verifying import Report, verify
from governance.models import Member
from tests import circuit
from tests.bench.processes import cpu_seconds

if TYPE_CHECKING:
    from tests.bench.filling import World

VERSIONS, TRIES = 50, 3


def growth(world: World, postmaster: int) -> float:
    """The price of verifying fifty versions of the whole charter, verifying the first one being 1."""
    one = _cost(postmaster, versions=1)
    for number in range(2, VERSIONS + 1):
        _another_version(world, number)
    return _cost(postmaster, versions=VERSIONS) / one


@transaction.atomic
def _another_version(world: World, number: int) -> None:
    facilitator, executive = world.facilitator, Member.objects.get(grants__role="executive")
    clause = Clause.objects.filter(charter=world.charter, removed=False).first()
    words = {"note": f"Note {number}."}
    edit_clause(clause, by=facilitator, reason="Bench", words=words, seen=clause.row_version)
    version = circuit.submit(Charter.objects.get(pk=world.charter.pk), by=facilitator)
    circuit.hear_everyone(version, by=facilitator)
    deciding.validate(version, by=executive, seen_hash=version.content_hash)


def _cost(postmaster: int, *, versions: int) -> float:
    """CPU of this process and of PostgreSQL, the least of a few tries."""
    costs = []
    for _ in range(TRIES):
        start = time.process_time() + cpu_seconds(postmaster)
        report: Report = verify()
        costs.append(time.process_time() + cpu_seconds(postmaster) - start)
        if report.faults or report.versions != versions:
            raise RuntimeError(f"What was verified is not what was written: {report}")
    return min(costs)
