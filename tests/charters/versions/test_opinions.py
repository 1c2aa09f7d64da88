"""Opinions: asked for, recorded, corrected without losing the former one, and heard before validation."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from charters.models import Opinion, Version
from charters.versions import deciding
from charters.versions.acts import State
from charters.versions.clock import turn_of
from charters.versions.content import frozen_content
from charters.versions.dossier import dossier_of, opinions_printed
from charters.versions.opinions import ask_opinion, record_opinion
from charters.versions.reading import state_of, with_steps
from governance.models import Committee
from governance.refusals import Refused
from tests import circuit
from tests.factories import CommitteeFactory, MemberFactory

TODAY = timezone.localdate()
GIVEN = {"verdict": "favourable", "on": TODAY, "reference": "Session of today, item 2"}


@pytest.fixture
def staff_committee(db):
    return CommitteeFactory(code="CST", name="Staff committee", acronym="CST", kind=Committee.Kind.STATUTORY)


@pytest.fixture
def version(world, staff_committee) -> Version:
    world.add("Who decides", section="governance")
    return circuit.submit(world.charter, by=world.facilitator)


def now(version: Version) -> Version:
    return with_steps().get(pk=version.pk)


def test_a_version_that_needs_an_opinion_awaits_it_before_it_can_be_validated(world, version, staff_committee):
    assert state_of(now(version)) is State.OPINION
    assert turn_of(now(version)).who == "Staff committee"
    with pytest.raises(Refused, match="still awaits an opinion that it needs \\(Staff committee\\)"):
        deciding.validate(version, by=world.executive, seen_hash=version.content_hash)

    record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)

    assert state_of(now(version)) is State.AWAITING
    assert turn_of(now(version)).who == "Executive management"
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)
    assert state_of(now(version)) is State.IN_FORCE


def test_management_returns_or_postpones_without_waiting_for_an_opinion(world, version):
    until = TODAY + datetime.timedelta(days=7)
    deciding.postpone(version, by=world.executive, until=until, reason="Later.", seen_hash=version.content_hash)
    deciding.return_to_facilitators(version, by=world.executive, reason="No.", seen_hash=version.content_hash)

    assert state_of(now(version)) is State.RETURNED


def test_an_unfavourable_opinion_is_an_opinion(world, version, staff_committee):
    said = GIVEN | {"verdict": "unfavourable", "words": "Nothing is said of working time."}
    record_opinion(version, staff_committee, by=MemberFactory(hr=True), **said)

    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)
    assert [opinion.words for opinion in opinions_printed(version)] == ["Nothing is said of working time."]


@pytest.mark.parametrize("verdict", ["reservations", "unfavourable", "not_required"])
def test_what_is_not_plain_says_why(world, version, staff_committee, verdict):
    with pytest.raises(Refused, match="Say what the committee said"):
        record_opinion(version, staff_committee, by=world.facilitator, **GIVEN | {"verdict": verdict})


def test_an_opinion_is_not_dated_of_tomorrow(world, version, staff_committee):
    with pytest.raises(Refused, match="a day to come"):
        record_opinion(
            version, staff_committee, by=world.facilitator, **GIVEN | {"on": TODAY + datetime.timedelta(days=1)}
        )


def test_an_opinion_on_this_very_text_is_not_older_than_its_submission(world, version, staff_committee):
    the_day_before = timezone.localdate(version.submitted_at) - datetime.timedelta(days=1)
    with pytest.raises(Refused, match="is not older"):
        record_opinion(version, staff_committee, by=world.facilitator, **GIVEN | {"on": the_day_before})

    assert not Opinion.objects.exists()
    assert state_of(now(version)) is State.OPINION


def test_whoever_recorded_that_a_needed_opinion_is_not_required_does_not_validate(world, version, staff_committee):
    both = MemberFactory(hr=True, executive=True)
    said = GIVEN | {"verdict": "not_required", "words": "The rules of the committee leave this out."}
    record_opinion(version, staff_committee, by=both, **said)

    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=both, seen_hash=version.content_hash)
    assert state_of(now(version)) is State.AWAITING
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)


def test_whoever_recorded_an_opinion_that_was_needed_does_not_validate(world, version, staff_committee):
    both = MemberFactory(hr=True, executive=True)
    record_opinion(version, staff_committee, by=both, **GIVEN)

    with pytest.raises(PermissionDenied):
        deciding.validate(version, by=both, seen_hash=version.content_hash)


def test_whoever_recorded_an_opinion_that_nothing_needed_may_validate(world, version, staff_committee):
    both = MemberFactory(hr=True, executive=True)
    record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)
    record_opinion(version, CommitteeFactory(), by=both, **GIVEN)

    deciding.validate(version, by=both, seen_hash=version.content_hash)


def test_a_correction_says_why_and_leaves_the_former_readable(world, version, staff_committee):
    record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)
    with pytest.raises(Refused, match="recorded meanwhile"):
        record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)
    with pytest.raises(Refused, match="Say why the opinion is corrected"):
        record_opinion(version, staff_committee, by=world.facilitator, replaces=1, **GIVEN)
    said = GIVEN | {"verdict": "split"}
    record_opinion(version, staff_committee, by=world.facilitator, replaces=1, correction_reason="Misread.", **said)

    [line] = dossier_of(now(version), frozen_content(version)).opinions
    assert [row["verdict"] for row in line.given] == ["split", "favourable"]
    assert [opinion.verdict for opinion in opinions_printed(version)] == ["split"]
    assert Opinion.objects.count() == 2


def test_another_committee_is_asked_and_does_not_hold_anything_back(world, version, staff_committee):
    other = CommitteeFactory(code="COPIL", acronym="COPIL")
    record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)
    ask_opinion(version, other, by=world.executive)
    with pytest.raises(Refused, match="already asked for"):
        ask_opinion(version, other, by=world.facilitator)

    assert state_of(now(version)) is State.AWAITING
    lines = {line.code: line for line in dossier_of(now(version), frozen_content(version)).opinions}
    assert lines["COPIL"].last is None
    assert (lines["CST"].required, lines["CST"].touches) == (True, ("governance",))


def test_who_asks_and_who_records(world, version, staff_committee):
    for member in (world.agent, MemberFactory(hr=True), MemberFactory(administrator=True)):
        with pytest.raises(PermissionDenied):
            ask_opinion(version, CommitteeFactory(), by=member)
    for member in (world.agent, world.executive, MemberFactory(administrator=True)):
        with pytest.raises(PermissionDenied):
            record_opinion(version, staff_committee, by=member, **GIVEN)


def test_nothing_is_added_once_it_is_decided(world, version, staff_committee):
    record_opinion(version, staff_committee, by=world.facilitator, **GIVEN)
    deciding.validate(version, by=world.executive, seen_hash=version.content_hash)

    with pytest.raises(Refused, match="validated meanwhile"):
        record_opinion(version, staff_committee, by=world.facilitator, replaces=1, correction_reason="r", **GIVEN)
    with pytest.raises(Refused, match="validated meanwhile"):
        ask_opinion(version, CommitteeFactory(), by=world.facilitator)
