"""What a slip of the finger gives is refused on its field and by the rules: days, hours, lengths, addresses."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from charters.commitments import planning, reviewing
from charters.commitments.forms import CommitForm, CompleteForm, FollowUpForm
from charters.commitments.models import A_YEAR, MOST_HOURS
from charters.commitments.plan_forms import ActionForm, MoveActionForm, ReviewForm, ReviseActionForm
from charters.models import Commitment, CommitmentFollowUp, RolloutAction, YearlyReview
from governance.refusals import Refused
from governance.signing import save_signed
from tests.charters.commitments.promising import House, day

pytestmark = pytest.mark.django_db
LONG_AGO, FAR_AHEAD = -1200, 3700
TOO_MANY = [("week", 1001), ("month", 5001), ("quarter", 15001), ("year", 50001)]


def errors_of(form: Any, field: str) -> str:
    return " ".join(form.errors.get(field, []))


def test_each_period_has_its_ceiling():
    assert MOST_HOURS.keys() == A_YEAR.keys()


@pytest.mark.parametrize(("period", "hours"), TOO_MANY)
def test_more_hours_than_a_department_can_free_are_refused(period, hours):
    house = House()
    sentence = "check the number and the period"
    with pytest.raises(Refused, match=sentence):
        house.sign(hours=Decimal(hours), period=period)
    house.sign(hours=Decimal(hours - 1), period=period)
    with pytest.raises(Refused, match=sentence):
        house.complete(hours=Decimal(hours), period=period)
    with pytest.raises(Refused, match=sentence):
        house.tell(hours=Decimal(hours), period=period)
    assert (Commitment.objects.count(), CommitmentFollowUp.objects.count()) == (1, 0)
    typed = {"hours": str(hours), "period": period}
    for form in (CommitForm(typed, clauses=[]), FollowUpForm(typed)):
        assert sentence in errors_of(form, "hours")


@pytest.mark.parametrize("typed", ["1e2", "1E2", "1_0", "NaN", "Infinity"])
def test_hours_are_typed_in_digits(typed):
    form = FollowUpForm({"hours": typed, "period": "week"})
    assert form.errors["hours"] == ["Enter a number."]


@pytest.mark.parametrize("typed", ["2.5", " 3 ", "0.5"])
def test_hours_in_digits_are_read(typed):
    assert "hours" not in FollowUpForm({"hours": typed, "period": "week"}).errors


def test_completions_stop_at_the_room_that_there_is():
    house = House()
    word = house.sign()
    house.complete(added={"M1": "a" * 1000}, stops="b" * 1500)

    with pytest.raises(Refused, match="not do instead would have 3022 characters"):
        house.complete(seen=2, stops="b" * 1500)
    with pytest.raises(Refused, match="clause M1 would have 2029 characters"):
        house.complete(seen=2, added={"M1": "a" * 999})
    with pytest.raises(Refused, match="clause M2 would have 2001 characters"):
        house.complete(seen=2, promises=[("M2", "a" * 2001)])
    word = Commitment.objects.get(sequence=2)
    form = CompleteForm({"stops": "b" * 1500, "add_M1": "a" * 999}, word=word, clauses=[])
    assert "3022 characters" in errors_of(form, "stops")
    assert "2029 characters" in errors_of(form, "add_M1")
    assert Commitment.objects.count() == 2
    assert house.complete(seen=2, added={"M1": "a" * 970}).sequence == 3


# --- Days ------------------------------------------------------------------------------------------


def test_a_team_discussion_of_long_ago_is_refused():
    house = House()
    sentence = "more than three years ago: check the year"
    with pytest.raises(Refused, match=sentence):
        house.sign(discussed_on=day(LONG_AGO))
    with pytest.raises(Refused, match="more than ten years ahead"):
        house.sign(status="en_discussion", discussed_on=day(FAR_AHEAD))
    form = CommitForm({"discussed_on": day(LONG_AGO).isoformat()}, clauses=[])
    assert sentence in errors_of(form, "discussed_on")
    word = house.sign()
    with pytest.raises(Refused, match=sentence):
        house.complete(discussed_on=day(LONG_AGO), added={"M1": "More."})
    form = CompleteForm({"discussed_on": day(LONG_AGO).isoformat()}, word=word, clauses=[])
    assert sentence in errors_of(form, "discussed_on")


def test_what_was_signed_after_a_discussion_of_long_ago_is_still_completed():
    house = House()
    word = Commitment.objects.create(
        charter=house.charter, department=house.roads, version_label="1.0", status="signee", date=day(LONG_AGO),
        team_discussion_date=day(LONG_AGO), signed_by_function="Head", clause_codes=["M1"], promises=["We answer."],
        hours_freed=Decimal(2), hours_period="week", stops="A meeting.",
    )  # fmt: skip
    form = CompleteForm({"discussed_on": day(LONG_AGO).isoformat()}, word=word, clauses=[])
    assert "discussed_on" not in form.errors
    assert house.complete(discussed_on=day(LONG_AGO), added={"M1": "At once."}).sequence == 2


@pytest.mark.parametrize(("held", "following", "field"), [(LONG_AGO, 365, "held_on"), (0, FAR_AHEAD, "next_on")])
def test_a_review_of_another_age_is_refused(held, following, field):
    house = House()
    days = {"held_on": day(held), "next_on": day(following)}
    with pytest.raises(Refused, match="check the year"):
        reviewing.record_review(house.charter, by=house.facilitator, seen=0, findings="It holds.", changes="", **days)
    form = ReviewForm({name: one.isoformat() for name, one in days.items()})
    assert "check the year" in errors_of(form, field)
    assert not YearlyReview.objects.exists()


def planned(house: House, **more: Any) -> RolloutAction:
    words = {"step": "Meet", "owner_function": "HR", "period_start": day(0).replace(day=1), "due_on": day(30)} | more
    return planning.add_action(house.charter, by=house.facilitator, words=words)


def test_an_action_of_another_age_is_refused():
    house = House()
    for days in ({"period_start": day(LONG_AGO).replace(day=1)}, {"due_on": day(FAR_AHEAD)}):
        with pytest.raises(Refused, match="check the year"):
            planned(house, **days)
        ((name, one),) = days.items()
        typed = f"{one:%Y-%m}" if name == "period_start" else one.isoformat()
        assert "check the year" in errors_of(ActionForm({name: typed}), name)
        assert "check the year" not in errors_of(ReviseActionForm({name: typed}, initial=days), name)
    action = planned(house)
    with pytest.raises(Refused, match="check the year"):
        planning.revise_action(action, by=house.facilitator, words={"due_on": day(FAR_AHEAD)}, reason="So.", seen=1)
    done = {"state": "done", "done_on": day(LONG_AGO), "proof": "Minutes."}
    with pytest.raises(Refused, match="check the year"):
        planning.move_action(action, by=house.facilitator, seen=1, **done)
    assert "check the year" in errors_of(MoveActionForm(done), "done_on")
    assert RolloutAction.objects.get().state == "to_do"


def test_an_action_that_began_long_ago_is_still_revised():
    house = House()
    since = datetime.date(2019, 1, 1)
    action = RolloutAction(charter=house.charter, position=1, step="Meet", owner_function="HR", period_start=since)
    save_signed(action, by=None, reason="From a file")
    words = {"period_start": since, "step": "Meet all"}
    revised = planning.revise_action(action, by=house.facilitator, words=words, reason="Clearer.", seen=1)
    assert revised.step == "Meet all"


# --- The address of a proof -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200f", "\u200b", "\u00ad", "\ufeff", "\u0085", "\ue000", "\U000e0041"],
)  # fmt: skip
def test_an_address_that_hides_something_is_refused(character):
    form = MoveActionForm({"proof_address": f"https://town.example/a{character}b"})
    assert f"U+{ord(character):04X}" in errors_of(form, "proof_address") or "valid URL" in errors_of(
        form, "proof_address"
    )


def test_an_address_in_any_script_is_taken_as_it_is():
    form = MoveActionForm({"proof_address": "https://town.example/été?l’an=1"})
    assert "proof_address" not in form.errors
    assert form.cleaned_data["proof_address"] == "https://town.example/été?l’an=1"
