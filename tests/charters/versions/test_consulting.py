"""The consultation on a version in preparation: announced, prolonged, closed on a day that everyone reads."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from charters.models import DraftStep, Version
from charters.versions import consulting, deciding, preparing
from charters.versions.acts import State, state_of_draft
from charters.versions.clock import turn_of_draft
from charters.versions.reading import open_draft
from governance.refusals import Refused
from governance.signing import Stale
from tests import circuit

DAY = datetime.timedelta(days=1)


@pytest.fixture
def draft(world):
    return preparing.revise_draft(
        preparing.prepare(world.charter, by=world.facilitator),
        by=world.facilitator,
        reasons={"M1": "A wish."},
        seen=1,
    )


def state(world) -> State:
    return state_of_draft(open_draft(world.charter).last_kind)


def test_the_circuit_before_submission_is_read_from_steps(world, draft):
    today = timezone.localdate()
    assert state(world) is State.DRAFT
    consulting.open_consultation(draft, by=world.facilitator, until=today + 30 * DAY, seen=draft.row_version)
    assert state(world) is State.CONSULTATION
    consulting.open_consultation(draft, by=world.facilitator, until=today + 45 * DAY, seen=draft.row_version)
    consulting.close_consultation(
        draft, by=world.facilitator, counted_upto=today, seen=draft.row_version, reason="It is enough."
    )
    assert state(world) is State.REVIEW
    consulting.open_consultation(draft, by=world.facilitator, until=today + 50 * DAY, seen=draft.row_version)

    assert state(world) is State.CONSULTATION
    assert [step.kind for step in DraftStep.objects.all()] == ["consultation", "consultation", "review", "consultation"]


def test_announcing_the_same_day_twice_is_one_step(world, draft):
    until = timezone.localdate() + 30 * DAY
    for _n in range(2):
        consulting.open_consultation(draft, by=world.facilitator, until=until, seen=draft.row_version)

    assert DraftStep.objects.count() == 1


def test_only_whoever_prepares_consults(world, draft):
    until = timezone.localdate() + DAY
    for member in (world.agent, world.executive):
        with pytest.raises(PermissionDenied):
            consulting.open_consultation(draft, by=member, until=until, seen=draft.row_version)
        with pytest.raises(PermissionDenied):
            consulting.close_consultation(draft, by=member, counted_upto=until, seen=draft.row_version)


def test_days_that_make_no_sense_are_refused(world, draft):
    today = timezone.localdate()
    with pytest.raises(Refused, match="today or later"):
        consulting.open_consultation(draft, by=world.facilitator, until=today - DAY, seen=draft.row_version)
    with pytest.raises(Refused, match="No consultation is open"):
        consulting.close_consultation(draft, by=world.facilitator, counted_upto=today, seen=draft.row_version)
    consulting.open_consultation(draft, by=world.facilitator, until=today, seen=draft.row_version)
    with pytest.raises(Refused, match="today at the latest"):
        consulting.close_consultation(draft, by=world.facilitator, counted_upto=today + DAY, seen=draft.row_version)


def test_a_draft_that_changed_meanwhile_is_not_consulted_on(world, draft):
    with pytest.raises(Stale):
        consulting.open_consultation(draft, by=world.facilitator, until=timezone.localdate(), seen=99)


def test_a_version_is_not_submitted_while_its_consultation_is_open(world, draft):
    consulting.open_consultation(draft, by=world.facilitator, until=timezone.localdate(), seen=draft.row_version)

    with pytest.raises(Refused, match="still open"):
        preparing.submit(draft, by=world.facilitator, seen=draft.row_version)
    assert not Version.objects.exists()


def test_the_turn_says_who_acts_and_until_when(world, draft):
    until = timezone.localdate() + 30 * DAY
    assert "Facilitators" in turn_of_draft(open_draft(world.charter), State.DRAFT).who
    consulting.open_consultation(draft, by=world.facilitator, until=until, seen=draft.row_version)

    turn = turn_of_draft(open_draft(world.charter), State.CONSULTATION)

    assert turn.who.startswith("Everyone")
    assert (turn.expected_on, turn.days, turn.is_late) == (until, 0, False)


def test_what_people_counted_on_is_not_cut_without_saying_why(world, draft):
    today = timezone.localdate()
    consulting.open_consultation(draft, by=world.facilitator, until=today + 9 * DAY, seen=draft.row_version)
    closing = {"by": world.facilitator, "seen": draft.row_version}
    with pytest.raises(Refused, match="was announced until"):
        consulting.close_consultation(draft, counted_upto=today, **closing)
    with pytest.raises(Refused, match="a day before it leaves out"):
        consulting.close_consultation(draft, counted_upto=today - DAY, **closing)

    step = consulting.close_consultation(draft, counted_upto=today - DAY, reason="Elections.", **closing)
    assert (step.counted_upto, step.reason) == (today - DAY, "Elections.")


def test_a_version_does_not_count_less_than_the_one_in_force(world):
    world.validate()
    world.rewrite(text="Other words.")
    draft = preparing.prepare(world.charter, by=world.facilitator)
    consulting.open_consultation(draft, by=world.facilitator, until=timezone.localdate(), seen=draft.row_version)

    with pytest.raises(Refused, match="already answered contributions"):
        consulting.close_consultation(
            draft,
            by=world.facilitator,
            counted_upto=circuit.BEFORE_EVERYTHING - DAY,
            seen=draft.row_version,
            reason="r",
        )


def test_what_came_back_counts_what_it_counted(world):
    version = world.submit()
    deciding.return_to_facilitators(version, by=world.executive, reason="r", seen_hash=version.content_hash)
    preparing.prepare(world.charter, by=world.facilitator)

    draft = open_draft(world.charter)
    assert (state(world), draft.counted_upto) == (State.REVIEW, circuit.BEFORE_EVERYTHING)


def test_a_day_that_was_announced_is_not_brought_nearer(world, draft):
    """Closing before it takes a reason; announcing another day would go round it."""
    today = timezone.localdate()
    consulting.open_consultation(draft, by=world.facilitator, until=today + 30 * DAY, seen=draft.row_version)

    with pytest.raises(Refused, match="people count on that day"):
        consulting.open_consultation(draft, by=world.facilitator, until=today, seen=draft.row_version)


def test_a_consultation_that_someone_prolonged_meanwhile_is_not_closed_unseen(world, draft):
    today, seen = timezone.localdate(), draft.row_version
    consulting.open_consultation(draft, by=world.facilitator, until=today + 1 * DAY, seen=seen, seen_step=0)
    consulting.open_consultation(draft, by=world.facilitator, until=today + 9 * DAY, seen=seen, seen_step=1)
    closing = {"counted_upto": today, "reason": "It is enough.", "seen": seen}

    with pytest.raises(Stale, match="meanwhile"):
        consulting.close_consultation(draft, by=world.facilitator, **closing, seen_step=1)
    consulting.close_consultation(draft, by=world.facilitator, **closing, seen_step=2)
