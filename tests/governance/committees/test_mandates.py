"""Mandates: one for each day, renewed by another, never rewritten without a reason."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from governance.committees.mandates import change_end, give_mandate
from governance.models import Mandate
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CommitteeFactory, MandateFactory, MemberFactory

pytestmark = pytest.mark.django_db

START, END = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def test_a_mandate_is_given_then_renewed(facilitator):
    committee = CommitteeFactory()
    first = give_mandate(committee, by=facilitator, starts_on=START, ends_on=END, given_by="The council")
    give_mandate(committee, by=facilitator, starts_on=END + datetime.timedelta(days=1), given_by="The council")
    assert [mandate.ends_on for mandate in committee.mandates.order_by("starts_on")] == [END, None]
    assert first.history.get().history_change_reason == "Mandate given"


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (START, None),
        (datetime.date(2025, 6, 1), START),
        (END, datetime.date(2027, 1, 1)),
        (datetime.date(2026, 5, 1), datetime.date(2026, 6, 1)),
        (datetime.date(2025, 1, 1), None),
    ],
)
def test_no_day_has_two_mandates(facilitator, starts_on, ends_on):
    mandate = MandateFactory(starts_on=START, ends_on=END)
    with pytest.raises(Refused, match="covers some of these days"):
        give_mandate(mandate.committee, by=facilitator, starts_on=starts_on, ends_on=ends_on, given_by="The council")
    give_mandate(CommitteeFactory(), by=facilitator, starts_on=starts_on, ends_on=ends_on, given_by="The council")
    assert mandate.committee.mandates.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "why"),
    [(END, START, "before it begins"), (datetime.date(1066, 1, 1), None, "fifty"), (START, datetime.date.max, "fifty")],
)
def test_days_that_nobody_means_are_refused(facilitator, starts_on, ends_on, why):
    with pytest.raises(Refused, match=why):
        give_mandate(CommitteeFactory(), by=facilitator, starts_on=starts_on, ends_on=ends_on, given_by="The council")
    assert not Mandate.objects.exists()


def test_its_end_is_changed_with_a_reason(facilitator):
    mandate = MandateFactory(starts_on=START, ends_on=END)
    change_end(mandate, by=facilitator, seen=1, ends_on=None, reason="No term in the end")
    mandate.refresh_from_db()
    assert mandate.ends_on is None
    assert [record.ends_on for record in mandate.history.order_by("row_version")] == [END, None]
    assert mandate.history.latest().history_change_reason == "No term in the end"


def test_an_end_that_changes_nothing_or_comes_first_is_refused(facilitator):
    mandate = MandateFactory(starts_on=START, ends_on=END)
    for day, why in ((END, "already"), (START - datetime.timedelta(days=1), "before it begins")):
        with pytest.raises(Refused, match=why):
            change_end(mandate, by=facilitator, seen=1, ends_on=day, reason="Why not")
    with pytest.raises(Stale):
        change_end(mandate, by=facilitator, seen=0, ends_on=None, reason="Why not")
    mandate.refresh_from_db()
    assert (mandate.ends_on, mandate.row_version) == (END, 1)


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member, mandate = MemberFactory(**({role: True} if role else {})), MandateFactory()
    with pytest.raises(PermissionDenied, match="facilitators"):
        give_mandate(CommitteeFactory(), by=member, starts_on=START, given_by="The council")
    with pytest.raises(PermissionDenied, match="facilitators"):
        change_end(mandate, by=member, seen=1, ends_on=END, reason="Why not")
