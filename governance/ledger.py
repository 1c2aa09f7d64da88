"""Verifying the ledger of seals: all is computed again here, from the rows and from the page of ``governance.seals``.

Nothing is asked of the functions that wrote the ledger: the database only gives rows, as ``to_jsonb`` writes them, a
few at a time. Every fault is named: the row, or the seal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import connection, transaction

from governance.canonical import canonical
from governance.seals import Anchor, Covered, Seal, covered_tables

FORMAT = "cooperation-charter-ledger/1"
_ROWS_AT_A_TIME = 500
# Beyond so many seals changed, each is named without looking for what was only moved.
_LOOKED_AMONG = 30


class Kind(Enum):
    """What can be wrong with a row, a seal, or the end of the ledger."""

    CHANGED = "a row is not what was sealed"
    UNSEALED = "a row has no seal"
    GONE = "a seal has no row"
    TWICE = "a row has several seals"
    UNKNOWN = "a seal is of a table or a form that does not exist"
    SEAL_CHANGED = "a seal is not what was chained"
    LINK = "a seal does not follow the one before it: one of the two was rewritten"
    SEALS_GONE = "seals are missing"
    CUT = "the ledger is shorter than the anchor says"
    REWRITTEN = "the ledger is not the one that the anchor was taken from"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was.

    ``number`` is that of the seal; ``last`` that of the last one of several; ``before`` the table and the key of the
    row that the seal before is of, when nothing says which of the two was rewritten.
    """

    kind: Kind
    number: int = 0
    table: str = ""
    row_id: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    last: int = 0
    before: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Line:
    """A seal as it is stored; hashes in hexadecimal."""

    number: int
    form: int
    table: str
    row_id: str
    row_hash: str
    chain_hash: str

    def follows(self, before: str) -> bool:
        """Whether it was chained to that hash."""
        return self.chain_hash == self.chained_to(before)

    def chained_to(self, before: str) -> str:
        """The chain hash that it would have after that one."""
        line = [FORMAT, self.number, self.table, self.form, self.row_id, self.row_hash, before]
        return hashlib.sha256(canonical(line)).hexdigest()


@dataclass(slots=True)
class Break:
    """A seal that does not follow the one before it; ``proved`` when it is the one that was changed, surely."""

    line: Line
    before: list[str]
    previous: Line | None
    proved: bool = False


@dataclass
class Walk:
    """What was read of the ledger: how it ends, what is wrong with it, and where its chain breaks."""

    anchor: Anchor = Anchor(0, "")
    faults: list[Fault] = field(default_factory=list)
    breaks: dict[int, Break] = field(default_factory=dict)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, while others write; times come in UTC.

    Inside a transaction that began already, its own level of isolation holds.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT current_setting('TimeZone')")
        zone = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
        yield
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])


def verify_seals(anchor: Anchor | None = None) -> tuple[Anchor, list[Fault]]:
    """The anchor of the ledger as it is, and all that is wrong with it or with the rows that it covers.

    To be called in ``one_moment``. With an anchor that was kept elsewhere, also what is wrong with the end.
    """
    walked = walk(anchor)
    found = [*walked.faults, *sealed_twice()]
    for covered in covered_tables().values():
        found += compare(covered, walked)
    found += broken_seals(walked)
    return walked.anchor, sorted(found, key=_order)


def _order(fault: Fault) -> tuple[int, int, str, str]:
    """The end of the ledger first, then its seals in order, then the rows that have none."""
    at_the_end = fault.kind in (Kind.CUT, Kind.REWRITTEN)
    return (0 if at_the_end else 1 if fault.number else 2), fault.number, fault.table, fault.row_id.rjust(20)


# --- The ledger itself -----------------------------------------------------------------------------


def walk(anchor: Anchor | None = None) -> Walk:
    """Walk the whole ledger: its numbers, its chain, and what the anchor says of it. To be called in ``one_moment``.

    A seal that was changed is told from the one after it: this one may be chained to what is stored, or to what
    should be. When seals are missing, nothing says whether the next one was changed: the fault names its row.
    Breaks are not faults yet: ``broken_seals`` says which of them, once the rows were compared.
    """
    found = Walk()
    after_a_gap: list[tuple[Line, Fault]] = []
    previous: Line | None = None
    at, before, anchored = 0, [""], ""
    for line in _lines():
        if line.number < 1:
            found.breaks[line.number] = Break(line, [], None, proved=True)
            continue
        if line.number != at + 1:
            gap = Fault(Kind.SEALS_GONE, number=at + 1, last=line.number - 1, table=line.table, row_id=line.row_id)
            after_a_gap.append((line, gap))
            before = [line.chain_hash]
        elif any(map(line.follows, before)):
            if previous and previous.number in found.breaks and not line.follows(previous.chain_hash):
                found.breaks[previous.number].proved = True
            before = [line.chain_hash]
        else:
            found.breaks[line.number] = Break(line, before, previous, proved=previous is None)
            before = [line.chain_hash, line.chained_to(before[-1])]
        if anchor and line.number == anchor.count:
            anchored = line.chain_hash
        at, previous, found.anchor = line.number, line, Anchor(line.number, line.chain_hash)
        if not _is_known(line):
            found.faults.append(Fault(Kind.UNKNOWN, line.number, line.table, line.row_id))
    _settle(found, after_a_gap)
    if anchor and anchor.count > at:
        found.faults.append(Fault(Kind.CUT, number=at, last=anchor.count))
    elif anchor and anchor.count and anchored != anchor.last:
        found.faults.append(Fault(Kind.REWRITTEN, number=anchor.count))
    return found


def broken_seals(walked: Walk) -> Iterator[Fault]:
    """What the breaks of the chain are due to. To be asked last: comparing the rows proves more."""
    for number, found in walked.breaks.items():
        line, previous = found.line, found.previous
        if found.proved or previous is None:
            yield Fault(Kind.SEAL_CHANGED, number, line.table, line.row_id)
        else:
            before = (previous.table, previous.row_id)
            yield Fault(Kind.LINK, number, line.table, line.row_id, before=before)


def _settle(found: Walk, after_a_gap: list[tuple[Line, Fault]]) -> None:
    """Tell seals that were moved to another number from those that only stand after one of them."""
    moved = [each.line.chain_hash for each in found.breaks.values()] + [line.chain_hash for line, _ in after_a_gap]
    few = len(moved) <= _LOOKED_AMONG
    cleared = [n for n, each in found.breaks.items() if few and any(map(each.line.follows, moved))]
    for each in found.breaks.values():
        each.proved = (
            each.proved
            or few
            and any(
                replace(each.line, number=n).follows(chain_hash)
                for n, other in found.breaks.items()
                for chain_hash in [*other.before, *moved]
            )
        )
    for number in cleared:
        del found.breaks[number]
    for line, gap in after_a_gap:
        is_checked = few and any(map(line.follows, moved))
        found.faults.append(replace(gap, table="", row_id="") if is_checked else gap)
    unknown = {fault.number for fault in found.faults if fault.kind is Kind.UNKNOWN}
    for number in unknown & found.breaks.keys():
        found.breaks[number].proved = True
    found.faults = [
        fault for fault in found.faults if fault.kind is not Kind.UNKNOWN or fault.number not in found.breaks
    ]


def _is_known(line: Line) -> bool:
    covered = covered_tables().get(line.table)
    return covered is not None and 1 <= line.form <= len(covered.forms)


def _lines() -> Iterator[Line]:
    query = (
        "SELECT number, form, table_name, row_id, encode(row_hash, 'hex'), encode(chain_hash, 'hex') "
        f"FROM {Seal._meta.db_table} ORDER BY number"
    )
    return (Line(*row) for row in _rows(query))


def _rows(query: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a few at a time, whatever their number."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
            yield from rows


# --- Rows against their seals ----------------------------------------------------------------------


def compare(covered: Covered, walked: Walk) -> Iterator[Fault]:
    """What is wrong between the rows of a table and their seals. To be called in ``one_moment``."""
    seals = f"SELECT * FROM {Seal._meta.db_table} WHERE table_name = %s"
    query = (
        f"SELECT seal.number, seal.form, encode(seal.row_hash, 'hex'), coalesce(held.{_name(covered.key)}::text, "
        f"seal.row_id), to_jsonb(held)::text FROM {_name(covered.table)} AS held "
        f"FULL JOIN ({seals}) AS seal ON seal.row_id::text = held.{_name(covered.key)}::text"
    )
    for number, form, row_hash, row_id, words in _rows(query, (covered.table,)):
        row = json.loads(words, parse_float=Decimal) if words else None
        if number is None:
            yield Fault(Kind.UNSEALED, 0, covered.table, row_id, row or {})
        elif row is None:
            if number in walked.breaks:
                walked.breaks[number].proved = True
            else:
                yield Fault(Kind.GONE, number, covered.table, row_id)
        elif row_hash_of(covered, form, row) != row_hash and not _seal_was_for(covered, row, walked, number):
            yield Fault(Kind.CHANGED, number, covered.table, row_id, row)


def stored_row(covered: Covered, row_id: str) -> dict[str, Any]:
    """A row as it is stored, by its key as a text; nothing if there is none."""
    query = f"SELECT to_jsonb(held)::text FROM {_name(covered.table)} AS held WHERE {_name(covered.key)}::text = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [row_id])
        found = cursor.fetchone()
    row: dict[str, Any] = json.loads(found[0], parse_float=Decimal) if found else {}
    return row


def sealed_twice() -> Iterator[Fault]:
    """Rows that have several seals: the database writes one."""
    query = (
        f"SELECT max(number), table_name, row_id FROM {Seal._meta.db_table} GROUP BY table_name, row_id "
        "HAVING count(*) > 1"
    )
    return (Fault(Kind.TWICE, number, table, row_id) for number, table, row_id in _rows(query))


def row_hash_of(covered: Covered, form: int, row: Mapping[str, Any]) -> str | None:
    """The hash of a row under a form; None when it cannot have one.

    A column that the form did not have yet must hold what was declared of rows sealed before it.
    """
    if not 1 <= form <= len(covered.forms):
        return None
    columns = covered.forms[form - 1]
    if any(row.get(name) != covered.before.get(name) for name in set(covered.columns) - set(columns)):
        return None
    return hashlib.sha256(canonical({name: row.get(name) for name in columns})).hexdigest()


def _seal_was_for(covered: Covered, row: Mapping[str, Any], walked: Walk, number: int) -> bool:
    """Whether a seal that was changed had been chained for the row as it is: then the row is as it was."""
    found = walked.breaks.get(number)
    if found is None:
        return False
    for form in range(1, len(covered.forms) + 1):
        as_it_was = replace(found.line, form=form, row_hash=row_hash_of(covered, form, row) or "")
        if any(map(as_it_was.follows, found.before)):
            found.proved = True
            return True
    return False


def _name(identifier: str) -> str:
    return connection.ops.quote_name(identifier)
