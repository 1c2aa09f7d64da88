"""The page of what still waits for its answer: everything that does, nothing else, the same cost whatever there is."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from charter_site.pages import counting, unanswered
from charters.deliberation import proposing
from feedback.models import Comment, Feedback, Outcome
from feedback.voices.answering import answer
from governance.models import SignsAs
from tests.charters.consent.circle import Circle, Kind
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import ClauseFactory, CommentFactory, CommitteeFactory, FeedbackFactory, MemberFactory
from tests.feedback.voices.plans import plan_of

pytestmark = pytest.mark.django_db
ADDRESS = "/contributions/unanswered/"


@pytest.fixture
def clause():
    return ClauseFactory()


def rows(client, query=""):
    page = client.get(ADDRESS + query)
    assert page.status_code == 200
    return list(page.context["page_obj"])


def written(row, days_ago):
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    Comment.objects.filter(pk=row.pk).update(written_on=day)


def test_every_kind_is_there_until_it_is_answered(client):
    circle = Circle("object")
    committee = CommitteeFactory()
    objection = circle.position(Kind.OBJECTION)
    circle.end(objection, "escalated", committee=committee)
    circle.position()
    circle.go_to("decide")
    circle.decide()
    comment = CommentFactory(thread=circle.clause.thread, text="We lack time.")
    entry = FeedbackFactory()
    client.force_login(MemberFactory())

    found = {row.kind: row for row in rows(client)}

    assert {kind: row.pk for kind, row in found.items()} == {
        "proposal": circle.proposal.pk, "comment": comment.pk, "feedback": entry.pk, "position": objection.pk,
    }  # fmt: skip
    assert found["comment"].about == circle.clause.code
    assert found["comment"].words == "We lack time."
    for row in found.values():
        assert client.get(row.address, follow=True).status_code == 200
    client.force_login(circle.facilitator)
    for row in found.values():
        assert client.get(row.answer_address).status_code == 200
    proposing.withdraw(circle.now().proposal, by=circle.author)
    answer(comment, by=circle.facilitator, outcome=Outcome.TAKEN_UP, reason="Yes.")
    assert {row.kind for row in rows(client)} == {"feedback", "position"}


def test_replies_drafts_and_positions_of_open_rounds_are_owed_nothing(client):
    circle = Circle("object")
    circle.position(Kind.OBJECTION)
    proposals_only = circle.proposal.pk
    comment = CommentFactory(thread=circle.clause.thread)
    CommentFactory(thread=comment.thread, reply_to=comment, kind=Comment.Kind.ANSWER)
    FeedbackFactory(draft=True)
    client.force_login(MemberFactory())

    assert {row.pk for row in rows(client)} == {proposals_only, comment.pk}


def test_the_oldest_come_first_of_one_kind_or_of_all(client, clause):
    for age in (3, 40, 7):
        written(CommentFactory(thread=clause.thread, text=f"Since {age}"), age)
    proposal_on(clause)
    client.force_login(MemberFactory())

    assert [row.words for row in rows(client)][:3] == ["Since 40", "Since 7", "Since 3"]
    assert [row.days for row in rows(client, "?kind=comment")] == [40, 7, 3]
    assert [row.kind for row in rows(client, "?kind=proposal")] == ["proposal"]
    assert rows(client, "?kind=feedback") == []
    assert len(rows(client, "?kind=nonsense")) == 4


def test_everyone_reads_it_and_facilitators_alone_have_buttons(client, clause):
    comment = CommentFactory(thread=clause.thread, signature=SignsAs.ANONYMOUS)
    button = reverse("comment-answer", args=[comment.pk])
    client.force_login(MemberFactory())
    page = client.get(ADDRESS).content.decode()
    assert button not in page
    assert comment.get_absolute_url() in page
    assert "Anonymously" in page
    client.force_login(MemberFactory(facilitator=True))
    assert button in client.get(ADDRESS).content.decode()
    assert client.get(reverse("home"), follow=True).content.decode().count(ADDRESS)


@pytest.mark.parametrize("query", ["", "?kind=comment", "?page=2"])
@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_whatever_waits(client, clause, count, query, django_assert_num_queries):
    CommentFactory.create_batch(count, thread=clause.thread, by=MemberFactory())
    FeedbackFactory.create_batch(2)
    proposal_on(clause)
    client.force_login(MemberFactory(facilitator=True))

    # session, member; how many; which ones come first; what is said of them
    with django_assert_num_queries(5):
        client.get(ADDRESS + query)


def test_beyond_a_thousand_it_is_said_and_the_oldest_are_listed(client, clause, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 30)
    monkeypatch.setattr(unanswered, "MOST", 30)
    for age, comment in enumerate(CommentFactory.create_batch(30, thread=clause.thread, by=MemberFactory())):
        written(comment, age)
    client.force_login(MemberFactory())
    page = client.get(ADDRESS).content.decode()
    assert "30 contributions wait" in page
    assert "Comments (30)" in page
    assert "More than" not in page

    proposal = proposal_on(clause)
    CommentFactory(thread=clause.thread)

    page = client.get(ADDRESS).content.decode()
    assert "More than 30 contributions wait" in page
    assert "The 30 that have waited longest are listed here." in page
    assert "Comments (more than 30)" in page
    assert "Proposals (1)" in page
    assert [len(rows(client, f"?page={number}")) for number in (1, 2, 3)] == [25, 5, 5]
    assert [row.pk for row in rows(client, "?kind=proposal")] == [proposal.pk]
    page = client.get(f"{ADDRESS}?kind=proposal").content.decode()
    assert "1 contribution waits" in page
    assert "waited longest" not in page


def test_a_thousand_is_written_as_readers_write_it():
    assert counting.told(1000) == "1000"
    assert counting.told(1001) == "more than 1,000"
    with translation.override("fr"):
        assert counting.told(1001).endswith("1\xa0000")


def test_comments_come_from_an_index_already_in_order(clause):
    words = {"thread": clause.thread, "kind": Comment.Kind.QUESTION, "signature": SignsAs.ANONYMOUS}
    Comment.objects.bulk_create(Comment(text=f"Comment {n}", **words) for n in range(2000))
    plan = plan_of(unanswered.unanswered_by_kind()["comment"].order_by("written_on", "pk")[:5])
    assert "comment_unanswered" in plan
    assert "Sort" not in plan


def test_it_is_cut_into_pages(client, clause):
    CommentFactory.create_batch(30, thread=clause.thread, by=MemberFactory())
    client.force_login(MemberFactory())
    assert (len(rows(client)), len(rows(client, "?page=2")), len(rows(client, "?page=99"))) == (25, 5, 5)
    assert Feedback.objects.count() == 0
