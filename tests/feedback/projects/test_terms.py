"""Closed lists are kept by facilitators: added to, said better, ordered, retired; what was told stays readable."""

import pytest
from django.core.exceptions import PermissionDenied

from feedback.models import Term
from feedback.projects import terms
from governance.refusals import Refused
from governance.signing import Stale
from tests.experience_factories import as_read
from tests.factories import FeedbackFactory, MemberFactory, TermFactory

pytestmark = pytest.mark.django_db

WORDS = {"label": "Rain", "definition": "It rained.", "reason": "Said better."}


@pytest.fixture
def keeper():
    return MemberFactory(facilitator=True)


def offered(list_name=Term.List.HINDRANCE):
    return list(Term.objects.filter(list=list_name, retired=False).order_by("position").values_list("label", flat=True))


def test_a_word_is_added_at_the_end_with_a_code_made_from_it(keeper):
    TermFactory(list=Term.List.HINDRANCE, label="Snow", position=7)
    term = terms.add_term(Term.List.HINDRANCE, by=keeper, label="Réunions à l'étroit", definition="Too small a room.")
    assert (term.code, term.position, term.definition) == ("reunions_a_l_etroit", 8, "Too small a room.")
    assert term.history.get().history_change_reason == "Word added"
    assert offered() == ["Snow", "Réunions à l'étroit"]


@pytest.mark.parametrize(
    ("label", "code"),
    [("3 tables", "lever_3_tables"), ("Βροχη", "lever"), ("w" * 60, "w" * 40), ("Taken!", "taken_2")],
)
def test_a_code_begins_with_a_letter_is_short_and_is_its_own(keeper, label, code):
    TermFactory(list=Term.List.LEVER, code="taken", label="Taken")
    assert terms.add_term(Term.List.LEVER, by=keeper, label=label).code == code


def test_the_same_word_is_not_offered_twice_in_one_list(keeper):
    rain = TermFactory(list=Term.List.HINDRANCE, label="Rain")
    with pytest.raises(Refused, match="in this list already. Choose"):
        terms.add_term(Term.List.HINDRANCE, by=keeper, label="rain")
    other = TermFactory(list=Term.List.HINDRANCE, label="Snow")
    with pytest.raises(Refused, match="in this list already"):
        terms.edit_term(other, by=keeper, seen=1, **(WORDS | {"label": "RAIN"}))
    terms.retire_term(rain, by=keeper, reason="Unclear.", seen=1)
    with pytest.raises(Refused, match="no longer offered. Offer it again"):
        terms.add_term(Term.List.HINDRANCE, by=keeper, label="Rain")
    terms.add_term(Term.List.LEVER, by=keeper, label="Rain")


def test_a_list_is_never_longer_than_anyone_reads(keeper, monkeypatch):
    monkeypatch.setattr(terms, "MOST", 2)
    for label in ("One", "Two"):
        terms.add_term(Term.List.LEVER, by=keeper, label=label)
    with pytest.raises(Refused, match="nobody reads further"):
        terms.add_term(Term.List.LEVER, by=keeper, label="Three")


def test_a_word_said_better_keeps_its_code_and_its_past(keeper):
    entry = FeedbackFactory(levers=["Dry."])
    term = entry.levers.get().term
    terms.edit_term(term, by=keeper, seen=1, **WORDS)
    stored = Term.objects.get(pk=term.pk)
    assert (stored.label, stored.definition, stored.code) == ("Rain", "It rained.", term.code)
    assert [record.label for record in stored.history.order_by("row_version")] == [term.label, "Rain"]
    assert stored.history.first().history_change_reason == "Said better."
    assert as_read(entry).told_levers[0]["label"] == "Rain"


def test_a_change_that_changes_nothing_is_refused(keeper):
    term = TermFactory(label="Rain", definition="It rained.")
    with pytest.raises(Refused, match="Nothing changed"):
        terms.edit_term(term, by=keeper, seen=1, **WORDS)
    assert term.history.count() == 1


def test_a_word_moves_among_those_that_are_offered(keeper):
    first, hidden, last = (
        TermFactory(list=Term.List.HINDRANCE, label=label, position=place)
        for place, label in enumerate(["First", "Hidden", "Last"], start=1)
    )
    terms.retire_term(hidden, by=keeper, reason="Unclear.", seen=1)
    moved = terms.move_term(last, by=keeper, up=True, seen=1)
    assert (moved.label, offered()) == ("Last", ["Last", "First"])
    terms.move_term(moved, by=keeper, up=False, seen=moved.row_version)
    assert offered() == ["First", "Last"]
    assert first.history.count() == 3


def test_words_at_the_same_place_are_told_apart_by_a_move(keeper):
    words = [TermFactory(list=Term.List.HINDRANCE, label=label, position=5) for label in ("One", "Two", "Three")]
    terms.move_term(words[2], by=keeper, up=True, seen=1)
    assert offered() == ["One", "Three", "Two"]


def test_a_word_goes_no_further_than_the_end(keeper):
    term = TermFactory()
    for up in (True, False):
        with pytest.raises(Refused, match="end of its list"):
            terms.move_term(term, by=keeper, up=up, seen=1)


def test_a_retired_word_is_offered_no_more_and_stays_on_what_was_told(keeper):
    entry = FeedbackFactory(levers=["Dry."])
    term = entry.levers.get().term
    retired = terms.retire_term(term, by=keeper, reason="Unclear.", seen=1)
    assert term.label not in offered(Term.List.LEVER)
    assert as_read(entry).told_levers[0]["label"] == term.label
    with pytest.raises(Refused, match="no place"):
        terms.move_term(retired, by=keeper, up=True, seen=2)
    with pytest.raises(Refused, match="already"):
        terms.retire_term(retired, by=keeper, reason="Again.", seen=2)
    back = terms.offer_again(retired, by=keeper, reason="Missed.", seen=2)
    assert term.label in offered(Term.List.LEVER)
    assert [record.history_change_reason for record in back.history.order_by("row_version")][1:] == [
        "Unclear.",
        "Missed.",
    ]
    with pytest.raises(Refused, match="already"):
        terms.offer_again(back, by=keeper, reason="Again.", seen=3)


ACTS = {
    "edit": lambda term, by, seen: terms.edit_term(term, by=by, seen=seen, **WORDS),
    "move": lambda term, by, seen: terms.move_term(term, by=by, up=True, seen=seen),
    "retire": lambda term, by, seen: terms.retire_term(term, by=by, reason="Why.", seen=seen),
    "offer again": lambda term, by, seen: terms.offer_again(term, by=by, reason="Why.", seen=seen),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_lists_are_kept_by_facilitators_who_read_them_as_they_are(act, keeper):
    TermFactory()
    term = TermFactory(retired=act is ACTS["offer again"])
    with pytest.raises(PermissionDenied):
        act(term, MemberFactory(administrator=True), 1)
    with pytest.raises(Stale):
        act(term, keeper, 7)
    assert term.history.count() == 1
    if act is not ACTS["move"]:
        act(term, keeper, 1)
        assert term.history.count() == 2


def test_nobody_else_adds_a_word():
    with pytest.raises(PermissionDenied):
        terms.add_term(Term.List.LEVER, by=MemberFactory(), label="Rain")
    assert not Term.objects.exists()
