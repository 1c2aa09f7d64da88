"""Keeping a workshop and correcting it: what was said never changes, and nothing is lost."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from feedback.models import Statement, Workshop
from feedback.workshops import keeping
from feedback.workshops.minutes import read_minutes
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import MemberFactory
from tests.workshop_factories import MINUTES, WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def workshop():
    return WorkshopFactory(minutes=MINUTES)


def at(workshop, position):
    return workshop.statements.get(position=position)


def test_minutes_are_kept_with_what_was_read_in_them(facilitator):
    workshop = keeping.keep(read_minutes(MINUTES), by=facilitator, source_name="minutes.txt")

    stored = Workshop.objects.get(code="AT-01")
    assert (stored.title, stored.question) == ("Workshop on meetings", "how do we meet less?")
    assert stored.summary == "We meet too often.\n- less\n- better"
    assert (stored.proposal, stored.source_name) == ("one meeting a month.", "minutes.txt")
    assert "Discussion" in stored.minutes
    said = [(each.kind, each.part, each.said, each.text) for each in workshop.statements.all()]
    assert said == [
        ("constat", "discute", "constat : nobody reads the minutes", "nobody reads the minutes"),
        ("question", "discute", "how do we decide?", "how do we decide?"),
        ("ressource", "discute", "ressource : a guide :", "a guide :"),
        ("constat", "discute", "its first page", "its first page"),
        ("idee", "a_creuser", "one page of minutes", "one page of minutes"),
    ]
    assert at(workshop, 4).parent == at(workshop, 3)
    assert stored.history.get().history_user_id == facilitator.pseudonym


def test_what_the_facilitator_corrected_in_the_preview_is_kept(facilitator):
    day = datetime.date(2026, 2, 1)
    kept = keeping.keep(read_minutes(MINUTES), by=facilitator, kinds={1: "enjeu"}, title="Fewer meetings", held_on=day)

    assert (kept.title, kept.held_on, at(kept, 2).kind) == ("Fewer meetings", day, "enjeu")


def test_the_same_minutes_are_refused_with_the_code_of_the_workshop(workshop, facilitator):
    with pytest.raises(Refused, match=workshop.code):
        keeping.keep(read_minutes(MINUTES), by=facilitator)

    assert Workshop.objects.count() == 1


def test_a_part_that_is_too_long_is_refused_and_nothing_is_kept(facilitator):
    with pytest.raises(Refused, match="2000"):
        keeping.keep(read_minutes(f"Question\n{'why ' * 600}\n\nDiscussion\n- one"), by=facilitator)

    assert not Workshop.objects.exists()


def test_names_are_not_stored():
    workshop = WorkshopFactory(minutes=MINUTES + "\nParticipants\nCamille Dupont\n")

    assert "Dupont" not in Workshop.objects.get(pk=workshop.pk).minutes


def test_only_facilitators_keep_and_correct(workshop):
    agent = MemberFactory()
    statement = at(workshop, 1)
    words = {name: getattr(workshop, name) for name in keeping.WORDS}
    acts = [
        lambda: keeping.keep(read_minutes("Discussion\n- other"), by=agent),
        lambda: keeping.revise(workshop, by=agent, seen=1, reason="So.", **words),
        lambda: keeping.correct(statement, by=agent, seen=1, reason="So.", kind="idee", text="Other"),
        lambda: keeping.set_aside(statement, by=agent, seen=1, reason="So."),
        lambda: keeping.add_statement(workshop, by=agent, reason="So.", kind="idee", part="discute", text="Other"),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_a_statement_is_corrected_and_keeps_what_was_said(workshop, facilitator):
    statement = at(workshop, 2)
    keeping.correct(
        statement,
        by=facilitator,
        seen=1,
        reason="It is a stake.",
        kind="enjeu",
        text="Deciding",
        parent=at(workshop, 1),
    )

    statement.refresh_from_db()
    assert (statement.kind, statement.text, statement.said) == ("enjeu", "Deciding", "how do we decide?")
    assert statement.parent == at(workshop, 1)
    last = statement.history.first()
    assert (last.history_change_reason, last.history_user_id) == ("It is a stake.", facilitator.pseudonym)
    assert statement.history.last().text == "how do we decide?"


def test_a_statement_that_changed_meanwhile_is_not_overwritten(workshop, facilitator):
    statement = at(workshop, 1)
    keeping.correct(statement, by=facilitator, seen=1, reason="So.", kind="idee", text="First")

    with pytest.raises(Stale):
        keeping.correct(statement, by=facilitator, seen=1, reason="So.", kind="idee", text="Second")
    with pytest.raises(Stale):
        keeping.set_aside(statement, by=facilitator, seen=1, reason="So.")
    assert at(workshop, 1).text == "First"


def test_a_correction_that_changes_nothing_is_refused(workshop, facilitator):
    statement = at(workshop, 2)
    words = {name: getattr(workshop, name) for name in keeping.WORDS}

    with pytest.raises(Refused, match="Nothing changes"):
        keeping.correct(statement, by=facilitator, seen=1, reason="So.", kind=statement.kind, text=statement.text)
    with pytest.raises(Refused, match="Nothing changes"):
        keeping.revise(workshop, by=facilitator, seen=1, reason="So.", **words)


@pytest.mark.parametrize("position", [2, 3])
def test_nothing_is_a_detail_of_itself_nor_of_what_comes_after(workshop, facilitator, position):
    with pytest.raises(Refused, match="comes before"):
        keeping.correct(
            at(workshop, 2), by=facilitator, seen=1, reason="So.", kind="idee", text="x", parent=at(workshop, position)
        )


def test_nothing_is_a_detail_of_another_workshop(workshop, facilitator):
    elsewhere = at(WorkshopFactory(), 1)

    with pytest.raises(Refused, match="same workshop"):
        keeping.add_statement(
            workshop, by=facilitator, reason="So.", kind="idee", part="discute", text="x", parent=elsewhere
        )


def test_a_statement_is_set_aside_then_put_back_with_reasons(workshop, facilitator):
    statement = keeping.set_aside(at(workshop, 1), by=facilitator, seen=1, reason="Said twice.")
    assert Statement.objects.get(pk=statement.pk).set_aside

    with pytest.raises(Refused, match="already"):
        keeping.set_aside(statement, by=facilitator, seen=2, reason="Said twice.")
    keeping.set_aside(statement, by=facilitator, seen=2, reason="It was not.", aside=False)
    assert not Statement.objects.get(pk=statement.pk).set_aside
    reasons = statement.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["Minutes imported", "Said twice.", "It was not."]


def test_a_missing_statement_comes_last(workshop, facilitator):
    added = keeping.add_statement(
        workshop, by=facilitator, reason="Heard.", kind="idee", part="discute", text="Also this", parent=at(workshop, 1)
    )

    assert (added.position, added.said, added.parent) == (6, "", at(workshop, 1))


def test_the_words_of_the_workshop_are_corrected_and_its_minutes_stay(workshop, facilitator):
    words = {name: getattr(workshop, name) for name in keeping.WORDS} | {"site": "Town hall", "title": ""}
    keeping.revise(workshop, by=facilitator, seen=1, reason="It was there.", **words)

    stored = Workshop.objects.get(pk=workshop.pk)
    assert (stored.site, stored.title, stored.minutes) == ("Town hall", "Workshop", workshop.minutes)
    assert stored.history.first().history_change_reason == "It was there."
    with pytest.raises(Stale):
        keeping.revise(workshop, by=facilitator, seen=1, reason="Again.", **words | {"site": "Elsewhere"})
