"""Steps of a story: what each asks, what is missing, where one resumes."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from feedback.projects import steps
from feedback.projects.forms import MonthField
from feedback.projects.telling import Story

NOTHING = Story("A playground").answers()
WHOLE = NOTHING | {
    "period_start": 1, "period_end": 1, "context": "Said.", "departments": ["D1"], "project_outcome": "arrete",
}  # fmt: skip


def test_every_answer_of_a_story_is_asked_by_one_step():
    asked = [name for step in steps.STEPS for name in step.asks]
    assert sorted(asked) == sorted(NOTHING)


def test_what_is_missing_leads_to_the_step_that_asks_it():
    missing = [(step.name, str(sentence)) for step, sentence in steps.missing_from(NOTHING)]
    assert [name for name, _sentence in missing] == ["project"] * 4 + ["lessons"]
    assert missing[-1][1].startswith("Say how it ended")
    assert steps.missing_from(WHOLE) == []


@pytest.mark.parametrize(
    ("said", "resumed"),
    [
        (NOTHING, "project"),
        (NOTHING | {"period_start": 1}, "project"),
        (WHOLE, "cooperation"),
        (WHOLE | {"hours_spent": 3}, "lived"),
        (WHOLE | {"tools": ["T"], "hindered": ["Rain."]}, "reread"),
        (WHOLE | {"tools": ["T"], "hindered": ["Rain."], "project_outcome": ""}, "lessons"),
    ],
)
def test_a_story_is_resumed_where_something_is_still_to_tell(said, resumed):
    assert steps.step_to_resume(said) == resumed


def test_after_the_last_step_everything_is_read_again():
    assert [steps.step_after(step) for step in steps.STEPS] == ["cooperation", "lived", "lessons", "reread"]


@pytest.mark.parametrize("typed", ["9999-12", "0001-01", "2026-13", "12/26"])
def test_a_month_that_nobody_means_is_refused(typed):
    with pytest.raises(ValidationError):
        MonthField().clean(typed)


@pytest.mark.parametrize("typed", ["2026-03", "3/2026", "03-2026"])
def test_a_month_is_read_as_people_write_it(typed):
    assert MonthField().clean(typed) == datetime.date(2026, 3, 1)
