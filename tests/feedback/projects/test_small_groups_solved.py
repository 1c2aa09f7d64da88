"""An attacker with a solver: everything the pages publish, under every filter, put into one system of equations.

The solver is tried first on a publication that only hides cells under the threshold: there it must find small groups,
or finding none here would mean nothing.
"""

import itertools
import random
import re
from fractions import Fraction
from html import unescape

import pytest
from django.urls import reverse

from feedback.models import Feedback, Hindrance, Lever, Term
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, TermFactory

THRESHOLD = 10
CELL = re.compile(r'<a href="(?P<where>[^"]*/insights/entries/[^"]*)">(?P<said>[^<]+)</a>')


def given_away(equations, small):
    """The small groups whose number of people is known, or known within less than three.

    ``equations``: pairs (the small groups in a sum, the sum). Exact elimination, then bounds: each is from 1 to 9.
    """
    small = sorted(small)
    rows = [[Fraction(each in groups) for each in small] + [Fraction(total)] for groups, total in equations]
    rows += _eliminated(rows, len(small))
    low, high = dict.fromkeys(small, Fraction(1)), dict.fromkeys(small, Fraction(THRESHOLD - 1))
    for _round in range(2 * len(small)):
        for row in rows:
            for n, each in enumerate(small):
                if not row[n]:
                    continue
                others = [(row[m], other) for m, other in enumerate(small) if m != n and row[m]]
                ends = [
                    (row[-1] - sum(a * (far if a > 0 else near)[other] for a, other in others)) / row[n]
                    for near, far in ((low, high), (high, low))
                ]
                low[each], high[each] = max(low[each], min(ends)), min(high[each], max(ends))
    return {each for each in small if high[each] - low[each] < 3}


def _eliminated(rows, width):
    """The same equations in reduced echelon form."""
    rows, done = [list(row) for row in rows], 0
    for column in range(width):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


@pytest.fixture
def world(db):
    """Twenty projects of 2 to 60 people, half of them small, in four departments of two poles."""
    drawn = random.Random(5)
    places = [DepartmentFactory(pole=pole) for pole in ("North", "North", "South", "South")]
    met, helped = ([TermFactory(list=kind) for _n in range(3)] for kind in (Term.List.HINDRANCE, Term.List.LEVER))
    for n in range(20):
        entry = FeedbackFactory(
            participants_estimate=drawn.randint(2, 9) if n % 2 else drawn.randint(10, 60),
            departments=drawn.sample(places, drawn.randint(1, 2)),
            project_outcome=drawn.choice(["reussi", "mitige", "arrete"]),
            categories=drawn.sample(["A", "B", "C"], drawn.randint(1, 3)),
        )
        Hindrance.objects.create(feedback=entry, term=drawn.choice(met), text="Late.", position=1)
        Lever.objects.create(feedback=entry, term=drawn.choice(helped), text="Said.", position=1)
    return places


@pytest.fixture
def harvested(world, client):
    """Every figure of every page: what it says, and the codes of the entries behind it."""
    client.force_login(MemberFactory())
    behind, cells = {}, []
    for told, where, outcome, department, category in itertools.product(
        ["hindrance", "lever"], ["department"], ["", "reussi"], ["", *(place.code for place in world[:3])], ["", "C"],
    ):  # fmt: skip
        asked = f"?told={told}&where={where}&outcome={outcome}&department={department}&category={category}"
        for cell in CELL.finditer(client.get(reverse("insights") + asked).content.decode()):
            address = unescape(cell["where"])
            if address not in behind:
                listed = client.get(address).content.decode()
                behind[address] = frozenset(re.findall(r'href="/feedback/(REX-[\w-]+)/"', listed))
            cells.append((behind[address], cell["said"]))
    return cells


def test_solving_every_figure_of_every_filter_finds_no_small_group(harvested):
    estimates = dict(Feedback.objects.values_list("code", "participants_estimate"))
    small = {code for code, people in estimates.items() if people < THRESHOLD}

    naive, published = [], []
    for codes, said in harvested:
        large = sum(estimates[code] for code in codes - small)
        if (total := sum(estimates[code] for code in codes)) >= THRESHOLD:
            naive.append((codes & small, total - large))
        if said.isdecimal():  # "60 et plus" is a bound, already that of what is known
            published.append((codes & small, int(said) - large))
        elif number := re.search(r"\d+", said):
            assert int(number[0]) == large

    assert len(harvested) > 200
    assert len(given_away(naive, small)) >= len(small) / 2  # the solver does find them where they can be found
    assert given_away(published, small) == set()
    assert all(not groups and not rest for groups, rest in published)
    assert min(int(number) for _codes, said in harvested for number in re.findall(r"\d+", said)) >= THRESHOLD
