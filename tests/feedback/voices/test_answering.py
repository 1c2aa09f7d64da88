"""Each remark ends in one answer with its reason; replies in none; what was written stays readable."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from feedback.models import Comment, Outcome
from feedback.voices.answering import answer, join, withdraw
from feedback.voices.models import REASONED
from governance.models import SignsAs
from governance.refusals import Refused
from tests.factories import CommentFactory, MemberFactory

pytestmark = pytest.mark.django_db
Kind = Comment.Kind


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def reply_to(comment, **traits):
    return CommentFactory(thread=comment.thread, reply_to=comment, kind=Kind.ANSWER, **traits)


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize("outcome", REASONED)
def test_a_facilitator_answers_a_remark_and_says_why(facilitator, outcome):
    comment = stored(answer(CommentFactory(text="Kappa"), by=facilitator, outcome=outcome, reason=" Because. "))

    assert (comment.outcome, comment.answer, comment.answered_by) == (outcome, "Because.", facilitator)
    assert (comment.text, comment.author_told) == ("Kappa", False)
    assert comment.answered_at


def test_nobody_else_answers():
    comment = CommentFactory()
    for act in (
        lambda by: answer(comment, by=by, outcome=Outcome.TAKEN_UP, reason="Yes"),
        lambda by: join(comment, by=by, to=CommentFactory(thread=comment.thread), reason="Same"),
    ):
        with pytest.raises(PermissionDenied, match="facilitators"):
            act(MemberFactory(executive=True))
    assert not stored(comment).is_answered


def test_an_answer_is_given_once_and_whoever_comes_second_is_told_which(facilitator):
    comment = CommentFactory()
    other = CommentFactory(thread=comment.thread)
    answer(comment, by=facilitator, outcome=Outcome.IN_PART, reason="The first half.")
    for again in (
        lambda: answer(comment, by=facilitator, outcome=Outcome.OUT_OF_SCOPE, reason="No."),
        lambda: join(comment, by=facilitator, to=other, reason="Same."),
        lambda: withdraw(comment, by=comment.author),
    ):
        with pytest.raises(Refused, match="Taken up in part"):
            again()
    assert stored(comment).answer == "The first half."


def test_an_answer_says_why(facilitator):
    comment = CommentFactory()
    other = CommentFactory(thread=comment.thread)
    with pytest.raises(Refused, match="Say why"):
        answer(comment, by=facilitator, outcome=Outcome.TAKEN_UP, reason="  ")
    with pytest.raises(Refused, match="Say why"):
        join(comment, by=facilitator, to=other, reason="")
    assert not stored(comment).is_answered


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.DUPLICATE, "", "no"])
def test_nobody_withdraws_for_the_author_nor_joins_to_nothing(facilitator, outcome):
    with pytest.raises(TypeError):
        answer(CommentFactory(), by=facilitator, outcome=outcome, reason="Because.")


def test_a_reply_has_no_answer_of_its_own(facilitator):
    comment = CommentFactory()
    reply = reply_to(comment)
    for act in (
        lambda: answer(reply, by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes"),
        lambda: join(reply, by=facilitator, to=comment, reason="Same"),
        lambda: join(comment, by=facilitator, to=reply, reason="Same"),
    ):
        with pytest.raises(Refused, match="A reply has no answer"):
            act()


class TestJoining:
    def test_a_remark_leads_to_the_other_and_each_keeps_its_words(self, facilitator):
        first = CommentFactory(text="We lack time.")
        second = CommentFactory(thread=first.thread, text="Time is short.")

        joined = stored(join(second, by=facilitator, to=first, reason="Both ask for time."))

        assert (joined.outcome, joined.joined_to, joined.text) == (Outcome.DUPLICATE, first, "Time is short.")
        assert (joined.answer, joined.answered_by) == ("Both ask for time.", facilitator)
        assert not stored(first).is_answered

    def test_only_to_another_of_the_same_thread_that_still_stands(self, facilitator):
        first = CommentFactory()
        second, third = CommentFactory.create_batch(2, thread=first.thread)
        gone = CommentFactory(thread=first.thread)
        withdraw(gone, by=gone.author)
        join(second, by=facilitator, to=first, reason="Same")
        for to, sentence in (
            (third, "itself: choose"),
            (CommentFactory(), "another discussion"),
            (second, "Joined to another"),
            (gone, "Withdrawn by its author"),
        ):
            with pytest.raises(Refused, match=sentence):
                join(third, by=facilitator, to=to, reason="Same")

    def test_to_one_that_is_answered(self, facilitator):
        first = CommentFactory()
        answer(first, by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes")
        second = CommentFactory(thread=first.thread)

        assert join(second, by=facilitator, to=first, reason="Same").joined_to == first


class TestWithdrawing:
    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_the_author_alone_takes_it_back_however_it_is_signed(self, signature):
        author = MemberFactory()
        comment = CommentFactory(by=author, signature=signature, text="Kappa")
        for other in (MemberFactory(), MemberFactory(facilitator=True)):
            with pytest.raises(Refused, match="Only its author"):
                withdraw(comment, by=other)

        taken_back = stored(withdraw(comment, by=author))

        assert (taken_back.outcome, taken_back.text) == (Outcome.WITHDRAWN, "Kappa")
        # an author who took it back has nothing to be told; an anonymous one leaves no time
        assert taken_back.author_told
        assert bool(taken_back.answered_at) is (signature != SignsAs.ANONYMOUS)
        assert taken_back.answered_by is None

    def test_a_reply_can_be_taken_back(self):
        reply = reply_to(CommentFactory())
        assert withdraw(reply, by=reply.author).outcome == Outcome.WITHDRAWN

    def test_a_closed_account_takes_nothing_back(self):
        comment = CommentFactory()
        comment.author.is_active = False
        with pytest.raises(PermissionDenied):
            withdraw(comment, by=comment.author)


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_at_once_give_one_answer(monkeypatch):
    comment = CommentFactory()
    first, second = MemberFactory.create_batch(2, facilitator=True)
    saving, second_started, save = threading.Event(), threading.Event(), Comment.save
    refusals = []

    def slow_save(answered, *args, **kwargs):
        saving.set()
        second_started.wait(timeout=5)
        save(answered, *args, **kwargs)

    def answer_second():
        saving.wait(timeout=5)
        threading.Timer(0.2, second_started.set).start()
        try:
            answer(comment, by=second, outcome=Outcome.NOT_TAKEN_UP, reason="No.")
        except Refused as refused:
            refusals.append(str(refused))
        finally:
            connection.close()

    monkeypatch.setattr(Comment, "save", slow_save)
    other = threading.Thread(target=answer_second)
    other.start()
    answer(comment, by=first, outcome=Outcome.TAKEN_UP, reason="Yes.")
    other.join(timeout=5)

    assert (stored(comment).answer, len(refusals)) == ("Yes.", 1)
