"""Whoever writes with the application's rights: a signed promise is completed, whatever number it is called by."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.expressions import RawSQL

from charters.models import Charter, Commitment, CommitmentFollowUp, RolloutAction
from charters.versions import deciding
from governance.signing import save_signed
from tests.charters.commitments.promising import House, day
from tests.factories import CharterFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
NOT_A_NUMBER = RawSQL("'NaN'::numeric", ())
DECLINED = {
    "status": "refusee", "comment": "No.", "hours_freed": None, "hours_period": "", "stops": "", "clause_codes": [],
    "promises": [],
}  # fmt: skip


def insert(word: Commitment, **facts: Any) -> Commitment:
    """The same row once more, but for ``facts``."""
    copy = Commitment.objects.get(pk=word.pk)
    copy.pk, copy._state.adding, copy.sequence = None, True, word.sequence + 1
    for name, value in facts.items():
        setattr(copy, name, value)
    with transaction.atomic():
        copy.save(force_insert=True)
    return copy


def other_text(house: House) -> Any:
    """Another submission of the same charter."""
    house.edit("We answer at once.")
    version = house.submit()
    deciding.return_to_facilitators(version, by=house.executive, reason="No.", seen_hash=version.content_hash)
    return version


@pytest.mark.parametrize("facts", [DECLINED, {"promises": ["We answer."]}, {"hours_freed": Decimal(1)}])
def test_another_label_does_not_rewrite_what_was_signed(facts):
    house = House()
    word = house.sign()
    with pytest.raises(IntegrityError, match="signed promise|Promised time"):
        insert(word, version_label="1.1", sequence=1, **facts)
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("facts", [DECLINED, {"promises": ["We answer."]}, {"hours_freed": Decimal(1)}])
def test_a_word_on_another_text_does_not_make_a_signed_one_forgotten(facts):
    house = House()
    word = house.sign()
    between = insert(word, version=other_text(house), **DECLINED)

    with pytest.raises(IntegrityError, match="signed promise|Promised time"):
        insert(between, **(signed_facts(word) | facts))

    assert insert(between, **(signed_facts(word) | {"promises": ["We answer within ten days. Always."]})).sequence == 3


def signed_facts(word: Commitment) -> dict[str, Any]:
    names = ("version", "status", "comment", "hours_freed", "hours_period", "stops", "clause_codes", "promises")
    return {name: getattr(word, name) for name in names}


def test_a_word_that_only_knows_the_number_is_about_what_was_signed_under_it():
    house = House()
    word = house.sign()
    with pytest.raises(IntegrityError, match="never taken back"):
        insert(word, version=None, **DECLINED)


def test_no_word_in_between_makes_what_a_file_signed_forgotten():
    house = House()
    of_file = Commitment.objects.create(
        charter=house.charter, department=house.roads, version_label="1.0", status="signee", date=day(-30),
        signed_by_function="Head", clause_codes=["M1"], promises=["We answer within ten days."],
    )  # fmt: skip
    less = insert(of_file, version=house.version, version_label="9.0", sequence=1, promises=["We answer."])
    with pytest.raises(IntegrityError, match="never rewritten"):
        insert(less, version_label="1.0", sequence=2)


def test_a_text_of_another_charter_is_refused():
    house = House()
    word = house.sign()
    elsewhere: Charter = CharterFactory()
    with pytest.raises(IntegrityError, match="another charter"):
        insert(word, charter=elsewhere, sequence=1)


def test_lists_that_begin_elsewhere_do_not_pair_promises_with_other_clauses():
    house = House()
    word = house.sign()
    insert(word)
    shifted = (
        "INSERT INTO charters_commitment (charter_id, department_id, version_id, version_label, sequence, status, "
        "date, team_discussion_date, signed_by_function, clause_codes, promises, hours_freed, hours_period, stops, "
        "comment, recorded_by, recorded_at) SELECT charter_id, department_id, version_id, version_label, 3, status, "
        "date, team_discussion_date, signed_by_function, '{M1,M2}', "
        '\'[0:1]={"We never answer.","We answer within ten days."}\', hours_freed, hours_period, stops, '
        "comment, recorded_by, recorded_at FROM charters_commitment WHERE sequence = 2"
    )
    with pytest.raises(IntegrityError, match="begins at its first"), connection.cursor() as cursor:
        cursor.execute(shifted)


@pytest.mark.django_db(transaction=True)
def test_a_word_waits_for_the_one_that_is_being_written():
    house = House()
    word = house.sign()
    ends: list[str] = []

    def less() -> None:
        try:
            insert(word, version_label="1.1", sequence=1)
            ends.append("done")
        except IntegrityError as error:
            ends.append(str(error).splitlines()[0])
        finally:
            connection.close()

    thread = threading.Thread(target=less)
    with transaction.atomic():
        insert(word, promises=["We answer within ten days. Always."])
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join()

    assert ends == ["A signed promise is completed, never rewritten."]


WRONG: dict[str, dict[str, Any]] = {
    "a number without its rest": {"version_label": "1"},
    "a number with a zero before it": {"version_label": "01.0"},
    "a number with a zero more": {"version_label": "1.00"},
    "a line more": {"version_label": "1.0\n"},
    "a period of elsewhere": {"hours_period": "century"},
    "no number of hours": {"hours_freed": NOT_A_NUMBER},
    "hours without end": {"hours_freed": Decimal(100000)},
    "a state of elsewhere": DECLINED | {"status": "perdue"},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_a_word_cannot_say_is_refused_by_the_database(case):
    word = House().sign()
    with pytest.raises(IntegrityError, match="commitment_"):
        insert(word, department=DepartmentFactory(), sequence=1, **WRONG[case])


def test_labels_that_the_database_accepts():
    word = House().sign()
    for label in ("0.0", "1.10", "9999.9999"):
        insert(word, version_label=label, sequence=1)


TOLD: dict[str, dict[str, Any]] = {
    "a state of elsewhere": {"state": "perhaps"},
    "a period of elsewhere": {"hours_freed": Decimal(1), "hours_period": "century"},
    "no number of hours": {"hours_freed": NOT_A_NUMBER, "hours_period": "week"},
    "a number with a zero before it": {"version_label": "01.0"},
}


@pytest.mark.parametrize("case", TOLD)
def test_what_a_follow_up_cannot_say_is_refused_by_the_database(case):
    house = House()
    told = {"version_label": "1.0", "clause_code": "M1", "number": 1, "state": "kept", "reason": "Seen."}
    with pytest.raises(IntegrityError, match="follow_up_"), transaction.atomic():
        CommitmentFollowUp.objects.create(
            charter=house.charter, department=house.roads, by_function="Head", **(told | TOLD[case])
        )


def test_a_state_that_no_action_has_is_refused_by_the_database():
    action = RolloutAction(
        charter=CharterFactory(), position=1, step="Meet", owner_function="HR", period_start=day(0), state="lost"
    )
    with pytest.raises(IntegrityError, match="rollout_state"), transaction.atomic():
        save_signed(action, by=None, reason="For a test")
