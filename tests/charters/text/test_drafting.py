"""Codes are given once; places can be shared out for ever; nothing is deleted."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from charters.models import Charter, Clause, Section
from charters.text import drafting
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CharterFactory, ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def section():
    return CharterFactory().sections.get(kind=Section.Kind.METHODS)


def add(section, by, **options):
    words = {"title": f"Clause number {Clause.objects.count()}", "text": "Words"}
    return drafting.add_clause(section, by=by, reason="Needed", words=words, **options)


def order(section):
    clauses = Clause.objects.in_text().filter(section=section).in_reading_order()
    return [clause.code for clause in clauses]


def test_a_charter_opens_with_its_five_sections(facilitator):
    charter = drafting.open_charter(by=facilitator, slug="charter", title="Charter")
    assert [s.kind for s in charter.sections.order_by("position")] == list(Section.Kind.values)
    assert charter.revision == 1


def test_an_agent_cannot_open_a_charter_nor_edit_the_text():
    agent, clause = MemberFactory(), ClauseFactory()
    acts = [
        lambda: drafting.open_charter(by=agent, slug="mine", title="Mine"),
        lambda: add(clause.section, agent),
        lambda: drafting.edit_clause(clause, by=agent, reason="r", words={"text": "x"}, seen=1),
        lambda: drafting.remove_clause(clause, by=agent, reason="r", seen=1),
        lambda: drafting.move_clause(clause, by=agent, reason="r", section=clause.section, after=None, seen=1),
        lambda: drafting.edit_charter(clause.charter, by=agent, reason="r", words={"title": "x"}, seen=1),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match=r"\w+ \w+"):
            act()


def test_a_code_is_never_given_again(section, facilitator):
    first, second = add(section, facilitator), add(section, facilitator)
    values = section.charter.sections.get(kind=Section.Kind.VALUES)
    drafting.move_clause(
        second, by=facilitator, reason="Belongs there", section=values, after=None, seen=second.row_version
    )
    drafting.remove_clause(first, by=facilitator, reason="Obsolete", seen=first.row_version)

    assert add(section, facilitator).code == "M3"


def test_a_form_that_is_sent_twice_writes_one_clause(section, facilitator):
    said = {"by": facilitator, "reason": "Needed", "words": {"title": "Answer", "text": "Within a week."}}
    first = drafting.add_clause(section, **said)
    other_section = section.charter.sections.get(kind=Section.Kind.VALUES)
    for again in (section, other_section):
        with pytest.raises(Refused, match="Clause M1 has this very title"):
            drafting.add_clause(again, **said)
    # a proposal that asks for it was read, and other words are another clause
    drafting.add_clause(section, **said, proposals=[uuid.uuid4()])
    drafting.add_clause(section, **said | {"words": {"title": "Answer", "text": "Within two weeks."}})
    drafting.remove_clause(first, by=facilitator, reason="Twice", seen=first.row_version)
    assert Clause.objects.in_text().count() == 2


def test_a_moved_clause_keeps_its_code_and_its_revision(section, facilitator):
    clauses = [add(section, facilitator) for _ in range(3)]
    moved = drafting.move_clause(
        clauses[2], by=facilitator, reason="First things first", section=section, after=None,
        seen=clauses[2].row_version,
    )  # fmt: skip
    assert order(section) == ["M3", "M1", "M2"]
    assert (moved.code, moved.revision, moved.row_version) == ("M3", 1, 2)
    assert moved.history.first().history_change_reason == "First things first"


def test_there_is_always_room_between_two_clauses(section, facilitator):
    first, _last = add(section, facilitator), add(section, facilitator)
    expected = ["M1", "M2"]
    for _ in range(14):
        clause = add(section, facilitator, after=first)
        expected.insert(1, clause.code)
    assert order(section) == expected


def test_a_removed_clause_stays_with_its_words(facilitator):
    clause = ClauseFactory(text="What was said")
    removed = drafting.remove_clause(clause, by=facilitator, reason="Merged", seen=clause.row_version)
    assert (removed.removed, removed.text, removed.revision) == (True, "What was said", 2)
    assert not Clause.objects.in_text().filter(pk=clause.pk).exists()


def test_a_clause_cannot_be_moved_after_one_that_is_elsewhere(section, facilitator):
    clause, other = add(section, facilitator), ClauseFactory(charter=section.charter, section=Section.Kind.VALUES)
    for after in (other, clause):
        with pytest.raises(Refused, match="another clause"):
            drafting.move_clause(
                clause, by=facilitator, reason="r", section=section, after=after, seen=clause.row_version
            )


def test_two_charters_do_not_share_a_name(facilitator):
    drafting.open_charter(by=facilitator, slug="charter", title="One")
    with pytest.raises(Refused, match="name in addresses"):
        drafting.open_charter(by=facilitator, slug="charter", title="Two")


# --- Where a charter stands ------------------------------------------------------------------------


def test_where_a_charter_stands_is_said_without_opening_a_revision(section, facilitator):
    charter = section.charter
    said = {"stage": Charter.Stage.CONSULTATION, "target_version": "2.0"}

    drafting.edit_charter(charter, by=facilitator, reason="It opens", words=said, seen=charter.row_version)

    stored = Charter.objects.get()
    record = Charter.history.latest()
    assert (stored.stage, stored.target_version, stored.revision) == ("en_consultation", "2.0", charter.revision)
    assert (record.history_user_id, record.history_change_reason) == (facilitator.pseudonym, "It opens")


def test_words_and_where_it_stands_change_together_or_not_at_all(section, facilitator):
    charter = section.charter
    words = {"title": "x" * 201, "stage": Charter.Stage.CONSULTATION}
    with pytest.raises(Refused):
        drafting.edit_charter(charter, by=facilitator, reason="r", words=words, seen=charter.row_version)
    assert Charter.objects.get().stage == charter.stage

    words["title"] = "Ours"
    stored = drafting.edit_charter(charter, by=facilitator, reason="r", words=words, seen=charter.row_version)

    assert (stored.title, stored.stage, stored.revision) == ("Ours", "en_consultation", charter.revision + 1)
    with pytest.raises(Stale):
        drafting.edit_charter(charter, by=facilitator, reason="r", words=words, seen=charter.row_version)


def test_no_form_says_that_a_charter_is_in_force(client, section, facilitator):
    client.force_login(facilitator)
    address = reverse("charter-edit", args=[section.charter.slug])
    typed = {"seen": section.charter.row_version, "title": "Ours", "reason": "r", "target_version": "1.0"}

    assert client.post(address, typed | {"stage": Charter.Stage.IN_FORCE}).status_code == 422
    assert client.post(address, typed | {"target_version": "next"}).status_code == 422
    assert client.post(address, typed | {"stage": Charter.Stage.REVIEW}).status_code == 303


def test_a_charter_is_opened_in_its_language(client, facilitator):
    client.force_login(facilitator)
    client.post(reverse("charter-new"), {"title": "Ours", "slug": "ours", "language": "en"})

    assert Charter.objects.get(slug="ours").language == "en"
