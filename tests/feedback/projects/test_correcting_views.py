"""Correcting a published entry on screen: who is offered it, what is kept of what was typed, what is told to whom."""

import pytest
from django.urls import reverse

from feedback.models import Feedback
from tests.experience_factories import corrected, correction_sent, full_entry, story_sent
from tests.factories import FeedbackFactory, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory(name="Reader of the town")
    client.force_login(member)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return member


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


def test_rows_that_say_something_are_never_folded(client, member):
    entry = full_entry(4, author=member)
    shown, folded = client.get(reverse("feedback-correct", args=[entry.code])).context["form"].helped_folded
    assert ([n for n, *_ in shown], [n for n, *_ in folded]) == ([1, 2, 3, 4], list(range(5, 13)))


def test_a_draft_is_changed_where_it_is_written(client):
    author = MemberFactory()
    client.force_login(author)
    draft = FeedbackFactory(draft=True, author=author)
    answer = client.get(reverse("feedback-correct", args=[draft.code]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("feedback-edit", args=[draft.code]))
