"""What the database refuses by itself around a version, whoever asks and however."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from charters.models import Charter, Commitment, Opinion, VersionClause, VersionStep
from charters.versions.acts import State
from charters.versions.reading import state_of, with_steps
from charters.versions.verifying import verify
from governance.models import Department
from tests.factories import CommitteeFactory, DepartmentFactory


def refuses(sql: str, *values: object, because: str = "") -> None:
    with pytest.raises(IntegrityError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, list(values))


def step_on(version, kind, **facts) -> VersionStep:
    last = version.steps.order_by("-sequence").first()
    facts = {"charter": version.charter, "sequence": last.sequence + 1, "content_hash": "", **facts}
    return VersionStep(version=version, kind=kind, **facts)


def opinion_on(version, **facts) -> Opinion:
    committee = CommitteeFactory()
    facts = {"verdict": "favourable", "on": timezone.localdate(), "reference": "r", "sequence": 1, **facts}
    return Opinion(version=version, committee=committee, committee_name="c", recorded_by=version.submitted_by, **facts)


def refuses_row(row, because: str) -> None:
    with pytest.raises(IntegrityError, match=because), transaction.atomic():
        row.save(force_insert=True)


def test_a_charter_does_not_begin_with_a_version_in_force(world):
    version = world.validate()
    refuses(
        "INSERT INTO charters_charter SELECT (r).* FROM (SELECT jsonb_populate_record(c, "
        "'{\"id\": 99999, \"slug\": \"other\"}') AS r FROM charters_charter AS c) AS told",
        because="validated last",
    )  # fmt: skip
    assert Charter.objects.get().version_in_force_id == version.pk


@pytest.mark.parametrize("kind", ["opinion", "postponed", "submitted", "validated"])
def test_a_version_that_was_decided_takes_no_step(world, kind):
    refuses_row(step_on(world.validate(), kind), "was decided")


def test_a_version_that_was_decided_takes_no_opinion(world):
    version = world.validate()
    refuses_row(opinion_on(version), "was decided")


def test_a_submitted_version_takes_no_clause(world):
    clause = world.submit().clauses.get()
    stray = VersionClause(version=clause.version, section=clause.section, position=9, code="M99", revision=1, title="t")
    refuses_row(stray, "those that were submitted")


def test_a_step_is_in_the_charter_of_its_version_and_of_a_known_kind(world):
    version = world.submit()
    refuses_row(step_on(version, "opinion", charter_id=999_999), "charter of its version")
    refuses_row(step_on(version, "approved"), "known_kind")


def test_an_opinion_that_no_page_could_say_is_refused(world):
    refuses_row(opinion_on(world.submit(), verdict="perhaps", words="w"), "known_kind")


def test_a_version_that_was_decided_stays_so_whatever_stands_after(world, as_owner):
    version = world.validate()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is left to do on the tables that are altered
        cursor.execute("ALTER TABLE charters_versionstep DISABLE TRIGGER takes_no_more")
    step_on(version, "opinion").save(force_insert=True)

    assert state_of(with_steps().get(pk=version.pk)) is State.IN_FORCE


@pytest.mark.parametrize("table", ["charters_charter", "charters_versiondraft"])
def test_what_a_version_refers_to_keeps_its_key_and_stays(world, table):
    world.submit()
    refuses(f"UPDATE {table} SET id = id + 1000", because="foreign key")
    refuses(f"DELETE FROM {table}", because="foreign key")


def test_departments_that_promised_do_not_swap_their_keys(world):
    first, second = DepartmentFactory(), DepartmentFactory()
    Commitment.objects.create(
        charter=world.charter, department=first, version_label="1.0", status="en_discussion", signed_by_function="Head"
    )
    refuses(f"UPDATE governance_department SET id = -1 WHERE id = {first.pk}", because="foreign key")
    assert {first.pk, second.pk} <= set(Department.objects.values_list("pk", flat=True))


def test_a_validation_dated_before_the_one_it_follows_is_named(world, as_owner):
    world.validate()
    world.rewrite(text="Other words.")
    last = world.validate()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is left to do on the tables that are altered
        cursor.execute("ALTER TABLE charters_versionstep DISABLE TRIGGER USER")
        cursor.execute("UPDATE charters_versionstep SET at = at - interval '900 days' WHERE version_id = %s", [last.pk])

    assert any("comes before that of the version it follows" in fault for fault in verify().faults)


def test_a_version_made_up_after_those_prepared_here_is_named(world, as_owner):
    """It says that it came from a file, as if its history were that of another database."""
    world.validate()
    world.rewrite(text="Other words.")
    forged = world.validate()
    before = verify().faults
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is left to do on the tables that are altered
        cursor.execute("ALTER TABLE charters_version DISABLE TRIGGER USER")
        cursor.execute("UPDATE charters_version SET draft_id = NULL WHERE id = %s", [forged.pk])
        cursor.execute("ALTER TABLE charters_versionstep DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE charters_versionstep SET history_digest = %s WHERE version_id = %s AND kind = 'validated'",
            ["0" * 64, forged.pk],
        )

    assert not any("history of the text" in fault for fault in before)
    assert any("history of the text" in fault for fault in verify().faults)


def test_an_opinion_required_says_for_what(world):
    version = world.submit()
    committee = CommitteeFactory()
    refuses(
        "INSERT INTO charters_opinionrequest (version_id, committee_id, required, touches, by, by_function, at) "
        "VALUES (%s, %s, true, '{}', %s, '', now())",
        version.pk, committee.pk, version.submitted_by, because="says_for_what",
    )  # fmt: skip
