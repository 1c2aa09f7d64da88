"""The index made again is the index that the database kept; every kind of text is declared, and can be shown."""

import pytest
from django.core.management import call_command

from charter_site.pages.searching import KINDS
from governance.searching.declaring import declared
from governance.searching.models import SearchText
from tests.charters.test_indexed import propose
from tests.factories import (
    ClauseFactory,
    CommentFactory,
    DecisionFactory,
    FeedbackFactory,
    MeetingFactory,
    ProjectFactory,
    StakeholderFactory,
    ToolFactory,
)
from tests.search_index import found, rows
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each():
    propose(ClauseFactory())
    CommentFactory()
    DecisionFactory()
    FeedbackFactory()
    MeetingFactory(minutes="Said.", minutes_on="2026-11-01", held_on="2026-10-31")
    ProjectFactory(opened_on="2026-01-01")
    StakeholderFactory()
    ToolFactory()
    WorkshopFactory()
    return rows()


def test_every_kind_of_text_is_indexed_by_the_database_itself(one_of_each):
    assert set(SearchText.objects.values_list("kind", flat=True)) == set(declared())


def test_every_kind_that_is_declared_has_its_words_on_the_page():
    assert set(KINDS) == set(declared())


def test_the_index_made_again_is_the_same(one_of_each, capsys):
    call_command("index_texts")
    assert rows() == one_of_each
    SearchText.objects.all().delete()
    call_command("index_texts")
    assert rows() == one_of_each
    assert str(len(one_of_each)) in capsys.readouterr().out


def test_what_went_wrong_in_the_index_is_put_right(one_of_each):
    SearchText.objects.filter(kind="tool").update(title="Le jardin")
    SearchText.objects.filter(kind="clause").delete()
    SearchText.objects.create(
        id="tool:0", kind="tool", source="0", key="T0", title="Le jardin", readable_by="tous_agents"
    )
    SearchText.objects.create(
        id="gone:1", kind="gone", source="1", key="1", title="Le jardin", readable_by="tous_agents"
    )
    assert found("jardin")
    call_command("index_texts")
    assert rows() == one_of_each
