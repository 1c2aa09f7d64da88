"""Adding comments, reading threads, and leaving nothing of an anonymous author."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from feedback.models import Comment, Thread
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from feedback.voices.threads import PAGE, add_comment, page_of, read_thread
from governance.models import SignsAs
from governance.refusals import Refused
from tests.factories import CommentFactory, MemberFactory, ThreadFactory

pytestmark = pytest.mark.django_db


def test_the_thread_knows_how_many_comments_it_has_and_the_last_one():
    thread = ThreadFactory()
    first, last = CommentFactory.create_batch(2, thread=thread)

    stored = Thread.objects.get(pk=thread.pk)

    assert stored.comment_count == thread.comment_count == 2
    assert stored.latest == last
    assert first.thread == stored


def test_a_reply_stands_under_what_it_answers():
    thread, member = ThreadFactory(), MemberFactory()
    first = CommentFactory(thread=thread)
    CommentFactory(thread=thread)
    reply = CommentFactory(thread=thread, reply_to=first, kind=Comment.Kind.ANSWER)

    discussion = read_thread(thread, member=member)

    assert len(discussion) == 2
    assert [node.comment for node in discussion[0].replies] == [reply]


def test_a_reply_to_another_discussion_is_refused():
    elsewhere = CommentFactory()
    with pytest.raises(Refused, match="another discussion"):
        CommentFactory(reply_to=elsewhere)
    assert Comment.objects.count() == 1


def test_an_answer_answers_something():
    with pytest.raises(Refused, match="Reply"):
        CommentFactory(kind=Comment.Kind.ANSWER)


def test_a_closed_account_does_not_comment():
    member = MemberFactory(is_active=False)
    with pytest.raises(PermissionDenied):
        CommentFactory(by=member)


def test_only_a_facilitator_enters_the_words_of_someone_else():
    card = OnBehalf(channel=Channel.PAPER_CARD, site="North depot")
    with pytest.raises(PermissionDenied):
        CommentFactory(on_behalf=card)

    comment = CommentFactory(by=MemberFactory(facilitator=True), on_behalf=card, signature=SignsAs.FUNCTION)

    assert comment.author is None
    assert comment.on_behalf
    assert comment.consent


def test_who_typed_a_card_is_said_to_facilitators_only():
    facilitator, thread = MemberFactory(facilitator=True), ThreadFactory()
    card = OnBehalf(channel=Channel.PAPER_CARD)
    CommentFactory(thread=thread, by=facilitator, on_behalf=card, signature=SignsAs.ANONYMOUS)

    assert read_thread(thread, member=facilitator)[0].operator == facilitator.name
    assert read_thread(thread, member=MemberFactory())[0].operator == ""


@pytest.mark.parametrize("signature", SignsAs.values)
def test_the_author_alone_finds_their_comment_again(signature):
    author, thread = MemberFactory(), ThreadFactory()
    CommentFactory(thread=thread, by=author, signature=signature)

    assert read_thread(thread, member=author)[0].is_mine
    assert not read_thread(thread, member=MemberFactory())[0].is_mine


@pytest.mark.parametrize("length", [1, 25, PAGE * 3])
def test_reading_costs_two_queries_whatever_the_length(length, django_assert_num_queries):
    thread, member = ThreadFactory(), MemberFactory()
    CommentFactory.create_batch(length, thread=thread, by=MemberFactory())
    assert not member.roles

    with django_assert_num_queries(2):
        discussion = read_thread(thread, member=member)

    assert len(discussion) == min(length, PAGE)


def test_a_page_of_a_long_discussion_is_bounded_even_when_everyone_answers_the_same_comment():
    thread, member = ThreadFactory(), MemberFactory()
    first = CommentFactory(thread=thread, by=member)
    replies = [CommentFactory(thread=thread, by=member, reply_to=first) for _ in range(PAGE + 9)]

    second_page = read_thread(thread, member=member, page=2)

    assert len(read_thread(thread, member=member)[0].replies) == PAGE - 1
    assert len(second_page) == 10
    assert {node.parent_page for node in second_page} == {1}
    assert page_of(replies[-1]) == 2


def test_a_long_exchange_is_set_out_on_three_levels_and_loses_nothing():
    thread, member, reply_to = ThreadFactory(), MemberFactory(), None
    for _ in range(20):
        reply_to = CommentFactory(thread=thread, by=member, reply_to=reply_to)

    (first,) = read_thread(thread, member=member)

    (second,) = first.replies
    assert len(second.replies) == 18
    assert not any(node.replies for node in second.replies)


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x", "", None, "²"])
def test_a_page_that_does_not_exist_gives_the_nearest(page):
    thread = ThreadFactory()
    CommentFactory(thread=thread)
    assert len(read_thread(thread, member=MemberFactory(), page=page)) == 1


def test_an_anonymous_comment_leads_to_nobody():
    author = MemberFactory(function="Keeper of the only lighthouse")
    before = everything_stored()

    thread = ThreadFactory()
    CommentFactory(thread=thread, by=author, signature=SignsAs.ANONYMOUS, text="Words of nobody.")

    added = everything_stored() - before
    assert any("Words of nobody." in value for _, _, value in added)
    for mark in (author.email, author.name, author.function, str(author.pseudonym), author.pseudonym.hex):
        assert not [row for row in added if mark in row[2]]
    assert not [row for row in added if row[1].startswith(("author_id", "entered_by")) and row[2] != "None"]
    comment = Comment.objects.get()
    assert comment.written_at is None
    assert not [row for row in added if "_at" in row[1] and row[2] != "None"]


def everything_stored() -> set[tuple[str, str, str]]:
    """Every value of every column of every table, as text."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                found |= {(table, name, str(value)) for name, value in zip(names, row, strict=True)}
    return found


@pytest.mark.django_db(transaction=True)
def test_two_comments_at_once_are_both_counted(monkeypatch):
    thread = ThreadFactory()
    first, second = MemberFactory.create_batch(2)
    saving, save = threading.Event(), Comment.save

    def slow_save(comment, *args, **kwargs):
        if not saving.is_set():
            saving.set()
            second_started.wait(timeout=5)
        save(comment, *args, **kwargs)

    second_started = threading.Event()

    def comment_second():
        saving.wait(timeout=5)
        threading.Timer(0.2, second_started.set).start()
        try:
            add_comment(thread, by=second, kind="question", text="Second.", signature="name")
        finally:
            connection.close()

    monkeypatch.setattr(Comment, "save", slow_save)
    other = threading.Thread(target=comment_second)
    other.start()
    add_comment(Thread.objects.get(pk=thread.pk), by=first, kind="question", text="First.", signature="name")
    other.join(timeout=5)

    assert Thread.objects.get(pk=thread.pk).comment_count == thread.comments.count() == 2
