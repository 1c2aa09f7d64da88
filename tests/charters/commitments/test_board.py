"""The board of commitments and the rollout plan, as everyone signed in reads them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.models import Charter, Commitment, RolloutAction
from charters.versions import deciding
from governance.models import Department
from governance.signing import save_signed
from tests.charters.commitments.promising import House
from tests.factories import CharterFactory, ClauseFactory, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter(db) -> Charter:
    return CharterFactory()


def reader() -> Client:
    client = Client()
    client.force_login(MemberFactory(department=None))
    return client


def commit(charter: Charter, department: Department, **facts: object) -> Commitment:
    signed = {"status": Commitment.Status.SIGNED, "date": datetime.date(2026, 6, 2), "clause_codes": ["M1"]}
    facts = {"version_label": "1.0", "signed_by_function": "Head of department"} | signed | facts
    return Commitment.objects.create(charter=charter, department=department, **facts)


def plan(charter: Charter, position: int, **facts: object) -> RolloutAction:
    facts = {"step": f"Step {position}", "period_start": datetime.date(2026, 9, 1), "owner_function": "HR"} | facts
    return save_signed(RolloutAction(charter=charter, position=position, **facts), by=None, reason="For a test")


def test_the_last_word_of_each_department_and_the_silence_of_others(charter):
    clause = ClauseFactory(charter=charter, title="Answer each other")
    signs, speaks, _ = (DepartmentFactory(name=name) for name in ("Roads", "Schools", "Finances"))
    commit(charter, signs, status="en_discussion", date=None, clause_codes=[], comment="An older word")
    commit(charter, signs, sequence=2, clause_codes=[clause.code], comment="We answer.")
    commit(charter, speaks, status="refusee", comment="Not without more people.")

    html = reader().get(reverse("commitments", args=[charter.slug])).content.decode()

    assert all(name in html for name in ("Roads", "Schools", "Finances", "We answer.", "Not without more people."))
    assert "Answer each other" in html
    assert "An older word" not in html
    silences = html.count("No answer yet") + html.count("Pas encore de réponse")
    assert silences == 2 * (Department.objects.count() - 2), "at a glance, then in its place"
    assert html.index("Finances") < html.index("Roads") < html.index("Schools")


def test_a_closed_department_is_there_only_if_it_said_something(charter):
    long_ago = datetime.date(2020, 1, 1)
    spoke, left = (DepartmentFactory(name=name, closed_on=long_ago) for name in ("Spoke", "Left in silence"))
    commit(charter, spoke)

    html = reader().get(reverse("commitments", args=[charter.slug])).content.decode()

    assert "Spoke" in html
    assert left.name not in html


def test_what_is_signed_on_a_former_version_is_to_be_signed_anew():
    house = House()
    house.sign(hours=Decimal("2.5"))
    page = reader().get(reverse("commitments", args=[house.charter.slug]))
    assert (page.context["board"].signed, page.context["board"].hours_a_year) == (1, 130)
    house.renew()

    page = reader().get(reverse("commitments", args=[house.charter.slug]))

    stand = next(one for one in page.context["board"].stands if one.department == house.roads)
    assert (stand.now, stand.is_to_renew, stand.is_signed) == (None, True, False)
    assert (page.context["board"].signed, page.context["board"].hours_a_year) == (0, 0)
    assert "We answer within ten days." in page.content.decode()
    house.sign(label="2.0")
    assert reader().get(reverse("commitments", args=[house.charter.slug])).context["board"].signed == 1


def test_a_signature_of_a_text_that_was_returned_is_not_one_of_the_version_that_took_its_number():
    house = House()
    house.edit("We answer at once.")
    returned = house.submit()
    house.sign(label="2.0")
    deciding.return_to_facilitators(returned, by=house.executive, reason="No.", seen_hash=returned.content_hash)
    house.renew("We answer tomorrow.")
    assert reader().get(reverse("commitments", args=[house.charter.slug])).context["board"].signed == 0


def test_promises_kept_and_the_time_really_freed_are_added_up():
    house = House()
    house.sign(promises=[("M1", "One."), ("M2", "Two.")])
    house.tell(code="M1", hours=Decimal(3), period="month")
    house.tell(code="M2", hours=Decimal(9), period="month")
    house.tell(code="M2", seen=1, state="not_kept")

    page = reader().get(reverse("commitments", args=[house.charter.slug]))

    assert page.context["board"].hours_really_a_year == 36
    assert [promise.state.state for promise in page.context["board"].promises] == ["kept", "not_kept"]
    html = page.content.decode()
    assert "1 of 2" in html or "1 sur 2" in html


def test_the_commitments_of_another_charter_are_not_there(charter):
    commit(CharterFactory(), DepartmentFactory(), comment="Elsewhere")

    assert "Elsewhere" not in reader().get(reverse("commitments", args=[charter.slug])).content.decode()


@pytest.mark.parametrize("route", ["commitments", "rollout", "reviews"])
def test_pages_without_anything_and_without_a_charter(charter, route):
    assert reader().get(reverse(route, args=[charter.slug])).status_code == 200
    assert reader().get(reverse(route, args=["no-such-charter"])).status_code == 404
    assert Client().get(reverse(route, args=[charter.slug])).status_code == 302


@pytest.mark.parametrize("route", ["commitments", "rollout", "reviews"])
def test_the_same_number_of_queries_with_one_and_with_twenty_five(charter, route):
    def cost() -> int:
        client = reader()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(route, args=[charter.slug]))
        return len(queries)

    for position in range(1, 26):
        commit(charter, DepartmentFactory())
        plan(charter, position)
        if position == 1:
            one = cost()

    assert cost() == one <= 8
