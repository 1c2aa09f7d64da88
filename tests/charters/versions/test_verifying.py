"""What is said of a tampered version, in words; and what may happen around sealed rows without touching any."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.models import Charter, Version, VersionStep
from charters.versions import deciding
from charters.versions.verifying import verify
from governance.people.accounts import close_account
from governance.seals import anchor, seal_now, seals_of
from tests.factories import CommentFactory, DecisionFactory, MemberFactory
from tests.governance import ledger_rows
from tests.governance.ledger_rows import run


@pytest.fixture
def two_versions(world):
    """M1 in version 1, M1 rewritten and M2 added in version 2; sealed."""
    world.validate()
    world.rewrite(text="We answer within one day.")
    world.add("A second clause")
    world.validate()
    seal_now()
    return world


@pytest.fixture
def tampering(two_versions, as_owner):
    """Nothing is left that would stop the owner."""
    assert verify().faults == ()
    ledger_rows.unlock()
    run("ALTER TABLE charters_charter DISABLE TRIGGER USER")
    return two_versions


def said() -> list[str]:
    """The faults of the ledger and of the versions, identifiers left out."""
    faults = verify().faults
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM charters_version ORDER BY submission")
        for number, (pk,) in enumerate(cursor.fetchall(), start=1):
            faults = tuple(fault.replace(pk, f"v{number}") for fault in faults)
    return list(faults)


def test_all_is_well(two_versions):
    report = verify()

    assert report.faults == ()
    assert report.versions == 2
    assert report.anchor == anchor()
    assert report.rows == anchor().count > 20


def test_a_word_changed_in_a_version_is_named_with_its_clause(tampering):
    row = Version.objects.get(submission=2).clauses.get(code="M2")
    run(f"UPDATE charters_versionclause SET text = text || '.' WHERE id = {row.pk}")

    assert said() == [
        f"Version 2, clause M2 (charters_versionclause {row.pk}): this row is not the one that was sealed "
        f"(seal {seals_of([row])[str(row.pk)].count}).",
        "Version 2: its text is not the one that was submitted; its content hash does not match.",
    ]


TOUCHED = {
    "charters_version": "message = 'z' WHERE submission = 1",
    "charters_versionsection": "title = 'z' WHERE code = 'M'",
    "charters_versionstep": "reason = 'z' WHERE sequence = 2",
    "charters_historicalclause": "note = 'z' WHERE revision = 2",
    "charters_historicalcharter": "scope = 'z' WHERE history_type = '+'",
}


def test_each_kind_of_row_has_a_name(tampering):
    decision = DecisionFactory(code="DEC-2026-7")
    for table, touch in TOUCHED.items():
        run(f"UPDATE {table} SET {touch}")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE governance_decision DISABLE TRIGGER USER")
    run(f"UPDATE governance_decision SET text = 'z' WHERE id = {decision.pk}")

    names = {fault.split(" (")[0] for fault in said() if "(seal" in fault}
    assert names == {
        "Version 1",
        "Version 1, section M",
        "Version 2, section M",
        "Version 1, step 2",
        "Version 2, step 2",
        "history of clause M1, revision 2",
        "history of the charter, revision 1",
        "decision DEC-2026-7",
    }


OF_THE_CHAIN = {
    "UPDATE charters_versionstep SET previous_hash = repeat('a', 64) WHERE number = 2": [
        "Version 2: its validation does not follow the validation before.",
        "Version 2: its validation is not the one that was sealed; its chain hash does not match.",
    ],
    "UPDATE charters_versionstep SET content_hash = repeat('a', 64) WHERE number = 1": [
        "Version 1: what was validated is not what was submitted.",
        "Version 1: its validation is not the one that was sealed; its chain hash does not match.",
    ],
    "UPDATE charters_versionstep SET by_function = 'Someone else' WHERE number = 2": [
        "Version 2: its validation is not the one that was sealed; its chain hash does not match.",
    ],
    "DELETE FROM charters_versionstep WHERE number = 1": [
        "Version 2: the version before it is missing.",
        "Version 2: its validation does not follow the validation before.",
        "Version 2: the history of the text that it covers is not the one that was sealed.",
    ],
    "UPDATE charters_historicalclause SET text = 'z' WHERE revision = 2": [
        "Version 2: the history of the text that it covers is not the one that was sealed.",
    ],
    "UPDATE charters_versionstep SET history_upto = '[1.5]' WHERE number = 2": [
        "Version 2: the history of the text that it covers is not the one that was sealed.",
    ],
    "UPDATE charters_version SET competence_scale = '{\"a\": 1.5}' WHERE submission = 2": [
        "Version 2: its text is not the one that was submitted; its content hash does not match.",
    ],
    "UPDATE charters_charter SET version_in_force_id = (SELECT id FROM charters_version WHERE submission = 1)": [
        "The version in force is not the last one that was validated (charter “{slug}”).",
    ],
    "UPDATE charters_version SET submitted_at = '20000-01-01' WHERE submission = 2": [
        "The versions of charter {pk} hold values that cannot be read.",
    ],
}


@pytest.mark.parametrize("crime", OF_THE_CHAIN, ids=range(len(OF_THE_CHAIN)))
def test_the_chain_of_versions_is_judged_apart_from_the_ledger(tampering, crime):
    run(crime)

    faults = [fault for fault in said() if "(seal" not in fault]
    charter = tampering.charter
    assert faults == [each.format(slug=charter.slug, pk=charter.pk) for each in OF_THE_CHAIN[crime]]


def test_a_validation_forged_in_the_right_form_has_no_seal(tampering):
    """Its hashes are right, since anyone can compute them: what it lacks is to have been there."""
    run("ALTER TABLE charters_versionstep DISABLE TRIGGER USER")
    run("ALTER TABLE charters_historicalcharter DISABLE TRIGGER USER")
    for table in ("version", "versionsection", "versionclause", "historicalclause"):
        run(f"ALTER TABLE charters_{table} ENABLE TRIGGER governance_seal")
    tampering.rewrite(text="Quite other words.")
    version = tampering.submit()
    deciding.validate(version, by=tampering.executive, seen_hash=version.content_hash)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    named = [fault.split(" (")[0] for fault in said()]
    assert named == ["history of the charter, revision 1", "Version 3, step 1", "Version 3, step 2"]


def test_a_member_can_go_and_every_seal_still_holds(two_versions, as_owner):
    before = anchor()
    close_account(two_versions.facilitator, by=MemberFactory(administrator=True))
    erased = "name = 'Erased', email = NULL, function = '', pseudonym = gen_random_uuid()"
    assert run(f"UPDATE governance_member SET {erased} WHERE id = {two_versions.facilitator.pk}") == 1

    assert verify(before).faults == ()
    assert anchor() == before


def test_a_comment_can_be_redacted_and_every_seal_still_holds(two_versions, as_owner):
    before = anchor()
    CommentFactory(thread=two_versions.clause.thread)
    assert run("UPDATE feedback_comment SET text = '…'") == 1

    assert verify(before).faults == ()
    assert anchor() == before


def test_rows_read_in_another_zone_are_the_same_rows(two_versions):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Kathmandu'")
        assert verify().faults == ()
        cursor.execute("SET LOCAL DateStyle = 'German, DMY'")
        cursor.execute("SET LOCAL bytea_output = 'escape'")
        assert ledger_rows.faults() == []
        cursor.execute("SHOW TimeZone")
        assert cursor.fetchone() == ("Asia/Kathmandu",)


def test_a_version_more_costs_as_much_as_the_one_before(two_versions):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            verify()
        return len(captured)

    counts = [queries()]
    for text in ("Within an hour.", "Within a minute."):
        two_versions.rewrite(text=text)
        two_versions.validate()
        seal_now()
        counts.append(queries())
    assert counts[2] - counts[1] == counts[1] - counts[0] > 0


def test_a_validation_is_sealed_with_its_commit(two_versions):
    """``seals_of`` gives the anchor to print with a version."""
    steps = VersionStep.objects.filter(kind="validated").order_by("number")
    found = seals_of(steps)

    kept, later = (found[str(step.pk)] for step in steps)

    assert 0 < kept.count < later.count
    assert verify(kept).faults == ()
    assert Charter.objects.get().version_in_force.submission == 2
