"""To each what awaits them in the deliberation, and nothing of what awaits others."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from charter_site.pages import awaiting, counting
from charter_site.pages.charter_state import charter_now
from charter_site.pages.worklist import tasks_of
from charters.consent.objections import examine, record_committee_answer, withdraw_objection
from charters.consent.positions import confirm_position
from charters.deliberation import proposing, wordings
from charters.deliberation.editing import edit_clause
from charters.models import Clause, ConsentRound, Position, Proposal
from charters.text import anchoring
from feedback.models import Comment, Outcome
from feedback.projects import drafting
from feedback.voices.answering import answer
from feedback.voices.discussions import resolve
from feedback.voices.signing import OnBehalf
from governance.models import Member, SignsAs
from tests.charter_site.pages.test_home import tasks, titles
from tests.charters.consent.circle import Circle, Kind, day
from tests.factories import ClauseFactory, CommentFactory, CommitteeFactory, FeedbackFactory, MemberFactory
from tests.feedback.voices.plans import plan_of

pytestmark = pytest.mark.django_db
OTHERS = ({}, {"hr": True}, {"executive": True}, {"administrator": True})


def task(member, title):
    return next(task for task in tasks(member) if task.title.startswith(title))


def awaits_nobody_else(*but):
    """Nobody of any role sees a task of the deliberation; facilitators see only these."""
    for role in OTHERS:
        assert not [title for title in titles(MemberFactory(**role)) if "organisation" not in title]
    seen = set(titles(MemberFactory(facilitator=True)))
    assert seen == set(but)


class TestContributionsToAnswer:
    def test_facilitators_see_how_many_and_the_oldest(self):
        clause = ClauseFactory()
        comments = CommentFactory.create_batch(7, thread=clause.thread, by=MemberFactory())
        CommentFactory(thread=clause.thread, reply_to=comments[0], kind=Comment.Kind.ANSWER)
        FeedbackFactory(written_on=timezone.localdate() - datetime.timedelta(days=30))
        FeedbackFactory(draft=True)
        title = "Answer 8 comments, entries or objections"
        awaits_nobody_else(title)

        found = task(MemberFactory(facilitator=True), title)

        assert (found.days, found.is_urgent, len(found.links)) == (30, True, 5)
        assert found.address == reverse("unanswered")
        assert found.links[0][1].startswith("/feedback/")

    def test_beyond_a_thousand_they_are_not_counted(self, monkeypatch):
        monkeypatch.setattr(counting, "MOST", 6)
        CommentFactory.create_batch(7, thread=ClauseFactory().thread, by=MemberFactory())
        facilitator = MemberFactory(facilitator=True)
        assert titles(facilitator) == ["Answer more than 6 comments, entries or objections"]
        assert len(task(facilitator, "Answer").links) == 5

    def test_their_number_is_counted_apart_from_their_words(self):
        """One pass that numbers every row would read all of them, with their words, before it keeps five."""
        CommentFactory()
        facilitator = Member.objects.with_roles().get(pk=MemberFactory(facilitator=True).pk)
        charter = charter_now() or ClauseFactory().charter
        with CaptureQueriesContext(connection) as asked:
            tasks_of(facilitator, charter_now() or charter)
        assert "OVER ()" not in asked.captured_queries[-1]["sql"]

    def test_what_is_answered_awaits_no_more(self):
        facilitator = MemberFactory(facilitator=True)
        comment = CommentFactory(thread=ClauseFactory().thread)
        answer(comment, by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes.")
        assert titles(facilitator) == []

    def test_the_answer_of_a_committee_is_awaited_from_the_day_it_is_asked(self):
        circle = Circle("object")
        objection = circle.position(Kind.OBJECTION)
        circle.end(objection, "escalated", committee=CommitteeFactory())
        circle.position()
        for _before_and_after_the_decision in range(2):
            found = task(circle.facilitator, "Answer 1 comment, entry or objection")
            assert [address for _label, address in found.links] == [circle.round.get_absolute_url()]
            if circle.now().is_open:
                circle.go_to("decide")
                circle.decide()
        said = {"outcome": Outcome.TAKEN_UP, "answer": "It is right."}
        record_committee_answer(objection, by=circle.facilitator, **said)
        assert "Answer 1 comment, entry or objection" not in titles(circle.facilitator)


class TestCommentsToPutBack:
    def comment_on(self, clause, words):
        stored = Clause.objects.get(pk=clause.pk)
        start = stored.text.index(words)
        return anchoring.comment_on_passage(
            stored, by=MemberFactory(), read_text=stored.text, revision=stored.revision, start=start,
            end=start + len(words), kind=Comment.Kind.QUESTION, text="Why?", signature=SignsAs.ANONYMOUS,
        )  # fmt: skip

    def test_facilitators_see_them_clause_by_clause(self):
        facilitator = MemberFactory(facilitator=True)
        clause = ClauseFactory(text="We meet once a month. We leave early.")
        gone, kept = self.comment_on(clause, "leave early"), self.comment_on(clause, "We meet once a month")
        for comment in (gone, kept):
            answer(comment, by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes.")
        assert titles(facilitator) == []
        stored = Clause.objects.get(pk=clause.pk)
        words = {"text": "We meet once a month."}
        edit_clause(stored, by=facilitator, reason="Shorter", words=words, seen=stored.row_version)

        title = "Put 1 comment back in its place"
        awaits_nobody_else(title)
        address = reverse("clause-passages", args=[clause.charter.slug, clause.code])
        assert task(facilitator, title).links == [(f"{clause.code} (1)", address)]
        resolve(gone, by=facilitator, reason="Said.")
        assert titles(facilitator) == []


class TestRounds:
    def quiet(self, circle):
        """What facilitators see besides the proposal itself, which waits for its answer."""
        return [title for title in titles(circle.facilitator) if title != "Answer 1 proposal"]

    def test_a_round_to_decide_awaits_whoever_leads_it(self):
        circle = Circle("object")
        assert self.quiet(circle) == []
        circle.go_to("decide")
        awaits_nobody_else("Lead 1 consent round on")
        assert task(circle.facilitator, "Lead").address == circle.round.get_absolute_url()

    def test_an_objection_awaits_whoever_examines_it_until_it_was(self):
        circle = Circle("object")
        circle.position(Kind.CONCERN)
        assert self.quiet(circle) == []
        objection = circle.position(Kind.OBJECTION)
        awaits_nobody_else("Examine 1 objection")
        found = task(circle.facilitator, "Examine")
        assert found.links == [(objection.harm, circle.round.get_absolute_url())]
        examine(objection, by=circle.facilitator, examination="We read it together.")
        assert self.quiet(circle) == ["End 1 examined objection"]
        assert task(circle.facilitator, "End 1").links == [(objection.harm, circle.round.get_absolute_url())]
        circle.end(objection, "not_valid", seen=1)
        assert self.quiet(circle) == []

    def test_an_objection_that_ended_unexamined_awaits_nobody(self):
        circle, holder = Circle("object"), MemberFactory()
        withdraw_objection(circle.position(Kind.OBJECTION, by=holder), by=holder)
        assert self.quiet(circle) == []

    def test_so_does_a_round_whose_last_day_has_passed(self):
        circle = Circle("react")
        ConsentRound.objects.update(step_until=day(-3))
        assert task(circle.facilitator, "Lead").days == 3

    def test_so_does_a_decision_to_review_until_it_was(self, monkeypatch):
        circle = Circle("object")
        circle.position()
        circle.go_to("decide")
        circle.decide(review_on=day(10))
        assert self.quiet(circle) == []
        later = day(12)
        monkeypatch.setattr(timezone, "localdate", lambda *_moment: later)
        assert "Review 1 text adopted by consent" in titles(circle.facilitator)
        assert task(circle.facilitator, "Review").days == 2


class TestOwnWords:
    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_one_s_own_proposal_to_confirm_however_it_is_signed(self, signature):
        circle = Circle(signature=signature)
        assert titles(circle.author) == []
        circle.edit_clause("We answer each other within five days.")
        assert Proposal.objects.get().awaits_confirmation

        title = "Confirm 1 proposal on the present text"
        assert titles(circle.author) == [title]
        awaits_nobody_else("Answer 1 proposal")
        address = reverse("proposal-confirm", args=[circle.clause.charter.slug, circle.proposal.code])
        assert task(circle.author, title).links == [("Two days", address)]
        stored, clause = Proposal.objects.get(), Clause.objects.get()
        title, text = wordings.suggestion(stored, clause)
        wordings.confirm(stored, by=circle.author, title=title, text=text, seen=clause.revision)
        assert titles(circle.author) == []

    def test_the_words_of_a_card_are_confirmed_by_facilitators(self):
        circle = Circle()
        circle.author = circle.facilitator
        card = circle.propose(on_behalf=OnBehalf(channel="carte_papier"), signature=SignsAs.ANONYMOUS)
        circle.edit_clause("We answer each other within five days.")
        links = task(MemberFactory(facilitator=True), "Confirm 1 proposal").links
        assert [address for _label, address in links] == [
            reverse("proposal-confirm", args=[circle.clause.charter.slug, card.code])
        ]

    def test_an_imported_proposal_that_is_signed_awaits_no_facilitator(self):
        """It has no digest, and its author speaks for it: it is no card."""
        circle = Circle()
        Proposal.objects.update(author_digest="")
        circle.edit_clause("We answer each other within five days.")
        assert Proposal.objects.get().awaits_confirmation
        awaits_nobody_else("Answer 1 proposal")

    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_one_s_own_position_to_confirm_while_positions_are_taken(self, signature):
        circle, holder, other = Circle("object"), MemberFactory(), MemberFactory()
        position = circle.position(by=holder, signature=signature)
        circle.position(by=other, signature=signature)
        assert titles(holder) == []
        circle.amend()

        title = "Confirm your position in 1 consent round"
        assert titles(holder) == titles(other) == [title]
        awaits_nobody_else()
        assert task(holder, title).links == [("Two days", circle.round.get_absolute_url())]
        circle.go_to("amend")
        assert titles(holder) == [], "nothing can be confirmed at this step"
        circle.go_to("object")
        confirm_position(position, by=holder, seen=circle.now().proposal.wording)
        assert (titles(holder), titles(other)) == ([], [title])

    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_one_s_own_objection_that_was_examined_until_it_ends(self, signature):
        circle, holder = Circle("object"), MemberFactory()
        objection = circle.position(Kind.OBJECTION, by=holder, signature=signature)
        assert titles(holder) == []
        examine(objection, by=circle.facilitator, examination="We read it together.")

        assert titles(holder) == ["Read how your objection was examined"]
        assert titles(circle.author) == ["An objection to your proposal was examined"]
        awaits_nobody_else("End 1 examined objection")
        withdraw_objection(objection, by=holder)
        assert titles(holder) == []


@pytest.mark.parametrize("signature", SignsAs.values)
def test_one_s_own_comment_that_lost_its_words(signature):
    clause, author = ClauseFactory(text="We answer each other within ten days. Nobody waits."), MemberFactory()
    said = {"kind": "question", "text": "Working days?", "signature": signature}
    place = {"read_text": clause.text, "revision": 1, "start": 29, "end": 37}
    comment = anchoring.comment_on_passage(clause, by=author, **place, **said)
    assert titles(author) == []
    edit_clause(
        clause, by=MemberFactory(facilitator=True), reason="r", words={"text": "We answer. Nobody waits."},
        seen=clause.row_version,
    )  # fmt: skip

    assert titles(author) == ["Say on which words your comment stands"]
    passages = reverse("clause-passages", args=[clause.charter.slug, clause.code])
    assert task(author, "Say").links == [("Working days?", passages)]
    awaits_nobody_else("Put 1 comment back in its place", "Answer 1 comment, entry or objection")
    mark = anchoring.mark_of(Clause.objects.get(pk=clause.pk), comment.anchor.placements.get(is_current=True))
    anchoring.detach(comment, by=author, seen=mark)
    assert titles(author) == []


def test_one_s_own_support_given_to_other_words():
    circle, giver, other = Circle(), MemberFactory(), MemberFactory()
    proposing.support(circle.proposal, by=giver, seen=1)
    said = {"title": "", "text": "We answer each other within a week.", "reason": "Closer.", "seen": 1}
    wordings.amend(circle.proposal, by=circle.author, **said)

    assert titles(giver) == ["Read again a proposal that you supported"]
    assert titles(other) == titles(circle.author) == []
    proposing.support(circle.proposal, by=giver, seen=2)
    assert titles(giver) == []


def test_once_its_author_amended_an_objection_argues_no_more():
    circle = Circle("object")
    objection = circle.position(Kind.OBJECTION)
    circle.examine(objection, "We read it together.")
    assert titles(circle.author) == ["An objection to your proposal was examined"]
    circle.amend()
    assert titles(circle.author) == []


def test_one_s_own_positions_are_found_without_reading_those_of_others():
    circle, holder = Circle("object"), MemberFactory()
    circle.position(by=holder)
    held = {"proposal": circle.proposal, "step": "object", "step_until": day(-1), "is_open": False}
    closed = ConsentRound.objects.bulk_create(ConsentRound(code=f"T-{n}", **held) for n in range(1000))
    said = {"kind": Kind.CONSENT, "wording": 1, "taken_wording": 1, "signature": SignsAs.ANONYMOUS}
    Position.objects.bulk_create(
        Position(round=round, holder_digest=f"{3 * n + person:064}", **said)
        for n, round in enumerate(closed)
        for person in range(3)
    )
    own, *_others = awaiting._of_everyone(holder, charter_now())
    plan = plan_of(own, analyze=True, buffers=True)
    assert "position_once_each" in plan
    assert not [n for n in map(int, re.findall(r"Rows Removed by Filter: (\d+)", plan)) if n > 10]
    pages = re.search(r"Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?", plan)  # the first line: of the whole plan
    assert sum(int(number or 0) for number in pages.groups()) < 20


@pytest.mark.parametrize("signature", SignsAs.values)
def test_whoever_objected_is_told_how_it_ended_until_they_speak_again(signature):
    circle, holder = Circle("object"), MemberFactory()
    objection = circle.position(Kind.OBJECTION, by=holder, signature=signature)
    examine(objection, by=circle.facilitator, examination="We read it together.")
    circle.amend()
    circle.end(objection, "integrated", seen=1)
    assert titles(holder) == ["Read how your objection ended"]
    assert titles(circle.author) == []
    awaits_nobody_else()
    circle.position(by=holder, signature=signature)
    assert titles(holder) == []


def test_what_awaits_costs_one_query(django_assert_num_queries):
    circle = Circle("object")
    circle.position()
    everything = MemberFactory(facilitator=True, executive=True, hr=True, administrator=True)
    everything, charter = Member.objects.with_roles().get(pk=everything.pk), charter_now()
    with django_assert_num_queries(1):
        tasks_of(everything, charter)
    agent = Member.objects.with_roles().get(pk=MemberFactory().pk)
    with django_assert_num_queries(1):
        assert tasks_of(agent, charter) == []
    # a story may have been left halfway before there is a charter
    with django_assert_num_queries(1):
        assert tasks_of(agent, None) == []


def stories(member):
    return [task.title for task in tasks_of(member, None) if "telling" in task.title]


def test_a_story_left_halfway_awaits_whoever_tells_it():
    draft, facilitator = FeedbackFactory(draft=True), MemberFactory(facilitator=True)
    assert stories(draft.author) == ["Resume the project that you are telling"]
    assert stories(facilitator) == []
    FeedbackFactory(draft=True, author=draft.author)
    typed = {"author": None, "entered_by": facilitator, "on_behalf": True, "consent": True, "written_at": None}
    FeedbackFactory(draft=True, signature="function", **typed)
    (task,) = tasks_of(draft.author, None)
    assert task.title == "Resume the projects that you are telling"
    assert draft.project.name in [words for words, _address in task.links]
    assert stories(facilitator) == ["Resume the project that you are telling"]
    drafting.publish(draft, by=draft.author, seen=1)
    assert stories(draft.author) == ["Resume the project that you are telling"]
