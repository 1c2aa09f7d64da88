"""A text changes by a signed revision, or not at all."""

import pytest
from django.db import IntegrityError, transaction

from charters.models import Clause
from charters.text.revisions import NothingChanged, carried_over, revisions_of, rewrite, text_at
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


def edit(clause, text="Other words.", **options):
    options = {"by": MemberFactory(facilitator=True), "reason": "Clearer", "seen": clause.row_version} | options
    return rewrite(clause, words={"text": text}, **options)


def test_a_rewrite_opens_one_revision_that_says_who_when_why_and_from_which_proposals():
    clause, author = ClauseFactory(text="First words."), MemberFactory(facilitator=True)
    proposals = ["5b2f4f0e-5d9c-4f36-b5c5-9f0a1f4f3f21"]

    changed = edit(clause, by=author, reason="Said in the workshop", proposals=proposals)

    record = text_at(changed, 2)
    assert (changed.revision, changed.text) == (2, "Other words.")
    assert (record.history_user_id, record.history_change_reason) == (author.pseudonym, "Said in the workshop")
    assert [str(pk) for pk in record.proposals] == proposals
    assert text_at(changed, 1).text == "First words."


def test_every_revision_is_read_back_word_for_word():
    clause = ClauseFactory(text="Words 1")
    for number in range(2, 6):
        clause = edit(clause, f"Words {number}")

    assert [text_at(clause, n).text for n in range(1, 6)] == [f"Words {n}" for n in range(1, 6)]
    assert [record.revision for record in revisions_of(clause)] == [5, 4, 3, 2, 1]


def test_a_reader_of_an_older_state_is_told_and_nothing_is_saved():
    clause = ClauseFactory()
    seen = clause.row_version
    edit(clause, "Somebody was faster.")

    with pytest.raises(Stale) as refused:
        edit(clause, "Too late.", seen=seen)

    clause.refresh_from_db()
    assert clause.text == "Somebody was faster."
    assert refused.value.current == clause.row_version
    assert clause.history.count() == 2


def test_the_same_words_are_no_revision():
    clause = ClauseFactory(text="The same.")
    with pytest.raises(NothingChanged):
        edit(clause, "The same.")
    assert clause.history.count() == 1


def test_what_is_not_words_cannot_be_rewritten():
    clause = ClauseFactory()
    with pytest.raises(TypeError, match="position"):
        rewrite(clause, by=None, reason="no", words={"position": 3}, seen=clause.row_version)


def test_nobody_saves_behind_history():
    clause = ClauseFactory()
    for forbidden in (
        clause.save,
        clause.delete,
        Clause.objects.all().delete,
        lambda: Clause.objects.update(text="Unsigned"),
        lambda: Clause.objects.update(section=clause.section),
        lambda: Clause.objects.bulk_create([clause]),
        lambda: Clause.objects.bulk_update([clause], ["text"]),
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_the_database_refuses_a_second_opening_of_a_revision():
    clause = ClauseFactory()
    twin = text_at(clause, 1)
    twin.pk = None
    with pytest.raises(IntegrityError, match="clause_revision_opened_once"), transaction.atomic():
        twin.save(force_insert=True)


def test_fields_left_alone_by_a_late_writer_take_their_current_words():
    clause = ClauseFactory(title="Title", text="Text", note="Note")
    seen = clause.row_version
    now = rewrite(clause, by=None, reason="Both", words={"text": "Their text", "note": "Their note"}, seen=seen)
    typed = {"title": "My title", "text": "My text", "note": "Note"}

    words, disputed = carried_over(now, typed, seen=seen)

    assert words == {"title": "My title", "text": "My text", "note": "Their note"}
    assert disputed == ["text"]


def test_a_text_that_two_writers_changed_at_different_places_holds_both():
    before = "Each service says its limits. It shares what it knows."
    clause = ClauseFactory(text=before)
    seen = clause.row_version
    now = rewrite(clause, by=None, reason="r", words={"text": before.replace("limits", "constraints")}, seen=seen)

    words, disputed = carried_over(now, {"text": before.replace("shares", "publishes")}, seen=seen)

    assert words == {"text": "Each service says its constraints. It publishes what it knows."}
    assert disputed == []
