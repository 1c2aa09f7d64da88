"""Authors are told once that they were answered, anonymous ones too; and nothing says who was told."""

import uuid

import pytest

from charters.deliberation import answering as proposals
from feedback.models import Comment, Feedback, Outcome
from feedback.projects.answering import answer_entry
from feedback.voices import told
from feedback.voices.answering import answer, join, withdraw
from feedback.voices.signing import OnBehalf
from feedback.voices.told import answers_untold, mark_told
from governance.compiled import CompiledQuery
from governance.models import SignsAs
from tests.charters.consent.circle import Circle
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import ClauseFactory, CommentFactory, FeedbackFactory, MemberFactory
from tests.feedback.voices.test_threads import everything_stored

pytestmark = pytest.mark.django_db
SAID = {"outcome": Outcome.IN_PART, "reason": "The first half."}


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def answered_comment(author, facilitator, signature=SignsAs.NAME, **traits):
    comment = CommentFactory(by=author, signature=signature, **traits)
    return answer(comment, by=facilitator, **SAID)


@pytest.mark.parametrize("signature", SignsAs.values)
def test_the_author_alone_is_told_until_they_opened_it(facilitator, signature):
    author, other = MemberFactory(), MemberFactory()
    comment = answered_comment(author, facilitator, signature, text="We lack time.")

    (found,) = answers_untold(author)

    assert (found.kind, found.pk, found.words) == ("comment", comment.pk, "We lack time.")
    assert found.outcome_words == str(Outcome.IN_PART.label)
    assert answers_untold(other) == answers_untold(facilitator) == []
    assert mark_told("comment", comment.pk, by=other) is None
    assert answers_untold(author)
    assert mark_told("comment", comment.pk, by=author) == comment
    assert answers_untold(author) == []
    assert mark_told("comment", comment.pk, by=author) == comment, "opened twice, it still leads there"


def test_every_kind_of_contribution_is_told():
    circle = Circle("object")
    author = circle.author
    circle.position(by=author)
    circle.go_to("decide")
    circle.decide()
    proposal = proposal_on(ClauseFactory())
    proposal.author_id = author.pk
    proposal.save()
    proposals.decline(proposal, by=circle.facilitator, answer="No.")
    entry = FeedbackFactory(author=author)
    answer_entry(entry, by=circle.facilitator, **SAID)
    first = CommentFactory(by=author)
    join(first, by=circle.facilitator, to=CommentFactory(thread=first.thread), reason="Same")

    found = answers_untold(author)

    assert {each.kind for each in found} == {"proposal", "comment", "feedback", "position"}
    assert {each.words for each in found} == {proposal.title, first.text, entry.project.name, "Two days"}
    for each in found:
        assert mark_told(each.kind, each.pk, by=author).get_absolute_url().startswith("/")
    assert answers_untold(author) == []


def test_what_nobody_has_to_be_told(facilitator):
    author = MemberFactory()
    CommentFactory(by=author)
    withdraw(CommentFactory(by=author, signature=SignsAs.ANONYMOUS), by=author)
    card = CommentFactory(by=facilitator, signature=SignsAs.ANONYMOUS, on_behalf=OnBehalf(channel="carte_papier"))
    answer(card, by=facilitator, **SAID)

    assert answers_untold(author) == answers_untold(facilitator) == []


@pytest.mark.parametrize("kind", ["nothing", "", "member", "thread", "comment"])
def test_what_is_not_there_leads_nowhere(kind):
    assert mark_told(kind, uuid.uuid4(), by=MemberFactory()) is None


def test_what_awaits_its_answer_is_not_marked():
    comment = CommentFactory()
    assert mark_told("comment", comment.pk, by=comment.author) is None
    assert not Comment.objects.get(pk=comment.pk).author_told


def test_telling_an_anonymous_author_changes_one_mark_and_nothing_else(facilitator):
    author = MemberFactory()
    comment = answered_comment(author, facilitator, SignsAs.ANONYMOUS)
    before = everything_stored()

    mark_told("comment", comment.pk, by=author)

    after = everything_stored()
    changed = {(table, column, value) for table, column, value in before ^ after if table != "governance_pulse"}
    assert changed == {("feedback_comment", "author_told", "True"), ("feedback_comment", "author_told", "False")}


def test_telling_the_author_of_an_entry_leaves_its_history_as_it_was(facilitator):
    author = MemberFactory()
    entry = FeedbackFactory(author=author)
    answer_entry(entry, by=facilitator, **SAID)
    stored = Feedback.objects.get(pk=entry.pk)

    mark_told("feedback", entry.pk, by=author)

    now = Feedback.objects.get(pk=entry.pk)
    assert (now.row_version, now.history.count()) == (stored.row_version, stored.history.count())
    assert now.author_told


@pytest.mark.parametrize("count", [1, 25])
def test_it_costs_two_queries_however_many_there_are(facilitator, count, django_assert_num_queries):
    author = MemberFactory()
    for _ in range(count):
        answered_comment(author, facilitator)
        answered_comment(author, facilitator, SignsAs.ANONYMOUS)
        answered_comment(MemberFactory(), facilitator, SignsAs.ANONYMOUS)
    other = MemberFactory()
    with django_assert_num_queries(2):
        assert len(answers_untold(author)) == min(2 * count, told.SHOWN)
    with django_assert_num_queries(1):
        assert answers_untold(other) == []


def test_years_of_anonymous_answers_are_not_looked_through(facilitator, monkeypatch):
    author = MemberFactory()
    long_ago = answered_comment(author, facilitator, SignsAs.ANONYMOUS)
    signed = answered_comment(author, facilitator)
    monkeypatch.setattr(told, "RECENT", 2)
    monkeypatch.setattr(told, "_UNTOLD", CompiledQuery(told._untold, -1))
    for _ in range(2):
        answered_comment(MemberFactory(), facilitator, SignsAs.ANONYMOUS)

    assert [each.pk for each in answers_untold(author)] == [signed.pk]
    assert mark_told("comment", long_ago.pk, by=author) == long_ago
