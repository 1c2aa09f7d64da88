"""Once a consent round has ended: what it adopted comes in as it is, and what it said is read by whoever answers."""

import pytest
from django.urls import reverse

from charters.consent import objections
from charters.deliberation import answering, merging, proposing, wordings
from charters.deliberation.desk import Decision, lay_out
from charters.models import Clause, Position, Proposal
from feedback.voices.models import Outcome
from governance.models import SignsAs
from governance.refusals import Refused
from tests.charters.consent.circle import Circle
from tests.factories import CommitteeFactory, MemberFactory

pytestmark = pytest.mark.django_db


def merge_of(clause, source, *, text):
    said = {"title": "Together", "motive": "Read together.", "base_revision": clause.revision}
    merged = proposing.propose(
        clause.charter, by=MemberFactory(), kind=Proposal.Kind.MERGE, clause=clause, signature=SignsAs.FUNCTION,
        proposed_text=text, **said,
    )  # fmt: skip
    merged.sources.set([source])
    return merged


def outcomes(*proposals):
    return [Proposal.objects.get(pk=proposal.pk).outcome for proposal in proposals]


def adopted():
    circle = Circle("object")
    circle.position()
    circle.go_to("decide")
    circle.decide()
    circle.now()
    return circle


def test_what_a_round_adopted_is_not_amended_any_more():
    circle = adopted()
    said = {"title": "", "text": "We answer each other within two years.", "reason": "Longer.", "seen": 1}
    assert not wordings.may_amend(circle.proposal, by=circle.author)
    with pytest.raises(Refused, match="adopted these words"):
        wordings.amend(circle.proposal, by=circle.author, **said)
    answering.take_up(circle.proposal, by=circle.facilitator, answer="Adopted.", seen=circle.clause.row_version)


def test_a_round_that_did_not_adopt_it_leaves_its_words_to_its_author():
    circle = Circle("decide")
    circle.decide("not_adopted")
    said = {"title": "", "text": "We answer each other within two years.", "reason": "Longer.", "seen": 1}
    assert wordings.may_amend(circle.now().proposal, by=circle.author)
    assert wordings.amend(circle.proposal, by=circle.author, **said).wording == 2


def test_other_words_than_those_that_were_adopted_do_not_come_in_whole():
    circle = adopted()
    circle.edit_clause("We answer each other within ten working days.")
    clause = Clause.objects.get(pk=circle.clause.pk)
    words = {"title": clause.title, "text": "We answer each other within two years."}
    proposal = wordings.confirm(circle.proposal, by=circle.author, seen=2, **words)
    said = {"by": circle.facilitator, "answer": "a", "seen": clause.row_version, "words": words}

    assert proposal.is_reworded_since_adopted
    with pytest.raises(Refused, match="nobody consented"):
        answering.take_up(proposal, **said)
    assert answering.take_up(proposal, in_part=True, **said).outcome == Outcome.IN_PART


def test_the_desk_too_takes_up_in_part_what_a_round_adopted_in_other_words():
    circle = adopted()
    circle.edit_clause("We answer each other within ten working days.")
    words = {"title": circle.clause.title, "text": "We answer each other within two years."}
    wordings.confirm(circle.proposal, by=circle.author, seen=2, **words)
    desk = lay_out(Clause.objects.select_related("charter", "section").get(pk=circle.clause.pk))

    said = {"seen": desk.clause.row_version, "mark": desk.mark, "decision": Decision(reason="Read together.")}
    clause = merging.finish(desk.clause, by=circle.facilitator, **said)

    assert clause.text == words["text"]
    assert outcomes(circle.proposal) == [Outcome.IN_PART]


def test_another_round_starts_anew_whatever_the_last_one_adopted():
    circle = adopted()
    assert circle.proposal.is_adopted
    circle.open()
    assert not circle.now().proposal.is_adopted


def test_words_to_which_nobody_consented_are_amended_again():
    circle = adopted()
    circle.edit_clause("We answer each other within ten working days.")
    words = {"title": circle.clause.title, "text": "We answer each other within two years."}
    proposal = wordings.confirm(circle.proposal, by=circle.author, seen=2, **words)
    said = {
        "title": "",
        "text": "We answer each other within two months.",
        "reason": "Sooner.",
        "seen": proposal.wording,
    }
    assert wordings.may_amend(proposal, by=circle.author)
    assert wordings.amend(proposal, by=circle.author, **said).proposed_text == said["text"]


def test_a_source_that_a_round_adopted_in_other_words_is_answered_in_part():
    circle = adopted()
    circle.edit_clause("We answer each other within ten working days.")
    words = {"title": circle.clause.title, "text": "We answer each other within two years."}
    source = wordings.confirm(circle.proposal, by=circle.author, seen=2, **words)
    clause = Clause.objects.get(pk=circle.clause.pk)
    merged = merge_of(clause, source, text=source.proposed_text)
    answering.take_up(merged, by=circle.facilitator, answer="a", seen=clause.row_version)
    assert outcomes(source, merged) == [Outcome.IN_PART, Outcome.TAKEN_UP]


def ended(result, *, objections=0, **said):
    circle = Circle("object")
    circle.position()
    for _number in range(objections):
        circle.position(Position.Kind.OBJECTION)
    circle.go_to("decide")
    circle.decide(result, **said)
    circle.now()
    return circle


def test_what_a_round_refused_comes_in_in_part_at_most():
    circle = ended("not_adopted")
    said = {"by": circle.facilitator, "answer": "a", "seen": circle.clause.row_version}
    with pytest.raises(Refused, match="did not adopt these words"):
        answering.take_up(circle.proposal, **said)
    desk = lay_out(Clause.objects.select_related("charter", "section").get(pk=circle.clause.pk))
    assert desk.taken(Decision()) == {circle.proposal.pk: "part"}
    assert answering.take_up(circle.proposal, in_part=True, **said).outcome == Outcome.IN_PART


def test_other_words_than_those_that_were_refused_may_come_in_whole():
    circle = ended("not_adopted")
    said = {"title": "", "text": "We answer each other within a week.", "reason": "Closer.", "seen": 1}
    proposal = wordings.amend(circle.proposal, by=circle.author, **said)
    taken = answering.take_up(proposal, by=circle.facilitator, answer="a", seen=circle.clause.row_version)
    assert taken.outcome == Outcome.TAKEN_UP


def test_a_clause_that_a_round_kept_does_not_go_at_the_desk():
    circle = Circle("object", kind=Proposal.Kind.REMOVAL)
    circle.position()
    circle.go_to("decide")
    circle.decide("not_adopted")
    desk = lay_out(Clause.objects.select_related("charter", "section").get(pk=circle.clause.pk))
    assert ([p.pk for p in desk.elsewhere], desk.removals) == ([circle.proposal.pk], ())


def test_what_was_taken_to_a_committee_waits_for_its_answer_to_each_objection():
    circle = ended("escalated", objections=2, committee=CommitteeFactory())
    said = {"by": circle.facilitator, "answer": "a"}
    for objection in Position.objects.filter(kind=Position.Kind.OBJECTION):
        with pytest.raises(Refused, match="has not answered every objection"):
            answering.take_up(circle.proposal, seen=circle.clause.row_version, **said)
        with pytest.raises(Refused, match="has not answered every objection"):
            answering.decline(circle.proposal, seen=1, **said)
        with pytest.raises(Refused, match="has not answered every objection"):
            circle.open()
        desk = lay_out(Clause.objects.select_related("charter", "section").get(pk=circle.clause.pk))
        assert desk.comparable == ()
        answers = {"outcome": Outcome.NOT_TAKEN_UP, "answer": "It can be tried."}
        objections.record_committee_answer(objection, by=circle.facilitator, **answers)
    taken = answering.take_up(circle.now().proposal, seen=circle.clause.row_version, **said)
    assert taken.outcome == Outcome.TAKEN_UP


def test_a_late_answer_about_a_former_round_frees_nothing():
    circle = Circle("object")
    committee = CommitteeFactory()
    first = circle.position(Position.Kind.OBJECTION)
    circle.end(first, "escalated", committee=committee)
    circle.go_to("decide")
    circle.decide("not_adopted")
    circle.now()
    circle.open()
    circle.go_to("object")
    circle.end(circle.position(Position.Kind.OBJECTION), "escalated", committee=committee)
    circle.position()
    circle.go_to("decide")
    circle.decide()
    answer = {"outcome": Outcome.NOT_TAKEN_UP, "answer": "It can be tried."}
    objections.record_committee_answer(first, by=circle.facilitator, **answer)
    assert circle.now().proposal.awaits_committee


def test_its_author_may_take_it_back_while_a_committee_has_it():
    circle = ended("escalated", objections=1, committee=CommitteeFactory())
    assert proposing.withdraw(circle.proposal, by=circle.author).outcome == Outcome.WITHDRAWN


@pytest.mark.parametrize(
    ("result", "sentence", "ticked"),
    [("adopted", "A consent round adopted it, word for word.", True), ("not_adopted", "did not adopt it", False),
     ("escalated", "took it to a committee", False)],
)  # fmt: skip
def test_how_the_last_round_ended_is_said_where_the_proposal_is_answered(client, result, sentence, ticked):
    circle = Circle("object")
    circle.position()
    circle.go_to("decide")
    circle.decide(result, **({"committee": CommitteeFactory()} if result == "escalated" else {}))
    client.force_login(circle.facilitator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    charter = circle.clause.charter.slug
    desk = client.get(reverse("clause-merge", args=[charter, circle.clause.code]))
    take_up = client.get(reverse("proposal-take-up", args=[charter, circle.proposal.code]))
    for page in (desk, take_up):
        assert sentence in page.content.decode()
    assert desk.context["form"][f"take-{circle.proposal.code}"].value() is ticked
    assert desk.context["form"].decision.left_out == (frozenset() if ticked else frozenset([circle.proposal.pk]))
