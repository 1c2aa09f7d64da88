"""Whose turn it is on a submitted version: the clock runs in the open, from the day when someone can act."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from charters.models import Version
from charters.versions import deciding
from charters.versions.acts import State
from charters.versions.clock import Turn, turn_of
from charters.versions.opinions import record_opinion
from charters.versions.reading import with_steps
from governance.models import Committee
from tests import circuit
from tests.charters.versions.pages import page
from tests.factories import CommitteeFactory

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def staff_committee(db):
    return CommitteeFactory(code="CST", acronym="CST", kind=Committee.Kind.STATUTORY)


def turn(version: Version, *, in_days: int = 0, submitted_days_ago: int = 0) -> Turn | None:
    """Whose turn it is, seen on a day to come, on a version that was submitted before today."""
    stored = with_steps().get(pk=version.pk)
    stored.submitted_at -= submitted_days_ago * DAY
    return turn_of(stored, TODAY + in_days * DAY)


def test_the_turn_of_management_starts_when_the_last_opinion_that_was_needed_is_heard(world, staff_committee):
    world.add("Who decides", section="governance")
    version = circuit.submit(world.charter, by=world.facilitator)
    awaited = turn(version, submitted_days_ago=10)
    assert (awaited.state, awaited.days) == (State.OPINION, 10)

    record_opinion(version, staff_committee, by=world.facilitator, verdict="favourable", on=TODAY, reference="Minutes")

    awaited = turn(version, submitted_days_ago=10)
    assert (awaited.state, awaited.since, awaited.days) == (State.AWAITING, TODAY, 0)


def test_an_opinion_that_nothing_needed_does_not_start_the_turn_of_management_again(world):
    version = world.submit()
    said = {"verdict": "favourable", "on": TODAY, "reference": "Minutes"}
    record_opinion(version, CommitteeFactory(), by=world.facilitator, **said)

    assert turn(version, submitted_days_ago=10).days == 10


def test_a_decision_that_is_postponed_counts_no_day_before_that_one(world):
    version, until = world.submit(), TODAY + 7 * DAY
    deciding.postpone(version, by=world.executive, until=until, reason="Budget.", seen_hash=version.content_hash)

    meanwhile, on_the_day, after = (turn(version, in_days=n, submitted_days_ago=30) for n in (5, 7, 10))
    assert [one.postponed_until for one in (meanwhile, on_the_day, after)] == [until] * 3
    assert [one.days for one in (meanwhile, on_the_day, after)] == [0, 0, 3]
    assert [one.is_late for one in (meanwhile, on_the_day, after)] == [False, False, True]
    assert after.since == until


def test_a_day_to_which_the_decision_is_postponed_stands_for_the_one_that_was_expected(world):
    version = circuit.submit(world.charter, by=world.facilitator, answer_expected_on=TODAY + DAY)
    until = TODAY + 7 * DAY
    assert turn(version, in_days=2).is_late
    deciding.postpone(version, by=world.executive, until=until, reason="Budget.", seen_hash=version.content_hash)

    assert not turn(version, in_days=2).is_late


def test_everyone_reads_until_when_the_decision_is_postponed(world):
    version, until = world.submit(), TODAY + 7 * DAY
    deciding.postpone(version, by=world.executive, until=until, reason="Budget.", seen_hash=version.content_hash)

    assert "postponed until" in page(world.agent, "version-submitted", world.charter.slug, 1, language="en")


def test_it_is_nobody_s_turn_once_it_is_decided(world):
    assert turn(world.validate()) is None
