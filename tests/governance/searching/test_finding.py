"""What a search finds, in which order, for whom, and what it says when there is too much or nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Decision
from governance.searching import asking, finding
from governance.searching.models import SearchText
from tests.factories import DecisionFactory, MemberFactory
from tests.search_index import found, write

pytestmark = pytest.mark.django_db

READERS = ["agent", "manager", "facilitator", "hr", "executive", "administrator"]


def find(typed, *, by=None, kind="", **more):
    return finding.find(asking.read(typed, kind=kind), by=by or MemberFactory(), **more)


def test_a_title_comes_before_any_body_then_the_text_that_says_it_most():
    write("Une équipe.", title="Le jardin", kind="clause")
    write("Rien. " * 40 + "Une équipe.", "Une équipe, une équipe.", title="Le jardin", kind="decision")
    write("Autre chose.", title="Équipe", kind="tool")

    assert found("équipe")[0] == "tool:0"
    assert found("équipe", kind="decision") == ["decision:1", "decision:0"]


def test_a_phrase_between_quotes_is_found_in_a_row_whatever_the_quotes():
    write("le conseil de quartier", "le quartier et son conseil")

    assert len(found("conseil quartier")) == 2
    for typed in ('"conseil de quartier"', "« conseil de quartier »", "“conseil de quartier”"):
        assert found(typed) == ["tool:0"]


def test_a_code_finds_its_text():
    write("Un texte.", code="M3", kind="clause")
    write("Un texte.", code="M4", kind="decision")
    assert found("m3") == ["clause:0"]


@pytest.mark.parametrize("kind", ["kind/clause", "kind clause", "clause"])
def test_the_kind_of_a_text_is_not_one_of_its_words(kind):
    write("Un texte.", kind="clause")
    assert found(kind) == []
    assert found("texte", kind="clause") == ["clause:0"]
    assert found("texte", kind="decision") == []


def test_when_nothing_holds_all_the_words_those_that_are_near_are_said_to_be_so():
    write("la coopération entre équipes", "le jardin")

    for typed in ("coopération budget", "coopér"):
        result = find(typed)
        assert result.nearly
        assert [text.key for text in result.texts] == ["0"]
    assert not find("coopération").nearly
    assert find("budget").texts == []


def test_no_more_of_each_kind_than_one_reads_and_their_number():
    for kind in ("clause", "tool"):
        write(*["Une équipe."] * 5, kind=kind)

    result = find("équipe")

    assert len(result.texts) == 2 * finding.OF_EACH
    assert (result.total, result.numbers, result.more) == (10, {"clause": 5, "tool": 5}, False)


def test_pages_of_a_kind_hold_each_text_once_and_the_last_is_the_last():
    write(*["Une équipe."] * 45)

    pages = [[text.key for text in find("équipe", kind="tool", page=page).texts] for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [20, 20, 5, 5]
    assert pages[2] == pages[3]
    assert len({key for page in pages for key in page}) == 45


def test_of_a_common_word_only_some_texts_are_weighed_and_it_is_said():
    write(*["Une équipe."] * (finding.MOST * 3))
    write("Une équipe.", title="Équipe", kind="clause")

    result = find("équipe")

    assert result.more
    assert result.total <= 2 * (finding.MOST + 1)
    assert result.texts[0].kind == "clause"
    assert not find("équipe", kind="clause").more


def test_when_too_many_titles_say_it_bodies_are_left_for_another_word():
    write(*["Rien."] * (finding.MOST + 1), title="Équipe", kind="clause")
    write("Une équipe.", kind="comment")

    assert find("équipe").numbers == {"clause": finding.MOST + 1}
    assert find("équipe", kind="comment").numbers == {"comment": 1}


@pytest.mark.parametrize("role", READERS)
def test_what_is_for_managers_is_found_by_those_who_may_read_it_in_the_register(role):
    member = MemberFactory() if role == "agent" else MemberFactory(**{role: True})
    DecisionFactory(code="DEC-1", subject="Le budget", for_managers=True)
    DecisionFactory(code="DEC-2", subject="Le budget")

    readable = {"DEC-1", "DEC-2"} if role in ("manager", "executive") else {"DEC-2"}

    assert set(found("budget", by=member)) == {f"decision:{code}" for code in readable}
    assert set(Decision.objects.readable_by(member).values_list("code", flat=True)) == readable


def test_a_visitor_finds_nothing_that_is_for_managers():
    write("le budget", readable_by=SearchText.Readers.MANAGERS)
    assert found("budget") == found("budge", nearly=True) == []


def test_nothing_of_what_is_for_managers_is_counted_for_others():
    write("le budget", "le budget", readable_by=SearchText.Readers.MANAGERS)
    write("le budget", kind="clause")
    result = find("budget")
    assert (result.total, result.numbers) == (1, {"clause": 1})


@pytest.mark.parametrize("typed", ["de la", "le", "", "!!! & | :* <->", '""', "' -- ;", "(", "\\", "%s", "«»"])
def test_what_says_nothing_finds_nothing_and_is_known_to_say_nothing(typed):
    write("le jardin de la ville")
    asked = asking.read(typed)
    assert finding.find(asked, by=MemberFactory()).texts == []
    assert not finding.says_something(asked)


@pytest.mark.parametrize(
    "typed", ["jardin & !ville", "jardin | rien", "jardin:*", "jar'din\\", "😀 jardin", "jardin\u0301"]
)
def test_operators_are_no_operators(typed):
    write("le jardin de la ville")
    finding.find(asking.read(typed), by=MemberFactory())
    assert finding.says_something(asking.read(typed))


def test_matching_words_are_those_that_the_search_is_about():
    asked = asking.read('décisions "de l\'eau"')
    assert finding.matching({"Décision", "décidé", "eau", "projet"}, asked=asked) == {"Décision", "eau"}
    assert finding.matching({"décisionnaire", "projet"}, asked=asking.read("décis"), nearly=True) == {"décisionnaire"}


@pytest.mark.parametrize("number", [1, 60])
def test_a_search_is_two_queries_whatever_there_is(number):
    write(*["Une équipe."] * number)
    reader = MemberFactory(manager=True)
    with CaptureQueriesContext(connection) as queries:
        find("équipe", by=reader)
    assert len(queries) == 2  # what is weighed, what is shown
