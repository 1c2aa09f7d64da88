"""Authors are told once that they were answered, anonymous ones too; and nothing says who was told."""

import re
import uuid

import pytest

from charters.deliberation import answering as proposals
from charters.models import Position
from feedback.models import Comment, Feedback, Outcome
from feedback.projects.answering import answer_entry
from feedback.voices import told
from feedback.voices.answering import answer, join, withdraw
from feedback.voices.signing import OnBehalf, contribution_models
from feedback.voices.told import answers_untold, mark_told
from governance.compiled import CompiledQuery
from governance.models import SignsAs
from tests.charters.consent.circle import Circle, Kind
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import ClauseFactory, CommentFactory, FeedbackFactory, MemberFactory
from tests.feedback.voices.plans import plan_of
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
    assert (found.answer_said, found.answer) == (str(Outcome.IN_PART.label), "The first half.")
    assert found.answered_at
    assert answers_untold(other) == answers_untold(facilitator) == []
    assert not mark_told([("comment", comment.pk)], by=other)
    assert answers_untold(author)
    assert mark_told([("comment", comment.pk)], by=author)
    assert answers_untold(author) == []
    assert mark_told([("comment", comment.pk)], by=author), "said twice, it is not refused"


def test_every_kind_of_contribution_is_told():
    circle = Circle("object")
    author = circle.author
    circle.position(by=author)
    circle.go_to("decide")
    circle.decide()
    proposal = proposal_on(ClauseFactory())
    proposal.author_id = author.pk
    proposal.save()
    proposals.decline(proposal, by=circle.facilitator, answer="No.", seen=1)
    entry = FeedbackFactory(author=author)
    answer_entry(entry, by=circle.facilitator, **SAID)
    first = CommentFactory(by=author)
    join(first, by=circle.facilitator, to=CommentFactory(thread=first.thread), reason="Same")

    found = answers_untold(author)

    assert {each.kind for each in found} == {"proposal", "comment", "feedback", "position"}
    assert {each.words for each in found} == {proposal.title, first.text, entry.project.name, "Two days"}
    assert all(each.answer for each in found)
    assert mark_told([(each.kind, each.pk) for each in found], by=author)
    assert answers_untold(author) == []


@pytest.mark.parametrize("signature", SignsAs.values)
def test_a_position_is_told_with_its_own_words(signature):
    circle, author = Circle("object"), MemberFactory()
    circle.position(Kind.CONCERN, by=author, words="Who replaces us?", signature=signature)
    circle.go_to("decide")
    circle.decide()
    (found,) = answers_untold(author)
    assert (found.words, found.own_words, found.answer) == ("Two days", "Who replaces us?", "Good enough to try.")


def test_everyone_who_took_an_anonymous_position_is_told_however_many_they_are(monkeypatch):
    """One decision answers all of them at the same instant."""
    monkeypatch.setattr(told, "RECENT", 2)
    monkeypatch.setattr(told, "_UNTOLD", CompiledQuery(told._untold, -1))
    circle = Circle("object")
    people = [circle.someone() for _ in range(7)]
    for person in people:
        circle.position(by=person, signature=SignsAs.ANONYMOUS)
    assert all(answers_untold(person) == [] for person in people)
    circle.go_to("decide")
    circle.decide()

    assert [len(answers_untold(person)) for person in people] == [1] * 7
    assert answers_untold(circle.someone()) == []
    (mine,) = answers_untold(people[3])
    assert mark_told([(mine.kind, mine.pk)], by=people[3])
    assert [len(answers_untold(person)) for person in people] == [1, 1, 1, 0, 1, 1, 1]


def test_an_anonymous_objection_put_aside_once_it_was_answered_is_told_too():
    """The mark of its holder went to the position that took its place."""
    circle, author = Circle("object"), MemberFactory()
    former = circle.position(Kind.OBJECTION, by=author, signature=SignsAs.ANONYMOUS)
    circle.end(former, "not_valid")
    circle.position(by=author, signature=SignsAs.ANONYMOUS)
    assert [each.pk for each in answers_untold(author)] == [former.pk]
    circle.go_to("decide")
    circle.decide()
    assert len(answers_untold(author)) == 2


@pytest.mark.parametrize("model", contribution_models())
def test_the_last_untold_come_from_an_index_in_its_order(model):
    for branch in told._untold_among(model, -1):
        plan = plan_of(branch)
        if "author_digest" in str(branch.query.values_select):
            assert f"{model._meta.model_name}_untold" in plan
            assert "Sort" not in plan


def test_the_positions_that_one_holds_are_found_by_their_digests_among_thousands():
    circle = Circle("object")
    said = {
        "kind": Kind.CONSENT,
        "wording": 1,
        "taken_wording": 1,
        "signature": SignsAs.ANONYMOUS,
        "author_digest": "1",
    }
    said |= {"outcome": Outcome.TAKEN_UP, "answer": "Yes."}
    Position.objects.bulk_create(
        Position(round=circle.round, holder_digest=f"{n:064}", **said) for n in range(3000)
    )  # fmt: skip
    (rows,) = told._described(Position, [], ["0" * 64])
    plan = plan_of(rows)
    assert len(rows) == 1
    assert re.search(r"position_once_each.*\n.*Index Cond: \(\(?holder_digest", plan), plan


def test_what_nobody_has_to_be_told(facilitator):
    author = MemberFactory()
    CommentFactory(by=author)
    withdraw(CommentFactory(by=author, signature=SignsAs.ANONYMOUS), by=author)
    card = CommentFactory(by=facilitator, signature=SignsAs.ANONYMOUS, on_behalf=OnBehalf(channel="carte_papier"))
    answer(card, by=facilitator, **SAID)

    assert answers_untold(author) == answers_untold(facilitator) == []


@pytest.mark.parametrize("kind", ["nothing", "", "member", "thread", "comment"])
def test_what_is_not_there_leads_nowhere(kind):
    assert not mark_told([(kind, uuid.uuid4())], by=MemberFactory())


def test_what_awaits_its_answer_is_not_marked():
    comment = CommentFactory()
    assert not mark_told([("comment", comment.pk)], by=comment.author)
    assert not Comment.objects.get(pk=comment.pk).author_told


def test_telling_an_anonymous_author_changes_one_mark_and_nothing_else(facilitator):
    author = MemberFactory()
    comment = answered_comment(author, facilitator, SignsAs.ANONYMOUS)
    before = everything_stored()

    mark_told([("comment", comment.pk)], by=author)

    after = everything_stored()
    changed = {(table, column, value) for table, column, value in before ^ after if table != "governance_pulse"}
    assert changed == {("feedback_comment", "author_told", "True"), ("feedback_comment", "author_told", "False")}


def test_telling_the_author_of_an_entry_leaves_its_history_as_it_was(facilitator):
    author = MemberFactory()
    entry = FeedbackFactory(author=author)
    answer_entry(entry, by=facilitator, **SAID)
    stored = Feedback.objects.get(pk=entry.pk)

    mark_told([("feedback", entry.pk)], by=author)

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
    assert mark_told([("comment", long_ago.pk)], by=author)


def test_what_is_not_theirs_is_left_among_what_is(facilitator):
    author = MemberFactory()
    mine, other = answered_comment(author, facilitator), answered_comment(MemberFactory(), facilitator)
    assert mark_told([("comment", other.pk), ("comment", mine.pk), ("nothing", mine.pk)], by=author)
    assert [row.author_told for row in Comment.objects.filter(pk__in=[mine.pk, other.pk]).order_by("author")] == [
        True, False,
    ]  # fmt: skip
