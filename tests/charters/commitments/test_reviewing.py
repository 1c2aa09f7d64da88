"""The yearly review: collective, dated, in numbers of the day; recorded by a facilitator, read by everyone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from charters.commitments import planning, reviewing
from charters.models import YearlyReview
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.commitments.promising import House, day
from tests.factories import CommitteeFactory, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


def record(house: House, **facts: Any) -> YearlyReview:
    said = {
        "by": house.facilitator, "seen": 0, "held_on": day(0), "findings": "Two promises hold.",
        "changes": "A shorter M1.", "next_on": day(365),
    } | facts  # fmt: skip
    return reviewing.record_review(house.charter, **said)


def test_it_keeps_what_was_looked_at_that_day_in_numbers_of_departments_and_never_of_people():
    house = House()
    for name in ("Silent", "Declines"):
        DepartmentFactory(name=name)
    house.sign(promises=[("M1", "One."), ("M2", "Two.")])
    house.tell()
    words = {"step": "Late", "owner_function": "HR", "period_start": datetime.date(2026, 1, 1), "due_on": day(-1)}
    planning.add_action(house.charter, by=house.facilitator, words=words)

    review = record(house, committee=CommitteeFactory())

    facts = review.looked_at
    assert (facts["version"], facts["days_in_force"], facts["signed"]) == (1, 0, 1)
    assert (facts["promises"], facts["kept"], facts["untold"]) == (2, 1, 1)
    assert facts["silent"] == facts["departments"] - 1
    assert (facts["actions"], facts["actions_late"], facts["actions_done"]) == (1, 1, 0)
    assert (facts["hours_a_year"], facts["clauses_without_experience"]) == ("208.0", 3)
    assert (review.number, review.version_label, review.by) == (1, "1.0", house.facilitator.pseudonym)
    assert not any(person in str(facts) for person in (house.head.name, house.head.function))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "held tomorrow": ({"held_on": day(1)}, "still to come"),
    "the next one before": ({"next_on": day(0)}, "comes after"),
    "nothing found": ({"findings": " "}, "what the yearly review found"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_a_review_is_refused(case):
    house = House()
    facts, sentence = REFUSED[case]
    with pytest.raises(Refused, match=sentence):
        record(house, **facts)
    assert not YearlyReview.objects.exists()


def test_two_facilitators_do_not_record_the_same_review():
    house = House()
    record(house)
    with pytest.raises(Stale):
        record(house)
    assert record(house, seen=1).number == 2


def test_only_facilitators_record_it():
    house = House()
    for other in (house.head, house.executive, MemberFactory(hr=True)):
        with pytest.raises(PermissionDenied):
            record(house, by=other)


def test_a_review_is_sealed():
    review = record(House())
    review.findings = "All is well."
    with pytest.raises(Exception, match="denied|append_only|sealed"), transaction.atomic():
        review.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReview.objects.create(
            charter=review.charter, number=2, held_on=day(0), next_on=day(-1), findings="x", by_function="x"
        )


def test_it_is_due_a_year_after_the_version_then_at_the_day_that_was_announced():
    since = datetime.date(2026, 3, 1)
    assert reviewing.due_since(None, None) is None
    assert reviewing.due_since(None, since) == datetime.date(2027, 3, 1)
    assert reviewing.due_since(datetime.date(2026, 9, 1), since) == datetime.date(2026, 9, 1)


def test_a_facilitator_records_it_on_screen_and_everyone_reads_it():
    house = House()
    client, address = Client(), reverse("review-new", args=[house.charter.slug])
    client.force_login(house.facilitator)
    assert client.get(address).context["facts"]["version"] == 1
    typed = {
        "seen": "0", "held_on": day(0).isoformat(), "next_on": day(300).isoformat(), "findings": "It holds.",
        "changes": "", "committee": "",
    }  # fmt: skip
    assert client.post(address, typed | {"findings": ""}).status_code == 422
    assert client.post(address, typed | {"next_on": day(0).isoformat()}).status_code == 422
    assert client.post(address, typed).status_code == 303
    stale = client.post(address, typed | {"findings": "Typed in vain?"})
    assert stale.status_code == 409
    assert "Typed in vain?" in stale.content.decode()

    reader = Client()
    reader.force_login(MemberFactory())
    page = reader.get(reverse("reviews", args=[house.charter.slug])).content.decode()
    assert "It holds." in page
    assert address not in page
    assert reader.get(address).status_code == reader.post(address, typed).status_code == 403
