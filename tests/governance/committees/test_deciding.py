"""The register: an entry is written once, and corrected by another."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from governance.committees import deciding
from governance.committees.deciding import correct, record
from governance.models import Decision
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, DecisionFactory, MemberFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 4)
SAID = {"date": DAY, "type": Decision.Type.DECISION, "subject": "The hall", "text": "It opens."}


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def test_codes_follow_each_other_within_the_year_of_the_decision(facilitator):
    DecisionFactory(code="DEC-2026-08")
    DecisionFactory(code="DEC-2025-30")
    recorded = record(CommitteeFactory(), by=facilitator, **SAID)
    assert (recorded.code, recorded.recorded_by) == ("DEC-2026-09", facilitator.pseudonym)
    assert record(recorded.committee, by=facilitator, **SAID | {"subject": "A room"}).code == "DEC-2026-10"
    assert (
        record(recorded.committee, by=facilitator, **{**SAID, "date": datetime.date(2024, 1, 1)}).code == "DEC-2024-01"
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"date": timezone.localdate() + datetime.timedelta(days=1)}, "still to come"),
        ({"date": datetime.date.min}, "fifty"),
        ({"review_on": DAY}, "comes after"),
        ({"review_on": datetime.date.max}, "fifty"),
    ],
)
def test_days_that_cannot_be_are_refused(facilitator, said, why):
    with pytest.raises(Refused, match=why):
        record(CommitteeFactory(), by=facilitator, **{**SAID, **said})
    entry = record(CommitteeFactory(), by=facilitator, **SAID)
    with pytest.raises(Refused, match=why):
        correct(entry, by=facilitator, seen=0, because="Why not", **said)
    assert Decision.objects.count() == 1


def test_a_correction_follows_what_it_corrects_and_nothing_is_lost(facilitator):
    entry = record(CommitteeFactory(), by=facilitator, **SAID)
    corrected = correct(entry, by=facilitator, seen=0, because="Nobody was named", owner_function="The clerk")
    assert (corrected.code, corrected.correction, corrected.text) == (entry.code, 1, "It opens.")
    rows = Decision.objects.filter(code=entry.code).order_by("correction")
    assert [(row.owner_function, row.correction_reason) for row in rows] == [
        ("", ""),
        ("The clerk", "Nobody was named"),
    ]


def test_a_correction_of_what_was_not_seen_or_of_nothing_is_refused(facilitator):
    entry = record(CommitteeFactory(), by=facilitator, **SAID)
    with pytest.raises(Refused, match="Nothing changed"):
        correct(entry, by=facilitator, seen=0, because="Why not", **SAID)
    correct(entry, by=facilitator, seen=0, because="A detail", text="It opens on Monday.")
    with pytest.raises(Stale) as refused:
        correct(entry, by=facilitator, seen=0, because="Another", text="It stays closed.")
    assert refused.value.current == 1
    assert Decision.objects.count() == 2


def test_what_was_corrected_for_managers_is_not_corrected_by_others(facilitator):
    entry = record(CommitteeFactory(), by=facilitator, **SAID)
    manager = MemberFactory(executive=True)
    correct(entry, by=manager, seen=0, because="Sensitive", visibility=Decision.Visibility.MANAGERS)
    with pytest.raises(Refused, match="not open to you"):
        correct(entry, by=facilitator, seen=1, because="Why not", visibility=Decision.Visibility.EVERYONE)


@pytest.mark.parametrize("role", ["hr", "administrator", None])
def test_others_are_told_whom_to_ask(role):
    member, entry = MemberFactory(**({role: True} if role else {})), DecisionFactory()
    with pytest.raises(PermissionDenied, match="executive management"):
        record(CommitteeFactory(), by=member, **SAID)
    with pytest.raises(PermissionDenied, match="executive management"):
        correct(entry, by=member, seen=0, because="Why not", text="Otherwise.")


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_the_second_is_told(monkeypatch):
    first, second = MemberFactory.create_batch(2, facilitator=True)
    entry = DecisionFactory()
    locked, released, outcome = threading.Event(), threading.Event(), []
    judge = deciding._refuse_impossible

    def slow(decision):
        if not locked.is_set():
            locked.set()
            released.wait(timeout=5)
        judge(decision)

    def correct_second():
        locked.wait(timeout=5)
        threading.Timer(0.2, released.set).start()
        try:
            correct(entry, by=second, seen=0, because="Second", text="Second.")
        except Stale:
            outcome.append("stale")
        finally:
            connection.close()

    monkeypatch.setattr(deciding, "_refuse_impossible", slow)
    other = threading.Thread(target=correct_second)
    other.start()
    correct(entry, by=first, seen=0, because="First", text="First.")
    other.join(timeout=5)

    assert outcome == ["stale"]
    assert list(Decision.objects.order_by("correction").values_list("text", flat=True)) == [entry.text, "First."]
