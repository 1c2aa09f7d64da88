"""Two people who move words of one list at the same moment: both moves stand."""

import pytest

from feedback.models import Term
from feedback.projects import terms
from tests.factories import MemberFactory, TermFactory
from tests.waiting import held

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_word_moved_while_another_is_being_moved_leaves_it_where_it_went():
    by = MemberFactory(facilitator=True)
    first, second, third, fourth = (TermFactory(list=Term.List.LEVER, position=place) for place in (1, 2, 3, 4))

    end = held(
        lambda: terms.move_term(second, by=by, up=True, seen=second.row_version),
        lambda: terms.move_term(fourth, by=by, up=True, seen=fourth.row_version),
    )

    assert end == "done"
    ordered = Term.objects.filter(list=Term.List.LEVER).order_by("position", "pk")
    assert list(ordered) == [second, first, fourth, third]


def test_the_same_word_added_twice_at_once_is_there_once():
    by = MemberFactory(facilitator=True)

    end = held(
        lambda: terms.add_term(Term.List.LEVER, by=by, label="Une heure par semaine"),
        lambda: terms.add_term(Term.List.LEVER, by=by, label="une heure par semaine"),
    )

    assert (end, Term.objects.filter(list=Term.List.LEVER).count()) == ("refused", 1)
