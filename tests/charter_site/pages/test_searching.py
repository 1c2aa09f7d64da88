"""The page of the search: what it says of what it found, and to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from governance.models import Pulse
from tests.charters.test_indexed import propose
from tests.factories import (
    ClauseFactory,
    CommentFactory,
    CommitteeFactory,
    DecisionFactory,
    FeedbackFactory,
    MeetingFactory,
    MemberFactory,
    StakeholderFactory,
    ToolFactory,
)
from tests.search_index import indexed, write
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


@pytest.fixture
def reader(client):
    member = MemberFactory()
    client.force_login(member)
    return member


def search(client, typed, **query):
    indexed()
    page = client.get(ADDRESS, {"q": typed, **query})
    assert page.status_code == 200
    return page


def results(page):
    return [result for group in page.context["answer"].groups for result in group.results]


def text(page):
    return " ".join(" ".join(html.document_fromstring(page.content.decode()).xpath("//main//text()")).split())


def test_each_kind_leads_to_the_page_where_it_is_read(client, reader):
    clause = ClauseFactory(title="Le jardin")
    propose(clause)
    CommentFactory(thread=clause.thread, text="Le jardin, la haie")
    FeedbackFactory(context="Le jardin, la haie")
    committee = CommitteeFactory(role="La haie")
    DecisionFactory(subject="La haie", committee=committee)
    MeetingFactory(committee=committee, minutes="La haie", minutes_on="2026-11-01", held_on="2026-10-31")
    StakeholderFactory(expectations="La haie")
    ToolFactory(use_when="La haie")
    WorkshopFactory(minutes="Atelier de la haie\n\nDiscussion\n- constat : la haie est haute\n")
    ClauseFactory(charter=clause.charter, title="La haie")

    found = {result.kind: result for result in results(search(client, "haie"))}

    assert set(found) == {
        "clause", "proposal", "comment", "feedback", "committee", "decision", "meeting", "stakeholder", "tool",
        "workshop", "statement",
    }  # fmt: skip
    for result in found.values():
        assert client.get(result.address, follow=True).status_code == 200, result.kind
    assert found["meeting"].title == "Meeting of 31\u00a0October\u00a02026"
    assert found["statement"].address.endswith("#statement-1")


def test_results_say_what_they_are_where_and_when(client, reader):
    committee = CommitteeFactory(name="Comité du jardin", acronym="CDJ")
    DecisionFactory(code="DEC-9", subject="La haie", text="Elle pousse.", date="2026-03-01", committee=committee)

    page = search(client, "haies")

    assert "Decision DEC-9 La haie Elle pousse. CDJ 1 March 2026" in text(page)
    assert "1 text found" in text(page)
    assert b"La <mark>haie</mark>" in page.content


def test_what_people_wrote_is_escaped(client, reader):
    ToolFactory(name="<b>haie</b>", use_when="<script>haie</script>")
    content = search(client, "haie").content.decode()
    assert "&lt;b&gt;<mark>haie</mark>&lt;/b&gt;" in content
    assert "<script>haie" not in content
    assert "&lt;i&gt;" in search(client, "<i>haie").content.decode()


def test_a_page_of_one_kind_lists_them_all_page_after_page(client, reader):
    write(*["Une haie."] * 30, title="La haie")
    write("Une haie.", kind="clause", key="charte/M1")

    first = search(client, "haie")
    assert len(results(first)) == 4
    assert "Tools (30)" in text(first)
    assert "?q=haie&amp;kind=tool" in first.content.decode()
    second = search(client, "haie", kind="tool", page=2)
    assert len(results(second)) == 10
    assert "Page 2 of 2" in text(second)
    assert len(results(search(client, "haie", kind="tool", page=99))) == 10


def test_too_many_texts_are_said_to_be_and_no_number_is_made_up(client, reader):
    write(*["Une haie."] * 150)
    said = text(search(client, "haie"))
    assert "More than 100 texts hold these words" in said
    assert "Add a word" in said
    assert "(101)" not in said


def test_what_is_near_is_not_said_to_be_what_was_asked(client, reader):
    write("Une haie.")
    said = text(search(client, "haie budget"))
    assert "Nothing holds all these words" in said
    assert "Une haie" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("budget", "No text holds these words."),
        ("de la", "These small words are in every text"),
        ("!!!", "These small words are in every text"),
        ("x" * 201, "This text has 201 characters and the limit is 200."),
        ("é" * 200_000, "the limit is 200."),
        ("haie\0", "invisible control character"),
        ("", "How to search"),
        ("   ", "How to search"),
    ],
)
def test_whatever_is_typed_is_answered_by_a_sentence(client, reader, typed, said):
    write("Une haie.")
    assert said in text(search(client, typed))


def test_a_kind_that_does_not_exist_is_all_of_them(client, reader):
    write("Une haie.")
    assert len(results(search(client, "haie", kind="'; --"))) == 1


def test_what_is_for_managers_is_shown_to_them_alone(client, reader):
    DecisionFactory(subject="La haie", for_managers=True)
    assert "No text holds these words." in text(search(client, "haie"))
    assert "No text holds these words." in text(search(client, "haie", kind="decision"))
    client.force_login(MemberFactory(manager=True))
    assert len(results(search(client, "haie"))) == 1


def test_a_visitor_signs_in_first(client):
    page = client.get(ADDRESS, {"q": "haie"})
    assert page.status_code == 302
    assert "/accounts/login/" in page.url


def test_no_search_engine_keeps_what_was_searched(client, reader):
    assert b'<meta name="robots" content="noindex">' in search(client, "haie").content


@pytest.mark.parametrize("number", [1, 90])
def test_a_search_costs_the_same_whatever_it_finds(client, reader, number):
    for kind in ("tool", "clause", "comment"):
        key = {"clause": "charte/M1", "comment": "7d1b4f9e-0000-4000-8000-000000000000"}.get(kind, "T1")
        write(*["Une haie. " * 30] * number, kind=kind, key=key)
    search(client, "haie")
    for query in ({}, {"kind": "tool"}):
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS, {"q": "haie", **query})
        assert len(queries) == 5, queries.captured_queries  # session, member, what is weighed, shown, words to mark


def test_a_page_that_was_read_is_not_made_again_until_something_changes(client, reader):
    ToolFactory(name="La haie")
    search(client, "haie")  # the page that gives the browser its session's cookie is made again
    mark = search(client, "haie").headers["ETag"]
    assert client.get(ADDRESS, {"q": "haie"}, headers={"if-none-match": mark}).status_code == 304
    Pulse.objects.update(writer=0)  # what is written next is another transaction's
    ToolFactory(name="Une autre haie")
    indexed()
    again = client.get(ADDRESS, {"q": "haie"}, headers={"if-none-match": mark})
    assert (again.status_code, len(results(again))) == (200, 2)


def test_one_searches_from_the_header_of_any_page(client, reader):
    document = html.document_fromstring(client.get(reverse("tool-list")).content.decode())
    (form,) = document.xpath("//header//form[@role='search']")
    assert (form.get("action"), form.method) == (ADDRESS, "GET")
    assert form.xpath(".//label[@for=//header//input[@type='search']/@id]")
    assert document.xpath(f"//header//a[@href='{ADDRESS}']")
    # on the page of the search, its own form is enough
    own = html.document_fromstring(client.get(ADDRESS).content.decode())
    assert not own.xpath("//header//form[@role='search']")


def test_a_visitor_is_offered_no_search(client):
    assert b'role="search"' not in client.get("/accounts/login/").content
