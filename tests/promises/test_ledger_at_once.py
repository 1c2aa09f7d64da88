"""The ledger when many write at once: no gap, no fork, nobody refused, and no two who wait for each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from charters.models import Commitment
from charters.text.drafting import edit_clause
from charters.versions.verifying import verify
from governance.committees.models import Committee
from governance.models import Decision
from governance.seals import Seal
from governance.signing import save_signed
from tests.factories import ClauseFactory, CommitteeFactory, DepartmentFactory, MemberFactory
from tests.promises.test_fifty_at_once import deadlocks

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, TIMES = 12, 5


@pytest.fixture(autouse=True)
def no_deadlock() -> Iterator[None]:
    before = deadlocks()
    yield
    assert deadlocks() == before


def apart(act: Callable[..., Any], *args: Any) -> Any:
    """Act on a connection of this thread's own, closed at the end."""
    try:
        return act(*args)
    finally:
        connection.close()


def decide(committee: Committee, code: str) -> None:
    Decision.objects.create(
        code=code, committee=committee, date="2026-05-04", type="decision", subject="Subject", text="It is decided."
    )


def test_many_who_seal_at_once_make_one_chain():
    committee, felt = CommitteeFactory(), [CommitteeFactory() for _ in range(PEOPLE)]
    clauses = [ClauseFactory() for _ in range(PEOPLE)]
    departments = [DepartmentFactory() for _ in range(PEOPLE)]
    facilitator = MemberFactory(facilitator=True)
    before = Seal.objects.count()
    start = threading.Barrier(PEOPLE)

    def rewrite(n: int, turn: int) -> None:
        clause = type(clauses[n]).objects.get(pk=clauses[n].pk)
        edit_clause(clause, by=facilitator, reason="Again", words={"text": f"Turn {turn}."}, seen=clause.row_version)

    def feel(n: int, turn: int) -> None:
        row = Committee.objects.locked().get(pk=felt[n].pk)
        row.role = f"Turn {turn}."
        save_signed(row, by=facilitator, reason="Again")

    def record(n: int, turn: int) -> None:
        decide(committee, f"DEC-{n}-{turn}")

    def commit(n: int, turn: int) -> None:
        Commitment.objects.create(
            charter=clauses[n].charter, department=departments[n], version_label=f"{turn}.0", status="a_planifier"
        )

    def act(n: int) -> None:
        start.wait(30)
        for turn in range(1, TIMES + 1):
            parts = [rewrite, feel, record, commit]
            with transaction.atomic():
                for part in parts[(n + turn) % 4 :] + parts[: (n + turn) % 4]:
                    part(n, turn)

    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(apart, act, n) for n in range(PEOPLE)]:
            done.result(60)

    assert Seal.objects.count() == before + PEOPLE * TIMES * 3
    assert verify().faults == ()


@pytest.mark.parametrize("first", ["sealed", "felt"])
def test_whoever_comes_second_waits_and_is_chained_after(first):
    """Deterministic: the first holds what its commit takes, and the second cannot pass."""
    committee, other = CommitteeFactory(), CommitteeFactory()
    before = Seal.objects.count()
    second = threading.Thread(target=apart, args=(decide, committee, "DEC-2"))
    with transaction.atomic():
        if first == "sealed":
            decide(committee, "DEC-1")
        else:
            save_signed(other, by=None, reason="Felt, and not sealed")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        second.start()
        waiting = (
            "SELECT count(*) FROM pg_locks AS waited JOIN pg_locks AS held USING (transactionid) "
            "WHERE NOT waited.granted AND held.pid = pg_backend_pid()"
        )
        for _ in range(100):
            with connection.cursor() as cursor:
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    break
            time.sleep(0.05)
        else:
            pytest.fail("The second did not wait.")
        if first == "felt":
            decide(committee, "DEC-1")
    second.join(30)

    sealed = [seal.row_id for seal in Seal.objects.filter(number__gt=before)]
    assert sealed == [str(Decision.objects.get(code=code).pk) for code in ("DEC-1", "DEC-2")]
    assert verify().faults == ()


def test_a_transaction_undone_leaves_no_gap():
    committee = CommitteeFactory()
    before = Seal.objects.count()
    with transaction.atomic():
        decide(committee, "DEC-1")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert Seal.objects.count() == before + 1
        transaction.set_rollback(True)
    decide(committee, "DEC-2")

    assert Seal.objects.count() == before + 1
    assert verify().faults == ()


def test_verifying_while_people_write_finds_nothing():
    committee = CommitteeFactory()
    stop = threading.Event()

    def write(n: int) -> int:
        turn = 0
        while not stop.is_set():
            turn += 1
            decide(committee, f"DEC-{n}-{turn}")
        return turn

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(apart, write, n) for n in range(3)]
        try:
            reports = [verify() for _ in range(15)]
        finally:
            stop.set()
        assert sum(each.result(30) for each in writing) > 3
    assert {report.faults for report in reports} == {()}
    assert reports[0].rows < reports[-1].rows
