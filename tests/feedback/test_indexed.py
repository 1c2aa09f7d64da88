"""What of experience is found: what is published, and nothing that would say who wrote it."""

import pytest

from feedback.models import Comment, Lever
from feedback.projects import drafting
from feedback.voices.answering import withdraw
from feedback.workshops import keeping
from governance.models import SignsAs
from governance.searching.models import SearchText
from tests.factories import (
    CommentFactory,
    FeedbackFactory,
    MemberFactory,
    ProjectFactory,
    register_function,
)
from tests.search_index import erase_by_hand, found, rows, set_by_hand
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db

MINUTES = "Atelier du jardin\n\nQuestion : comment arroser ?\n\nDiscussion\n- constat : la serre est loin\n"


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.mark.parametrize(
    "told",
    [
        {"context": "Le jardin"},
        {"lessons": ["Une leçon", "Le jardin"]},
        {"levers": ["Le jardin"]},
        {"cooperation_modes_detail": "Le jardin"},
    ],
)
def test_an_entry_is_found_by_what_it_tells(told):
    FeedbackFactory(code="REX-9", **told)
    assert found("jardins") == ["feedback:REX-9"]


def test_an_entry_is_found_by_its_project_even_renamed():
    entry = FeedbackFactory(code="REX-9", project=ProjectFactory(name="Le jardin"))
    assert found("jardin") == ["feedback:REX-9"]
    set_by_hand(entry.project, name="La serre")
    assert (found("jardin"), found("serre")) == ([], ["feedback:REX-9"])


def test_what_helped_is_felt_when_it_changes_alone():
    entry = FeedbackFactory(code="REX-9", levers=["Le jardin"])
    Lever.objects.filter(feedback=entry).update(text="La serre")
    assert (found("jardin"), found("serre")) == ([], ["feedback:REX-9"])
    Lever.objects.filter(feedback=entry).delete()
    assert found("serre") == []


def test_a_draft_is_found_by_nobody_until_it_is_published():
    author = MemberFactory()
    draft = FeedbackFactory(draft=True, author=author, context="Le jardin", project=ProjectFactory(name="La serre"))
    for words in ("jardin", "serre"):
        assert found(words, by=author) == []
    drafting.publish(draft, by=author, seen=draft.row_version)
    assert len(found("jardin serre")) == 1


def test_a_project_is_found_once_it_is_opened_here():
    project = ProjectFactory(code="PRJ-9", name="Le jardin", brief="La serre")
    assert found("jardin") == []
    set_by_hand(project, opened_on="2026-01-01")
    assert found("jardin") == found("serre") == ["project:PRJ-9"]


def test_who_leads_a_project_is_no_way_to_find_it():
    ProjectFactory(opened_on="2026-01-01", leader_function="Jardinière", sponsor_function="Jardinière")
    assert found("jardinière") == []


def test_a_remark_is_found_until_its_author_takes_it_back():
    author = MemberFactory()
    comment = CommentFactory(by=author, text="Le jardin")
    assert found("jardin") == [f"comment:{comment.pk}"]
    withdraw(comment, by=author)
    assert found("jardin") == []


def test_a_remark_that_is_redacted_leaves_no_word_behind():
    comment = CommentFactory(text="Le jardin")
    assert found("jardin")
    Comment.objects.filter(pk=comment.pk).update(text="…")
    assert found("jardin") == []


@pytest.mark.parametrize("signature", [SignsAs.NAME, SignsAs.FUNCTION, SignsAs.ANONYMOUS])
def test_nothing_of_who_wrote_is_in_the_index(signature):
    author = MemberFactory(name="Apolline Zwykowska", function="Fontainière")
    register_function(author)
    CommentFactory(by=author, signature=signature, text="Le jardin")
    FeedbackFactory(author=author, context="Le jardin", departments=[author.department])

    told = " ".join(str(value) for row in rows() for value in row)

    for word in ("Apolline", "Zwykowska", "Fontainière", author.department.name, str(author.pseudonym)):
        assert word not in told
    for words in ("Zwykowska", "fontainière", author.department.name):
        assert found(words) == []


def test_nothing_tells_in_which_order_anonymous_words_came():
    """Two remarks of one day have nothing but their random names to be told apart."""
    for text in ("Le jardin", "Le jardin"):
        CommentFactory(text=text, signature=SignsAs.ANONYMOUS)
    rows()
    first, second = SearchText.objects.order_by("id").values()
    assert {name for name in first if first[name] != second[name]} == {"id", "source", "key"}
    assert first["id"] == f"comment:{first['key']}"
    assert first["day"] == Comment.objects.get(pk=first["key"]).written_on


def test_a_workshop_and_each_of_its_statements_are_found():
    workshop = WorkshopFactory(minutes=MINUTES)
    assert found("arroser") == [f"workshop:{workshop.code}"]
    assert found("serre") == [f"statement:{workshop.code}/1"]


def test_a_statement_set_aside_is_not_found_until_it_is_put_back(facilitator):
    statement = WorkshopFactory(minutes=MINUTES).statements.get()
    aside = keeping.set_aside(statement, by=facilitator, seen=1, reason="Twice")
    assert found("serre") == []
    keeping.set_aside(aside, by=facilitator, seen=2, reason="Once", aside=False)
    assert len(found("serre")) == 1


def test_words_that_a_statement_no_longer_says_are_not_found(facilitator):
    statement = WorkshopFactory(minutes=MINUTES).statements.get()
    keeping.correct(statement, by=facilitator, seen=1, reason="Misread", kind="constat", text="Le verger est loin")
    assert (found("serre"), len(found("verger"))) == ([], 1)


def test_minutes_as_they_were_received_are_not_found():
    """They hold what facilitators alone read."""
    WorkshopFactory(minutes=MINUTES + "\nPrésents\nApolline Zwykowska, fontainière\n")
    assert found("Zwykowska") == found("fontainière") == []


def test_what_is_deleted_by_hand_leaves_the_index():
    comment, workshop, entry = CommentFactory(), WorkshopFactory(minutes=MINUTES), FeedbackFactory(departments=[])
    names = {"comment", "workshop", "statement", "feedback"}
    rows()
    assert set(SearchText.objects.values_list("kind", flat=True)) == names
    set_by_hand(comment.thread, latest_id=None)
    erase_by_hand(comment, *workshop.statements.all(), workshop, entry)
    assert rows() == []
