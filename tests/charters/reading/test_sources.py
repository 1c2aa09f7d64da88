"""Who wrote this: from any word of a clause one reaches the revision, the proposal, its author and the decision."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.deliberation import answering, proposing
from charters.deliberation.editing import edit_clause
from charters.models import Clause, Proposal
from charters.reading.sources import sources_of
from governance.models import SignsAs
from tests.charters.deliberation.test_merging import ask, desk_of, finish
from tests.factories import ClauseFactory, MemberFactory, register_function

pytestmark = pytest.mark.django_db
TEXT = "Chaque service annonce ses contraintes au début du projet. Il partage les informations utiles."


@pytest.fixture
def clause() -> Clause:
    return ClauseFactory(text=TEXT, title="Annoncer", note="Vécu partout.")


@pytest.fixture
def facilitator() -> Any:
    return MemberFactory(facilitator=True)


def found(clause: Clause, name: str = "text") -> list[tuple[str, int, list[Proposal]]]:
    """Each piece of a field, with the revision and the proposals it comes from."""
    fields, sources = sources_of(Clause.objects.select_related("charter", "section").get(pk=clause.pk))
    (field,) = (field for field in fields if field.name == name)
    pieces = [piece for _is_list, lines in field.groups for line in lines for piece in line]
    return [
        (words.strip(), sources[number - 1].record.revision, sources[number - 1].proposals)
        for words, _space, number in pieces
    ]


def page_of(clause: Clause, client: Any, query: str = "") -> str:
    client.force_login(MemberFactory())
    answer = client.get(reverse("clause-sources", args=[clause.charter.slug, clause.code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_run_leads_to_what_brought_it(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("utiles", "utiles et fiables"))
    merged = finish(desk_of(clause), facilitator)
    edit_clause(merged, by=facilitator, reason="Plus court.", words={"note": "Vécu."}, seen=merged.row_version)

    assert found(clause) == [
        ("Chaque service", 1, []), ("présente", 2, [one]), ("ses contraintes au début du projet. Il partage les "
        "informations utiles", 1, []), ("et fiables", 2, [two]), (".", 1, []),
    ]  # fmt: skip
    assert found(clause, "title") == [("Annoncer", 1, [])]
    assert found(clause, "note") == [("Vécu.", 1, [])]


def test_words_typed_at_the_desk_name_what_was_merged_then(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
    desk = desk_of(clause)
    (question,) = desk.conflicts
    finish(desk, facilitator, choices={question.key: "dit à tous"})

    _fields, sources = sources_of(Clause.objects.select_related("charter").get(pk=clause.pk))
    assert [(source.record.revision, source.proposals, set(source.others)) for source in sources] == [
        (1, [], set()), (2, [], {one, two}),
    ]  # fmt: skip


def test_a_new_clause_comes_from_its_proposal(facilitator):
    section = ClauseFactory().section
    proposal = proposing.propose(
        section.charter, by=MemberFactory(), kind=Proposal.Kind.NEW, section=section, signature=SignsAs.NAME,
        title="Title", motive="Vécu.", proposed_text="Tout neuf.",
    )  # fmt: skip
    answered = answering.take_up(proposal, by=facilitator, answer="Oui.")
    assert found(answered.clause) == [("Tout neuf.", 1, [proposal])]
    assert found(answered.clause, "title") == [("Title", 1, [proposal])]


@pytest.mark.parametrize("signature", [SignsAs.NAME, SignsAs.FUNCTION, SignsAs.ANONYMOUS])
def test_the_author_is_said_as_they_chose_to_sign(clause, facilitator, client, signature):
    author = MemberFactory(name="Séraphine Dolmen", function="Tisseuse de filets")
    register_function(author)
    asked = proposing.propose(
        clause.charter, by=author, kind=Proposal.Kind.WORDING, clause=clause, signature=signature, title="Autrement",
        motive="Vécu.", base_revision=1, proposed_text=TEXT.replace("annonce", "présente"),
    )  # fmt: skip
    answering.take_up(asked, by=facilitator, answer="Plus juste ainsi.", seen=clause.row_version)

    page = page_of(clause, client)
    assert ("Séraphine Dolmen" in page) == (signature == SignsAs.NAME)
    assert ("Tisseuse de filets" in page) == (signature != SignsAs.ANONYMOUS)
    assert facilitator.name in page
    assert "Plus juste ainsi." in page
    assert asked.get_absolute_url() in page


def test_the_words_of_one_source_are_marked(clause, facilitator, client):
    ask(clause, ("annonce", "présente"))
    finish(desk_of(clause), facilitator)
    assert "<mark" not in page_of(clause, client)
    assert '<mark class="passage">présente</mark>' in page_of(clause, client, "?source=2")
    for asked in ("9", "x", "-1", "", "²"):
        assert "<mark" not in page_of(clause, client, f"?source={asked}")


def test_it_costs_the_same_however_long_its_history(clause, facilitator):
    def cost() -> int:
        now = Clause.objects.select_related("charter", "section").get(pk=clause.pk)
        with CaptureQueriesContext(connection) as queries:
            sources_of(now)
        return len(queries)

    answering.take_up(
        ask(clause, ("utiles", "vraies")),
        by=facilitator,
        answer="Oui.",
        seen=Clause.objects.get(pk=clause.pk).row_version,
    )
    short = cost()
    for number in range(6):
        asked = ask(clause, ("projet", f"projet {number}"), by=MemberFactory())
        now = Clause.objects.get(pk=clause.pk)
        answering.take_up(asked, by=facilitator, answer="Oui.", seen=now.row_version)
    assert cost() == short == 3
