"""How many took part, how long it took: what readers are told."""

import pytest

from feedback.projects.participants import are_few, hours_said, participants_said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, ""),
        (1, "fewer than 10 people"),
        (9, "fewer than 10 people"),
        (10, "about 10 people"),
        (42, "about 42 people"),
    ],
)
def test_a_small_number_is_never_said(number, said):
    assert participants_said(number) == said
    assert are_few(number) == said.startswith("fewer")


def test_the_threshold_is_the_one_of_the_settings(settings):
    settings.SMALL_GROUP_THRESHOLD = 5
    assert participants_said(4) == "fewer than 5 people"
    assert participants_said(5) == "about 5 people"


@pytest.mark.parametrize(
    ("planned", "spent", "said"),
    [
        (None, None, ""),
        (None, 12, "Hours spent: 12. None had been planned, or nobody said how many."),
        (12, None, "Hours planned: 12. Nobody said how many it took."),
        (10, 25, "Hours planned: 10. Hours spent: 25, which is 15 more."),
        (25, 10, "Hours planned: 25. Hours spent: 10, which is 15 fewer."),
        (10, 10, "Hours planned: 10. As many were spent."),
        (0, 1, "Hours planned: 0. Hours spent: 1, which is 1 more."),
    ],
)
def test_time_planned_and_spent_is_compared_in_words(planned, spent, said):
    assert hours_said(planned, spent) == said
