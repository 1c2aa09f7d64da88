"""What may be said of how many people a cell tells of."""

from fractions import Fraction
from itertools import product

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
    assert people(estimates, threshold=10) == said


@given(
    st.lists(st.integers(10, 200), max_size=6), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6)
)
def test_nothing_said_depends_on_how_many_a_small_group_was(large, pairs):
    one, other = ([*large, *(pair[side] for pair in pairs)] for side in (0, 1))
    assert people(one, threshold=10) == people(other, threshold=10)


@given(st.lists(st.one_of(st.integers(1, 9), st.integers(10, 60)), min_size=1, max_size=5))
def test_no_set_of_published_totals_gives_a_small_group_away(estimates):
    """Every subset is a cell that some filter could show. A reader who holds each figure to be at least what it says,
    and at most the sum of all it tells of, still finds each small group possible from 1 to 9."""
    small = [n for n, estimate in enumerate(estimates) if estimate < 10]
    told = []
    for chosen in product([False, True], repeat=len(estimates)):
        cell = people([e for e, taken in zip(estimates, chosen, strict=True) if taken], threshold=10)
        public = sum(e for e, taken in zip(estimates, chosen, strict=True) if taken and e >= 10)
        told.append((chosen, None if cell.number is None else cell.number - public))
    # what is left once the public numbers are taken away says nothing: no equation has a right-hand side
    assert {left for _chosen, left in told if left is not None} <= {0}
    assert rank_of_what_is_known(told, small) == 0


def rank_of_what_is_known(told, small):
    """Rank of the equations on small groups that a cell without smaller projects would give, by elimination."""
    rows = [[Fraction(chosen[n]) for n in small] for chosen, left in told if left]
    rank = 0
    for column in range(len(small)):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        for n in range(rank + 1, len(rows)):
            factor = rows[n][column] / pivot[column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], pivot, strict=True)]
        rank += 1
    return rank
