"""The steps of a round: one table of what leads where, read by the buttons and by the guard."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from charters.consent import steps
from charters.consent.models import Step
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import Circle, day

pytestmark = pytest.mark.django_db
ORDER = [step.value for step in steps.ORDER]


@pytest.mark.parametrize("place", range(5))
def test_from_each_step_the_table_says_what_leads_where(place):
    moves = {move.name: move.targets[Step(ORDER[place])] for move in steps.moves_from(ORDER[place])}
    assert moves.pop("put-off") == (ORDER[place],)
    assert moves.pop("next", ()) == tuple(ORDER[place + 1 : place + 2])
    assert moves.pop("back", ()) == tuple(ORDER[:place])
    assert moves == {}


def test_a_round_goes_through_every_step_and_keeps_each_date():
    circle = Circle("clarify")
    for number, step in enumerate(ORDER[1:], start=1):
        circle.move("next", until=day(number))
        assert (circle.now().step, circle.round.step_until) == (step, day(number))
    assert list(circle.round.steps.values_list("number", "step")) == list(enumerate(ORDER, start=1))


def test_a_date_put_off_and_a_step_back_say_why():
    circle = Circle("object")
    circle.move("put-off", until=day(9), reason="Holidays.")
    assert (circle.now().step, circle.round.step_until) == ("object", day(9))
    circle.move("back", target="amend", reason="Two words are missing.")
    assert circle.now().step == "amend"
    assert list(circle.round.steps.values_list("reason", flat=True))[-2:] == ["Holidays.", "Two words are missing."]


REFUSED = {
    "beyond the last step": ("decide", "next", {}, "cannot go there"),
    "back before the first": ("clarify", "back", {"reason": "r"}, "cannot go there"),
    "back to a later step": ("react", "back", {"reason": "r", "target": "object"}, "cannot go there"),
    "put off without a reason": ("react", "put-off", {}, "Say why"),
    "back without a reason": ("react", "back", {"target": "clarify", "reason": " "}, "Say why"),
    "until a day that passed": ("react", "next", {"until": day(-1)}, "passed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_leads_nowhere_is_refused(case):
    at, move, said, sentence = REFUSED[case]
    circle = Circle(at)
    count = circle.round.steps.count()
    with pytest.raises(Refused, match=sentence):
        circle.move(move, **said)
    assert (circle.now().step, circle.round.steps.count()) == (at, count)


def test_a_second_click_opens_nothing():
    circle = Circle("clarify")
    circle.move("next")
    with pytest.raises(Stale):
        circle.move("next", seen=1)
    assert circle.now().step == "react"


def test_a_closed_round_moves_no_more():
    circle = Circle("object")
    circle.position()
    circle.go_to("decide")
    circle.decide()
    with pytest.raises(Refused, match="closed"):
        circle.move("put-off", reason="r")


def test_only_facilitators_move_it():
    circle = Circle("clarify")
    with pytest.raises(PermissionDenied):
        circle.move("next", by=circle.author)


def test_nobody_announces_a_day_that_nobody_would_wait_for(client):
    circle = Circle()
    far = day(800)
    with pytest.raises(Refused, match="two years"):
        circle.open(until=far)
    circle.open()
    with pytest.raises(Refused, match="two years"):
        circle.move("put-off", until=far, reason="Holidays.")
    client.force_login(circle.facilitator)
    for move, sent in (("next", {}), ("put-off", {"reason": "Holidays."})):
        address = reverse("round-step", args=[circle.clause.charter.slug, circle.round.code, move])
        for until in (far.isoformat(), "9999-12-31"):
            answer = client.post(address, {"seen": "1", "until": until, **sent})
            assert answer.status_code == 422
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("day", "offered"),
    [("2026-11-26", "2026-11-26"), ("2026-11-27", "2026-11-27"), ("2026-11-28", "2026-11-30"),
     ("2026-11-29", "2026-11-30"), ("2026-11-30", "2026-11-30")],
)  # fmt: skip
def test_a_form_offers_no_week_end(day, offered):
    assert steps.weekday(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(offered)
