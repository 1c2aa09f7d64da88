"""A round is decided once, on words that were read; every position ends in one answer; then comes the review."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from charters.consent import deciding, objections
from charters.models import ConsentRound, Position, Proposal, RoundDecision, RoundReview
from feedback.voices.models import Outcome
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import Circle, End, Kind, Result, day, read
from tests.factories import CommitteeFactory, DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    return Circle("object")


def test_adopted_it_records_what_was_held_on_which_words(circle):
    for kind, traits in ((Kind.CONSENT, {"category": "C"}), (Kind.CONCERN, {"category": "A"})):
        circle.position(kind, by=circle.someone(**traits))
    few = circle.someone(department=DepartmentFactory(small=True), category="B")
    circle.position(by=few, signature=SignsAs.FUNCTION)
    circle.go_to("decide")

    decision = circle.decide(reason="Good enough to try for one season.")

    assert (decision.consents, decision.concerns, decision.objections, decision.unconfirmed) == (2, 1, 0, 0)
    assert (decision.wording, decision.review_on, decision.by) == (1, day(90), circle.facilitator.pseudonym)
    assert decision.categories == ["A", "C"]
    assert (circle.now().is_open, circle.proposal.has_open_round, circle.proposal.outcome) == (False, False, "")


def withdrawn(circle):
    person = circle.someone()
    objections.withdraw_objection(circle.position(Kind.OBJECTION, by=person), by=person)


ADOPTED = {
    "with a consent": (Circle.position, {}, None),
    "with nothing": (None, {}, "Nobody has consented"),
    "with a consent to former words": (lambda circle: (circle.position(), circle.amend()), {}, "Nobody has consented"),
    "with an objection taken back and nothing else": (withdrawn, {}, "Nobody has consented"),
    "with an objection alive": (
        lambda circle: (circle.position(), circle.position(Kind.OBJECTION)), {}, "An objection has not ended",
    ),
    "with an objection alive on former words": (
        lambda circle: (circle.position(Kind.OBJECTION), circle.amend(), circle.position()),
        {},
        "An objection has not ended",
    ),
    "with an objection taken back": (lambda circle: (circle.position(), withdrawn(circle)), {}, None),
    "with an objection judged": (
        lambda circle: (circle.position(), circle.end(circle.position(Kind.OBJECTION), End.NOT_VALID)), {}, None,
    ),
    "without a review": (Circle.position, {"review_on": None}, "will be reviewed"),
    "reviewed today": (Circle.position, {"review_on": day(0)}, "will be reviewed"),
    "without a reason": (Circle.position, {"reason": " "}, "Say why"),
    "on a clause that was removed": (
        lambda circle: (circle.position(), circle.remove_clause()), {}, "removed from the text",
    ),
    "on words that its author did not confirm": (
        lambda circle: (circle.position(), circle.edit_clause("We answer each other within ten working days.")),
        {},
        "has not confirmed it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ADOPTED)
def test_what_may_be_adopted(circle, case):
    before, said, sentence = ADOPTED[case]
    if before:
        before(circle)
    circle.go_to("decide")
    if sentence is None:
        assert circle.decide(**said).result == Result.ADOPTED
        return
    with pytest.raises(Refused, match=sentence):
        circle.decide(**said)
    assert circle.now().is_open
    assert circle.proposal.has_open_round
    assert not RoundDecision.objects.exists()


@pytest.mark.parametrize("result", [Result.NOT_ADOPTED, Result.ESCALATED])
def test_on_a_clause_that_was_removed_a_round_can_only_end_otherwise(circle, result):
    circle.position()
    circle.remove_clause()
    circle.go_to("decide")
    assert circle.decide(result, committee=CommitteeFactory()).result == result


@pytest.mark.parametrize("step", ["clarify", "react", "amend", "object"])
def test_it_is_decided_at_its_own_step(step):
    circle = Circle(step)
    with pytest.raises(Refused, match="now at the step"):
        circle.decide(Result.NOT_ADOPTED)


def test_nobody_decides_on_words_not_read(circle):
    circle.position()
    circle.go_to("decide")
    circle.edit_clause("Here, we answer each other within ten days.")
    with pytest.raises(Stale):
        circle.decide(Result.NOT_ADOPTED, seen=1)


def test_taken_to_a_committee_names_it(circle):
    circle.go_to("decide")
    with pytest.raises(Refused, match="Name the committee"):
        circle.decide(Result.ESCALATED)
    committee = CommitteeFactory()
    assert circle.decide(Result.ESCALATED, committee=committee).committee == committee
    assert Proposal.objects.get().outcome == ""


def test_only_facilitators_decide(circle):
    circle.go_to("decide")
    with pytest.raises(PermissionDenied):
        circle.decide(Result.NOT_ADOPTED, by=circle.author)


# What was held, how the round ended, the answer, whose reason it carries.
ANSWERS = {
    "a consent adopted": (Kind.CONSENT, "", Result.ADOPTED, Outcome.TAKEN_UP, "decision"),
    "a concern adopted": (Kind.CONCERN, "", Result.ADOPTED, Outcome.TAKEN_UP, "decision"),
    "a consent not adopted": (Kind.CONSENT, "", Result.NOT_ADOPTED, Outcome.NOT_TAKEN_UP, "decision"),
    "a consent handed on": (Kind.CONSENT, "", Result.ESCALATED, Outcome.IN_PART, "decision"),
    "an objection alive, not adopted": (Kind.OBJECTION, "", Result.NOT_ADOPTED, Outcome.TAKEN_UP, "decision"),
    "an objection alive, handed on": (Kind.OBJECTION, "", Result.ESCALATED, "", ""),
    "an objection judged": (Kind.OBJECTION, End.NOT_VALID, Result.ADOPTED, Outcome.NOT_TAKEN_UP, "end"),
    "an objection integrated": (Kind.OBJECTION, End.INTEGRATED, Result.ADOPTED, Outcome.TAKEN_UP, "end"),
    "an objection taken back": (Kind.OBJECTION, End.WITHDRAWN, Result.ADOPTED, Outcome.WITHDRAWN, ""),
    "an objection at a committee": (Kind.OBJECTION, End.ESCALATED, Result.ADOPTED, "", ""),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_every_position_ends_in_one_answer(circle, case):
    kind, end, result, outcome, whose = ANSWERS[case]
    committee, holder = CommitteeFactory(), circle.someone()
    position = circle.position(kind, by=holder)
    if end == End.INTEGRATED:
        circle.amend()
    if end == End.WITHDRAWN:
        objections.withdraw_objection(position, by=holder)
    elif end:
        circle.end(position, end, reason="Its own end.", committee=committee)
    circle.position()
    circle.go_to("decide")
    circle.decide(result, reason="All in all.", committee=committee)

    answered = read(position)
    assert answered.outcome == outcome
    assert answered.answer == {"decision": "All in all.", "end": "Its own end.", "": ""}[whose]
    assert (answered.answered_by == circle.facilitator) is bool(whose)
    assert answered.author_told is (outcome == Outcome.WITHDRAWN)
    if result == Result.ESCALATED and kind == Kind.OBJECTION:
        assert (answered.end, answered.committee, answered.end_reason) == (End.ESCALATED, committee, "All in all.")


@pytest.mark.parametrize("result", [Result.ADOPTED, Result.NOT_ADOPTED])
def test_a_consent_to_former_words_is_told_that_it_did_not_count(circle, result):
    former = circle.position()
    circle.amend()
    circle.position()
    circle.go_to("decide")
    decision = circle.decide(result)
    assert (decision.consents, decision.unconfirmed) == (1, 1)
    assert read(former).outcome == Outcome.NOT_TAKEN_UP
    assert "n\u2019a pas compté" in read(former).answer
    assert read(former).answer.endswith(decision.reason)


def test_an_answer_that_a_committee_gave_meanwhile_stays(circle):
    objection = circle.position(Kind.OBJECTION)
    circle.end(objection, End.ESCALATED, committee=CommitteeFactory())
    said = {"by": circle.facilitator, "outcome": Outcome.NOT_TAKEN_UP, "answer": "The committee disagrees."}
    objections.record_committee_answer(objection, **said)
    circle.go_to("decide")
    circle.decide(Result.NOT_ADOPTED)
    assert (read(objection).outcome, read(objection).answer) == (Outcome.NOT_TAKEN_UP, "The committee disagrees.")


def test_once_decided_the_proposal_is_taken_up_as_any_other_or_asked_about_again(circle):
    circle.position()
    circle.go_to("decide")
    circle.decide()
    again = circle.open()
    assert (again.pk, ConsentRound.objects.filter(is_open=True).count()) == (circle.round.pk, 1)


def test_a_decision_is_made_once(circle):
    circle.go_to("decide")
    circle.decide(Result.NOT_ADOPTED)
    with pytest.raises(Refused, match="closed"):
        circle.decide(Result.NOT_ADOPTED)


def statements_to_decide(circle, many):
    """What a decision asks of the database when there are so many positions of each kind."""
    for _ in range(many):
        for kind in Kind.values:
            circle.position(kind)
        circle.end(circle.position(Kind.OBJECTION), End.NOT_VALID)
    circle.go_to("decide")
    with CaptureQueriesContext(connection) as asked:
        circle.decide(Result.NOT_ADOPTED)
    assert not Position.objects.filter(round=circle.round, outcome="").exists()
    return [query["sql"] for query in asked]


def test_a_decision_costs_the_same_for_few_positions_and_for_many():
    few, many = (statements_to_decide(Circle("object"), many) for many in (1, 6))
    assert len(few) == len(many)
    assert max(map(len, many)) <= max(map(len, few)) + 20  # no statement grows with what is held


# What someone else does while a decision is made, and would change what it counted.
MEANWHILE = {
    "decide": lambda circle, objection: deciding.decide(
        ConsentRound.objects.get(pk=circle.round.pk), by=circle.facilitator, result=Result.NOT_ADOPTED,
        reason="Second.", seen=1,
    ),
    "withdraw": lambda circle, objection: objections.withdraw_objection(objection, by=circle.objector),
    "examine": lambda circle, objection: objections.examine(objection, by=circle.facilitator, examination="Late."),
    "end": lambda circle, objection: objections.end_objection(
        objection, by=circle.facilitator, end=End.NOT_VALID, reason="Late.", examination="Late.",
    ),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", MEANWHILE)
def test_what_is_done_between_the_count_and_the_decision_waits_for_it_and_is_refused(monkeypatch, act):
    circle = Circle("object")
    circle.objector = circle.someone()
    objection = circle.position(Kind.OBJECTION, by=circle.objector)
    circle.go_to("decide")
    backends, said = [], []

    def someone_else() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backends.extend(cursor.fetchone())
            with translation.override("en"):
                MEANWHILE[act](circle, Position.objects.select_related("round__proposal").get(pk=objection.pk))
            said.append("done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    other = threading.Thread(target=someone_else)
    count = deciding.count

    def count_then_hold(*args, **kwargs):
        found = count(*args, **kwargs)
        if other.ident is None:  # the first decision has counted, and has saved nothing yet
            other.start()
            wait_until_blocked(other, backends)
        return found

    monkeypatch.setattr(deciding, "count", count_then_hold)
    decision = circle.decide(Result.NOT_ADOPTED, reason="First.")
    other.join(timeout=10)

    kept = read(objection)
    assert said == ["This round is closed: its outcome is on its page."]
    assert RoundDecision.objects.get() == decision
    assert (decision.objections, kept.end, kept.examination) == (1, "", "")
    assert (kept.outcome, kept.answer) == (Outcome.TAKEN_UP, "First.")


def wait_until_blocked(other, backends):
    """Return once the other person waits for a lock, or has come to an end without waiting for any."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = ANY(%s) AND NOT granted)", [backends])
            if cursor.fetchone()[0] or not other.is_alive():
                return
        other.join(timeout=0.01)
    raise AssertionError("The other person neither waited nor ended.")


REVIEWS = {
    "adopted": (Result.ADOPTED, {}, None),
    "adopted, and another day": (Result.ADOPTED, {"next_on": day(200)}, None),
    "adopted, another day that passed": (Result.ADOPTED, {"next_on": day(0)}, "still to come"),
    "adopted, without words": (Result.ADOPTED, {"words": " "}, "what the review found"),
    "not adopted": (Result.NOT_ADOPTED, {}, "Only a text that a round adopted"),
}


@pytest.mark.parametrize("case", REVIEWS)
def test_what_is_reviewed(circle, case):
    result, said, sentence = REVIEWS[case]
    circle.position()
    circle.go_to("decide")
    circle.decide(result)
    start = {"by": circle.facilitator, "words": "The concern proved right on Sundays.", "seen": 0}
    if sentence is None:
        review = deciding.review(circle.round, **start | said)
        assert (review.number, review.next_on) == (1, said.get("next_on"))
        with pytest.raises(Stale):
            deciding.review(circle.round, **start | said)
        assert deciding.review(circle.round, **start | said | {"seen": 1}).number == 2
        return
    with pytest.raises(Refused, match=sentence):
        deciding.review(circle.round, **start | said)
    assert not RoundReview.objects.exists()


def test_only_facilitators_record_a_review(circle):
    circle.position()
    circle.go_to("decide")
    circle.decide()
    with pytest.raises(PermissionDenied):
        deciding.review(circle.round, by=circle.author, words="x", seen=0)
