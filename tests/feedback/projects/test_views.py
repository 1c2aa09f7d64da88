"""The pages of experience: what they show, what they cost, what they answer to bad input."""

import pytest
from django.urls import reverse

from feedback.models import Comment, Feedback, Hindrance, Term
from governance.models import SignsAs
from tests.factories import (
    CitationFactory,
    ClauseFactory,
    CommentFactory,
    DepartmentFactory,
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
    StakeholderFactory,
    TermFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(name="Reader of the town")
    client.force_login(member)
    return member


def story_sent(**said):
    return {
        "project": "A playground",
        "period_start": "2026-01",
        "period_end": "06/2026",
        "context": "Four teams shared a playground.",
        "project_outcome": "reussi",
        "departments": [DepartmentFactory().pk],
        "signature": "name",
        "publish": "1",
        **said,
    }


def full_entry(rows=1, **said):
    entry = FeedbackFactory(levers=["It helped."] * rows, departments=DepartmentFactory.create_batch(rows), **said)
    hindrance = TermFactory(list=Term.List.HINDRANCE)
    for position in range(rows):
        Hindrance.objects.create(feedback=entry, term=hindrance, text="It hindered.", position=position)
    entry.stakeholders.set(StakeholderFactory.create_batch(rows))
    entry.tools.set(ToolFactory.create_batch(rows))
    entry.cooperation_modes.set(TermFactory.create_batch(rows))
    return entry


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


@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.parametrize("facilitator", [False, True])
def test_telling_costs_the_same_whatever_the_lists(client, rows, facilitator, django_assert_num_queries):
    OrganisationFactory()
    client.force_login(MemberFactory(facilitator=facilitator))
    full_entry(rows)
    # session, member, terms, departments, outside organisations, tools; departments of a card
    with django_assert_num_queries(6 + facilitator):
        client.get(reverse("feedback-new"))


def test_the_list_is_filtered_by_outcome_department_kind_and_words(client, member):
    wanted = full_entry(project_outcome="arrete", context="The winter road plan.")
    FeedbackFactory()
    hindrance = wanted.hindrances.get().term
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


def test_an_entry_is_told_then_read(client, member):
    lever, tool = TermFactory(list=Term.List.LEVER), ToolFactory()
    sent = story_sent(
        helped_1_kind=lever.pk, helped_1_text="One planning.", lessons="Ask first.\n- Then plan.", tools=[tool.pk]
    )

    response = client.post(reverse("feedback-new"), sent)

    entry = Feedback.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("feedback", args=[entry.code])
    assert entry.lessons == ["Ask first.", "Then plan."]
    assert entry.levers.get().text == "One planning."
    assert (entry.period_start.isoformat(), entry.period_end.isoformat()) == ("2026-01-01", "2026-06-01")
    assert entry.status == Feedback.Status.PUBLISHED
    assert "Reader of the town" in client.get(response["Location"]).content.decode()


def test_a_draft_is_kept_changed_then_published(client, member):
    sent = story_sent(publish="")
    address = client.post(reverse("feedback-new"), sent)["Location"]
    entry = Feedback.objects.get()
    assert entry.status == Feedback.Status.DRAFT

    form = client.get(reverse("feedback-edit", args=[entry.code]))
    assert "Four teams shared a playground." in form.content.decode()
    changed = client.post(
        reverse("feedback-edit", args=[entry.code]), {**sent, "context": "Five teams.", "seen": entry.row_version}
    )
    assert changed.status_code == 303
    stale = client.post(reverse("feedback-publish", args=[entry.code]), {"seen": entry.row_version})
    assert stale.status_code == 409
    assert "Five teams." in stale.content.decode()
    entry.refresh_from_db()
    done = client.post(reverse("feedback-publish", args=[entry.code]), {"seen": entry.row_version})
    assert (done.status_code, done["Location"]) == (303, address)
    again = client.post(reverse("feedback-publish", args=[entry.code]), {"seen": entry.row_version + 1})
    assert again.status_code == 409


def test_a_change_that_comes_too_late_keeps_what_was_typed(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    sent = story_sent(context="My own new words.", seen=entry.row_version + 7)

    response = client.post(reverse("feedback-edit", args=[entry.code]), sent)

    assert response.status_code == 409
    assert "My own new words." in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_publishing_without_saying_what_was_read_is_invalid(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    assert client.post(reverse("feedback-publish", args=[entry.code])).status_code == 422


def test_a_draft_is_not_discussed(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    assert b'id="discussion"' not in client.get(reverse("feedback", args=[entry.code])).content
    sent = {"text": "To myself.", "kind": "question", "signature": "name"}
    assert client.post(reverse("feedback-comment", args=[entry.code]), sent).status_code == 404


def test_a_published_entry_has_no_form(client, member):
    mine, other = FeedbackFactory(author=member), FeedbackFactory()
    assert client.get(reverse("feedback-edit", args=[mine.code])).status_code == 303
    assert client.get(reverse("feedback-edit", args=[other.code])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("context", "with \x00 inside"),
        ("context", "x" * 200_000),
        ("project", "two\nlines"),
        ("period_start", "\x00"),
        ("period_start", "0000-01"),
        ("period_end", "2025-13"),
        ("period_end", "2025-12"),
        ("departments", ["999999999999"]),
        ("departments", ["\x00"]),
        ("departments", []),
        ("tools", ["x"]),
        ("helped_1_text", "without a kind"),
        ("hindered_5_kind", "999999"),
        ("participants_estimate", "9" * 5000),
        ("participants_estimate", "-1"),
        ("lessons", "y" * 1001),
        ("signature", "someone"),
        ("categories", ["Z"]),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(client, member, field, value):
    response = client.post(
        reverse("feedback-new"), {**story_sent(lessons="Words kept."), "lessons": "Words kept.", field: value}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert field == "lessons" or "Words kept." in page
    assert field == "context" or "Four teams shared a playground." in page
    if isinstance(value, str) and len(value) > 10 and "\x00" not in value:
        assert value in page
    assert not Feedback.objects.exists()


def test_an_anonymous_draft_is_refused_with_all_that_was_typed(client, member):
    response = client.post(reverse("feedback-new"), story_sent(publish="", signature="anonymous"))
    assert response.status_code == 422
    assert "Four teams shared a playground." in response.content.decode()


def test_an_anonymous_author_is_not_on_the_page(client, member):
    address = client.post(reverse("feedback-new"), story_sent(signature="anonymous"))["Location"]
    client.force_login(MemberFactory(facilitator=True))
    page = client.get(address).content.decode()
    assert member.name not in page
    assert member.function not in page


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


def test_the_closed_lists_can_be_read(client, member, django_assert_num_queries):
    TermFactory(list=Term.List.PARTICIPATION, label="To consult", definition="We say what we do with it.")
    # session, member, terms
    with django_assert_num_queries(3):
        page = client.get(reverse("vocabulary")).content.decode()
    assert "To consult" in page
    assert "We say what we do with it." in page


def test_a_visitor_is_asked_to_sign_in(client):
    entry = FeedbackFactory()
    for address in (reverse("feedback-list"), reverse("feedback", args=[entry.code]), reverse("vocabulary")):
        assert client.get(address).status_code == 302
