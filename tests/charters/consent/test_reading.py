"""What the page of a round shows, to whom: never how many of a category, never who is behind an anonymous position."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from charters.consent import deciding, listing
from charters.consent.reading import CLOSED, OPEN, TO_REVIEW, read_round, rounds_for_reading, rounds_of
from charters.models import RoundDecision
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import SignsAs
from tests.charters.consent.circle import Circle, End, Kind, Result, day
from tests.factories import CommitteeFactory, DepartmentFactory

pytestmark = pytest.mark.django_db


def reading_of(circle, by=None, **pages):
    return read_round(rounds_for_reading().get(pk=circle.round.pk), by=by or circle.author, pages=pages)


def shown(held):
    return [each.position for each in held]


def test_the_five_steps_and_where_it_is():
    circle = Circle("amend")
    stages = reading_of(circle).stages
    assert [(stage.step, stage.state) for stage in stages] == [
        ("clarify", "done"), ("react", "done"), ("amend", "now"), ("object", "to come"), ("decide", "to come"),
    ]  # fmt: skip
    assert [stage.until for stage in stages] == [day(3), day(3), day(3), None, None]


def test_gone_back_the_later_steps_are_to_come_again():
    circle = Circle("decide")
    circle.go_to("react")
    assert [stage.state for stage in reading_of(circle).stages] == ["done", "now", "to come", "to come", "to come"]
    assert reading_of(circle).stages[4].until is None


def test_each_position_stands_where_its_words_put_it():
    circle = Circle("object")
    changing = circle.someone()
    former = circle.position(Kind.CONCERN, by=changing)
    consent, objection = circle.position(by=changing), circle.position(Kind.OBJECTION)
    judged = circle.position(Kind.OBJECTION)
    circle.end(judged, End.NOT_VALID)
    reading = reading_of(circle)
    assert shown(reading.consents) == [consent]
    assert shown(reading.former) == [former]
    assert set(shown(reading.objections)) == {objection, judged}

    circle.amend()
    concern = circle.position(Kind.CONCERN)
    reading = reading_of(circle)
    assert (shown(reading.to_confirm), shown(reading.consents), shown(reading.concerns)) == ([consent], [], [concern])
    waiting = {held.position.pk: held.awaits_holder for held in reading.objections}
    assert waiting == {objection.pk: True, judged.pk: False}


def test_an_objection_that_was_judged_stays_in_sight_when_another_position_takes_its_place():
    circle = Circle("object")
    person = circle.someone()
    judged = circle.position(Kind.OBJECTION, by=person)
    circle.end(judged, End.NOT_VALID)
    circle.position(by=person)
    assert shown(reading_of(circle).objections) == [judged]
    assert shown(reading_of(circle).former) == []


@pytest.fixture
def two_on_a_page(monkeypatch):
    monkeypatch.setattr(listing, "POSITIONS_ON_A_PAGE", 2)


def five_of_each_group(circle):
    """Five consents to the present words, five to former ones, five concerns that those replaced."""
    for person in [circle.someone() for _ in range(5)]:
        circle.position(Kind.CONCERN, by=person)
        circle.position(by=person)
    circle.amend()
    for _ in range(5):
        circle.position()


@pytest.mark.usefixtures("two_on_a_page")
@pytest.mark.parametrize("group", listing.BY_PAGE)
def test_thousands_of_positions_are_read_page_by_page(group):
    circle = Circle("object")
    five_of_each_group(circle)
    pages = [getattr(reading_of(circle, **{group: page}), group) for page in ("1", "2", "3")]
    assert [(page.number, page.pages, page.total, len(page)) for page in pages] == [
        (1, 3, 5, 2), (2, 3, 5, 2), (3, 3, 5, 1),
    ]  # fmt: skip
    found = [position.pk for page in pages for position in shown(page)]
    assert len(set(found)) == 5
    for asked, number in (("99", 3), ("0", 1), ("-1", 1), ("many", 1), ("9" * 30, 1), ("", 1)):
        assert getattr(reading_of(circle, **{group: asked}), group).number == number
    others = {name for name in listing.BY_PAGE if name != group}
    assert {getattr(reading_of(circle, **{group: "3"}), name).number for name in others} == {1}


@pytest.mark.usefixtures("two_on_a_page")
def test_a_reader_finds_their_own_position_on_whatever_page_it_stands():
    circle = Circle("object")
    people = [circle.someone() for _ in range(5)]
    held = {person: circle.position(by=person) for person in people}
    for person in people:
        reading = reading_of(circle, by=person)
        assert reading.mine == held[person]
        assert len(reading.consents) == 2


@pytest.mark.usefixtures("two_on_a_page")
def test_what_is_argued_is_all_on_one_page():
    circle = Circle("object")
    for _ in range(3):
        circle.position(Kind.OBJECTION)
        circle.position(Kind.CONCERN)
    assert (len(reading_of(circle).objections), len(reading_of(circle).concerns)) == (3, 3)


@pytest.mark.usefixtures("two_on_a_page")
def test_a_page_fetches_no_more_positions_than_it_shows_and_the_database_counts_them():
    circle = Circle("object")
    for _ in range(7):
        circle.position()
    reading = reading_of(circle)
    with CaptureQueriesContext(connection) as asked:
        fetched = listing.positions_shown(reading.round, wording=1, holder="nobody", asked=listing.pages_asked({}))
        assert len(fetched) == 2
        assert reading.count.consents == 7
    assert len(asked) == 2


@pytest.mark.parametrize("signature", [SignsAs.NAME, SignsAs.ANONYMOUS])
def test_each_reader_finds_their_own_and_only_theirs(signature):
    circle = Circle("object")
    person, other = circle.someone(), circle.someone()
    objection = circle.position(Kind.OBJECTION, by=person, signature=signature)
    circle.amend()
    mine, theirs = reading_of(circle, by=person), reading_of(circle, by=other)
    assert (mine.mine, theirs.mine) == (objection, None)
    assert [held.is_mine_to_withdraw for held in mine.objections + theirs.objections] == [True, False]
    assert [held.may_confirm for held in mine.objections + theirs.objections] == [True, False]


def test_the_words_of_a_card_are_confirmed_by_facilitators():
    circle = Circle("object")
    card = OnBehalf(channel=Channel.PAPER_CARD)
    circle.position(by=circle.facilitator, on_behalf=card, signature=SignsAs.ANONYMOUS)
    circle.amend()
    for by, may in ((circle.facilitator, True), (circle.author, False)):
        assert [held.may_confirm for held in reading_of(circle, by=by).to_confirm] == [may]


def test_categories_that_took_part_are_said_and_never_counted():
    circle = Circle("object")
    assert reading_of(circle).categories == [("A", False), ("B", False), ("C", False)]
    for category in "AAC":
        circle.position(by=circle.someone(category=category))
    few = circle.someone(department=DepartmentFactory(small=True), category="B")
    circle.position(by=few, signature=SignsAs.ANONYMOUS)
    assert reading_of(circle).categories == [("A", True), ("B", False), ("C", True)]


def test_once_decided_the_page_says_what_was_decided_whatever_is_written_after():
    circle = Circle("object")
    circle.position(Kind.CONCERN, by=circle.someone(category="A"))
    circle.go_to("decide")
    circle.decide()
    circle.edit_clause("Here, we answer each other within ten days.")
    reading = reading_of(circle)
    assert reading.categories == [("A", True), ("B", False), ("C", False)]
    assert (len(reading.concerns), len(reading.to_confirm), reading.decision.concerns) == (1, 0, 1)
    assert [stage.state for stage in reading.stages] == ["done"] * 5


def test_a_review_is_due_on_the_last_day_announced(monkeypatch):
    circle = Circle("object")
    circle.position()
    circle.go_to("decide")
    circle.decide(review_on=day(90))
    assert (reading_of(circle).review_on, reading_of(circle).is_to_review) == (day(90), False)
    review = {"by": circle.facilitator, "words": "It holds."}
    deciding.review(circle.round, seen=0, next_on=day(200), **review)
    assert reading_of(circle).review_on == day(200)
    deciding.review(circle.round, seen=1, **review)
    assert reading_of(circle).review_on is None


def test_the_list_says_first_what_is_open_then_what_is_to_review(monkeypatch):
    circle = Circle("object")
    slug = circle.clause.charter.slug
    rounds = {}
    for name, result in (("adopted", Result.ADOPTED), ("rejected", Result.NOT_ADOPTED)):
        circle.position()
        circle.go_to("decide")
        circle.decide(result, **({"review_on": day(5)} if name == "adopted" else {}))
        rounds[name] = circle.round
        circle.proposal = circle.propose()
        circle.open()
        circle.go_to("object")
    rounds["open"] = circle.round

    def groups():
        return {round.pk: round.group for round in rounds_of(slug)}

    now = {rounds["open"].pk: OPEN, rounds["adopted"].pk: CLOSED, rounds["rejected"].pk: CLOSED}
    assert groups() == now
    assert rounds_of(slug)[0] == rounds["open"]
    later = timezone.localdate() + datetime.timedelta(days=5)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    assert groups() == now | {rounds["adopted"].pk: TO_REVIEW}
    assert list(rounds_of(slug))[1] == rounds["adopted"]
    assert rounds_of("another").count() == 0


def test_a_committee_that_has_not_answered_is_said():
    circle = Circle("object")
    objection = circle.position(Kind.OBJECTION)
    circle.end(objection, End.ESCALATED, committee=CommitteeFactory())
    (held,) = reading_of(circle).objections
    assert (held.awaits_committee, held.is_alive) == (True, False)
    assert not RoundDecision.objects.exists()
