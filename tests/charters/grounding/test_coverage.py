"""Which lessons the charter answers, which clauses experience supports; the screen and the file say the same."""

import csv
import io

import lxml.html
import pytest
from django.urls import reverse

from charters.grounding import citing
from charters.grounding.coverage import Kind, State, coverage
from charters.grounding.coverage_csv import COLUMNS, write_csv
from charters.models import Section
from charters.text.drafting import edit_clause
from governance.plain_text import normalise
from tests.factories import (
    CharterFactory,
    CitationFactory,
    ClauseFactory,
    DepartmentFactory,
    FeedbackFactory,
    MemberFactory,
)
from tests.grounds_factories import LESSONS, cited, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter():
    return CharterFactory()


def states(charter, kind, **asked):
    return [(row.words, row.state) for row in coverage(charter, **asked).rows if row.kind is kind]


def test_a_lesson_is_answered_by_its_very_words_or_by_its_entry_as_a_whole(charter):
    clause, other = ClauseFactory(charter=charter), ClauseFactory(charter=charter)
    exact, whole, elsewhere = told(), FeedbackFactory(lessons=["By the whole."]), FeedbackFactory(lessons=["Alone."])
    cited(clause, exact, passage="Ask those who do the work", stance="contradicts")
    cited(clause, exact, passage="Four teams shared a playground.")
    cited(other, whole)
    FeedbackFactory(lessons=["Of a draft."], draft=True)

    assert states(charter, Kind.LESSON) == [
        (LESSONS[1], State.UNANSWERED),
        ("Alone.", State.UNANSWERED),
        ("By the whole.", State.WHOLE),
        (LESSONS[0], State.ANSWERED),
    ]
    answered = coverage(charter, show="answered").rows[0]
    assert (answered.code, answered.number) == (exact.code, 1)
    assert [str(ground) for ground in answered.grounds] == [f"{clause.code} (Contradicts)"]
    assert elsewhere.code in {row.code for row in coverage(charter, show="unanswered").rows}


def test_a_clause_is_supported_only_qualified_or_bare(charter):
    supported, tempered, bare = (ClauseFactory(charter=charter, title=title) for title in ("S", "T", "B"))
    cited(supported, told(), stance="contradicts")
    cited(supported, told())
    cited(tempered, told(), stance="qualifies")
    gone = cited(bare, told())
    citing.withdraw(gone, by=MemberFactory(facilitator=True), seen=1, reason="r")
    CitationFactory(clause=bare, feedback=FeedbackFactory(draft=True))

    assert states(charter, Kind.CLAUSE) == [("B", State.BARE), ("T", State.TEMPERED), ("S", State.SUPPORTED)]


def test_a_clause_that_left_the_text_answers_nothing(charter):
    clause = ClauseFactory(charter=charter)
    cited(clause, told(), passage=LESSONS[0])
    clause.refresh_from_db()
    edit_clause(
        clause, by=MemberFactory(facilitator=True), reason="r", words={"removed": True}, seen=clause.row_version
    )

    assert states(charter, Kind.CLAUSE) == []
    assert {state for _words, state in states(charter, Kind.LESSON)} == {State.UNANSWERED}


def test_another_charter_answers_nothing_here(charter):
    cited(ClauseFactory(), told(), passage=LESSONS[0])

    assert {state for _words, state in states(charter, Kind.LESSON)} == {State.UNANSWERED}


def test_a_department_asks_about_its_own_experience_and_a_section_about_its_clauses(charter):
    ours, theirs = DepartmentFactory(code="OURS"), DepartmentFactory(code="THEIRS")
    value = ClauseFactory(charter=charter, section=Section.Kind.VALUES, title="V")
    method = ClauseFactory(charter=charter, title="M")
    cited(value, told(departments=[ours]), passage=LESSONS[0])
    cited(method, told(departments=[theirs]), passage=LESSONS[1])
    section = value.section.code

    assert states(charter, Kind.CLAUSE, department="OURS") == [("M", State.BARE), ("V", State.SUPPORTED)]
    assert states(charter, Kind.LESSON, department="OURS") == [
        (LESSONS[1], State.UNANSWERED), (LESSONS[0], State.ANSWERED),
    ]  # fmt: skip
    assert states(charter, Kind.CLAUSE, section=section) == [("V", State.SUPPORTED)]
    assert len(coverage(charter, section=section, show="answered").rows) == 1
    assert [row.departments for row in coverage(charter, show="clause").rows] == [("OURS",), ("THEIRS",)]


def test_figures_count_the_rows_by_section_and_by_department(charter):
    departments = [DepartmentFactory(code="A1"), DepartmentFactory(code="B1")]
    clause = ClauseFactory(charter=charter)
    ClauseFactory(charter=charter)
    cited(clause, told(departments=departments), passage=LESSONS[0])
    told(departments=departments[:1])
    found = coverage(charter, show="answered")

    assert dict(found.counted(Kind.LESSON)) == {"unanswered": 3, "whole": 0, "answered": 1}
    assert dict(found.counted(Kind.CLAUSE)) == {"bare": 1, "tempered": 0, "supported": 1}
    assert [(place, dict(counted)) for place, counted in found.lessons_by_department] == [
        ("A1", {"unanswered": 3, "whole": 0, "answered": 1}),
        ("B1", {"unanswered": 1, "whole": 0, "answered": 1}),
    ]
    assert [(place, dict(counted)) for place, counted in found.clauses_by_section] == [
        (clause.section.title, {"bare": 1, "tempered": 0, "supported": 1})
    ]


def test_the_file_is_for_excel_in_french_and_runs_no_formula(charter):
    FeedbackFactory(lessons=["=1+1"])
    to = io.StringIO(newline="")
    write_csv(to, rows=coverage(charter).rows)

    assert to.getvalue().startswith("\ufeff" + ";".join(COLUMNS) + "\r\n")
    assert ";'=1+1;" in to.getvalue()


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?show=lesson",
        "?show=clause",
        "?show=unanswered",
        "?department=A1",
        "?section=M&show=supported",
        "?show=nothing",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_screen_and_the_file_hold_the_same_cells_in_the_same_order(charter, client, asked, language):
    clause = ClauseFactory(charter=charter, title="L'écoute : d'abord !")
    ClauseFactory(charter=charter, section=Section.Kind.VALUES)
    entry = told(departments=[DepartmentFactory(code="A1"), DepartmentFactory(code="B1")])
    told(departments=[DepartmentFactory(code="C1")])
    for stance, passage in (("supports", LESSONS[0]), ("qualifies", LESSONS[0][:-7]), ("contradicts", "")):
        cited(clause, entry, stance=stance, passage=passage)
    client.force_login(MemberFactory())
    headers = {"Accept-Language": language}

    page = client.get(reverse("coverage", args=[charter.slug]) + asked, headers=headers).content
    file = client.get(reverse("coverage-csv", args=[charter.slug]) + asked, headers=headers)

    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    shown = [
        [normalise(" ".join(cell.text_content().split())) for cell in row.xpath("td")[: len(COLUMNS)]]
        for row in lxml.html.fromstring(page.decode()).xpath("//table[@id='coverage']/tbody/tr")
    ]
    assert lines[0] == list(COLUMNS)
    assert shown == [[normalise(cell) for cell in line] for line in lines[1:]]
    assert len(shown) > 0
    assert file["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("size", [1, 12])
def test_coverage_costs_the_same_whatever_there_is(charter, client, size, django_assert_num_queries):
    for _ in range(size):
        cited(ClauseFactory(charter=charter), told(), passage=LESSONS[0])
    client.force_login(MemberFactory())

    # session, member, charter, sections, departments, entries, clauses, citations
    with django_assert_num_queries(8):
        client.get(reverse("coverage", args=[charter.slug]))


def test_a_long_table_is_cut_in_pages_and_the_file_is_whole(charter, client, monkeypatch):
    monkeypatch.setattr("charters.grounding.coverage_views.PAGE", 2)
    FeedbackFactory(lessons=["One.", "Two.", "Three."])
    client.force_login(MemberFactory())
    address = reverse("coverage", args=[charter.slug])

    assert len(client.get(address + "?show=lesson").context["page_obj"]) == 2
    second = client.get(address + "?show=lesson&page=2")
    assert [row.words for row in second.context["page_obj"]] == ["Three."]
    assert client.get(reverse("coverage-csv", args=[charter.slug])).content.count(b"\r\n") == 4


def test_from_a_lesson_that_no_clause_answers_one_goes_to_the_charter(charter, client):
    entry = FeedbackFactory(lessons=["One."])
    clause = ClauseFactory(charter=charter)
    address = reverse("coverage", args=[charter.slug])
    place = reverse("cite-place", args=[charter.slug, entry.code])

    client.force_login(MemberFactory())
    page = client.get(address).content.decode()
    assert f'{place}?lesson=1#sections"' in page
    assert f'{place}?lesson=1#clauses"' not in page
    client.force_login(MemberFactory(facilitator=True))
    page = client.get(address).content.decode()
    assert f'{place}?lesson=1#clauses"' in page
    assert reverse("cite-choose", args=[charter.slug, clause.code]) in page
