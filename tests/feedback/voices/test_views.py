"""The pages that end a comment or its discussion, and how a thread shows what was ended."""

import pytest
from django.urls import reverse

from charters.deliberation.proposing import propose
from charters.models import Proposal
from feedback.models import Comment, Outcome
from feedback.voices.answering import answer, join
from feedback.voices.discussions import reopen, resolve
from feedback.voices.threads import PAGE
from feedback.voices.whereabouts import owner_of
from governance.models import SignsAs
from tests.factories import ClauseFactory, CommentFactory, FeedbackFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause():
    return ClauseFactory()


@pytest.fixture
def comment(clause):
    return CommentFactory(thread=clause.thread, text="We lack time.")


def signed_in(client, **traits):
    client.cookies["django_language"] = "en"
    member = MemberFactory(**traits)
    client.force_login(member)
    return member


def read(client, about):
    return client.get(about.get_absolute_url()).content.decode()


class TestWhereabouts:
    def test_whatever_owns_a_thread_is_found(self, clause, django_assert_num_queries):
        proposal = propose(
            clause.charter, by=MemberFactory(), kind=Proposal.Kind.REMOVAL, clause=clause, signature=SignsAs.NAME,
            title="t", motive="m", base_revision=1,
        )  # fmt: skip
        for owner in (clause, proposal, FeedbackFactory()):
            thread = owner.thread
            with django_assert_num_queries(1):
                assert owner_of(thread) == owner

    @pytest.mark.parametrize("before", [0, PAGE])
    def test_a_comment_leads_to_its_place(self, client, clause, before):
        signed_in(client)
        CommentFactory.create_batch(before, thread=clause.thread)
        comment = CommentFactory(thread=clause.thread)

        answered = client.get(comment.get_absolute_url())

        page = "?comments=2" if before else ""
        assert answered.url == f"{clause.get_absolute_url()}{page}#comment-{comment.pk}"
        assert f'id="comment-{comment.pk}"' in client.get(answered.url.partition("#")[0]).content.decode()


class TestAnswering:
    def test_a_facilitator_answers_from_the_thread_and_everyone_reads_it_there(self, client, clause, comment):
        signed_in(client, facilitator=True)
        address = reverse("comment-answer", args=[comment.pk])
        assert address in read(client, clause)

        sent = client.post(address, {"outcome": Outcome.IN_PART, "reason": "Half an hour a week."}, follow=True)

        page = sent.content.decode()
        assert "Half an hour a week." in page
        assert "Taken up in part" in page
        assert address not in page
        again = client.post(address, {"outcome": Outcome.TAKEN_UP, "reason": "My own words."})
        assert again.status_code == 409
        assert "My own words." in again.content.decode()
        assert "Half an hour a week." in again.content.decode()

    @pytest.mark.parametrize("missing", [{"outcome": ""}, {"reason": " "}, {"outcome": "retire"}])
    def test_what_is_missing_is_said(self, client, comment, missing):
        signed_in(client, facilitator=True)
        said = {"outcome": Outcome.IN_PART, "reason": "Because."} | missing
        answered = client.post(reverse("comment-answer", args=[comment.pk]), said)
        assert answered.status_code == 422
        assert not Comment.objects.get().is_answered

    def test_a_reply_has_no_such_page(self, client, comment):
        signed_in(client, facilitator=True)
        reply = CommentFactory(thread=comment.thread, reply_to=comment, kind=Comment.Kind.ANSWER)
        for route in ("comment-answer", "comment-join", "discussion-resolve", "discussion-reopen"):
            assert client.get(reverse(route, args=[reply.pk])).status_code == 404

    def test_agents_see_no_way_to_answer(self, client, clause, comment):
        signed_in(client)
        page = read(client, clause)
        assert reverse("comment-answer", args=[comment.pk]) not in page
        assert reverse("discussion-resolve", args=[comment.pk]) not in page


class TestJoining:
    def test_it_leads_to_the_other_one(self, client, clause, comment):
        signed_in(client, facilitator=True)
        other = CommentFactory(thread=clause.thread, text="Time is short.")
        address = reverse("comment-join", args=[other.pk])

        sent = client.post(address, {"to": comment.pk, "reason": "Both ask for time."}, follow=True)

        assert "Joined to another" in sent.content.decode()
        assert comment.get_absolute_url() in sent.content.decode()

    def test_one_chooses_among_those_that_say_these_words(self, client, clause, comment):
        signed_in(client, facilitator=True)
        for text in ("Time is short.", "We lack a room."):
            CommentFactory(thread=clause.thread, text=text)
        CommentFactory(text="Time, on another page.")
        address = reverse("comment-join", args=[comment.pk])

        offered = client.get(address).context["form"]["to"].field.widget.choices
        found = client.get(f"{address}?q=time").context["form"]["to"].field.widget.choices

        assert len(offered) == 2
        assert [label.rpartition(". ")[2] or label for _pk, label in found] == [found[0][1].rpartition(". ")[2]]
        assert "Time is short." in found[0][1]
        elsewhere = client.post(address, {"to": CommentFactory().pk, "reason": "Same"})
        assert elsewhere.status_code == 422


class TestWithdrawing:
    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_one_withdraws_one_s_own(self, client, clause, signature):
        author = signed_in(client)
        comment = CommentFactory(thread=clause.thread, by=author, signature=signature)
        address = reverse("comment-withdraw", args=[comment.pk])
        assert address in read(client, clause)

        page = client.post(address, follow=True).content.decode()

        assert "Withdrawn by its author" in page
        assert comment.text in page
        assert address not in page

    def test_nobody_withdraws_another_s(self, client, clause, comment):
        signed_in(client, facilitator=True)
        address = reverse("comment-withdraw", args=[comment.pk])
        assert address not in read(client, clause)
        assert client.get(address).status_code == client.post(address).status_code == 404


class TestResolving:
    def test_a_resolved_discussion_is_folded_with_its_reason_and_takes_no_reply(self, client, clause, comment):
        signed_in(client)
        reply = CommentFactory(thread=clause.thread, reply_to=comment, kind=Comment.Kind.ANSWER)
        other = CommentFactory(thread=clause.thread)
        resolve(comment, by=MemberFactory(facilitator=True), reason="It is in clause M2.")

        page = read(client, clause)

        assert "<details><summary>" in page
        assert "It is in clause M2." in page
        assert f"reply={other.pk}" in page
        assert f"reply={comment.pk}" not in page
        assert f"reply={reply.pk}" not in page
        assert reverse("discussion-reopen", args=[comment.pk]) in page

    def test_the_reason_shown_is_the_last_one(self, client, clause, comment):
        signed_in(client)
        facilitator = MemberFactory(facilitator=True)
        resolve(comment, by=facilitator, reason="Said first.")
        reopen(comment, by=facilitator, reason="Look again.")
        assert "<details><summary>" not in read(client, clause)
        resolve(comment, by=facilitator, reason="Said last.")
        page = read(client, clause)
        assert "Said last." in page
        assert "Said first." not in page

    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_its_author_resolves_it_and_anyone_reopens_it(self, client, clause, signature):
        author = signed_in(client)
        comment = CommentFactory(thread=clause.thread, by=author, signature=signature)
        assert reverse("discussion-resolve", args=[comment.pk]) in read(client, clause)
        done = client.post(reverse("discussion-resolve", args=[comment.pk]), {"reason": "It is settled."})
        assert done.url == f"{clause.get_absolute_url()}#comment-{comment.pk}"
        assert Comment.objects.get().is_resolved

        signed_in(client)
        client.post(reverse("discussion-reopen", args=[comment.pk]), {"reason": "Not for night teams."})
        assert not Comment.objects.get().is_resolved

    def test_others_do_not_resolve_and_are_told_what_they_can_do(self, client, comment):
        signed_in(client)
        refused = client.post(reverse("discussion-resolve", args=[comment.pk]), {"reason": "Enough."})
        assert refused.status_code == 403
        assert "Reply in it" in refused.content.decode()


@pytest.mark.parametrize("count", [1, 25])
def test_answers_and_resolved_discussions_cost_nothing_more(client, clause, count, django_assert_num_queries):
    facilitator = signed_in(client, facilitator=True)
    first = CommentFactory(thread=clause.thread)
    for _ in range(count):
        answered, joined, resolved = CommentFactory.create_batch(3, thread=clause.thread)
        answer(answered, by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes.")
        join(joined, by=facilitator, to=first, reason="Same.")
        resolve(resolved, by=facilitator, reason="Said.")
    with django_assert_num_queries(8):
        client.get(clause.get_absolute_url())


def test_an_entry_shows_what_the_charter_makes_of_it(client):
    signed_in(client, facilitator=True)
    entry = FeedbackFactory()
    address = reverse("feedback-answer", args=[entry.code])
    assert address in read(client, entry)

    page = client.post(address, {"outcome": Outcome.TAKEN_UP, "reason": "Clause M2."}, follow=True).content.decode()

    assert "Clause M2." in page
    assert address not in page
    assert client.post(address, {"outcome": Outcome.TAKEN_UP, "reason": "Again."}).status_code == 409


def test_supporters_of_a_joined_proposal_are_told_where_to_go(client, clause):
    from charters.deliberation import joining, proposing

    said = {"kind": Proposal.Kind.REMOVAL, "clause": clause, "signature": SignsAs.NAME, "motive": "m"}
    kept, joined = (
        propose(clause.charter, by=MemberFactory(), title=title, base_revision=1, **said) for title in ("Kept", "Gone")
    )
    supporter = signed_in(client)
    proposing.support(joined, by=supporter, seen=1)
    joining.join(joined, by=MemberFactory(facilitator=True), to=kept, reason="Same", seen=1)

    page = read(client, joined)
    assert "You supported it." in page
    assert kept.get_absolute_url() in page
    assert joined.code in read(client, kept)
    signed_in(client)
    assert "You supported it." not in read(client, joined)
