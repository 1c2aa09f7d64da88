"""An objection is examined, then ends once: integrated, withdrawn by its author, judged not valid, or escalated."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from charters.consent import objections, positions
from charters.deliberation import answering
from feedback.voices.models import Outcome
from governance.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import Circle, End, Kind, read
from tests.factories import CommitteeFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    circle = Circle("object")
    circle.objector = circle.someone()
    circle.objection = circle.position(Kind.OBJECTION, by=circle.objector, signature=SignsAs.ANONYMOUS)
    return circle


def test_its_examination_is_written_and_completed_until_it_ends(circle):
    for words in ("They are right for the night.", "And on Sundays."):
        circle.examine(circle.objection, words)
        assert read(circle.objection).examination == words
    circle.end(circle.objection, End.NOT_VALID, examination="")
    assert examinations(circle) == ["They are right for the night.", "And on Sundays."]
    with pytest.raises(Refused, match="ended meanwhile"):
        circle.examine(circle.objection, "More.")


def test_what_was_examined_meanwhile_is_read_before_one_writes_more_and_nothing_is_lost(circle):
    colleague = circle.someone(facilitator=True)
    circle.examine(circle.objection, "Heard at the depot.", by=colleague, seen=0)
    acts = [
        lambda **seen: circle.examine(circle.objection, "Read alone.", **seen),
        lambda **seen: circle.end(circle.objection, End.NOT_VALID, examination="Read alone.", **seen),
        lambda **seen: circle.end(circle.objection, End.NOT_VALID, examination="", **seen),
    ]
    for act in acts:
        with pytest.raises(Stale, match="examined meanwhile") as stale:
            act(seen=0)
        assert stale.value.current == 1
    assert (examinations(circle), read(circle.objection).end) == (["Heard at the depot."], "")
    acts[0](seen=1)
    assert examinations(circle) == ["Heard at the depot.", "Read alone."]
    by = circle.objection.examinations.values_list("by", flat=True)
    assert list(by) == [colleague.pseudonym, circle.facilitator.pseudonym]


@pytest.mark.parametrize("words", ["", "Heard at the depot.", "And on Sundays."])
def test_ending_it_with_words_that_are_there_already_writes_none_again(circle, words):
    circle.examine(circle.objection, "Heard at the depot.")
    circle.examine(circle.objection, "And on Sundays.")
    circle.end(circle.objection, End.NOT_VALID, examination=words)
    assert examinations(circle) == ["Heard at the depot.", "And on Sundays."]
    assert read(circle.objection).examination == "And on Sundays."


def test_an_end_that_is_refused_writes_no_examination(circle):
    with pytest.raises(Refused, match="Say why"):
        circle.end(circle.objection, End.NOT_VALID, reason=" ")
    assert (examinations(circle), read(circle.objection).examination) == ([], "")


def test_nothing_is_not_an_examination(circle):
    with pytest.raises(Refused, match="nothing ends unheard"):
        circle.examine(circle.objection, " ")


def examinations(circle):
    """What the examinations of the objection showed, in order."""
    return list(circle.objection.examinations.values_list("words", flat=True))


ENDS = {
    "integrated once amended": (Circle.amend, End.INTEGRATED, {}, None),
    "integrated in words that nobody changed": (None, End.INTEGRATED, {}, "not amended since"),
    "integrated by a clause that merely moved on": (
        lambda circle: circle.edit_clause("Here, we answer each other within ten days."),
        End.INTEGRATED,
        {},
        "not amended since",
    ),
    "not valid": (None, End.NOT_VALID, {}, None),
    "not valid without a reason": (None, End.NOT_VALID, {"reason": " "}, "Say why"),
    "not valid without an examination": (None, End.NOT_VALID, {"examination": ""}, "examination"),
    "escalated to nobody": (None, End.ESCALATED, {}, "Name the committee"),
}


@pytest.mark.parametrize("case", ENDS)
def test_how_it_may_end(circle, case):
    before, end, said, sentence = ENDS[case]
    if before:
        before(circle)
    if sentence is None:
        assert circle.end(circle.objection, end, **said).end == end
        with pytest.raises(Refused, match="ended meanwhile"):
            circle.end(circle.objection, End.NOT_VALID)
        return
    with pytest.raises(Refused, match=sentence):
        circle.end(circle.objection, end, **said)
    assert read(circle.objection).end == ""


def test_taken_to_a_committee_it_waits_for_its_answer(circle):
    committee = CommitteeFactory()
    circle.end(circle.objection, End.ESCALATED, committee=committee)
    assert (read(circle.objection).committee, read(circle.objection).outcome) == (committee, "")
    answer = {"by": circle.facilitator, "outcome": Outcome.IN_PART, "answer": "For night teams only."}
    with pytest.raises(Refused, match="Say why"):
        objections.record_committee_answer(circle.objection, **answer | {"answer": " "})
    objections.record_committee_answer(circle.objection, **answer)
    assert (read(circle.objection).outcome, read(circle.objection).answer) == (Outcome.IN_PART, "For night teams only.")
    with pytest.raises(Refused, match="recorded meanwhile"):
        objections.record_committee_answer(circle.objection, **answer)


def test_a_committee_answers_only_what_was_taken_to_it(circle):
    with pytest.raises(Refused, match="not taken to a committee"):
        objections.record_committee_answer(
            circle.objection, by=circle.facilitator, outcome=Outcome.TAKEN_UP, answer="Yes"
        )


def test_only_its_author_withdraws_it_anonymous_or_not(circle):
    for other in (circle.facilitator, circle.author, circle.someone()):
        with pytest.raises(Refused, match="Only its author"):
            objections.withdraw_objection(circle.objection, by=other)
    objections.withdraw_objection(circle.objection, by=circle.objector)
    assert read(circle.objection).end == End.WITHDRAWN


FACILITATORS_ACTS = {
    "examine": lambda objection, by: objections.examine(objection, by=by, examination="x"),
    "end": lambda objection, by: objections.end_objection(objection, by=by, end=End.NOT_VALID, reason="x"),
    "answer": lambda objection, by: objections.record_committee_answer(
        objection, by=by, outcome=Outcome.TAKEN_UP, answer="x"
    ),
}


@pytest.mark.parametrize("act", FACILITATORS_ACTS)
def test_what_facilitators_do_is_theirs(circle, act):
    with pytest.raises(PermissionDenied):
        FACILITATORS_ACTS[act](circle.objection, circle.objector)


def test_a_consent_is_no_objection(circle):
    with pytest.raises(Refused, match="no objection"):
        objections.examine(circle.position(), by=circle.facilitator, examination="x")


def test_an_integrated_objection_does_not_come_back_by_confirming_it(circle):
    circle.amend()
    circle.end(circle.objection, End.INTEGRATED)
    with pytest.raises(Refused, match="former one"):
        positions.confirm_position(circle.objection, by=circle.objector, seen=2)


def test_who_ended_it_is_kept_unless_its_author_took_it_back(circle):
    ended, withdrawn, left = (circle.position(Kind.OBJECTION) for _ in range(3))
    other = MemberFactory(facilitator=True)
    circle.examine(ended, "We read it together.")
    circle.end(ended, End.NOT_VALID, by=other)
    author = Member.objects.get(pk=withdrawn.author_id)
    objections.withdraw_objection(withdrawn, by=author)
    circle.go_to("decide")
    circle.decide("escalated", committee=CommitteeFactory())
    kept = [read(objection).ended_by for objection in (ended, withdrawn, left)]
    assert kept == [other.pseudonym, None, circle.facilitator.pseudonym]


def test_an_adopted_text_waits_for_the_committee_that_has_not_answered(client):
    """To take an objection to a committee is no way past it."""
    circle = Circle("object")
    objection = circle.position(Kind.OBJECTION)
    circle.position()
    circle.end(objection, End.ESCALATED, committee=CommitteeFactory())
    circle.go_to("decide")
    client.force_login(circle.facilitator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get(reverse("round-decide", args=[circle.clause.charter.slug, circle.round.code])).content.decode()
    assert "1 objection was taken to a committee, which has not answered yet." in page
    circle.decide()
    taken = {"by": circle.facilitator, "answer": "a", "seen": circle.clause.row_version}
    with pytest.raises(Refused, match="has not answered every objection"):
        answering.take_up(circle.now().proposal, **taken)
    page = client.get(circle.round.get_absolute_url()).content.decode()
    assert "it is answered once the committee has answered every objection" in page
    answer = {"outcome": Outcome.NOT_TAKEN_UP, "answer": "It can be tried."}
    objections.record_committee_answer(objection, by=circle.facilitator, **answer)
    assert answering.take_up(circle.now().proposal, **taken).outcome == Outcome.TAKEN_UP


def test_what_was_not_adopted_waits_for_no_committee(circle):
    circle.end(circle.position(Kind.OBJECTION), End.ESCALATED, committee=CommitteeFactory())
    circle.go_to("decide")
    circle.decide("not_adopted")
    assert not circle.now().proposal.awaits_committee
