"""Messages about a version: to whoever acts next, with the anchor that shows a cut tail."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from charters.models import Version, VersionStep
from charters.versions import deciding, telling
from charters.versions.opinions import record_opinion
from governance.models import Committee, OutgoingMail
from governance.seals import anchor
from governance.signing import save_signed
from tests import circuit
from tests.factories import CommitteeFactory, MemberFactory


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.EMAIL_HOST = "mail.test.example"


def written() -> dict[str, list[str]]:
    """Whom each kind of message goes to, by the beginning of its key."""
    found: dict[str, list[str]] = {}
    for mail in OutgoingMail.objects.order_by("created_at", "to"):
        found.setdefault(mail.key.split(":")[0], []).append(mail.to)
    return found


def test_management_is_written_to_when_a_version_is_submitted(world):
    version = world.submit()

    [mail] = OutgoingMail.objects.all()
    assert mail.to == world.executive.email
    assert version.get_absolute_url() in mail.body
    assert version.content_hash in mail.body


def test_the_message_of_a_validation_carries_an_anchor_that_covers_it(world):
    version = world.validate()
    step = version.steps.get(kind="validated")

    mail = OutgoingMail.objects.get(key=f"version-step:{step.pk}:{world.executive.pseudonym}")
    assert str(anchor()) in mail.body
    assert {mail.to for mail in OutgoingMail.objects.filter(key__startswith=f"version-step:{step.pk}:")} == {
        world.executive.email,
        world.facilitator.email,
    }


def test_a_rule_that_fails_writes_to_nobody(world):
    version = world.submit()
    OutgoingMail.objects.all().delete()
    with pytest.raises(Exception, match="Say why"):
        deciding.return_to_facilitators(version, by=world.executive, reason=" ", seen_hash=version.content_hash)

    assert not OutgoingMail.objects.exists()


def test_whoever_left_management_is_not_written_to(world):
    MemberFactory(executive=True, is_active=False)
    world.submit()

    assert [mail.to for mail in OutgoingMail.objects.all()] == [world.executive.email]


def test_without_a_mail_server_nobody_is_written_to(world, settings):
    settings.EMAIL_HOST = ""
    world.validate()

    assert not OutgoingMail.objects.exists()


def test_silence_is_told_every_two_weeks_and_never_while_it_is_postponed(world):
    version = world.submit()
    OutgoingMail.objects.all().delete()
    today = timezone.localdate()
    days = datetime.timedelta(days=1)

    assert telling.remind_management(today + 13 * days) == 0
    assert telling.remind_management(today + 14 * days) == 1
    assert telling.remind_management(today + 15 * days) == 0
    assert telling.remind_management(today + 28 * days) == 1

    deciding.postpone(
        version, by=world.executive, until=today + 60 * days, reason="Budget.", seen_hash=version.content_hash
    )
    assert telling.remind_management(today + 59 * days) == 0
    assert set(written()) == {"version-silence", "version-step"}


def test_a_reminder_that_an_announced_day_brings_starts_two_weeks_of_its_own(world):
    """The day passes on the thirteenth day of silence: nobody is written to again on the fourteenth."""
    world.organisation.content_language = "en"
    save_signed(world.organisation, by=None, reason="For a test")
    submitted, days = timezone.localdate(), datetime.timedelta(days=1)
    circuit.submit(world.charter, by=world.facilitator, answer_expected_on=submitted + 12 * days)

    told = [n for n in range(42) if telling.remind_management(submitted + n * days)]

    assert told == [13, 27, 41]
    [first, *_others] = OutgoingMail.objects.filter(key__startswith="version-silence").order_by("created_at")
    assert "13 days ago" in first.body


def test_a_day_to_which_the_decision_was_postponed_is_told_once_it_has_passed_then_every_two_weeks(world):
    version, days = world.submit(), datetime.timedelta(days=1)
    until = timezone.localdate() + 3 * days
    deciding.postpone(version, by=world.executive, until=until, reason="r", seen_hash=version.content_hash)

    told = [n for n in range(20) if telling.remind_management(timezone.localdate() + n * days)]

    assert told == [4, 18]


def test_management_is_written_to_when_the_last_opinion_that_was_needed_is_heard(world):
    version, facilitator = awaiting_two_opinions(world), world.facilitator
    first, last = Committee.objects.order_by("code")
    said = {"verdict": "favourable", "on": timezone.localdate(), "reference": "Minutes"}
    record_opinion(version, first, by=facilitator, **said)
    assert "version-heard" not in written()

    record_opinion(version, last, by=facilitator, **said)
    record_opinion(version, last, by=facilitator, replaces=1, correction_reason="Misread.", **said)

    assert written()["version-heard"] == [world.executive.email]
    mail = OutgoingMail.objects.get(key__startswith=f"version-heard:{version.pk}:")
    assert version.get_absolute_url() in mail.body


def awaiting_two_opinions(world) -> Version:
    """A version that touches the organisation, put before the statutory committees of two bodies."""
    for code in ("CST-A", "CST-B"):
        CommitteeFactory(code=code, kind=Committee.Kind.STATUTORY)
    world.add("Who decides", section="governance")
    return circuit.submit(world.charter, by=world.facilitator, opinions_from=["CST-A", "CST-B"])


def test_a_returned_version_is_told_to_those_who_prepare(world):
    version = world.submit()
    deciding.return_to_facilitators(version, by=world.executive, reason="Costs.", seen_hash=version.content_hash)
    step = VersionStep.objects.get(kind="returned")

    [mail] = OutgoingMail.objects.filter(key__startswith=f"version-step:{step.pk}:")
    assert (mail.to, "Costs." in mail.body) == (world.facilitator.email, True)
