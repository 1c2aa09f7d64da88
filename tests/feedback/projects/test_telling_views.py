"""Telling a project on screen: step by step, on one page, read again, published, corrected."""

import pytest
from django.urls import reverse

from feedback.models import Feedback, Term
from feedback.projects import drafting
from feedback.projects import steps as steps_module
from tests.experience_factories import begun_entry, corrected, correction_sent, full_entry, story_sent
from tests.factories import (
    DepartmentFactory,
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
    TermFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(name="Reader of the town")
    client.force_login(member)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return member


@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.parametrize("facilitator", [False, True])
def test_telling_costs_the_same_whatever_the_lists(client, rows, facilitator, django_assert_num_queries):
    OrganisationFactory()
    client.force_login(MemberFactory(facilitator=facilitator))
    full_entry(rows)
    # session, member, terms, departments, outside organisations, tools; departments of a card
    with django_assert_num_queries(6 + facilitator):
        client.get(reverse("feedback-new-whole"))


def test_an_entry_is_told_then_read(client, member):
    lever, tool = TermFactory(list=Term.List.LEVER), ToolFactory()
    sent = story_sent(
        helped_1_kind=lever.pk, helped_1_text="One planning.", lessons="Ask first.\n- Then plan.", tools=[tool.pk]
    )

    response = client.post(reverse("feedback-new-whole"), sent)

    entry = Feedback.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("feedback", args=[entry.code])
    assert entry.lessons == ["Ask first.", "Then plan."]
    assert entry.levers.get().text == "One planning."
    assert (entry.period_start.isoformat(), entry.period_end.isoformat()) == ("2026-01-01", "2026-06-01")
    assert entry.status == Feedback.Status.PUBLISHED
    assert "Reader of the town" in client.get(response["Location"]).content.decode()


def test_a_draft_kept_from_one_page_is_changed_by_steps_then_published(client, member):
    address = client.post(reverse("feedback-new-whole"), story_sent(publish=""))["Location"]
    entry = Feedback.objects.get()
    assert entry.status == Feedback.Status.DRAFT
    step = reverse("feedback-step", args=[entry.code, "lessons"])

    assert "checked" in client.get(step).content.decode()
    sent = {"project_outcome": "arrete", "lessons": "Stop sooner.", "seen": entry.row_version, "then": "later"}
    kept = client.post(step, sent)
    assert (kept.status_code, kept["Location"]) == (303, address)
    publish = reverse("feedback-publish", args=[entry.code])
    stale = client.post(publish, {"seen": entry.row_version})
    assert stale.status_code == 409
    assert "Stop sooner." in stale.content.decode()
    done = client.post(publish, {"seen": entry.row_version + 1})
    assert (done.status_code, done["Location"]) == (303, address)
    again = client.post(publish, {"seen": entry.row_version + 2})
    assert again.status_code == 409


def test_a_story_is_told_from_its_first_words_to_its_publication(client, member):
    lever, hindrance, mode = (
        TermFactory(list=kind) for kind in (Term.List.LEVER, Term.List.HINDRANCE, Term.List.COOPERATION_MODE)
    )
    department = DepartmentFactory()
    begun = client.post(reverse("feedback-new"), {"project": "A playground", "signature": "function"}, follow=True)
    entry = Feedback.objects.get()
    steps = [reverse("feedback-step", args=[entry.code, name]) for name in steps_module.BY_NAME]
    assert begun.redirect_chain[-1][0] == steps[0]
    answers = [
        {
            "project": "A playground", "period_start": "2026-01", "period_end": "2026-06", "context": "Four teams.",
            "departments": [department.pk],
        },
        {"cooperation_modes": [mode.pk], "participants_estimate": "4", "hours_planned": "10", "hours_spent": "12"},
        {
            "helped_1_kind": lever.pk, "helped_1_text": "One planning.", "hindered_2_kind": hindrance.pk,
            "hindered_2_text": "Rain.",
        },
        {"project_outcome": "arrete", "lessons": "Ask first.\nStop sooner."},
    ]  # fmt: skip
    following = [*steps[1:], reverse("feedback-reread", args=[entry.code])]
    for step, sent, then in zip(steps, answers, following, strict=True):
        seen = Feedback.objects.get().row_version
        kept = client.post(step, {**sent, "seen": seen, "then": "next"})
        assert (kept.status_code, kept["Location"]) == (303, then)

    page = client.get(following[-1]).content.decode()
    for words in ("Four teams.", "One planning.", "Rain.", "Stop sooner.", mode.label, department.name, "Stopped"):
        assert words in page
    assert "missing" not in page
    seen = Feedback.objects.get().row_version
    client.post(reverse("feedback-publish", args=[entry.code]), {"seen": seen})
    entry = Feedback.objects.get()
    assert (entry.status, entry.participants_estimate, entry.hours_spent) == (Feedback.Status.PUBLISHED, 4, 12)
    assert entry.lessons == ["Ask first.", "Stop sooner."]


def test_beginning_twice_makes_one_draft(client, member):
    page = client.get(reverse("feedback-new"))
    sent = {"project": "A playground", "signature": "name", "once": page.context["form"]["once"].value()}
    for _ in range(2):
        assert client.post(reverse("feedback-new"), sent).status_code == 303
    assert Feedback.objects.count() == 1


def test_a_story_told_in_steps_is_not_anonymous_and_says_where_to_be(client, member):
    page = client.get(reverse("feedback-new")).content.decode()
    assert 'value="anonymous"' not in page
    assert reverse("feedback-new-whole") in page
    refused = client.post(reverse("feedback-new"), {"project": "A playground", "signature": "anonymous"})
    assert refused.status_code == 422
    assert "A playground" in refused.content.decode()
    assert not Feedback.objects.exists()


def test_rereading_says_what_is_missing_and_where_to_say_it(client, member):
    entry = begun_entry(author=member)
    page = client.get(reverse("feedback-reread", args=[entry.code])).content.decode()
    assert "5 things are missing" in page
    assert reverse("feedback-step", args=[entry.code, "lessons"]) in page
    assert reverse("feedback-publish", args=[entry.code]) not in page
    refused = client.post(reverse("feedback-publish", args=[entry.code]), {"seen": entry.row_version})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("step", "sent", "kept"),
    [
        ("project", {"project": "Typed", "period_start": "soon", "context": "Words kept."}, "Words kept."),
        ("project", {"project": "Typed", "period_start": "2026-05", "period_end": "2026-01"}, "2026-05"),
        ("cooperation", {"hours_spent": "-3", "cooperation_modes_detail": "Words kept."}, "Words kept."),
        ("lived", {"helped_1_text": "Words without a kind."}, "Words without a kind."),
        ("lived", {"hindered_12_text": "Words far below."}, "Words far below."),
        ("lessons", {"project_outcome": "unknown", "lessons": "Words kept."}, "Words kept."),
    ],
)
def test_a_step_that_cannot_be_kept_keeps_what_was_typed(client, member, step, sent, kept):
    entry = FeedbackFactory(draft=True, author=member)
    response = client.post(reverse("feedback-step", args=[entry.code, step]), {**sent, "seen": 1, "then": "next"})
    assert response.status_code == 422
    assert kept in response.content.decode()
    assert 'role="alert"' in response.content.decode()
    assert entry.history.count() == 1


@pytest.mark.parametrize("step", ["project", "cooperation", "lived", "lessons"])
def test_a_step_may_be_left_empty(client, member, step):
    entry = begun_entry(author=member)
    sent = {"project": entry.project.name, "seen": 1, "then": "next"}
    assert client.post(reverse("feedback-step", args=[entry.code, step]), sent).status_code == 303


def test_a_step_that_comes_too_late_shows_what_it_says_now_then_may_be_sent_again(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    step = reverse("feedback-step", args=[entry.code, "lessons"])
    drafting.retell(entry, {"lessons": ["From the other window."]}, by=member, seen=1)
    sent = {"project_outcome": "reussi", "lessons": "From this window.", "seen": 1, "then": "next"}

    late = client.post(step, sent)

    page = late.content.decode()
    assert late.status_code == 409
    assert "From this window." in page
    assert "From the other window." in page
    assert client.post(step, {**sent, "seen": late.context["form"]["seen"].value()}).status_code == 303
    assert Feedback.objects.get().lessons == ["From this window."]


def test_two_steps_open_in_two_windows_are_both_kept(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    client.post(reverse("feedback-step", args=[entry.code, "lessons"]), {"lessons": "One.", "seen": 1, "then": "next"})
    sent = {"cooperation_modes_detail": "Two.", "seen": 1, "then": "next"}
    assert client.post(reverse("feedback-step", args=[entry.code, "cooperation"]), sent).status_code == 303
    entry.refresh_from_db()
    assert (entry.lessons, entry.cooperation_modes_detail) == (["One."], "Two.")


def test_rows_are_added_one_by_one_up_to_twelve_and_what_is_there_is_kept(client, member):
    entry = begun_entry(author=member)
    lever = TermFactory(list=Term.List.LEVER)
    step = reverse("feedback-step", args=[entry.code, "lived"])
    assert len(client.get(step).context["form"].helped_rows) == 3
    sent = {"helped_1_kind": lever.pk, "helped_1_text": "One planning.", "seen": 1, "then": "helped"}

    more = client.post(step, sent)

    assert entry.levers.get().text == "One planning."
    assert more["Location"] == f"{step}?helped=4#helped"
    assert len(client.get(more["Location"]).context["form"].helped_rows) == 4
    last = client.get(f"{step}?helped=99&hindered=x")
    assert len(last.context["form"].helped_rows) == 12
    assert 'value="helped"' not in last.content.decode()
    assert 'value="hindered"' in last.content.decode()


def test_more_than_five_things_are_told(client, member):
    entry = begun_entry(author=member)
    hindrance = TermFactory(list=Term.List.HINDRANCE)
    rows = {f"hindered_{n}_kind": hindrance.pk for n in range(1, 13)}
    rows |= {f"hindered_{n}_text": f"Thing {n}." for n in range(1, 13)}
    client.post(reverse("feedback-step", args=[entry.code, "lived"]), {**rows, "seen": 1, "then": "next"})
    assert [row.text for row in entry.hindrances.all()] == [f"Thing {n}." for n in range(1, 13)]


def test_a_retired_word_is_offered_only_to_what_was_told_with_it(client, member):
    retired = TermFactory(list=Term.List.LEVER, label="An old word", retired=True)
    mode = TermFactory(label="An old way", retired=True)
    told, other = FeedbackFactory(draft=True, author=member), FeedbackFactory(draft=True, author=member)
    told.levers.create(term=retired, text="It helped.", position=1)
    told.cooperation_modes.set([mode])
    for entry, is_offered in ((told, True), (other, False)):
        for step, words in (("lived", retired.label), ("cooperation", mode.label)):
            page = client.get(reverse("feedback-step", args=[entry.code, step])).content.decode()
            assert (words in page) is is_offered
    assert retired.label not in client.get(reverse("feedback-new-whole")).content.decode()


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("step", ["project", "cooperation", "lived", "lessons"])
def test_a_step_costs_the_same_whatever_was_told(client, member, step, rows, django_assert_num_queries):
    entry = full_entry(rows, draft=True, author=member)
    # session, member, entry; then the lists to choose from
    lists = {"project": 1, "cooperation": 3, "lived": 1, "lessons": 0}[step]
    with django_assert_num_queries(3 + lists):
        assert client.get(reverse("feedback-step", args=[entry.code, step])).status_code == 200


def test_a_step_of_someone_else_or_that_does_not_exist_is_nowhere(client, member):
    mine, other = FeedbackFactory(draft=True, author=member), FeedbackFactory(draft=True)
    assert client.get(reverse("feedback-step", args=[mine.code, "other"])).status_code == 404
    for name in ("lived", "reread"):
        address = f"/feedback/{other.code}/edit/{name}/"
        assert client.get(address).status_code == 404
    assert client.post(reverse("feedback-step", args=[other.code, "lessons"]), {"seen": 1}).status_code == 404


def test_an_entry_is_corrected_on_one_page(client, member):
    entry = full_entry(author=member)
    address = reverse("feedback-correct", args=[entry.code])
    assert "It hindered." in client.get(address).content.decode()

    done = client.post(address, correction_sent(entry, context="Five teams."))

    assert (done.status_code, done["Location"]) == (303, entry.get_absolute_url())
    assert Feedback.objects.get().context == "Five teams."


@pytest.mark.parametrize(
    ("wrong", "status"), [({"reason": ""}, 422), ({"departments": []}, 422), ({}, 409), ({"seen": ""}, 422)]
)
def test_a_correction_that_cannot_be_kept_keeps_what_was_typed(client, member, wrong, status):
    entry = FeedbackFactory(author=member)
    said = {"cooperation_modes_detail": "Words kept."} if wrong else {}
    sent = correction_sent(entry, **said, **wrong)
    response = client.post(reverse("feedback-correct", args=[entry.code]), sent)
    assert response.status_code == status
    assert (said.get("cooperation_modes_detail") or entry.context) in response.content.decode()
    assert entry.history.count() == 1


def test_a_correction_that_comes_too_late_shows_what_it_says_now(client, member):
    entry = FeedbackFactory(author=member)
    corrected(entry, MemberFactory(facilitator=True), context="By facilitators.")
    late = client.post(reverse("feedback-correct", args=[entry.code]), correction_sent(entry, context="By its author."))
    page = late.content.decode()
    assert late.status_code == 409
    assert "By facilitators." in page
    assert "By its author." in page


def test_others_do_not_correct_an_entry(client, member):
    entry = FeedbackFactory()
    address = reverse("feedback-correct", args=[entry.code])
    assert client.get(address).status_code == 403
    assert client.post(address, correction_sent(entry, context="Other.")).status_code == 403
    assert Feedback.objects.get().context == entry.context


def test_an_anonymous_author_corrects_the_entry_and_is_not_on_its_pages(client, member):
    address = client.post(reverse("feedback-new-whole"), story_sent(signature="anonymous"))["Location"]
    entry = Feedback.objects.get()
    correct = reverse("feedback-correct", args=[entry.code])
    assert correct in client.get(address).content.decode()
    assert client.post(correct, correction_sent(entry, context="Five teams.")).status_code == 303
    client.force_login(MemberFactory(facilitator=True))
    for page in (address, reverse("feedback-history", args=[entry.code])):
        assert member.name not in client.get(page).content.decode()


def test_a_small_number_is_shown_to_its_author_alone_and_kept_when_others_correct(client, member):
    entry = FeedbackFactory(author=member, participants_estimate=7)
    address = reverse("feedback-correct", args=[entry.code])
    assert client.get(address).context["form"]["participants_estimate"].value() == 7
    client.force_login(MemberFactory(facilitator=True))
    assert client.get(address).context["form"]["participants_estimate"].value() is None

    sent = correction_sent(entry, context="Other.", participants_estimate="")
    assert client.post(address, sent).status_code == 303

    assert Feedback.objects.get().participants_estimate == 7
    client.force_login(member)
    entry.refresh_from_db()
    client.post(address, correction_sent(entry, participants_estimate=""))
    assert Feedback.objects.get().participants_estimate == 0


def test_publishing_without_saying_what_was_read_is_invalid(client, member):
    entry = FeedbackFactory(draft=True, author=member)
    assert client.post(reverse("feedback-publish", args=[entry.code])).status_code == 422


def test_a_published_entry_has_no_step(client, member):
    mine, other = FeedbackFactory(author=member), FeedbackFactory()
    steps = [reverse("feedback-edit", args=[mine.code]), reverse("feedback-reread", args=[mine.code])]
    for address in [*steps, reverse("feedback-step", args=[mine.code, "lived"])]:
        assert client.get(address, follow=True).redirect_chain[0][0] == mine.get_absolute_url()
    late = client.post(reverse("feedback-step", args=[mine.code, "lessons"]), {"lessons": "Typed.", "seen": 1})
    assert late.status_code == 409
    assert "Typed." in late.content.decode()
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
        reverse("feedback-new-whole"), {**story_sent(lessons="Words kept."), "lessons": "Words kept.", field: value}
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
    response = client.post(reverse("feedback-new-whole"), story_sent(publish="", signature="anonymous"))
    assert response.status_code == 422
    assert "Four teams shared a playground." in response.content.decode()


def test_an_anonymous_author_is_not_on_the_page(client, member):
    address = client.post(reverse("feedback-new-whole"), story_sent(signature="anonymous"))["Location"]
    client.force_login(MemberFactory(facilitator=True))
    page = client.get(address).content.decode()
    assert member.name not in page
    assert member.function not in page
