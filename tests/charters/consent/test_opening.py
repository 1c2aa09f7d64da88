"""A round is opened by a facilitator, on a proposal that is open and confirmed; one at a time."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from charters.deliberation import answering, proposing, wordings
from charters.models import ConsentRound, Proposal
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import Circle, day

pytestmark = pytest.mark.django_db


def test_it_opens_at_the_step_clarify_until_the_day_announced():
    circle = Circle()
    round = circle.open(question="Does it hold for night teams?")
    circle.now()
    step = round.steps.get()
    assert (round.step, round.step_until, round.is_open, round.code[:2]) == ("clarify", day(3), True, "T-")
    assert (step.number, step.step, step.until, step.wording, step.by) == (
        1, "clarify", day(3), 1, circle.facilitator.pseudonym,
    )  # fmt: skip
    assert circle.proposal.has_open_round


REFUSED = {
    "one is open already": (Circle.open, {}, "already open"),
    "it is answered": (
        lambda circle: answering.decline(circle.proposal, by=circle.facilitator, answer="No.", seen=1),
        {},
        "answered meanwhile",
    ),
    "its clause was removed": (Circle.remove_clause, {}, "removed from the text"),
    "its author has not confirmed it": (
        lambda circle: circle.edit_clause("We answer each other within ten working days."),
        {},
        "has not confirmed",
    ),
    "the day has passed": (lambda circle: None, {"until": day(-1)}, "has passed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(case):
    before, said, sentence = REFUSED[case]
    circle = Circle()
    before(circle)
    rounds = ConsentRound.objects.count()
    with pytest.raises(Refused, match=sentence):
        circle.open(**said)
    assert ConsentRound.objects.count() == rounds


def test_only_facilitators_open_one():
    circle = Circle()
    with pytest.raises(PermissionDenied):
        circle.open(by=circle.author)


def test_the_database_holds_one_open_round_a_proposal():
    circle = Circle("clarify")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRound.objects.create(proposal=circle.proposal, code="T-2", step_until=day(1))


@pytest.mark.parametrize(
    "act",
    [
        lambda circle: answering.take_up(
            circle.proposal, by=circle.facilitator, answer="Yes", seen=circle.clause.row_version
        ),
        lambda circle: answering.decline(circle.proposal, by=circle.facilitator, answer="No", seen=1),
        lambda circle: proposing.withdraw(circle.proposal, by=circle.author),
    ],
    ids=["take up", "decline", "withdraw"],
)
def test_while_it_is_open_nobody_decides_alone(act):
    circle = Circle("clarify")
    with pytest.raises(Refused, match="consent round is open"):
        act(circle)
    assert Proposal.objects.get(pk=circle.proposal.pk).outcome == ""


def test_a_round_opens_on_the_words_on_screen_and_on_no_others():
    circle = Circle()
    words = {"title": "", "text": "We answer each other within a week.", "reason": "Closer.", "seen": 1}
    wordings.amend(circle.proposal, by=circle.author, **words)
    with pytest.raises(Stale, match="no round was opened"):
        circle.open(seen=1)
    assert circle.open(seen=2).is_open
