"""A position is bound to the exact words; it is one each; and an anonymous one leads to nobody."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from charters.consent import positions
from charters.models import ConsentRound, Position
from feedback.voices.models import Channel, Outcome
from feedback.voices.signing import OnBehalf
from governance.models import Member, SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.consent.circle import HARM, Circle, Kind, read
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
ANONYMOUS = {"signature": SignsAs.ANONYMOUS}


@pytest.mark.parametrize("step", ["clarify", "react", "amend", "decide"])
def test_positions_are_taken_at_the_step_object_only(step):
    circle = Circle(step)
    with pytest.raises(Refused, match="now at the step"):
        circle.position()


ARGUED = {
    "an objection without harm": (Kind.OBJECTION, {"harm": " "}, "what harm"),
    "an objection without scope": (Kind.OBJECTION, {"scope": ""}, "to whom"),
    "a concern without words": (Kind.CONCERN, {"words": ""}, "your concern"),
    "a consent with a harm": (Kind.CONSENT, HARM, "choose the objection"),
}


@pytest.mark.parametrize("case", ARGUED)
def test_what_is_said_is_argued(case):
    kind, said, sentence = ARGUED[case]
    circle = Circle("object")
    with pytest.raises(Refused, match=sentence):
        circle.position(kind, **said)
    assert not Position.objects.exists()


def test_nobody_says_yes_to_words_not_read():
    circle = Circle("object")
    circle.amend()
    with pytest.raises(Stale) as stale:
        circle.position(seen=1)
    assert stale.value.current == 2


def weighing(wording):
    """How many positions weigh on this wording, and how many wait for their holder."""
    questions = positions.weighing_on(wording), positions.awaiting_holder(wording)
    return tuple(Position.objects.filter(asked).count() for asked in questions)


def changed_by_amending(circle):
    circle.amend()


def changed_by_carrying_over(circle):
    circle.edit_clause("Here, we answer each other within ten days.")


@pytest.mark.parametrize("change", [changed_by_amending, changed_by_carrying_over])
def test_when_a_word_changes_every_position_waits_for_its_holder(change):
    circle = Circle("object")
    people = [circle.someone() for _ in range(3)]
    held = [circle.position(kind, by=by) for kind, by in zip(Kind.values, people, strict=True)]
    assert weighing(1) == (3, 0)
    change(circle)
    now = circle.now().proposal.wording
    assert now == 2
    assert weighing(now) == (0, 3)
    positions.confirm_position(held[0], by=people[0], seen=now)
    assert weighing(now) == (1, 2)


def test_a_clause_to_remove_that_changes_is_another_text_to_consent_to():
    circle = Circle("object", kind="suppression")
    circle.position()
    circle.edit_clause("We answer each other, always, within ten days.")
    assert weighing(circle.now().proposal.wording) == (0, 1)


def test_only_its_holder_confirms_on_the_words_on_screen():
    circle = Circle("object")
    holder = circle.someone()
    position = circle.position(by=holder, **ANONYMOUS)
    circle.amend()
    with pytest.raises(Refused, match="Only who took"):
        positions.confirm_position(position, by=circle.someone(), seen=2)
    with pytest.raises(Stale):
        positions.confirm_position(position, by=holder, seen=1)
    circle.go_to("amend")
    with pytest.raises(Refused, match="now at the step"):
        positions.confirm_position(position, by=holder, seen=2)


def test_words_of_a_card_are_confirmed_by_whoever_enters_them():
    circle = Circle("object")
    card = OnBehalf(channel=Channel.PAPER_CARD, department=circle.department, category="C")
    position = circle.position(by=circle.facilitator, on_behalf=card, **ANONYMOUS)
    own = circle.position(by=circle.facilitator)
    circle.amend()
    with pytest.raises(Refused):
        positions.confirm_position(position, by=circle.author, seen=2)
    positions.confirm_position(position, by=circle.facilitator, seen=2)
    assert (read(position).wording, read(own).wording) == (2, 1)


def test_one_each_and_the_former_stays_readable():
    circle = Circle("object")
    person = circle.someone()
    first = circle.position(Kind.OBJECTION, by=person)
    second = circle.position(by=person)
    former = read(first)
    assert (former.is_current, former.holder_digest, former.end, former.outcome) == (
        False, "", "withdrawn", Outcome.WITHDRAWN,
    )  # fmt: skip
    assert positions.position_of(circle.round, by=person) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.filter(pk=former.pk).update(is_current=True, holder_digest=second.holder_digest)


def test_a_card_replaces_nothing():
    circle = Circle("object")
    circle.position(by=circle.facilitator)
    for _ in range(2):
        circle.position(by=circle.facilitator, on_behalf=OnBehalf(channel=Channel.WORKSHOP), **ANONYMOUS)
    assert Position.objects.filter(is_current=True).count() == 3


@pytest.mark.parametrize(("first", "then"), [(SignsAs.ANONYMOUS, SignsAs.NAME), (SignsAs.NAME, SignsAs.ANONYMOUS)])
def test_a_signed_position_never_takes_the_place_of_an_anonymous_one(first, then):
    circle = Circle("object")
    person = circle.someone()
    circle.position(by=person, signature=first)
    with pytest.raises(Refused):
        circle.position(by=person, signature=then)
    assert Position.objects.get().is_current


def stored(position: Position) -> dict:
    return Position.objects.filter(pk=position.pk).values().get()


def test_an_anonymous_position_leaves_no_author_no_time_and_no_link_to_the_former(caplog):
    circle = Circle("object")
    person = circle.someone(name="Noria Belline", function="Rare function")
    first = circle.position(Kind.OBJECTION, by=person, **ANONYMOUS)
    second = circle.position(Kind.CONCERN, by=person, **ANONYMOUS)
    circle.amend()
    positions.confirm_position(second, by=person, seen=2)
    circle.go_to("decide")
    circle.decide()

    names = {str(person.pseudonym), person.name, person.email, person.function}
    members = [field.attname for field in Position._meta.fields if field.related_model is Member]
    for position in (first, second):
        row = stored(position)
        assert (row["author_id"], row["entered_by_id"], row["written_at"], row["function"]) == (None, None, None, "")
        assert not names & {str(value) for value in row.values()}
        assert person.pk not in {row[name] for name in members}  # a department may have the same number
    former, now = stored(first), stored(second)
    shared = {
        name for name in former
        if former[name] == now[name] and former[name] not in (None, "", True, False) and name not in SAID_OF_EVERYONE
    }  # fmt: skip
    assert shared == set()
    assert not any(name in caplog.text for name in names)


# What any two positions of one day, in one round, of one large department, have alike.
SAID_OF_EVERYONE = {
    "round_id", "signature", "channel", "written_on", "department_id", "pole", "category", "printed_as", "wording",
}  # fmt: skip


def test_the_category_of_a_small_group_is_not_kept():
    circle = Circle("object")
    few = circle.someone(department=DepartmentFactory(small=True), category="B")
    kept = [circle.position(by=few, signature=SignsAs.FUNCTION), circle.position(by=circle.someone(category="B"))]
    assert [position.category for position in kept] == ["", "B"]


def test_nobody_but_its_holder_finds_a_position():
    circle = Circle("object")
    person = circle.someone()
    circle.position(by=person, **ANONYMOUS)
    finders = [by for by in Member.objects.all() if positions.position_of(circle.round, by=by)]
    assert finders == [person]


def test_a_closed_round_takes_no_position():
    circle = Circle("object")
    position = circle.position()
    circle.go_to("decide")
    circle.decide()
    stale = ConsentRound.objects.get(pk=circle.round.pk)
    with pytest.raises(Refused, match="closed"):
        circle.position()
    with pytest.raises(Refused, match="closed"):
        positions.confirm_position(position, by=circle.author, seen=1)
    assert not stale.is_open


def test_a_confirmed_position_says_on_which_words_it_was_taken():
    circle = Circle("object")
    holder = circle.someone()
    position = circle.position(Kind.CONCERN, by=holder)
    card = circle.position(by=circle.facilitator, on_behalf=OnBehalf(channel=Channel.PAPER_CARD))
    circle.amend()
    positions.confirm_position(position, by=holder, seen=2)
    positions.confirm_position(card, by=circle.facilitator, seen=2)
    position, card = read(position), read(card)
    assert (position.taken_wording, position.wording, position.confirmed_by) == (1, 2, None)
    assert position.confirmed_on == card.confirmed_on == timezone.localdate()
    assert card.confirmed_by == circle.facilitator.pseudonym


@pytest.mark.django_db(transaction=True)
def test_replacing_a_position_brings_back_nothing_that_was_just_hidden():
    """The author is printed again, under a smaller name, while someone replaces their position."""
    circle = Circle("object")
    holder = circle.someone()
    former = circle.position(by=holder)
    hidden, done = threading.Event(), []

    def replace() -> None:
        hidden.wait(timeout=5)
        try:
            done.append(circle.position(Kind.CONCERN, by=holder))
        finally:
            connection.close()

    thread = threading.Thread(target=replace)
    thread.start()
    with transaction.atomic():
        Position.objects.filter(pk=former.pk).update(printed_as="Someone", author_told=True)
        hidden.set()
        threading.Event().wait(0.3)
    thread.join(timeout=10)
    assert len(done) == 1
    assert (read(former).printed_as, read(former).is_current) == ("Someone", False)
