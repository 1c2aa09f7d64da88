"""Citing experience and outside resources, on screen."""

import pytest
from django.urls import reverse

from charters.grounding import citing, resources
from charters.models import Citation, OutsideResource
from governance.plain_text import french
from governance.signing import save_signed
from tests.factories import ClauseFactory, DepartmentFactory, FeedbackFactory, MemberFactory
from tests.grounds_factories import LESSONS, cited, resource, told
from tests.search_index import indexed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause():
    return ClauseFactory()


@pytest.fixture
def facilitator(client):
    facilitator = MemberFactory(facilitator=True)
    client.force_login(facilitator)
    return facilitator


def to(name, clause, *more):
    return reverse(name, args=[clause.charter.slug, clause.code, *more])


def typed(clause, **said):
    words = {"seen": clause.row_version, "chosen": LESSONS[0], "stance": "supports", "because": "It worked."}
    return words | said


def test_an_entry_is_found_by_its_words_and_its_departments(client, clause, facilitator):
    found = told(departments=[DepartmentFactory(code="OURS")])
    other, draft = FeedbackFactory(), FeedbackFactory(draft=True)
    indexed()
    everything = client.get(to("cite-choose", clause)).content.decode()

    assert to("cite-new", clause, found.code) in everything
    assert to("cite-new", clause, other.code) in everything
    assert draft.code not in everything
    for asked in ("?q=playground+snow", "?q=who+decides", "?department=OURS"):
        page = client.get(to("cite-choose", clause) + asked).content.decode()
        assert (found.code in page, other.code in page) == (asked != "?q=playground+snow", False)


def test_a_facilitator_cites_a_sentence_in_a_clause(client, clause, facilitator):
    entry = told()
    address = to("cite-new", clause, entry.code)
    page = client.get(address)
    assert page.context["form"].initial["chosen"] == ""
    assert french(LESSONS[0]) in page.content.decode()
    untold = client.post(address, typed(clause) | {"chosen": ""})
    assert untold.status_code == 422
    assert list(untold.context["form"].errors) == ["chosen"]

    assert client.post(address, typed(clause)).status_code == 303
    citation = Citation.objects.get()
    assert (citation.passage, citation.stance, citation.brought_by) == (LESSONS[0], "supports", facilitator.pseudonym)


def test_words_are_copied_as_the_screen_shows_them(client, clause, facilitator):
    entry = told()
    address = to("cite-new", clause, entry.code)
    pasted = {"chosen": "typed", "typed": "playground.\r\nThey asked the\u00a0children"}

    assert client.post(address, typed(clause, **pasted)).status_code == 303
    assert Citation.objects.get().passage == "playground.\n\n- They asked the children"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"chosen": "Words of nobody."}, 422),
        ({"chosen": "typed"}, 422),
        ({"typed": "Ask those who do"}, 422),
        ({"because": ""}, 422),
        ({"stance": "loves"}, 422),
        ({"chosen": "typed", "typed": "Ask those who did the work."}, 409),
        ({"seen": 99}, 409),
    ],
)
def test_what_cannot_be_cited_comes_back_with_what_was_typed(client, clause, facilitator, said, status):
    answer = client.post(to("cite-new", clause, told().code), typed(clause, **said))

    assert answer.status_code == status
    assert said.get("typed", "") in answer.content.decode()
    assert not Citation.objects.exists()


def test_a_lesson_is_chosen_by_the_address_that_leads_to_it(client, clause, facilitator):
    entry = told()
    place = client.get(reverse("cite-place", args=[clause.charter.slug, entry.code]) + "?lesson=2")
    address = to("cite-new", clause, entry.code) + "?lesson=2"
    assert f'href="{address}"' in place.content.decode()
    assert LESSONS[1] in place.content.decode()

    assert client.get(address).context["form"].initial["chosen"] == LESSONS[1]
    for wrong in ("0", "3", "x", "99999", ""):
        page = client.get(to("cite-new", clause, entry.code), {"lesson": wrong})
        assert page.context["form"].initial["chosen"] == ""


def test_from_an_entry_an_agent_proposes_and_a_facilitator_cites(client, clause):
    entry = told()
    address = reverse("cite-place", args=[clause.charter.slug, entry.code])
    section = reverse("propose-new", args=[clause.charter.slug, clause.section.code])
    for member, cites in ((MemberFactory(), False), (MemberFactory(facilitator=True), True)):
        client.force_login(member)
        assert f'href="{address}"' in client.get(entry.get_absolute_url()).content.decode()
        page = client.get(address).content.decode()
        assert (section in page, to("cite-new", clause, entry.code) in page) == (True, cites)


def test_a_citation_is_corrected_from_the_page_of_the_clause(client, clause, facilitator):
    citation = cited(clause, told(), passage="Four teams shared a")
    address = to("cite-correct", clause, citation.pk)
    assert address in client.get(clause.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    assert (form.initial["chosen"], form.initial["typed"]) == ("typed", "Four teams shared a")

    said = typed(clause, seen=1, stance="qualifies", reason="Read again.")
    assert client.post(address, said | {"reason": ""}).status_code == 422
    assert client.post(address, said).status_code == 303
    assert client.post(address, said | {"chosen": "whole"}).status_code == 409
    stored = Citation.objects.get()
    assert (stored.stance, stored.passage) == ("qualifies", LESSONS[0])


def test_a_whole_entry_that_is_cited_stays_chosen_when_it_is_corrected(client, clause, facilitator):
    citation = cited(clause, told(), passage="")

    form = client.get(to("cite-correct", clause, citation.pk)).context["form"]

    assert form.initial["chosen"] == "whole"


def test_a_citation_is_withdrawn_and_its_history_stays_readable(client, clause, facilitator):
    citation = cited(clause, told(), passage=LESSONS[0], because="It proves it.")
    address = to("cite-withdraw", clause, citation.pk)
    assert client.post(address, {"seen": 1, "reason": ""}).status_code == 422
    assert client.post(address, {"seen": 1, "reason": "Said elsewhere."}).status_code == 303
    assert client.get(address).status_code == client.get(to("cite-correct", clause, citation.pk)).status_code == 404
    assert client.post(address, {"seen": 2, "reason": "Again."}).status_code == 409

    assert "It proves it." not in client.get(clause.get_absolute_url()).content.decode()
    history = client.get(to("grounds-history", clause)).content.decode()
    assert history.index("Said elsewhere.") < history.index("Cited</h2>")
    assert "It proves it." in history
    assert LESSONS[0] in history


def test_another_clause_does_not_lead_to_a_citation(client, clause, facilitator):
    citation, there = cited(clause, told()), resource(clause)
    other = ClauseFactory(charter=clause.charter)

    for name, row in (("cite-correct", citation), ("cite-withdraw", citation), ("resource-withdraw", there)):
        assert client.get(to(name, clause, row.pk)).status_code == 200
        assert client.get(to(name, other, row.pk)).status_code == 404


def test_an_outside_resource_is_a_link_that_says_where_it_leads(client, clause, facilitator):
    address = to("resource-new", clause)
    said = {"seen": clause.row_version, "title": "A guide", "because": "How."}
    said["address"] = "https://guide.example/p?a=1&b=2"
    assert client.post(address, said | {"address": "javascript:alert(1)"}).status_code == 422
    assert client.post(address, said | {"address": "https://me@guide.example/"}).status_code == 409
    assert client.post(address, said).status_code == 303
    page = client.get(clause.get_absolute_url()).content.decode()

    assert '<a href="https://guide.example/p?a=1&amp;b=2" rel="noopener noreferrer"' in page
    assert "guide.example</span>" in page
    there = OutsideResource.objects.get()
    assert client.post(to("resource-withdraw", clause, there.pk), {"seen": 1, "reason": "Old."}).status_code == 303
    assert "guide.example" not in client.get(clause.get_absolute_url()).content.decode()
    assert "Old." in client.get(to("grounds-history", clause)).content.decode()


@pytest.mark.parametrize("name", ["cite-choose", "cite-new", "resource-new", "cite-correct", "resource-withdraw"])
def test_only_facilitators_open_the_forms(client, clause, name):
    more = {
        "cite-new": [told().code],
        "cite-correct": [cited(clause, told()).pk],
        "resource-withdraw": [resource(clause).pk],
    }
    client.force_login(MemberFactory())
    page = client.get(clause.get_absolute_url()).content.decode()

    assert to("cite-choose", clause) not in page
    assert client.get(to(name, clause, *more.get(name, []))).status_code == 403


def test_a_contradicting_passage_is_as_visible_as_a_supporting_one(client, clause):
    entry = told()
    for stance, passage in (("supports", LESSONS[0]), ("contradicts", LESSONS[1])):
        cited(clause, entry, stance=stance, passage=passage, because=f"What {stance} says.")
    client.force_login(MemberFactory())
    page = client.get(clause.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    told_page = client.get(entry.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()

    for words in ("Experience that supports it", "Experience that contradicts it", *LESSONS, "What contradicts says."):
        assert words in page
    for words in ("What contradicts says.", "Contradicts", clause.code):
        assert words in told_page


def test_words_that_an_entry_says_no_more_are_shown_as_such(client, clause):
    entry = told()
    cited(clause, entry, passage=LESSONS[0])
    client.force_login(MemberFactory())
    pages = [clause.get_absolute_url(), entry.get_absolute_url()]
    sentence = "it no longer says these words"
    headers = {"Accept-Language": "en"}
    assert all(sentence not in client.get(page, headers=headers).content.decode() for page in pages)
    entry.lessons = ["Ask others."]
    save_signed(entry, by=None, reason="Corrected", fields=["lessons"])

    for page in pages:
        content = client.get(page, headers=headers).content.decode()
        assert sentence in content
        assert LESSONS[0] in content


@pytest.mark.parametrize("size", [1, 12])
def test_pages_cost_the_same_whatever_is_cited(client, clause, facilitator, size, django_assert_num_queries):
    for n in range(size):
        entry = told()
        citation = cited(clause, entry, passage=LESSONS[0])
        citing.correct(
            citation, by=facilitator, seen=1, reason="r", stance="qualifies", because="b", passage=LESSONS[1]
        )
        there = resource(clause, address=f"https://guide.example/{n}")
        if n:
            resources.withdraw_resource(there, by=facilitator, seen=1, reason="r")
    ask = [  # session, member, then what the page reads
        (to("cite-choose", clause), 6),  # clause, departments, count, entries
        (to("cite-new", clause, entry.code), 4),  # clause, entry
        (to("cite-correct", clause, citation.pk), 4),  # citation, entry
        (to("grounds-history", clause), 6),  # clause, citations, resources, authors
    ]
    for address, number in ask:
        with django_assert_num_queries(number):
            client.get(address)
