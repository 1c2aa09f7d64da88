"""What migrations do: rows that were there are sealed once, in order; a new column makes a form, and breaks nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from governance.covering import Cover, written
from governance.ledger import Fault, Kind, compare, one_moment, walk
from governance.models import Decision
from governance.seals import Covered, Seal, seal_now
from tests.governance.ledger_rows import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_owner")]


def kept(*forms: str, **before: object) -> Covered:
    return Covered("kept_words", "id", Decision, tuple(tuple(form.split()) for form in forms), before)


def faults(covered: Covered) -> list[tuple[Kind, str]]:
    with one_moment():
        walked = walk()
        found: list[Fault] = [*compare(covered, walked)]
    assert walked.breaks == {}
    return [(fault.kind, fault.row_id) for fault in found]


def apply(cover: Cover, *, back: bool = False) -> None:
    for statement in cover.reverse_sql if back else cover.sql:
        run(statement)


@pytest.fixture
def table():
    run("CREATE TABLE kept_words (id integer PRIMARY KEY, words text NOT NULL)")
    run("INSERT INTO kept_words VALUES (3, 'three'), (1, 'one'), (2, 'two')")


FIRST = Cover("kept_words", "id", "id words")
SECOND = Cover("kept_words", "id", "id words hours", form=2, former="id words")


def test_rows_that_were_there_are_sealed_in_the_order_of_their_keys(table):
    apply(FIRST)
    run("INSERT INTO kept_words VALUES (4, 'four')")
    seal_now()

    assert [seal.row_id for seal in Seal.objects.all()] == ["1", "2", "3", "4"]
    assert faults(kept("id words")) == []


def test_going_back_and_again_seals_only_what_came_meanwhile(table):
    apply(FIRST)
    apply(FIRST, back=True)
    run("INSERT INTO kept_words VALUES (0, 'zero')")
    apply(FIRST)

    assert [seal.row_id for seal in Seal.objects.all()] == ["1", "2", "3", "0"]
    assert faults(kept("id words")) == []


def test_a_column_more_makes_another_form(table):
    apply(FIRST)
    run("ALTER TABLE kept_words ADD COLUMN hours numeric(5, 2)")
    apply(SECOND)
    run("INSERT INTO kept_words VALUES (4, 'four', 7.50)")
    seal_now()
    covered = kept("id words", "id words hours")

    assert [seal.form for seal in Seal.objects.all()] == [1, 1, 1, 2]
    assert faults(covered) == []
    run("UPDATE kept_words SET hours = 7.5000001 WHERE id IN (2)")
    run("UPDATE kept_words SET hours = 7.51 WHERE id IN (4)")
    assert faults(covered) == [(Kind.CHANGED, "2"), (Kind.CHANGED, "4")]


def test_a_column_more_may_hold_something_in_the_rows_that_were_there(table):
    apply(FIRST)
    run("ALTER TABLE kept_words ADD COLUMN hours integer NOT NULL DEFAULT 0")
    apply(SECOND)

    assert faults(kept("id words", "id words hours", hours=0)) == []
    run("UPDATE kept_words SET hours = 1 WHERE id = 2")
    assert faults(kept("id words", "id words hours", hours=0)) == [(Kind.CHANGED, "2")]


def test_a_form_can_be_taken_back(table):
    apply(FIRST)
    run("ALTER TABLE kept_words ADD COLUMN hours integer")
    apply(SECOND)
    apply(SECOND, back=True)
    run("INSERT INTO kept_words VALUES (4, 'four')")
    seal_now()

    assert Seal.objects.last().form == 1


def test_a_column_that_is_not_there_seals_nothing_silently(table):
    with pytest.raises(DatabaseError, match="case not found"), transaction.atomic():
        apply(Cover("kept_words", "id", "id words missing"))


def test_the_line_of_a_later_form_says_the_former_columns():
    assert written(kept("id words", "id words hours")) == (
        'Cover("kept_words", "id", "id words hours", form=2, former="id words"),'
    )
