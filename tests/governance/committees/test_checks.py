"""Each check has what triggers it, and what does not."""

import datetime

import pytest
from django.utils import timezone

from governance.committees import checks
from governance.committees.checks import CHECKS, check, to_mend
from governance.committees.keeping import Shared, promise_information
from governance.committees.reading import read_registry, shared_or_awaited
from governance.models import Committee, Decision
from governance.signing import save_signed
from tests.factories import (
    CommitteeFactory,
    DecisionFactory,
    InformationItemFactory,
    MandateFactory,
    MeetingFactory,
    MemberFactory,
    SharingFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def days(count):
    return TODAY + datetime.timedelta(days=count)


def found(code, reader=None):
    registry = read_registry(reader or MemberFactory(facilitator=True))
    return next(each.findings for each in check(registry) if each.check.code == code)


def committee(**said):
    return CommitteeFactory(**{"decides_on": [], "members_by_function": [], **said})


def deciding(*subjects):
    for subject in subjects:
        committee(decides_on=[subject])


def seats(*categories, **said):
    committee(members_by_function=["Someone"] * len(categories), member_categories=list(categories), **said)


def meetings(*minutes, ago=30, **said):
    one = committee()
    for place, told in enumerate(minutes):
        published = {"minutes": "Told.", "minutes_on": TODAY} if told else {}
        MeetingFactory(committee=one, number=place + 1, held_on=days(-ago - place), **published, **said)


def mandate(*spans):
    one = committee()
    for start, end in spans:
        MandateFactory(committee=one, starts_on=days(start), ends_on=None if end is None else days(end))


def decision(**said):
    DecisionFactory(date=days(-100), **{"owner_function": "The clerk", **said})


def promise(delay, held, *, shared=False, cancelled=False, withdrawn=False):
    one = committee()
    item = InformationItemFactory(committee=one, position=1, document="Minutes", delay=delay, withdrawn=withdrawn)
    ended = {"cancelled": True, "cancelled_because": "Snow"} if cancelled else {}
    meeting = MeetingFactory(committee=one, held_on=days(held), **ended)
    if shared:
        SharingFactory(information=item, meeting=meeting, shared_on=TODAY)


TRIGGERS = [
    ("overlap", lambda: deciding("Calendrier de déploiement", "Le calendrier du déploiement")),
    ("overlap", lambda: deciding("Liste des projets prioritaires", "Liste des projets communs prioritaires")),
    ("category-c", lambda: seats("A", "")),
    ("category-c", lambda: seats("AB")),
    ("seats", lambda: committee(members_by_function=["Someone"])),
    ("seats", committee),
    ("minutes", lambda: meetings(False, False)),
    ("minutes", lambda: meetings(False, False, True)),
    ("minutes", lambda: meetings(False, False, ago=1)),
    ("mandate", lambda: mandate((-400, -1))),
    ("mandate", lambda: mandate((-400, -1), (10, 300))),
    ("mandate-soon", lambda: mandate((-400, 59))),
    ("mandate-soon", lambda: mandate((-400, 0))),
    ("owner", lambda: decision(owner_function="")),
    ("owner", lambda: decision(owner_function="", type=Decision.Type.OPINION)),
    ("review", lambda: decision(review_on=TODAY)),
    ("review", lambda: decision(review_on=days(-5))),
    ("late", lambda: promise("15 jours", -16)),
    ("late", lambda: promise("5 jours ouvrés", -9)),
    ("late", lambda: promise("3 jours avant", 2)),
]
DOES_NOT = [
    ("overlap", lambda: deciding("Calendrier de déploiement", "Calendrier des consultations")),
    ("overlap", lambda: committee(decides_on=["The calendar", "The calendar"])),
    ("overlap", lambda: (committee(decides_on=["The calendar"]), committee(advises_on=["The calendar"]))),
    ("category-c", lambda: seats("A", "BC")),
    ("category-c", lambda: seats("", "", kind=Committee.Kind.STEERING)),
    ("category-c", lambda: seats("A", kind=Committee.Kind.POLITICAL)),
    ("seats", lambda: seats("A", "")),
    ("seats", lambda: committee(kind=Committee.Kind.POLITICAL)),
    ("minutes", lambda: meetings(False)),
    ("minutes", lambda: meetings(False, True)),
    ("minutes", lambda: meetings(False, False, ago=-9)),
    ("minutes", lambda: meetings(False, False, ago=0)),
    ("minutes", lambda: meetings(False, False, cancelled=True, cancelled_because="Snow")),
    ("mandate", committee),
    ("mandate", lambda: mandate((-400, -1), (0, 300))),
    ("mandate", lambda: mandate((-400, 0))),
    ("mandate", lambda: mandate((-400, None))),
    ("mandate", lambda: mandate((10, 300))),
    ("mandate-soon", lambda: mandate((-400, 61))),
    ("mandate-soon", lambda: mandate((-400, 20), (21, 300))),
    ("mandate-soon", lambda: mandate((-400, -1))),
    ("owner", decision),
    ("owner", lambda: decision(owner_function="", type=Decision.Type.INFORMATION)),
    ("review", lambda: decision(review_on=days(1))),
    ("review", decision),
    ("late", lambda: promise("15 jours", -15)),
    ("late", lambda: promise("15 jours", -16, shared=True)),
    ("late", lambda: promise("15 jours", -16, cancelled=True)),
    ("late", lambda: promise("15 jours", -16, withdrawn=True)),
    ("late", lambda: promise("Au fil de l'eau", -300)),
    ("late", lambda: promise("3 jours avant", 3)),
]


@pytest.mark.parametrize(("code", "arrange"), TRIGGERS)
def test_what_triggers_a_check(code, arrange):
    arrange()
    assert len(found(code)) == 1


@pytest.mark.parametrize(("code", "arrange"), DOES_NOT)
def test_what_does_not(code, arrange):
    arrange()
    assert found(code) == []


def test_every_check_has_both():
    codes = {each.code for each in CHECKS}
    assert {code for code, _arrange in TRIGGERS} == codes == {code for code, _arrange in DOES_NOT}


def test_how_many_meetings_may_lack_minutes_is_a_setting(settings):
    meetings(False, False)
    settings.MEETINGS_WITHOUT_MINUTES = 3
    assert found("minutes") == []


def test_a_document_that_is_late_after_two_meetings_is_one_finding_since_the_first():
    one = committee()
    InformationItemFactory(committee=one, position=1, document="Minutes", delay="1 jour")
    for number, ago in ((1, -30), (2, -20)):
        MeetingFactory(committee=one, number=number, held_on=days(ago))
    (finding,) = found("late")
    assert finding.since == days(-29)
    assert "2 meetings" in finding.what
    assert finding.mend == ("information-shared", one.code, "1", "1")


def test_a_decision_for_managers_is_not_told_to_others():
    decision(owner_function="", visibility=Decision.Visibility.MANAGERS)
    assert found("owner") == []
    assert len(found("owner", MemberFactory(manager=True))) == 1


def test_a_corrected_entry_is_judged_by_its_correction():
    first = DecisionFactory(owner_function="")
    DecisionFactory(
        code=first.code, committee=first.committee, correction=1, correction_reason="Said", owner_function="The clerk"
    )
    assert found("owner") == []


def test_notices_ask_for_nothing():
    mandate((-400, 20))
    registry = read_registry(MemberFactory())
    assert to_mend(check(registry)) == 0
    assert any(each.findings for each in check(registry))


def test_every_way_to_mend_leads_somewhere():
    for _code, arrange in TRIGGERS:
        arrange()
    findings = [finding for each in check(read_registry(MemberFactory())) for finding in each.findings]
    assert len(findings) >= len(TRIGGERS)
    assert all(finding.address.startswith("/governance/") for finding in findings)


def test_a_promise_binds_from_its_day_on():
    """What is promised today is not late after the meetings of last year, nor awaited there."""
    by = MemberFactory(facilitator=True)
    before = MeetingFactory(held_on=days(-20))
    item = promise_information(before.committee, Shared("The summary", delay="5 jours"), by=by)
    assert (item.promised_on, found("late")) == (days(0), [])
    assert shared_or_awaited(before) == []

    item.promised_on = days(-20)
    save_signed(item, by=None, reason="For a test", fields=["promised_on"])
    assert len(found("late")) == 1
    assert [each.is_late for each in shared_or_awaited(before)] == [True]


def test_reading_costs_the_same_whatever_there_is(django_assert_num_queries):
    reader = MemberFactory(manager=True)
    for _code, arrange in TRIGGERS:
        arrange()
    with django_assert_num_queries(6):
        checks.check(read_registry(reader))
