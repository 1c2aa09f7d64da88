"""Promise 2, against whoever owns the database: with triggers off, whatever is done to a sealed row is named."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from governance.ledger import Kind
from governance.seals import anchor, covered_tables, seal_now
from tests.governance import ledger_rows
from tests.governance.ledger_rows import columns_of, faults, keys, named, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_owner")]
TABLES = list(covered_tables())


class Undone:
    """One crime, then as if it had never been."""

    def __enter__(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error):
        transaction.set_rollback(True)
        self.atomic.__exit__(*error)


@pytest.fixture(autouse=True)
def filled_ledger(as_owner):
    """Three rows in each table, sealed, and nothing left that would stop the owner."""
    with Undone():
        ledger_rows.unlock()
        for table in TABLES:
            ledger_rows.fill(table)
        seal_now()
        for table in TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert faults() == []
        yield


def number_of(table: str, key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM governance_seal WHERE table_name = %s AND row_id = %s", [table, key])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
def test_a_touch_in_any_column_names_the_row(table):
    covered = covered_tables()[table]
    for column, (kind, _null) in columns_of(table).items():
        for key in keys(covered):
            with Undone():
                changed = f'SET "{column}" = {ledger_rows.touched(kind, column)} WHERE {covered.key}::text'
                assert run(f"UPDATE {table} {changed} = '{key}'") == 1
                if column == covered.key:
                    (new,) = set(keys(covered)) - {*keys_before(table)}
                    assert named() == {(Kind.GONE, table, key), (Kind.UNSEALED, table, new)}, column
                else:
                    assert named() == {(Kind.CHANGED, table, key)}, column
    assert faults() == []


def keys_before(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_id FROM governance_seal WHERE table_name = %s", [table])
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_taken_away_is_named(table):
    covered = covered_tables()[table]
    for key in keys(covered):
        with Undone():
            assert run(f"DELETE FROM {table} WHERE {covered.key}::text = '{key}'") == 1
            assert named() == {(Kind.GONE, table, key)}


@pytest.mark.parametrize("table", TABLES)
def test_a_row_taken_away_with_its_seal_leaves_a_gap(table):
    covered = covered_tables()[table]
    key = keys(covered)[0]
    number = number_of(table, key)
    run(f"DELETE FROM {table} WHERE {covered.key}::text = '{key}'")
    run(f"DELETE FROM governance_seal WHERE number = {number}")

    (fault,) = faults()
    assert (fault.kind, fault.number, fault.last) == (Kind.SEALS_GONE, number, number)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_alone_without_a_seal_is_named(table):
    covered = covered_tables()[table]
    names = [f'"{name}"' for name in columns_of(table) if name != covered.key]
    kind, _null = columns_of(table)[covered.key]
    new = ledger_rows.SAMPLES[kind][0].format(n=40)
    run(
        f"INSERT INTO {table} ({', '.join([covered.key, *names])}) SELECT {new}, {', '.join(names)} FROM {table} "
        f"WHERE {covered.key}::text = '{keys(covered)[0]}'"
    )

    (forged,) = set(keys(covered)) - set(keys_before(table))
    assert named() == {(Kind.UNSEALED, table, forged)}


@pytest.mark.parametrize("table", TABLES)
def test_two_rows_that_changed_places_are_both_named(table):
    covered = covered_tables()[table]
    first, _second, third = keys(covered)
    kind, _null = columns_of(table)[covered.key]
    meanwhile = ledger_rows.SAMPLES[kind][0].format(n=99)
    for old, new in ((f"'{first}'", meanwhile), (f"'{third}'", f"'{first}'"), (meanwhile, f"'{third}'")):
        assert run(f"UPDATE {table} SET {covered.key} = {new} WHERE {covered.key} = {old}") == 1

    assert named() == {(Kind.CHANGED, table, first), (Kind.CHANGED, table, third)}


SEAL = {
    "form": "form + 1",
    "table_name": "table_name || 'x'",
    "row_id": "overlay(row_id placing 'x' from 1)",
    "row_hash": "set_byte(row_hash, 31, get_byte(row_hash, 31) # 1)",
    "chain_hash": "set_byte(chain_hash, 0, get_byte(chain_hash, 0) # 1)",
}


@pytest.mark.parametrize("column", SEAL)
def test_a_touch_in_a_seal_names_the_seal(column):
    for number in (1, 2, anchor().count // 2, anchor().count - 1):
        with Undone():
            run(f"UPDATE governance_seal SET {column} = {SEAL[column]} WHERE number = {number}")
            found = faults()
            assert [(fault.kind, fault.number) for fault in found if fault.number] == [(Kind.SEAL_CHANGED, number)]
            unsealed = [fault for fault in found if not fault.number]
            assert [fault.kind for fault in unsealed] == [Kind.UNSEALED] * (column in ("table_name", "row_id"))


def test_a_seal_that_moved_is_named_and_not_its_neighbours():
    end = anchor().count
    run(f"UPDATE governance_seal SET number = {end + 5} WHERE number = 4")

    assert [(fault.kind, fault.number, fault.last, fault.table) for fault in faults()] == [
        (Kind.SEALS_GONE, 4, 4, ""),
        (Kind.SEALS_GONE, end + 1, end + 4, seal_table(end + 5)),
    ]


def seal_table(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM governance_seal WHERE number = %s", [number])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("one", "other"), [(3, 9), (5, 6), (1, 2)])
def test_two_seals_that_changed_places_are_both_named_and_nothing_else(one, other):
    for old, new in ((one, 1000), (other, one), (1000, other)):
        run(f"UPDATE governance_seal SET number = {new} WHERE number = {old}")

    assert [(fault.kind, fault.number) for fault in faults()] == [
        (Kind.SEAL_CHANGED, one),
        (Kind.SEAL_CHANGED, other),
    ]


def rewrite_with_its_seal(table: str, key: str) -> int:
    """A row changed, and its seal made again for it by the database's own functions, chain and all."""
    covered = covered_tables()[table]
    column = next(name for name, (kind, _null) in columns_of(table).items() if kind == "character varying")
    run(f"UPDATE {table} SET \"{column}\" = 'z' WHERE {covered.key}::text = '{key}'")
    number = number_of(table, key)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute(
            f"SELECT governance_canonical(to_jsonb(held)) FROM {table} AS held WHERE {covered.key}::text = %s", [key]
        )
        (form,) = cursor.fetchone()
        cursor.execute(
            "UPDATE governance_seal SET row_hash = sha256(convert_to(%s, 'UTF8')) WHERE number = %s", [form, number]
        )
        cursor.execute(
            "UPDATE governance_seal AS seal SET chain_hash = sha256(convert_to(governance_canonical(jsonb_build_array("
            "'cooperation-charter-ledger/1', seal.number, seal.table_name, seal.form, seal.row_id, "
            "encode(seal.row_hash, 'hex'), encode(before.chain_hash, 'hex'))), 'UTF8')) "
            "FROM governance_seal AS before WHERE before.number = seal.number - 1 AND seal.number = %s",
            [number],
        )
    return number


@pytest.mark.parametrize("table", TABLES)
def test_a_row_rewritten_with_a_right_seal_of_its_own_is_betrayed_by_the_next(table):
    key = keys(covered_tables()[table])[1]
    kept = anchor()
    number = rewrite_with_its_seal(table, key)
    if number == 1 or number == kept.count:
        number = rewrite_with_its_seal(table, key := keys(covered_tables()[table])[0])

    (fault,) = faults(kept)
    assert (fault.kind, fault.number, fault.before) == (Kind.LINK, number + 1, (table, key))


def rows_and_seals_after(number: int) -> None:
    """Take away the end: seals, and the rows that they are of."""
    for table, covered in covered_tables().items():
        run(
            f"DELETE FROM {table} WHERE {covered.key}::text IN (SELECT row_id FROM governance_seal "
            f"WHERE table_name = '{table}' AND number > {number})"
        )
    run(f"DELETE FROM governance_seal WHERE number > {number}")


def test_a_cut_end_is_seen_thanks_to_the_anchor_and_to_nothing_else():
    kept = anchor()
    rows_and_seals_after(kept.count - 4)

    assert faults() == []
    (fault,) = faults(kept)
    assert (fault.kind, fault.number, fault.last) == (Kind.CUT, kept.count - 4, kept.count)


def test_an_end_cut_then_written_again_is_seen_thanks_to_the_anchor():
    kept = anchor()
    rows_and_seals_after(kept.count - 3)
    last = TABLES[-1]
    assert keys(covered_tables()[last]) == []
    run(f"ALTER TABLE {last} ENABLE TRIGGER governance_seal")
    ledger_rows.fill(last, letter="z")
    seal_now()

    assert anchor().count == kept.count
    assert faults() == []
    (fault,) = faults(kept)
    assert (fault.kind, fault.number) == (Kind.REWRITTEN, kept.count)
