"""What may be said of how many people a cell tells of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.projects.small_groups import People, people


@pytest.mark.parametrize(
    ("estimates", "said"),
    [
        ([], People(None, smaller=False)),
        ([9], People(None, smaller=True)),
        ([9, 9, 9], People(None, smaller=True)),
        ([0], People(None, smaller=True)),
        ([10], People(10, smaller=False)),
        ([10, 9], People(10, smaller=True)),
        ([12, 30], People(42, smaller=False)),
    ],
)
def test_table_of_cells(estimates, said):
    assert people(enumerate(estimates), threshold=10) == said


def test_a_project_told_by_several_entries_counts_once():
    told = [("A", 40), ("A", 9), ("A", 55), ("B", 9), ("B", 8), ("C", 12)]
    assert people(told, threshold=10) == People(67, smaller=True)


@given(
    st.lists(st.integers(10, 200), max_size=6), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6)
)
def test_nothing_said_depends_on_how_many_a_small_group_was(large, pairs):
    one, other = (list(enumerate([*large, *(pair[side] for pair in pairs)])) for side in (0, 1))
    assert people(one, threshold=10) == people(other, threshold=10)
