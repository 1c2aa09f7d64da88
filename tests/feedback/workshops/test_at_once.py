"""Two facilitators at the same moment: minutes are kept once, statements have places of their own."""

import pytest

from feedback.models import Statement, Workshop
from feedback.workshops import keeping
from feedback.workshops.minutes import read_minutes
from tests.factories import MemberFactory
from tests.waiting import held
from tests.workshop_factories import MINUTES, WorkshopFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_minutes_are_kept_once():
    by = MemberFactory(facilitator=True)

    assert held(*[lambda: keeping.keep(read_minutes(MINUTES), by=by)] * 2) == "refused"
    assert Workshop.objects.count() == 1


def test_statements_that_are_added_come_one_after_the_other():
    by, workshop = MemberFactory(facilitator=True), WorkshopFactory()
    said = {"reason": "Heard.", "kind": Statement.Kind.IDEA, "part": Statement.Part.TO_EXPLORE}
    last = workshop.statements.count()
    adds = [
        lambda text=text: keeping.add_statement(workshop, by=by, text=text, **said) for text in ("A bell", "A gong")
    ]

    assert held(*adds) == "done"
    added = workshop.statements.filter(position__gt=last).order_by("position")
    assert list(added.values_list("position", "text")) == [(last + 1, "A bell"), (last + 2, "A gong")]
