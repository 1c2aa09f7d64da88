"""What a published entry said before its corrections; never what its draft said."""

import pytest

from feedback.models import Outcome, Term
from feedback.projects import drafting, history, states
from feedback.projects.answering import answer_entry
from tests.experience_factories import as_read, corrected
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, TermFactory

pytestmark = pytest.mark.django_db


def changes(correction):
    return {str(change.label): (change.before, change.after) for change in correction.changes}


def test_corrections_are_read_the_latest_first():
    entry, facilitator = FeedbackFactory(context="First."), MemberFactory(facilitator=True)
    corrected(entry, entry.author, "Why I did.", context="Second.\nIn two lines.")
    read = corrected(entry, facilitator, "Why we did.", lessons=[])

    latest, first = history.corrections_of(read)

    assert (latest.reason, latest.by_author) == ("Why we did.", False)
    assert changes(latest) == {"What it teaches": (["Ask those who do the work first."], [])}
    assert (first.reason, first.by_author) == ("Why I did.", True)
    assert changes(first) == {"What it was about": (["First."], ["Second.", "In two lines."])}


def test_rows_around_the_entry_are_read_as_they_were_called():
    old, new = DepartmentFactory(name="Roads"), DepartmentFactory(name="Parks")
    lever = TermFactory(list=Term.List.LEVER, label="One planning")
    entry = FeedbackFactory(departments=[old])
    read = corrected(entry, entry.author, departments=[new], helped=[(lever, "For all.")])
    (correction,) = history.corrections_of(read)
    assert changes(correction) == {
        "Departments": (["Roads"], ["Parks"]),
        "What helped": ([], ["One planning: For all."]),
    }


def test_an_answer_that_facilitators_gave_is_no_correction():
    entry = FeedbackFactory()
    answer_entry(entry, by=MemberFactory(facilitator=True), outcome=Outcome.TAKEN_UP, reason="Yes.")
    assert history.corrections_of(as_read(entry)) == []


def test_what_a_draft_said_is_nobody_s_reading():
    entry = FeedbackFactory(draft=True, context="Too frank.")
    drafting.retell(entry, {"context": "Said better."}, by=entry.author, seen=1)
    drafting.publish(entry, by=entry.author, seen=2)
    assert history.corrections_of(as_read(entry)) == []
    read = corrected(entry, entry.author, context="Better still.")
    assert [changes(one) for one in history.corrections_of(read)] == [
        {"What it was about": (["Said better."], ["Better still."])}
    ]


def test_a_small_number_of_people_stays_unsaid():
    entry = FeedbackFactory(participants_estimate=4)
    read = corrected(entry, entry.author, participants_estimate=7)
    read = corrected(read, entry.author, participants_estimate=40)
    told = [changes(correction) for correction in history.corrections_of(read)]
    assert told == [{"People who took part": (["fewer than 10 people"], ["about 40 people"])}, {}]


def test_each_answer_has_lines_to_read():
    said = states.state_of(as_read(FeedbackFactory(hours_planned=3)))
    lines = {name: list(history.lines_of(name, value)) for name, value in said.items()}
    assert lines["period_start"] == ["January 2026"]
    assert lines["project_outcome"] == ["Success"]
    assert lines["hours_planned"] == ["3"]
    assert lines["hours_spent"] == []
    assert history.LABELS.keys() == said.keys()


def test_every_correction_costs_one_query(django_assert_num_queries):
    entry = FeedbackFactory()
    for number in range(4):
        corrected(entry, entry.author, context=f"Said {number}.")
    read = as_read(entry)
    with django_assert_num_queries(1):
        assert len(history.corrections_of(read)) == 4
