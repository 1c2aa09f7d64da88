"""A department signs by the hand of its head, on a version that can be signed, and completes what it promised."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from charters.models import Commitment
from charters.text import drafting
from charters.versions import deciding
from governance.models import Role
from governance.people import roles
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.commitments.promising import House, day
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
Status = Commitment.Status


def test_a_signature_holds_its_promises_its_time_and_no_person():
    house = House()

    word = house.sign()

    word.refresh_from_db()
    assert (word.version, word.version_label, word.sequence) == (house.version, "1.0", 1)
    assert (word.status, word.date, word.team_discussion_date) == ("signee", day(0), day(-7))
    assert word.promised == [("M1", "We answer within ten days.")]
    assert (word.hours_freed, word.hours_period, word.stops) == (Decimal("4"), "week", "The weekly report.")
    assert word.hours_freed_a_year == 208
    assert (word.signed_by_function, word.recorded_by) == ("Head of roads", house.head.pseudonym)


def test_a_head_without_a_function_signs_as_the_head_of_a_department():
    house = House()
    house.head = MemberFactory(heads=house.roads, function="")
    assert house.sign().signed_by_function == str(Role.DEPARTMENT_HEAD.label)


@pytest.mark.parametrize(
    "who",
    [
        lambda house: MemberFactory(heads=DepartmentFactory()),
        lambda house: MemberFactory(department=house.roads),
        lambda house: house.facilitator,
        lambda house: house.executive,
        lambda house: MemberFactory(administrator=True),
    ],
    ids=["the head of another department", "someone of it", "facilitator", "executive", "administrator"],
)
def test_nobody_else_signs_completes_or_declines(who):
    house = House()
    by = who(house)
    with pytest.raises(PermissionDenied):
        house.sign(by=by)
    house.sign()
    with pytest.raises(PermissionDenied):
        house.complete(by=by, added={"M1": "And by letter."})
    assert Commitment.objects.count() == 1


def test_whoever_no_longer_heads_the_department_no_longer_signs():
    house = House()
    roles.end(house.head.grants.get(), by=MemberFactory(administrator=True), reason="Gone")
    house.head = type(house.head).objects.get(pk=house.head.pk)
    with pytest.raises(PermissionDenied):
        house.sign()


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no team discussion": ({"discussed_on": None}, "after a team discussion"),
    "a discussion to come": ({"discussed_on": day(1)}, "still to come"),
    "no promise": ({"promises": []}, "one to three clauses"),
    "four promises": ({"promises": [(f"M{n}", "Words.") for n in (1, 2, 3, 4)]}, "one to three clauses"),
    "twice the same clause": ({"promises": [("M1", "One."), ("M1", "Two.")]}, "same clause"),
    "a clause of elsewhere": ({"promises": [("Z9", "Words.")]}, "Z9 is not in this version"),
    "no words": ({"promises": [("M1", "  ")]}, "in words"),
    "no time": ({"hours": None, "period": ""}, "how much working time"),
    "no time at all": ({"hours": Decimal(0)}, "how much working time"),
    "nothing stops": ({"stops": ""}, "will not do instead"),
    "reservations without words": ({"status": Status.SIGNED_WITH_RESERVATIONS}, "Say your reservations"),
    "declined without a reason": ({"status": Status.DECLINED, "promises": []}, "why the department declines"),
    "declined and promised": ({"status": Status.DECLINED, "comment": "No."}, "declines and promises"),
    "a version that does not exist": ({"label": "7.0"}, "can no longer be signed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_whole_is_refused_and_leaves_nothing(case):
    house = House()
    facts, sentence = REFUSED[case]
    with pytest.raises(Refused, match=sentence):
        house.sign(**facts)
    assert not Commitment.objects.exists()


def test_a_department_may_discuss_decline_then_sign_with_reservations():
    house = House()
    empty = {"promises": [], "hours": None, "period": "", "stops": ""}

    house.sign(status=Status.IN_DISCUSSION, discussed_on=day(5), **empty)
    house.sign(status=Status.DECLINED, comment="Not without more people.", seen=1, discussed_on=None, **empty)
    house.sign(status=Status.SIGNED_WITH_RESERVATIONS, comment="But not at night.", seen=2)

    words = Commitment.objects.order_by("sequence")
    assert [word.status for word in words] == ["en_discussion", "refusee", "signee_avec_reserve"]
    assert [word.date for word in words] == [None, day(0), day(0)]
    assert Commitment.objects.current().get().sequence == 3


def test_what_was_said_meanwhile_is_read_first():
    house = House()
    house.sign(status=Status.IN_DISCUSSION)
    with pytest.raises(Stale) as refusal:
        house.sign(seen=0)
    assert refusal.value.current == 1


def test_another_text_than_the_one_that_was_read_is_not_signed():
    house = House()
    with pytest.raises(Stale, match="another one bears its number"):
        house.sign(seen_hash="of another text")
    house.sign()
    with pytest.raises(Stale, match="another one bears its number") as refusal:
        house.complete(added={"M1": "More."}, seen_hash="of another text")
    assert refusal.value.current == 1
    assert Commitment.objects.count() == 1


def test_what_is_signed_is_neither_signed_again_nor_taken_back():
    house = House()
    house.sign()
    for status in Status:
        with pytest.raises(Refused, match="signed this version already"):
            house.sign(status=status, seen=1)
    with pytest.raises(Refused, match="not taken back"):
        house.complete(status=Status.DECLINED, comment="No.")


@pytest.mark.parametrize("days", [-1, 0])
def test_a_closed_department_does_not_commit(days):
    house = House()
    roads = DepartmentFactory(closed_on=day(days))
    house.roads, house.head = roads, MemberFactory(heads=roads)
    with pytest.raises(Refused, match="closed"):
        house.sign()


def test_a_department_commits_until_the_day_of_its_closing():
    house = House()
    roads = DepartmentFactory(closed_on=day(1))
    house.roads, house.head = roads, MemberFactory(heads=roads)
    assert house.sign().is_signed


# --- The version under consultation, and the next one ----------------------------------------------


def test_the_submitted_version_can_be_signed_before_it_is_in_force():
    house = House()
    house.edit("We answer at once.")
    version = house.submit()

    word = house.sign(label="2.0")

    assert (word.version, word.version_label) == (version, "2.0")
    deciding.validate(version, by=house.executive, seen_hash=version.content_hash)
    with pytest.raises(Refused, match="signed this version already"):
        house.sign(label="2.0", seen=1)


def test_a_signature_of_a_text_that_was_returned_does_not_bind_the_text_that_takes_its_number():
    house = House()
    house.edit("We answer at once.")
    returned = house.submit()
    house.sign(label="2.0")
    deciding.return_to_facilitators(returned, by=house.executive, reason="Not yet.", seen_hash=returned.content_hash)
    house.edit("We answer tomorrow.")
    house.validate()

    word = house.sign(label="2.0", seen=1, promises=[("M2", "Another promise.")])

    assert (word.sequence, word.clause_codes) == (2, ["M2"])


def test_a_superseded_version_is_signed_no_more():
    house = House()
    house.renew()
    with pytest.raises(Refused, match="another one is in force"):
        house.sign(label="1.0")
    assert house.sign(label="2.0").version == house.charter.version_in_force


def test_a_clause_that_left_the_charter_cannot_be_promised_on():
    house = House()
    gone = house.clauses[2]
    drafting.remove_clause(gone, by=house.facilitator, reason="Unused", seen=gone.row_version)
    house.renew()
    with pytest.raises(Refused, match="M3 is not in this version"):
        house.sign(label="2.0", promises=[("M3", "Words.")])


# --- Completing ------------------------------------------------------------------------------------


def test_a_completion_adds_words_a_promise_and_time_and_keeps_every_signed_word():
    house = House()
    first = house.sign()

    word = house.complete(
        added={"M1": "Five days for whoever works nights."},
        promises=[("M2", "We meet each month.")],
        hours=Decimal(20), period="month", stops="The paper circuit.",
    )  # fmt: skip

    first.refresh_from_db()
    assert first.promised == [("M1", "We answer within ten days.")]
    assert word.sequence == 2
    assert word.promised == [
        ("M1", "We answer within ten days.\n\nFive days for whoever works nights."),
        ("M2", "We meet each month."),
    ]
    assert word.stops == "The weekly report.\n\nThe paper circuit."
    assert word.team_discussion_date == first.team_discussion_date


COMPLETIONS_REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing added": ({}, "Nothing was added"),
    "less time": ({"hours": Decimal(1), "period": "week"}, "less time than was promised"),
    "a fourth promise": (
        {"promises": [(code, "Words.") for code in ("M2", "M3", "M4")]}, "one to three clauses",
    ),
    "the same clause again": ({"promises": [("M1", "Other words.")]}, "same clause"),
    "reservations without words": ({"status": Status.SIGNED_WITH_RESERVATIONS}, "Say your reservations"),
    "read before another word": ({"seen": 0, "added": {"M1": "More."}}, "something else on this version"),
}  # fmt: skip


@pytest.mark.parametrize("case", COMPLETIONS_REFUSED)
def test_a_completion_that_takes_away_or_adds_nothing_is_refused(case):
    house = House()
    house.sign()
    facts, sentence = COMPLETIONS_REFUSED[case]
    with pytest.raises(Refused, match=sentence):
        house.complete(**facts)
    assert Commitment.objects.count() == 1


def test_what_is_not_signed_is_not_completed():
    house = House()
    house.sign(status=Status.IN_DISCUSSION)
    with pytest.raises(Refused, match="has not signed"):
        house.complete(added={"M1": "More."})


def test_a_commitment_that_came_from_a_file_is_completed_once_it_says_all():
    house = House()
    imported = {
        "charter": house.charter, "department": house.roads, "version_label": "1.0", "status": "signee",
        "date": day(-30), "team_discussion_date": day(-40), "signed_by_function": "Head", "clause_codes": ["M1", "M2"],
    }  # fmt: skip
    Commitment.objects.create(**imported)
    whole = {"hours": Decimal(2), "period": "week", "stops": "A meeting."}

    with pytest.raises(Refused, match="on clause M2, in words"):
        house.complete(added={"M1": "We answer."}, **whole)
    word = house.complete(added={"M1": "We answer.", "M2": "We meet."}, **whole)

    assert word.promised == [("M1", "We answer."), ("M2", "We meet.")]


def test_what_a_file_signed_without_its_text_holds_for_each_text_of_its_number():
    house = House()
    Commitment.objects.create(
        charter=house.charter, department=house.roads, version_label="2.0", status="signee", date=day(-30),
        signed_by_function="Head", clause_codes=["M1"], promises=["We answer."],
    )  # fmt: skip
    house.edit("We answer at once.")
    returned = house.submit()
    house.complete(label="2.0", added={"M1": "At once."}, discussed_on=day(-7), hours=Decimal(2), period="week",
        stops="A meeting.")  # fmt: skip
    deciding.return_to_facilitators(returned, by=house.executive, reason="No.", seen_hash=returned.content_hash)
    house.edit("We answer tomorrow.")
    house.submit()

    with pytest.raises(Refused, match="word for word"):
        house.sign(label="2.0", seen=2, promises=[("M2", "Another promise.")])
    assert house.sign(label="2.0", seen=2, promises=[("M1", "We answer. Tomorrow.")]).sequence == 3


# --- What the database promises, whoever writes ----------------------------------------------------

UNDONE: dict[str, dict[str, Any]] = {
    "a promise rewritten": {"promises": ["We answer within a year."]},
    "a promise cut": {"promises": ["We answer"]},
    "another clause": {"clause_codes": ["M2"]},
    "taken back": {"status": "refusee", "comment": "No."},
    "discussed again": {"status": "en_discussion"},
    "a word that follows nothing": {"sequence": 3},
    "what stops is rewritten": {"stops": "Something else."},
    "what stops is cut": {"stops": "The weekly"},
    "fewer hours": {"hours_freed": Decimal("3.5")},
    "as many hours, less often": {"hours_period": "month"},
    "no hours": {"hours_freed": None, "hours_period": ""},
    "no period": {"hours_period": ""},
    "nothing that stops": {"stops": ""},
    "no team discussion": {"team_discussion_date": None},
    "more promises than clauses": {"promises": ["We answer within ten days.", "And more."]},
    "reservations without words": {"status": "signee_avec_reserve"},
}


@pytest.mark.parametrize("case", UNDONE)
def test_the_database_refuses_what_no_rule_would_write(case):
    house = House()
    word = house.sign()
    word.pk, word._state.adding, word.sequence = None, True, 2
    for name, value in UNDONE[case].items():
        setattr(word, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        word.save(force_insert=True)
    assert Commitment.objects.count() == 1


def test_the_database_accepts_a_completion():
    house = House()
    word = house.sign()
    word.pk, word._state.adding, word.sequence = None, True, 2
    word.promises = ["We answer within ten days. Always."]
    word.stops = "The weekly report.\n\nA meeting."
    word.hours_freed, word.hours_period = Decimal(18), "month"
    word.date = datetime.date.today() + datetime.timedelta(days=1)  # noqa: DTZ011
    word.save(force_insert=True)
    assert Commitment.objects.count() == 2


def test_a_department_that_declines_frees_no_time_whatever_the_form_proposed():
    word = House().sign(status=Commitment.Status.DECLINED, promises=(), comment="No time.")

    assert (word.hours_freed, word.hours_period, word.stops) == (None, "", "")
