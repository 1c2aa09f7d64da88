"""The pages of experience: what they show, what they cost, what they answer to bad input."""

import pytest
from django.urls import reverse

from feedback.models import Comment
from governance.models import SignsAs
from tests.experience_factories import corrected, full_entry
from tests.factories import (
    CitationFactory,
    ClauseFactory,
    CommentFactory,
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
)
from tests.search_index import indexed

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(name="Reader of the town")
    client.force_login(member)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return member


def test_every_key_of_an_entry_is_on_its_page(client, member):
    entry = full_entry(
        cooperation_modes_detail="A team of eight.",
        categories=["A", "C"],
        participants_estimate=42,
        recorded_by="The clerk",
    )
    clause = ClauseFactory(title="Plan the replacement first")
    CitationFactory(clause=clause, feedback=entry, stance="qualifies", passage="ask first")

    page = client.get(reverse("feedback", args=[entry.code])).content.decode()

    shown = [
        entry.code, entry.project.name, entry.context, "A team of eight.", "It helped.", "It hindered.", "42",
        entry.lessons[0], "Plan the replacement first", clause.code, "ask first",
        *entry.departments.values_list("name", flat=True), *entry.stakeholders.values_list("name", flat=True),
        *entry.tools.values_list("name", flat=True), *entry.cooperation_modes.values_list("label", flat=True),
    ]  # fmt: skip
    assert [words for words in shown if words not in page] == []


@pytest.mark.parametrize("rows", [1, 25])
def test_an_entry_costs_the_same_whatever_it_says(client, member, rows, django_assert_num_queries):
    entry = full_entry(rows)
    for clause in ClauseFactory.create_batch(rows):
        CitationFactory(clause=clause, feedback=entry)
    CommentFactory.create_batch(rows, thread=entry.thread, by=member)

    # session, member, entry, citations, charters to cite it in, discussion (2)
    with django_assert_num_queries(7):
        client.get(reverse("feedback", args=[entry.code]))


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_costs_the_same_whatever_its_length(client, member, rows, django_assert_num_queries):
    clause = ClauseFactory()
    for _ in range(rows):
        CitationFactory(clause=clause, feedback=full_entry())

    # session, member, departments, terms, count, entries, citations
    with django_assert_num_queries(7):
        response = client.get(reverse("feedback-list"))

    assert response.content.count(b'class="experience"') == rows


def test_the_list_is_filtered_by_outcome_department_kind_and_words(client, member):
    wanted = full_entry(project_outcome="arrete", context="The winter road plan.")
    FeedbackFactory()
    hindrance = wanted.hindrances.get().term
    indexed()
    for search in (
        {"outcome": "arrete"},
        {"department": wanted.departments.get().code},
        {"term": f"hindrance.{hindrance.code}"},
        {"term": f"cooperation_mode.{wanted.cooperation_modes.get().code}"},
        {"q": "winter ROAD"},
        {"q": wanted.project.name},
    ):
        response = client.get(reverse("feedback-list"), search)
        assert [entry.code for entry in response.context["page_obj"]] == [wanted.code], search


def test_words_are_found_without_their_accents_or_plurals_and_in_what_was_lived(client, member):
    wanted = full_entry(context="Les délais étaient trop courts.")
    lived = FeedbackFactory(levers=["Un atelier de co-construction."])
    draft = FeedbackFactory(draft=True, author=member, context="Le délai nous a surpris.")
    indexed()

    def listed(words):
        page = client.get(reverse("feedback-list"), {"q": words}).context["page_obj"]
        return {entry.code for entry in page}

    assert listed("delai court") == {wanted.code}
    assert listed("coconstruction") == {lived.code}
    assert listed("délai") == {wanted.code, draft.code}
    assert listed("«\xa0»") == set()


@pytest.mark.parametrize(
    "search",
    [
        {"q": "\x00"},
        {"outcome": "nothing"},
        {"department": "\x00"},
        {"term": "hindrance"},
        {"page": "9" * 40},
        {"q": "%_\\'"},
    ],
)
def test_a_search_that_makes_no_sense_still_answers(client, member, search):
    FeedbackFactory()
    assert client.get(reverse("feedback-list"), search).status_code == 200


def test_a_draft_of_someone_else_is_nowhere(client, member):
    draft = FeedbackFactory(draft=True)
    for name in ("feedback", "feedback-edit"):
        assert client.get(reverse(name, args=[draft.code])).status_code == 404
    for name in ("feedback-publish", "feedback-comment"):
        assert client.post(reverse(name, args=[draft.code])).status_code == 404
    assert draft.project.name not in client.get(reverse("feedback-list")).content.decode()


def test_a_draft_is_not_discussed(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    assert b'id="discussion"' not in client.get(reverse("feedback", args=[entry.code])).content
    sent = {"text": "To myself.", "kind": "question", "signature": "name"}
    assert client.post(reverse("feedback-comment", args=[entry.code]), sent).status_code == 404


def test_an_entry_is_discussed(client, member):
    entry = FeedbackFactory()
    address = reverse("feedback-comment", args=[entry.code])

    sent = client.post(address, {"text": "How many were you?", "kind": "question", "signature": "name"})

    comment = Comment.objects.get()
    assert sent.status_code == 303
    assert sent["Location"] == f"{reverse('feedback', args=[entry.code])}#comment-{comment.pk}"
    reply_form = client.get(reverse("feedback", args=[entry.code]), {"reply": comment.pk}).content.decode()
    assert f'value="{comment.pk}"' in reply_form
    client.post(address, {"text": "Eight.", "kind": "reponse", "signature": "anonymous", "reply_to": comment.pk})
    assert comment.replies.get().text == "Eight."
    page = client.get(reverse("feedback", args=[entry.code])).content.decode()
    assert "Eight." in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "\x00"},
        {"text": "z" * 200_000},
        {"kind": "reponse"},
        {"kind": ""},
        {"signature": ""},
        {"reply_to": "00000000-0000-4000-8000-000000000000"},
        {"reply_to": "\x00"},
    ],
)
def test_a_comment_that_cannot_be_kept_is_said_with_what_was_typed(client, member, wrong):
    entry = FeedbackFactory()
    sent = {"text": "Words to keep.", "kind": "question", "signature": "name", **wrong}

    response = client.post(reverse("feedback-comment", args=[entry.code]), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert "text" in wrong or "Words to keep." in page
    assert not Comment.objects.exists()


def test_a_card_is_entered_by_facilitators_with_the_authors_agreement(client):
    OrganisationFactory()
    facilitator = MemberFactory(facilitator=True, signs_as=SignsAs.NAME)
    client.force_login(facilitator)
    entry = FeedbackFactory()
    address = reverse("feedback-comment", args=[entry.code])
    card = {
        "text": "From the depot.", "kind": "exemple", "signature": "name", "on_behalf": "on",
        "channel": "carte_papier", "site": "North depot", "written_on": "2026-01-15",
    }  # fmt: skip

    without_consent = client.post(address, card)
    assert without_consent.status_code == 422
    assert "From the depot." in without_consent.content.decode()
    client.post(address, {**card, "consent": "on"})

    comment = Comment.objects.get()
    assert (comment.signature, comment.author, comment.entered_by) == ("anonymous", None, facilitator)
    assert (comment.site, comment.written_on.isoformat()) == ("North depot", "2026-01-15")
    own_page = client.get(reverse("feedback", args=[entry.code])).content.decode()
    assert own_page.count(facilitator.name) > 1
    client.force_login(MemberFactory())
    assert facilitator.name not in client.get(reverse("feedback", args=[entry.code])).content.decode()


def test_an_agent_who_sends_a_card_signs_it_themselves(client, member):
    entry = FeedbackFactory()
    client.post(
        reverse("feedback-comment", args=[entry.code]),
        {
            "text": "Mine.",
            "kind": "exemple",
            "signature": "name",
            "on_behalf": "on",
            "channel": "borne",
            "consent": "on",
        },
    )
    comment = Comment.objects.get()
    assert (comment.author, comment.channel, comment.on_behalf) == (member, "web", False)


def test_a_visitor_is_asked_to_sign_in(client):
    entry = FeedbackFactory()
    for address in (reverse("feedback-list"), reverse("feedback", args=[entry.code]), reverse("vocabulary")):
        assert client.get(address).status_code == 302


def test_a_draft_is_resumed_from_the_list_and_from_its_page(client, member):
    draft = FeedbackFactory(draft=True, author=member)
    resumed = reverse("feedback-edit", args=[draft.code])
    for address in (reverse("feedback-list"), reverse("feedback", args=[draft.code])):
        assert resumed in client.get(address).content.decode()


def test_a_correction_is_said_on_the_page_with_the_former_words_one_step_away(client, member):
    entry = FeedbackFactory(context="Four teams.")
    former = reverse("feedback-history", args=[entry.code])
    assert former not in client.get(reverse("feedback", args=[entry.code])).content.decode()
    corrected(entry, entry.author, "We counted again.", context="Five teams.")

    page = client.get(reverse("feedback", args=[entry.code])).content.decode()

    assert former in page
    assert "We counted again." in page
    assert "Four teams." not in page
    assert "Four teams." in client.get(former).content.decode()


def test_a_draft_has_no_history_to_read(client, member):
    draft = FeedbackFactory(draft=True, author=member)
    assert client.get(reverse("feedback-history", args=[draft.code])).status_code == 404


@pytest.mark.parametrize("times", [1, 12])
def test_the_history_costs_the_same_whatever_was_corrected(client, member, times, django_assert_num_queries):
    entry = FeedbackFactory()
    for number in range(times):
        corrected(entry, entry.author, context=f"Said {number}.")
    # session, member, entry, its history
    with django_assert_num_queries(4):
        page = client.get(reverse("feedback-history", args=[entry.code])).content.decode()
    assert page.count("A slip of the pen.") == times


def test_correcting_is_offered_to_those_who_may(client, member):
    mine, other = FeedbackFactory(author=member), FeedbackFactory()
    for entry, is_offered in ((mine, True), (other, False)):
        page = client.get(reverse("feedback", args=[entry.code])).content.decode()
        assert (reverse("feedback-correct", args=[entry.code]) in page) is is_offered


def test_a_small_number_of_people_is_on_no_page(client, member):
    entry = FeedbackFactory(participants_estimate=7391)
    assert "7391" in client.get(reverse("feedback", args=[entry.code])).content.decode()
    corrected(entry, entry.author, participants_estimate=7)
    page = client.get(reverse("feedback", args=[entry.code])).content.decode()
    assert "fewer than 10 people" in page
    assert "about 7" not in page


def test_time_planned_and_spent_is_on_the_page(client, member):
    entry = FeedbackFactory(hours_planned=10, hours_spent=25)
    page = client.get(reverse("feedback", args=[entry.code])).content.decode()
    assert "which is 15 more" in page


def test_the_table_holds_the_entries_of_the_list_as_filtered(client, member):
    wanted, other = FeedbackFactory(project_outcome="arrete"), FeedbackFactory()
    draft = FeedbackFactory(draft=True, author=member, project_outcome="arrete")
    listed = client.get(reverse("feedback-list"), {"outcome": "arrete"}).content.decode()
    assert f"{reverse('feedback-table')}?outcome=arrete" in listed

    response = client.get(reverse("feedback-table"), {"outcome": "arrete"})

    table = response.content.decode("utf-8-sig")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert wanted.code in table
    assert other.code not in table
    assert draft.code not in table


@pytest.mark.parametrize("rows", [1, 25])
def test_the_table_costs_the_same_whatever_its_length(client, member, rows, django_assert_num_queries):
    for _ in range(rows):
        full_entry()
    # session, member, departments and terms of the filters, entries
    with django_assert_num_queries(5):
        client.get(reverse("feedback-table"))
