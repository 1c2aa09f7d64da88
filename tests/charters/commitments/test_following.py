"""What became of a promise is told on the text that was signed, while it is in force."""

from __future__ import annotations

import pytest

from charters.models import Commitment, CommitmentFollowUp
from charters.versions import deciding
from governance.refusals import Refused
from governance.signing import Stale
from tests import circuit
from tests.charters.commitments.promising import House, day

pytestmark = pytest.mark.django_db


def test_what_was_told_of_a_text_that_was_returned_does_not_pass_to_the_one_that_takes_its_number():
    house = House()
    house.edit("We answer at once.")
    returned = house.submit()
    house.sign(label="2.0")
    with pytest.raises(Refused, match="not in force"):
        house.tell(label="2.0")
    deciding.return_to_facilitators(returned, by=house.executive, reason="No.", seen_hash=returned.content_hash)
    with pytest.raises(Refused, match="not in force"):
        house.tell(label="2.0")
    house.edit("We answer tomorrow.")
    house.validate()
    with pytest.raises(Refused, match="not in force"):
        house.tell(label="2.0")
    assert not CommitmentFollowUp.objects.exists()

    house.sign(label="2.0", seen=1)

    assert house.tell(label="2.0", seen_word=2).number == 1


def test_a_promise_signed_before_the_decision_is_told_of_once_the_text_is_in_force():
    house = House()
    house.edit("We answer at once.")
    version = house.submit()
    house.sign(label="2.0")
    circuit.hear_everyone(version, by=house.facilitator)
    deciding.validate(version, by=house.executive, seen_hash=version.content_hash)

    assert house.tell(label="2.0").clause_code == "M1"


def test_a_version_that_was_replaced_is_told_of_no_more():
    house = House()
    house.sign()
    house.tell()
    house.renew()
    with pytest.raises(Refused, match="another one replaced it"):
        house.tell(seen=1)


def test_a_promise_of_a_file_is_told_of_when_the_version_in_force_has_its_number():
    house = House()
    for label in ("1.0", "2.0"):
        Commitment.objects.create(
            charter=house.charter, department=house.roads, version_label=label, status="signee", date=day(-30),
            signed_by_function="Head", clause_codes=["M1"],
        )  # fmt: skip

    assert house.tell(label="1.0").number == 1
    with pytest.raises(Refused, match="not in force"):
        house.tell(label="2.0")
    house.renew()
    assert house.tell(label="2.0").number == 1
    with pytest.raises(Refused, match="not in force"):
        house.tell(label="1.0", seen=1)


def test_what_was_completed_or_told_meanwhile_is_read_first():
    house = House()
    house.sign()
    house.complete(added={"M1": "Even at night."})
    with pytest.raises(Stale, match="completed while you were writing"):
        house.tell(seen_word=1)
    house.tell(seen_word=2)
    with pytest.raises(Stale, match="Someone told"):
        house.tell(seen_word=2)
