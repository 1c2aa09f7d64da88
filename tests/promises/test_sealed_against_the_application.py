"""Promise 2, against the application itself, or whoever stole its password: no sealed row changes."""

from __future__ import annotations

import datetime
import uuid

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import errors

from charters.models import Commitment, CommitmentFollowUp, GridOpinion, Version, YearlyReview
from charters.versions import deciding, sponsoring
from charters.versions.verifying import verify
from governance.models import Committee
from governance.sealed import sealed_tables
from governance.seals import Seal, covered_tables
from tests import circuit
from tests.charters.versions.conftest import World
from tests.factories import CommitteeFactory, DecisionFactory, DepartmentFactory
from tests.promises.application_login import login

pytestmark = pytest.mark.django_db(transaction=True)

# On each sealed table; the last statement of each is the one that must be refused.
ON_A_TABLE = {
    "update": ["UPDATE {table} SET {column} = {column}"],
    "update of no row": ["UPDATE {table} SET {column} = {column} WHERE false"],
    "delete": ["DELETE FROM {table}"],
    "truncate": ["TRUNCATE {table} CASCADE"],
    "drop": ["DROP TABLE {table} CASCADE"],
    "rename": ["ALTER TABLE {table} RENAME TO elsewhere"],
    "another column": ["ALTER TABLE {table} ADD COLUMN more text"],
    "a column less": ["ALTER TABLE {table} DROP COLUMN {column}"],
    "another type": ["ALTER TABLE {table} ALTER COLUMN {column} TYPE text USING 'x'"],
    "disable triggers": ["ALTER TABLE {table} DISABLE TRIGGER USER"],
    "disable all triggers": ["ALTER TABLE {table} DISABLE TRIGGER ALL"],
    "disable one trigger": ["ALTER TABLE {table} DISABLE TRIGGER {trigger}"],
    "drop a trigger": ["DROP TRIGGER {trigger} ON {table}"],
    "a trigger": [
        "CREATE OR REPLACE FUNCTION pg_temp.other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER other BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.other()",
    ],
    "a rule": ["CREATE RULE other AS ON INSERT TO {table} DO INSTEAD NOTHING"],
    "row security": ["ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"],
    "a partition": ["ALTER TABLE {table} INHERIT governance_pulse"],
    "take the table": ["ALTER TABLE {table} OWNER TO {role}"],
    "grant oneself": ["GRANT UPDATE ON {table} TO {role}", "UPDATE {table} SET {column} = {column}"],
    "insert over": [
        "INSERT INTO {table} SELECT * FROM {table} WHERE true "
        "ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
    ],
    "merge": [
        "MERGE INTO {table} AS held USING (SELECT {key} AS k FROM {table}) AS told ON held.{key} = told.k "
        "WHEN MATCHED THEN UPDATE SET {column} = held.{column}"
    ],
    "merge away": [
        "MERGE INTO {table} AS held USING (SELECT {key} AS k FROM {table}) AS told ON held.{key} = told.k "
        "WHEN MATCHED THEN DELETE"
    ],
    "through a view": [
        "CREATE OR REPLACE TEMP VIEW seen AS SELECT * FROM {table}",
        "UPDATE seen SET {column} = {column}",
    ],
    "through a rule": [
        "CREATE OR REPLACE TEMP VIEW door AS SELECT 1 AS one",
        "CREATE OR REPLACE RULE opened AS ON INSERT TO door DO INSTEAD DELETE FROM {table}",
        "INSERT INTO door VALUES (1)",
    ],
    "in a block": ["DO $$ BEGIN EXECUTE 'DELETE FROM {table}'; END $$"],
    "in a function of mine": [
        "CREATE OR REPLACE FUNCTION pg_temp.away() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM {table}'",
        "SELECT pg_temp.away()",
    ],
    "without triggers": ["SET session_replication_role = replica", "DELETE FROM {table}"],
    "ignoring triggers": ["SET pgtrigger.ignore = '{ignored}'", "DELETE FROM {table}"],
    "as the owner": ["SET ROLE {owner}", "DELETE FROM {table}"],
    "in the owner's session": ["SET SESSION AUTHORIZATION {owner}", "DELETE FROM {table}"],
    "lock for long": ["SELECT 1 FROM {table} FOR UPDATE"],
}

# Once: of the role, of the schema, and of the functions that guard and seal.
OF_THE_WHOLE = {
    "become the owner": "SET ROLE {owner}",
    "be the owner": "SET SESSION AUTHORIZATION {owner}",
    "join the owner": "GRANT {owner} TO {role}",
    "super": "ALTER ROLE {role} SUPERUSER",
    "replica for ever": "ALTER ROLE {role} SET session_replication_role = replica",
    "replica here": "SET session_replication_role = replica",
    "the database's": "ALTER DATABASE {database} SET session_replication_role = replica",
    "the owner's things": "REASSIGN OWNED BY {owner} TO {role}",
    "drop all": "DROP OWNED BY {owner} CASCADE",
    "drop the schema": "DROP SCHEMA public CASCADE",
    "rename the schema": "ALTER SCHEMA public RENAME TO former",
    "make a function": "CREATE FUNCTION public.mine() RETURNS void LANGUAGE sql AS ''",
    "an extension": "CREATE EXTENSION dblink",
    "the catalogue": "UPDATE pg_trigger SET tgenabled = 'D'",
    "the rights": "UPDATE pg_class SET relacl = NULL",
    "seal what never was": "SELECT governance_add_seal('x', 1::smallint, '{{\"id\": 1}}'::jsonb, 'id', 'id')",
    "seal again": "SELECT governance_seal_existing('charters_version', 'id', 'id')",
    "write a seal": "INSERT INTO governance_seal SELECT number + 1000, form, table_name, row_id, row_hash, chain_hash "
    "FROM governance_seal",
    "copy a seal": "COPY governance_seal FROM STDIN",
}
ON_A_FUNCTION = [
    "CREATE OR REPLACE FUNCTION public.{name} RETURNS {returns} LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "ALTER FUNCTION public.{name} RENAME TO former",
    "ALTER FUNCTION public.{name} OWNER TO {role}",
    "ALTER FUNCTION public.{name} SET search_path = pg_temp",
    "DROP FUNCTION public.{name} CASCADE",
]


@pytest.fixture
def told():
    """Versions, commitments and decisions, committed: what there is to attack."""
    world = World()
    world.validate()
    world.rewrite(text="Within one day.")
    version = world.validate()
    DecisionFactory()
    Commitment.objects.create(
        charter=world.charter,
        department=DepartmentFactory(),
        version_label="2.0",
        version=version,
        status="a_planifier",
    )
    returned = _returned(world)
    GridOpinion.objects.create(
        version=version, scale_digest="0" * 64, committee=Committee.objects.get(code="CST"), committee_name="CST",
        sequence=1, verdict="favourable", on=timezone.localdate(), reference="Item 4", recorded_by=uuid.uuid4(),
    )  # fmt: skip
    sponsoring.take_sponsorship(world.clause, by=world.executive, words="I open two posts.")
    facts = {"charter": world.charter, "version_label": "2.0", "by_function": "Head of roads"}
    CommitmentFollowUp.objects.create(
        **facts, department=DepartmentFactory(), clause_code="M1", number=1, state="kept", reason="Done."
    )
    today = timezone.localdate()
    YearlyReview.objects.create(
        **facts, number=1, held_on=today, findings="It works.", next_on=today + datetime.timedelta(days=365)
    )
    assert returned.opinions.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'governance_seal'")
        (owner,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(DISTINCT relname || ':' || tgname, ',') FROM pg_trigger JOIN pg_class AS c "
                       "ON c.oid = tgrelid WHERE tgname LIKE 'pgtrigger%'")  # fmt: skip
        (ignored,) = cursor.fetchone()
    names = {"owner": owner, "role": settings.APPLICATION_ROLE, "database": connection.settings_dict["NAME"]}
    return names | {"ignored": f"{{{ignored}}}"}


def _returned(world: World) -> Version:
    """A version asked about, heard, and returned clause by clause."""
    CommitteeFactory(code="CST", kind=Committee.Kind.STATUTORY)
    world.add("Who decides", section="governance")
    version = world.submit()
    circuit.hear_everyone(version, by=world.facilitator)
    seen = {"seen_hash": version.content_hash, "reasons": {"M1": "Costs."}}
    deciding.return_to_facilitators(version, by=world.executive, reason="Not yet.", **seen)
    return version


def refusal(mine: psycopg.Connection, statements: list[str]) -> psycopg.Error | None:
    """Why the last of these statements was refused; None when it was not. The session is left as it came."""
    refused = None
    for statement in statements:
        refused = None
        try:
            mine.execute(statement)
        except psycopg.Error as error:
            refused = error
    if len(statements) > 1:
        mine.execute("DISCARD ALL")
    return refused


def every_row() -> dict[str, list[str]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in sealed_tables():
            cursor.execute(f'SELECT held::text FROM "{table}" AS held ORDER BY 1')
            rows[table] = [row for (row,) in cursor.fetchall()]
    return rows


def columns(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
        others = [
            column.name
            for column in connection.introspection.get_table_description(cursor, table)
            if column.name != key
        ]
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal "
            "ORDER BY tgname <> 'governance_seal', tgname",
            [table],
        )
        trigger = cursor.fetchone()[0]
    return {"table": f'public."{table}"', "key": f'"{key}"', "column": f'"{others[0]}"', "trigger": f'"{trigger}"'}


def test_nothing_that_the_application_tries_on_a_sealed_table_succeeds(told):
    before = every_row()
    assert [table for table in covered_tables() if not before[table]] == []
    succeeded, otherwise = [], []
    with login() as mine:
        for table in sealed_tables():
            for name, statements in ON_A_TABLE.items():
                refused = refusal(mine, [each.format(**told, **columns(table)) for each in statements])
                if refused is None:
                    succeeded.append((table, name))
                elif not isinstance(refused, errors.InsufficientPrivilege):
                    otherwise.append((table, name, str(refused)))

    assert (succeeded, otherwise) == ([], [])
    assert every_row() == before
    assert verify().faults == ()


def test_copying_over_a_row_is_refused(told):
    before = every_row()
    with login() as mine:
        for table in sealed_tables():
            if not before[table]:
                continue
            with mine.cursor().copy(f'COPY "{table}" TO STDOUT') as out:
                data = b"".join(out)
            same = (errors.UniqueViolation, errors.CheckViolation)
            refused = errors.InsufficientPrivilege if table == "governance_seal" else same
            with pytest.raises(refused), mine.cursor().copy(f'COPY "{table}" FROM STDIN') as into:
                into.write(data)
    assert every_row() == before
    assert verify().faults == ()


def test_nothing_that_the_application_tries_on_the_whole_succeeds(told):
    before = every_row()
    with login() as mine:
        refusals = {name: refusal(mine, [each.format(**told)]) for name, each in OF_THE_WHOLE.items()}
    assert {
        name for name, refused in refusals.items() if not isinstance(refused, errors.InsufficientPrivilege)
    } == set()
    assert every_row() == before


def test_no_function_that_guards_or_seals_can_be_touched(told):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')', prorettype::regtype::text "
            "FROM pg_proc WHERE proname LIKE '%pgtrigger%' OR proname LIKE 'governance%'"
        )
        functions = cursor.fetchall()
    assert sum(name.startswith("governance_") for name, _returns in functions) == 5
    assert len(functions) > 2 * len(sealed_tables())
    with login() as mine:
        for name, returns in functions:
            for each in ON_A_FUNCTION:
                refused = refusal(mine, [each.format(name=name, returns=returns, **told)])
                assert isinstance(refused, errors.InsufficientPrivilege), (each, name)


def test_a_table_of_its_own_cannot_borrow_what_seals(told):
    """Else it would have the owner's function seal rows that never were, under the name of a sealed table."""
    with login() as mine:
        mine.execute("CREATE TEMP TABLE charters_version (id text)")
        with pytest.raises(errors.InsufficientPrivilege, match="governance_seal_row"):
            mine.execute(
                "CREATE TRIGGER forge AFTER INSERT ON pg_temp.charters_version FOR EACH ROW "
                "EXECUTE FUNCTION public.governance_seal_row('1', 'id', 'id')"
            )


def test_what_a_session_puts_in_the_way_changes_no_seal(told):
    """Names that shadow others, and ways to write dates: a row is sealed as any other."""
    with login() as mine:
        for statement in [
            "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT '\\x00'::bytea $$",
            "CREATE FUNCTION pg_temp.to_jsonb(anyelement) RETURNS jsonb LANGUAGE sql AS $$ SELECT '{}'::jsonb $$",
            "CREATE TEMP TABLE governance_seal (LIKE public.governance_seal)",
            "CREATE TEMP TABLE governance_pulse (LIKE public.governance_pulse INCLUDING ALL)",
            "SET search_path = pg_temp, public, pg_catalog",
            "SET TimeZone = 'Asia/Kathmandu'",
            "SET DateStyle = 'German, DMY'",
            "SET IntervalStyle = 'sql_standard'",
            "SET bytea_output = 'escape'",
            "SET extra_float_digits = -15",
            "SET lc_monetary = 'C'",
        ]:
            mine.execute(statement)
        mine.execute(
            "INSERT INTO public.governance_decision (code, correction, correction_reason, committee_id, date, type, "
            "subject, text, reason, owner_function, visibility, recorded_at) SELECT 'DEC-2027-1', 0, '', committee_id, "
            "date, type, 'Été', text, reason, owner_function, visibility, recorded_at FROM public.governance_decision"
        )
        assert mine.execute("SELECT count(*) FROM pg_temp.governance_seal").fetchone() == (0,)
        assert mine.execute("SELECT pg_temp.sha256('x')").fetchone() == (b"\0",)

    assert Seal.objects.last().table_name == "governance_decision"
    assert verify().faults == ()
