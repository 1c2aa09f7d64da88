"""What a clause rests on, as it is read."""

import pytest
from django.urls import reverse

from charters.grounding import citing
from charters.grounding.evidence import evidence, unsupported
from charters.models import Clause
from charters.reading.clause_page import clauses_for_reading
from charters.versions.gates import without_experience
from governance.signing import save_signed
from tests.factories import CitationFactory, ClauseFactory, FeedbackFactory, MemberFactory
from tests.grounds_factories import LESSONS, cited, resource, told

pytestmark = pytest.mark.django_db


def found(clause):
    return evidence(clauses_for_reading().get(pk=clause.pk))


def read(clause):
    return [(stance, [each.citation.passage for each in rows]) for stance, rows in found(clause).by_stance]


def test_citations_are_read_by_stance_without_those_withdrawn_nor_of_drafts():
    clause, entry = ClauseFactory(), told()
    for stance, passage in (("contradicts", LESSONS[0]), ("supports", LESSONS[1]), ("supports", "")):
        cited(clause, entry, stance=stance, passage=passage)
    gone = cited(clause, told())
    citing.withdraw(gone, by=MemberFactory(facilitator=True), seen=1, reason="r")
    CitationFactory(clause=clause, feedback=FeedbackFactory(draft=True))

    assert read(clause) == [("supports", [LESSONS[1], ""]), ("contradicts", [LESSONS[0]])]
    assert found(clause).supported


def test_what_an_entry_says_no_more_is_said():
    clause, entry = ClauseFactory(), told()
    cited(clause, entry, passage=LESSONS[0])
    cited(clause, entry, passage=LESSONS[1], stance="qualifies")
    entry.lessons = ["Ask others.", LESSONS[1]]
    save_signed(entry, by=None, reason="Corrected", fields=["lessons"])

    stands = {each.citation.passage: each.stands for _stance, rows in found(clause).by_stance for each in rows}
    assert stands == {LESSONS[0]: False, LESSONS[1]: True}


def test_what_only_qualifies_or_contradicts_a_clause_does_not_support_it():
    supported, tempered, bare = ClauseFactory.create_batch(3)
    cited(supported, told())
    cited(tempered, told(), stance="qualifies")
    cited(tempered, told(), stance="contradicts")
    CitationFactory(clause=bare, feedback=FeedbackFactory(draft=True))

    assert set(unsupported(Clause.objects.all())) == {tempered, bare}
    assert list(without_experience(tempered.charter_id)) == [tempered]
    assert not found(tempered).supported


@pytest.mark.parametrize("size", [1, 12])
def test_it_costs_one_query_whatever_there_is(size, django_assert_num_queries):
    clause = ClauseFactory()
    for n in range(size):
        cited(clause, told(), passage=LESSONS[0])
        resource(clause, address=f"https://guide.example/{n}")

    clause = clauses_for_reading().get(pk=clause.pk)
    with django_assert_num_queries(1):
        behind = evidence(clause)
    assert len(behind.by_stance[0][1]) == len(behind.resources) == size
    assert behind.resources[0].host == "guide.example"


def test_the_list_of_entries_names_once_a_clause_that_cites_two_passages(client):
    entry, clause = FeedbackFactory(), ClauseFactory()
    for passage in ("", "Lesson"):
        CitationFactory(clause=clause, feedback=entry, passage=passage)
    client.force_login(MemberFactory())

    page = client.get(reverse("feedback-list")).content.decode()

    assert page.count(f"</span>{clause.code}</a>") == 1
