"""The picture: what passes between committees, and a layout in which nothing covers anything."""

import json
import re
from itertools import combinations

import pytest

from charter_site.demonstration import SAMPLE
from governance.committees.picture import MOST, Flow, draw, flows, named_in
from governance.models import Committee, CommitteeTask, InformationItem

FIELDS = ("code", "name", "acronym", "decides_on", "advises_on", "informed_of")
RADIUS = 11


def committee(pk, acronym="", **parts):
    said = {"decides_on": [], "advises_on": [], "informed_of": [], **parts}
    return Committee(pk=pk, code=f"INST-{pk}", name=f"Committee {pk}", acronym=acronym, **said)


def sample():
    said = json.loads(SAMPLE.read_text())["committees"]
    committees = [Committee(pk=n, **{name: one[name] for name in FIELDS}) for n, one in enumerate(said, start=1)]
    information = {
        n: [InformationItem(**item) for item in one["documents_shared"]] for n, one in enumerate(said, start=1)
    }
    return committees, flows(committees, information, {})


def crowd():
    """Everything passes everywhere: thirteen committees in three lanes."""
    lanes = ("decides_on", "advises_on", "informed_of")
    committees = [committee(n, **{lanes[n % 3]: ["The budget"]}) for n in range(1, 14)]
    pairs = [(one, other) for one in committees for other in committees if one is not other]
    return committees, [Flow(one, other, "document", ["Minutes"]) for one, other in pairs[::4]]


def test_what_passes_in_the_sample():
    passing = {(str(flow.source), str(flow.target), flow.kind) for flow in sample()[1]}
    assert passing == {
        ("COTECH charte", "COPIL charte", "document"),
        ("LIAISON", "COPIL charte", "document"),
        ("CST", "CODIR", "opinion"),
        ("CODIR", "CST", "opinion"),
        ("CODIR", "LIAISON", "told"),
    }


def test_a_task_passes_from_a_committee_to_another_that_follows_it_up():
    one, other = committee(1), committee(2, acronym="COPIL")
    task = CommitteeTask(text="Read it", owner_function="Le COPIL, en séance")
    assert [(flow.source, flow.target, flow.kind) for flow in flows([one, other], {}, {1: [task]})] == [
        (one, other, "task")
    ]


def test_a_committee_passes_nothing_to_itself_and_two_documents_are_one_arrow():
    one, other = committee(1, acronym="ONE", decides_on=["The budget"], informed_of=["The budget"]), committee(2, "TWO")
    items = [InformationItem(document=name, shared_with=["ONE", "TWO"]) for name in ("Minutes", "Agenda")]
    assert [(flow.target, flow.what) for flow in flows([one, other], {1: items}, {})] == [
        (other, ["Minutes", "Agenda"])
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [("COPIL charte, Tous", True), ("le copil charte", True), ("COPIL", False), ("recopil charte", False), ("", False)],
)
def test_a_committee_is_named_by_its_whole_name(text, named):
    assert bool(named_in(text, [committee(1, acronym="COPIL charte")])) is named


@pytest.mark.parametrize("drawn", [sample, crowd])
def test_nothing_covers_anything(drawn):
    committees, passing = drawn()
    picture = draw(committees, passing)

    assert [box.committee for box in picture.boxes if box.x < 0 or box.x + box.width > picture.width] == []
    for one, other in combinations(picture.boxes, 2):
        assert one.x + one.width <= other.x or other.x + other.width <= one.x or _apart(one, other)
    for one, other in combinations(picture.arrows, 2):
        assert abs(one.x - other.x) >= 2 * RADIUS or abs(one.y - other.y) >= 2 * RADIUS
    for arrow in picture.arrows:
        for box in picture.boxes:
            assert not _inside(box, arrow.x, arrow.y, RADIUS)
            assert not any(_crosses(box, *line) for line in _lines(arrow.path))
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for line in _lines(arrow.path) for x, y in line)


def test_each_committee_has_one_box_in_the_lane_of_its_first_part():
    committees = [committee(1, advises_on=["a"], informed_of=["b"]), committee(2, decides_on=["c"]), committee(3)]
    picture = draw(committees, [])
    assert [(box.committee.pk, box.part) for box in picture.boxes] == [(2, "decides"), (1, "advises"), (3, "informs")]


def test_arrows_that_nobody_could_follow_are_counted_and_not_drawn():
    committees = [committee(1), committee(2)]
    picture = draw(committees, [Flow(*committees, "document", [str(n)]) for n in range(MOST + 3)])
    assert (len(picture.arrows), picture.left_out) == (MOST, 3)


def test_nothing_is_drawn_of_nothing():
    assert draw([], []).boxes == []


def _apart(one, other):
    return one.y + one.height <= other.y or other.y + other.height <= one.y


def _inside(box, x, y, around=0):
    across = box.x - around < x < box.x + box.width + around
    return across and box.y - around < y < box.y + box.height + around


def _lines(path):
    points = [tuple(map(int, point)) for point in re.findall(r"(-?\d+) (-?\d+)", path)]
    return list(zip(points, points[1:], strict=False))


def _crosses(box, start, end):
    """Whether a straight line goes through the inside of a box."""
    (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return x1 < box.x + box.width and x2 > box.x and y1 < box.y + box.height and y2 > box.y
