"""Rows that say the same word for word, written before forms sent twice were known: a file tells them all."""

import datetime

import pytest

from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charter_site.exchange.importing import store
from feedback.models import Statement
from governance.models import Decision
from tests.factories import (
    CommitteeFactory,
    CommitteeTaskFactory,
    DecisionFactory,
    InformationItemFactory,
    MeetingFactory,
)
from tests.workshop_factories import WorkshopFactory

from .conftest import SAMPLE, forgotten

pytestmark = pytest.mark.django_db


def test_identical_rows_come_back_as_they_were():
    with forgotten():
        store(check(SAMPLE), source="a file")
        committee, day = CommitteeFactory(), datetime.date(2026, 3, 4)
        for number in (1, 2):
            said = {"date": day, "subject": "The hall", "text": "It opens."}
            DecisionFactory(committee=committee, code=f"DEC-2026-9{number}", **said)
            MeetingFactory(committee=committee, number=number, held_on=day, place="The hall", agenda=["One"])
            CommitteeTaskFactory(committee=committee, text="Read it")
            InformationItemFactory(committee=committee, position=number, document="Minutes", shared_with=["All"])
        WorkshopFactory(minutes="Discussion\n- a bell\n- a bell")
        told = written(tell())

    with forgotten():
        store(check(told), source="a file")

        assert written(tell()) == told
        assert Decision.objects.filter(subject="The hall").count() == 2
        assert Statement.objects.filter(text="a bell").count() == 2
