"""What the ledger covers is the same in the code and in the database; an anchor is one line that one can keep."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from charter_site import grants
from governance.covering import written
from governance.refusals import Refused
from governance.sealed import sealed_tables
from governance.seals import Anchor, Seal, anchor, covered_tables, parse_anchor, seal_now, seals_of
from tests.factories import ClauseFactory, DecisionFactory
from tests.governance.ledger_rows import SAMPLES, columns_of

pytestmark = pytest.mark.django_db
TABLES = list(covered_tables())


def triggers() -> dict[str, list[str]]:
    """By table, what its trigger gives the function that seals: the form, the key, the columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, encode(tgargs, 'escape'), tgdeferrable AND tginitdeferred, tgenabled, "
            "pg_get_triggerdef(t.oid) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid "
            "JOIN pg_proc AS p ON p.oid = tgfoid WHERE p.proname = 'governance_seal_row'"
        )
        rows = cursor.fetchall()
    assert all(deferred and enabled == "O" for _table, _args, deferred, enabled, _text in rows)
    assert all("AFTER INSERT ON" in text and "WHEN" not in text for *_rest, text in rows)
    return {table: args.split("\\000")[:-1] for table, args, *_rest in rows}


def test_the_database_seals_what_the_code_says():
    assert triggers() == {
        table: [str(len(covered.forms)), covered.key, " ".join(covered.columns)]
        for table, covered in covered_tables().items()
    }


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_covered_and_has_one_way_to_be_written(table):
    """A type that is not in the list might be written in two ways, as the session says: think before adding it."""
    covered, columns = covered_tables()[table], columns_of(table)
    assert set(covered.columns) == set(columns)
    assert len(covered.columns) == len(set(covered.columns))
    assert {kind for kind, _null in columns.values()} <= set(SAMPLES)
    assert table in sealed_tables()


def test_the_line_of_a_migration_is_written_from_the_code():
    line = written(covered_tables()["charters_versionsection"])

    assert line == ('Cover("charters_versionsection", "id", "id version_id position code kind title summary"),')


def test_the_function_that_seals_acts_as_the_owner_in_a_place_of_its_own():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, array_to_string(proconfig, ' '), has_function_privilege('public', oid, 'EXECUTE') "
            "FROM pg_proc WHERE proname = 'governance_seal_row'"
        )
        assert cursor.fetchall() == [(True, "search_path=pg_catalog, pg_temp TimeZone=UTC", False)]


# --- Rights -----------------------------------------------------------------------------------------


def test_the_application_reads_the_ledger_and_writes_nothing_in_it():
    assert list(Seal.objects.all()) == []
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Seal.objects.create(number=1, form=1, table_name="x", row_id="1", row_hash=b"", chain_hash=b"")


@pytest.mark.parametrize(
    "excess",
    [
        "GRANT INSERT ON governance_seal TO {role}",
        "GRANT EXECUTE ON FUNCTION governance_seal_row() TO {role}",
        "GRANT EXECUTE ON FUNCTION governance_seal_existing(text, text, text) TO PUBLIC",
    ],
)
def test_a_start_is_refused_to_whoever_could_write_a_seal(excess, as_owner, settings):
    role = settings.APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"')
        assert grants.excess_rights(connection) == []
        cursor.execute("RESET ROLE")
        cursor.execute(excess.format(role=role))
        cursor.execute(f'SET ROLE "{role}"')
        assert grants.excess_rights(connection) == ["governance_seal"]
        cursor.execute("RESET ROLE")
        grants.apply_grants(connection, role=role)
        cursor.execute(f'SET ROLE "{role}"')
    assert grants.excess_rights(connection) == []


# --- Anchors ----------------------------------------------------------------------------------------


def test_an_empty_ledger_has_an_anchor_too():
    assert str(anchor()) == "0:"
    assert parse_anchor("0:") == anchor()


def test_an_anchor_is_one_line_that_comes_back(django_assert_num_queries):
    DecisionFactory()
    seal_now()

    with django_assert_num_queries(1):
        kept = anchor()
    assert kept == Anchor(Seal.objects.count(), bytes(Seal.objects.last().chain_hash).hex())
    assert parse_anchor(f"  {kept}\n") == parse_anchor(str(kept).upper()) == kept


NOT_ANCHORS = [
    "",
    "12",
    "12:",
    ":{a}",
    "-1:{a}",
    "01:{a}",
    "0:{a}",
    "1:{a}a",
    "1:g",
    "1111111111111111111:{a}",
    "١:{a}",
]


@pytest.mark.parametrize("text", [each.format(a="a" * 64) for each in NOT_ANCHORS])
def test_what_is_not_an_anchor_is_refused_with_what_to_do(text):
    with pytest.raises(Refused, match="Copy the whole line again"):
        parse_anchor(text)


def test_the_anchor_of_a_row_is_that_of_its_moment(django_assert_num_queries):
    first = DecisionFactory()
    seal_now()
    kept = anchor()
    second = DecisionFactory()
    seal_now()

    with django_assert_num_queries(1):
        found = seals_of([first, second])
    assert found == {str(first.pk): kept, str(second.pk): anchor()}
    assert kept != anchor()


def test_a_row_that_is_not_committed_has_no_seal_yet():
    assert seals_of([DecisionFactory()]) == {}


def test_the_seal_of_a_row_is_found_by_its_index():
    ClauseFactory()
    decision = DecisionFactory()
    seal_now()
    with CaptureQueriesContext(connection) as asked:
        seals_of([decision])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        assert "seal_of_a_row" in str(cursor.fetchall())
