"""Two heads of one department at the same moment: one word is recorded, the other head reads it and sends again."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from charters.models import Commitment, CommitmentFollowUp
from charters.versions import deciding
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.commitments.promising import House
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list[str]:
    """Do these at the same moment, each on a connection of its own; what became of each."""
    gate, ends = threading.Barrier(len(deeds)), []

    def do(deed) -> None:
        try:
            gate.wait()
            deed()
            ends.append("done")
        except Stale:
            ends.append("stale")
        except Refused:
            ends.append("refused")
        except Exception as error:
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_two_heads_sign_at_once():
    house = House()
    others = [MemberFactory(heads=house.roads) for _n in range(9)]
    deeds = [lambda by=by: house.sign(by=by) for by in (house.head, *others)]

    assert at_once(*deeds) == ["done"] + ["stale"] * 9

    assert Commitment.objects.count() == 1


def test_a_signature_and_a_completion_at_once_leave_one_chain_of_words():
    house = House()
    house.sign()
    others = [MemberFactory(heads=house.roads) for _n in range(5)]
    deeds = [lambda by=by: house.complete(by=by, added={"M1": f"More by {by.pk}."}) for by in others]

    assert at_once(*deeds) == ["done"] + ["stale"] * 4

    assert list(Commitment.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_a_signature_that_races_the_next_version_is_of_one_or_refused():
    house = House()
    house.edit("We answer at once.")
    version = house.submit()
    validate = lambda: deciding.validate(  # noqa: E731
        version, by=house.executive, seen_hash=version.content_hash
    )

    ends = at_once(validate, house.sign)

    assert ends in (["done", "done"], ["done", "refused"])
    assert Commitment.objects.filter(version_label="1.0").count() == (1 if ends == ["done", "done"] else 0)


def test_two_heads_tell_the_same_promise_at_once():
    house = House()
    house.sign()

    assert at_once(*[house.tell] * 5) == ["done"] + ["stale"] * 4
    assert CommitmentFollowUp.objects.count() == 1
