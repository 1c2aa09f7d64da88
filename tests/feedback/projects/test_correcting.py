"""Correcting what was published: who may, why, what stays readable, and nothing of an anonymous author."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from feedback.models import Feedback, Lever, Term
from feedback.projects import correcting, history, telling
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.experience_factories import a_story, as_read, corrected
from tests.factories import FeedbackFactory, MemberFactory, ProjectFactory, TermFactory
from tests.feedback.voices.test_threads import everything_stored

pytestmark = pytest.mark.django_db


def test_its_author_corrects_it_and_says_why():
    lever = TermFactory(list=Term.List.LEVER)
    entry = FeedbackFactory(levers=["Before."])

    read = corrected(entry, entry.author, "We counted again.", context="Five teams.", helped=[(lever, "After.")])

    assert (read.context, Lever.objects.get().text) == ("Five teams.", "After.")
    assert (read.corrected_on, read.correction_reason) == (timezone.localdate(), "We counted again.")
    record = read.history.first()
    assert record.history_user_id == entry.author.pseudonym
    assert record.told["corrected_by"] == "author"
    assert [row["text"] for row in record.told["before"]["helped"]] == ["Before."]


def test_a_facilitator_corrects_it_and_its_signature_stays():
    entry, facilitator = FeedbackFactory(), MemberFactory(facilitator=True)
    read = corrected(entry, facilitator, context="Nobody is named any more.")
    assert (read.author, read.printed_as, read.written_at) == (entry.author, entry.printed_as, entry.written_at)
    record = read.history.first()
    assert (record.told["corrected_by"], record.history_user_id) == ("facilitators", facilitator.pseudonym)


def test_nobody_else_corrects_it():
    entry = FeedbackFactory()
    for other in (MemberFactory(), MemberFactory(administrator=True), MemberFactory(executive=True)):
        assert not correcting.may_correct(entry, other)
        with pytest.raises(PermissionDenied):
            corrected(entry, other, context="Other.")
    assert Feedback.objects.get().context == entry.context


def test_whoever_typed_a_card_did_not_tell_it():
    facilitator = MemberFactory(facilitator=True)
    card = OnBehalf(channel=Channel.PAPER_CARD)
    entry = telling.tell(a_story(), by=facilitator, signature=SignsAs.FUNCTION, publish=True, on_behalf=card)
    assert correcting.may_correct(entry, facilitator)
    assert not correcting.is_told_by(entry, facilitator)


def test_an_anonymous_author_corrects_it_and_leaves_a_day():
    author, story = MemberFactory(function="Keeper of the only lighthouse"), a_story()
    entry = telling.tell(story, by=author, signature=SignsAs.ANONYMOUS, publish=True)
    before = everything_stored()

    corrected(entry, author, "The month was wrong.", period_end=datetime.date(2026, 7, 1))

    added = everything_stored() - before
    for mark in (author.email, author.name, author.function, str(author.pseudonym), author.pseudonym.hex):
        assert not [row for row in added if mark in row[2]]
    people = ("author_id", "entered_by_id", "answered_by_id", "history_user_id")
    assert not [row for row in added if row[1] in people and row[2] != "None"]
    record = Feedback.history.first()
    day = record.history_date
    assert (day.astimezone().minute, day.second, day.microsecond) == (0, 0, 0)
    assert record.told["corrected_by"] == "author"


def test_a_facilitator_signs_the_correction_of_an_anonymous_entry():
    entry = telling.tell(a_story(), by=MemberFactory(), signature=SignsAs.ANONYMOUS, publish=True)
    facilitator = MemberFactory(facilitator=True)
    corrected(entry, facilitator, context="Other.")
    assert entry.history.first().history_user_id == facilitator.pseudonym


def test_a_correction_says_why():
    entry = FeedbackFactory()
    with pytest.raises(Refused, match="Say why"):
        corrected(entry, entry.author, "  \n", context="Other.")
    assert entry.history.count() == 1


def test_a_correction_that_corrects_nothing_is_refused():
    entry = FeedbackFactory()
    with pytest.raises(Refused, match="Nothing was corrected"):
        corrected(entry, entry.author, context=entry.context)
    assert entry.history.count() == 1


@pytest.mark.parametrize(
    ("name", "nothing"),
    [("period_start", None), ("period_end", None), ("context", ""), ("project_outcome", ""), ("departments", [])],
)
def test_a_correction_leaves_the_entry_whole(name, nothing):
    entry = FeedbackFactory()
    with pytest.raises(Refused, match="something is missing"):
        corrected(entry, entry.author, **{name: nothing})
    assert as_read(entry).in_departments
    assert entry.history.count() == 1


def test_the_only_entry_about_a_closed_project_stays_under_its_name():
    today = timezone.localdate()
    entry = FeedbackFactory(project=ProjectFactory(opened_on=today, closed_on=today))
    with pytest.raises(Refused, match="only one that tells it"):
        corrected(entry, entry.author, project="Another project")
    assert Feedback.objects.get().project == entry.project

    other = FeedbackFactory(project=entry.project)
    assert corrected(other, other.author, project="Another project").project.name == "Another project"


def test_a_draft_is_not_corrected():
    entry = FeedbackFactory(draft=True)
    with pytest.raises(Refused, match="still a draft"):
        corrected(entry, entry.author, context="Other.")


def test_two_corrections_of_different_answers_both_hold_and_of_the_same_one_do_not():
    entry, facilitator = FeedbackFactory(), MemberFactory(facilitator=True)
    for by, said in ((facilitator, {"context": "First."}), (entry.author, {"lessons": ["Second."]})):
        correcting.correct(entry, said, by=by, seen=1, reason="A slip.")
    with pytest.raises(Stale):
        correcting.correct(entry, {"context": "Third."}, by=entry.author, seen=1, reason="A slip.")
    stored = Feedback.objects.get()
    assert (stored.context, stored.lessons) == ("First.", ["Second."])


def test_a_facilitator_who_guesses_how_few_took_part_is_not_told_so():
    """ "Nothing was corrected" said that the guess was right; "it changed meanwhile", that it was not."""
    facilitator = MemberFactory(facilitator=True)

    answers = []
    for guess in (4, 5):
        entry = FeedbackFactory(participants_estimate=4)
        read = corrected(entry, facilitator, "Counted again.", participants_estimate=guess)
        changes = [correction.changes for correction in history.corrections_of(read)]
        later = []
        for again in (4, 5, 6):
            with pytest.raises(Stale) as refused:
                correcting.correct(
                    read, {"participants_estimate": again}, by=facilitator, seen=entry.row_version, reason="Again."
                )
            later.append(str(refused.value))
        answers.append((read.row_version, changes, later))

    assert answers[0] == answers[1]
    assert answers[0][1] == [[]]
