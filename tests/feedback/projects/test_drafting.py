"""A draft of experience: begun, told step by step, published when it is whole; nobody else comes near it."""

import pytest
from django.core.exceptions import PermissionDenied

from feedback.models import Feedback, Lever, Term
from feedback.projects import drafting
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.experience_factories import a_story, as_read, begun_entry
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_its_project_alone():
    author = MemberFactory()
    entry = drafting.begin(project="A playground", by=author, signature=SignsAs.FUNCTION)

    stored = Feedback.objects.get()
    assert (stored.status, stored.project.name, stored.author) == (Feedback.Status.DRAFT, "A playground", author)
    assert (stored.context, stored.period_start, stored.project_outcome) == ("", None, "")
    assert entry.history.get().told["project"] == "A playground"


def test_an_anonymous_draft_cannot_begin():
    with pytest.raises(Refused, match="draft"):
        drafting.begin(project="A playground", by=MemberFactory(), signature=SignsAs.ANONYMOUS)
    assert not Feedback.objects.exists()


def test_a_draft_is_seen_by_its_author_only_until_it_is_published():
    author, other = MemberFactory(), MemberFactory(facilitator=True)
    entry = FeedbackFactory(draft=True, author=author)

    assert Feedback.objects.visible_to(author).count() == 1
    assert not Feedback.objects.visible_to(other).exists()

    drafting.publish(entry, by=author, seen=entry.row_version)

    assert Feedback.objects.visible_to(other).get() == entry
    assert entry.history.first().history_change_reason == "Experience published"


def test_nobody_else_publishes_or_changes_a_draft():
    entry = FeedbackFactory(draft=True)
    for other in (MemberFactory(administrator=True), MemberFactory(facilitator=True)):
        with pytest.raises(PermissionDenied):
            drafting.publish(entry, by=other, seen=entry.row_version)
        with pytest.raises(PermissionDenied):
            drafting.retell(entry, {"context": "Mine."}, by=other, seen=entry.row_version)
    assert entry.history.count() == 1


def test_a_step_writes_what_it_asks_and_nothing_else():
    lever = TermFactory(list=Term.List.LEVER)
    entry = FeedbackFactory(draft=True, levers=["Before."])

    drafting.retell(entry, {"helped": [(lever, "After.")]}, by=entry.author, seen=entry.row_version)

    told = Feedback.objects.get()
    assert told.context == entry.context
    assert told.departments.count() == 1
    assert Lever.objects.get().text == "After."
    assert told.history.first().history_change_reason == "Draft of experience changed"


def test_what_a_draft_said_before_stays_in_its_history():
    lever = TermFactory(list=Term.List.LEVER)
    entry = FeedbackFactory(draft=True, levers=["Before."])
    drafting.retell(entry, {"helped": [(lever, "After.")]}, by=entry.author, seen=1)
    told = entry.history.first().told
    assert [row["text"] for row in told["before"]["helped"]] == ["Before."]
    assert [row["text"] for row in told["helped"]] == ["After."]


def test_two_steps_open_at_once_do_not_undo_one_another():
    entry = FeedbackFactory(draft=True)
    seen = entry.row_version
    drafting.retell(entry, {"context": "First window."}, by=entry.author, seen=seen)
    drafting.retell(entry, {"lessons": ["Second window."]}, by=entry.author, seen=seen)
    stored = Feedback.objects.get()
    assert (stored.context, stored.lessons) == ("First window.", ["Second window."])


def test_a_form_that_sends_back_what_it_was_shown_undoes_nothing():
    entry = FeedbackFactory(draft=True, context="As shown.")
    drafting.retell(entry, {"context": "Changed meanwhile."}, by=entry.author, seen=1)
    drafting.retell(entry, {"context": "As shown.", "lessons": ["New."]}, by=entry.author, seen=1)
    stored = Feedback.objects.get()
    assert (stored.context, stored.lessons) == ("Changed meanwhile.", ["New."])


@pytest.mark.parametrize("seen", [1, 99])
def test_an_answer_changed_elsewhere_is_not_overwritten(seen):
    entry = FeedbackFactory(draft=True)
    drafting.retell(entry, {"context": "First."}, by=entry.author, seen=1)
    with pytest.raises(Stale):
        drafting.retell(entry, {"context": "Second."}, by=entry.author, seen=seen)
    assert Feedback.objects.get().context == "First."


def test_rows_around_a_draft_changed_elsewhere_are_not_overwritten():
    entry = FeedbackFactory(draft=True)
    first, second = DepartmentFactory.create_batch(2)
    drafting.retell(entry, {"departments": [first]}, by=entry.author, seen=1)
    with pytest.raises(Stale):
        drafting.retell(entry, {"departments": [second]}, by=entry.author, seen=1)
    assert list(Feedback.objects.get().departments.all()) == [first]


def test_saying_the_same_again_leaves_no_trace():
    entry = FeedbackFactory(draft=True)
    said = {"context": entry.context, "departments": list(entry.departments.all()), "lessons": entry.lessons}
    drafting.retell(entry, said, by=entry.author, seen=entry.row_version)
    assert entry.history.count() == 1


def test_a_draft_that_lacks_something_is_not_published():
    entry = begun_entry()
    with pytest.raises(Refused) as refusal:
        drafting.publish(entry, by=entry.author, seen=entry.row_version)
    for missing in ("first month", "last month", "what it was about", "at least one department", "how it ended"):
        assert missing in str(refusal.value)
    assert Feedback.objects.get().status == Feedback.Status.DRAFT


def test_what_was_not_read_again_is_not_published():
    entry = FeedbackFactory(draft=True)
    drafting.retell(entry, {"context": "Other."}, by=entry.author, seen=1)
    with pytest.raises(Stale):
        drafting.publish(entry, by=entry.author, seen=1)
    assert Feedback.objects.get().status == Feedback.Status.DRAFT


def test_what_is_published_is_no_longer_a_draft():
    entry = FeedbackFactory()
    with pytest.raises(Refused, match="published already"):
        drafting.retell(entry, {"context": "Other."}, by=entry.author, seen=1)
    with pytest.raises(Refused, match="published already"):
        drafting.publish(entry, by=entry.author, seen=1)


def test_telling_step_by_step_says_what_telling_at_once_says():
    story, author = a_story(lessons=["Ask first."]), MemberFactory()
    entry = drafting.begin(project=story.project, by=author, signature=SignsAs.NAME)
    drafting.retell(entry, story.answers(), by=author, seen=1)
    drafting.publish(entry, by=author, seen=2)
    read = as_read(entry)
    assert (read.context, read.lessons, read.status) == (story.context, ["Ask first."], Feedback.Status.PUBLISHED)
    assert [row["code"] for row in read.in_departments] == [story.departments[0].code]
