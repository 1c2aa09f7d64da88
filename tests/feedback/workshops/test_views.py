"""Pages of workshops: importing without losing a word, reading, and what a draft must not show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback.models import Workshop
from feedback.workshops import keeping, turning
from tests.factories import CommitteeFactory, MemberFactory
from tests.feedback.workshops import other_habits as told
from tests.workshop_factories import MINUTES, WorkshopFactory

pytestmark = pytest.mark.django_db
NEW, KEEP = reverse("workshop-new"), reverse("workshop-keep")


@pytest.fixture
def facilitator(client):
    member = MemberFactory(facilitator=True)
    client.force_login(member)
    return member


def sent_back(page):
    """What a browser would send of the preview as it came."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form}


@pytest.mark.parametrize("how", ["pasted", "as a file"])
def test_minutes_are_read_shown_corrected_then_kept(client, facilitator, how):
    sent = {"text": told.mail()} if how == "pasted" else {"file": SimpleUploadedFile("notes.docx", told.word())}
    preview = client.post(NEW, sent)

    assert preview.status_code == 200
    assert not Workshop.objects.exists()
    assert told.STATEMENTS[-1][3][:30].replace("'", "’") in preview.content.decode()
    kept = client.post(KEEP, sent_back(preview) | {"kind_0": "enjeu", "title": "Our workshop"})

    workshop = Workshop.objects.get()
    assert kept.status_code == 303
    assert kept["Location"] == workshop.get_absolute_url()
    said = list(workshop.statements.values_list("said", flat=True))
    assert said == [words for _kind, _part, _parent, words in told.STATEMENTS]
    assert (workshop.title, workshop.statements.get(position=1).kind) == ("Our workshop", "enjeu")
    assert told.NAMES[0] not in workshop.minutes
    assert workshop.source_name == ("" if how == "pasted" else "notes.docx")


def test_the_preview_gives_everything_back_when_something_is_wrong(client, facilitator):
    sent = sent_back(client.post(NEW, {"text": MINUTES})) | {"title": "", "kind_0": "idee", "held_on": "2999-01-01"}
    again = client.post(KEEP, sent)

    assert again.status_code == 422
    assert not Workshop.objects.exists()
    assert sent_back(again) == sent


def test_minutes_that_are_there_already_are_refused_with_the_form(client, facilitator):
    sent = sent_back(client.post(NEW, {"text": MINUTES}))
    client.post(KEEP, sent)
    again = client.post(KEEP, sent)

    assert again.status_code == 409
    assert Workshop.objects.get().code in again.context["refusal"]


def test_minutes_that_are_there_already_lead_to_their_workshop_from_the_first_page(client, facilitator):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    fresh = client.post(NEW, {"text": MINUTES})
    client.post(KEEP, sent_back(fresh))
    way = f'<a href="{Workshop.objects.get().get_absolute_url()}">'

    assert "imported already" not in fresh.content.decode()
    for page in (client.post(NEW, {"text": MINUTES}), client.post(KEEP, sent_back(fresh))):
        assert page.content.decode().count("imported already") == 1
        assert way in page.content.decode()


def test_a_committee_is_chosen_by_its_whole_name(client, facilitator):
    CommitteeFactory(name="Health and safety committee", acronym="HSC")
    workshop = WorkshopFactory()

    page = client.get(reverse("statement-to-committee", args=[workshop.code, 1]))

    assert "Health and safety committee</option>" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "name", "why"),
    [
        ({}, "text", "Paste the minutes here"),
        ({"text": "x", "file": SimpleUploadedFile("a.txt", b"y")}, "text", "one of the two"),
        ({"file": SimpleUploadedFile("a.pdf", b"y")}, "file", "Save yours"),
        ({"file": SimpleUploadedFile("a.docx", b"y")}, "file", "cannot be opened"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "file", "no text"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client, facilitator, sent, name, why):
    page = client.post(NEW, sent, headers={"accept-language": "en"})

    assert page.status_code == 422
    assert why in str(page.context["form"].errors[name])


def test_what_has_no_place_is_shown(client, facilitator):
    page = client.post(NEW, {"text": MINUTES + "\n# Budget\nten euros\n"})

    assert "ten euros" in page.content.decode()


def test_statements_of_one_kind(client, facilitator):
    workshop = WorkshopFactory()
    page = client.get(workshop.get_absolute_url(), {"kind": "question"}).content.decode()

    assert "how do we decide?".replace("?", "?") in page
    assert "its first page" not in page
    assert "its first page" in client.get(workshop.get_absolute_url(), {"kind": "nothing"}).content.decode()


def test_what_a_statement_became_is_shown_but_not_the_draft_of_someone_else(client, facilitator):
    statement = WorkshopFactory().statements.get(position=1)
    committee = CommitteeFactory(name="Committee of readers")
    turning.hand_to_committee(statement, by=facilitator, seen=1, committee=committee, text="Look.")
    entry = turning.begin_entry(statement, by=facilitator, seen=2, project="A garden", context="Said.")
    address = statement.workshop.get_absolute_url()

    assert entry.code in client.get(address).content.decode()
    client.force_login(MemberFactory())
    page = client.get(address).content.decode()
    assert "Committee of readers" in page
    assert entry.code not in page
    assert reverse("statement-correct", args=[statement.workshop.code, 1]) not in page


def test_the_draft_begun_from_a_statement_opens_and_can_be_completed(client, facilitator):
    statement = WorkshopFactory().statements.get(position=1)
    address = reverse("statement-to-entry", args=[statement.workshop.code, 1])
    answer = client.post(address, {"project": "A garden", "context": "Said.", "seen": 1}, follow=True)

    statement.refresh_from_db()
    assert answer.redirect_chain[0] == (reverse("feedback-edit", args=[statement.entry.code]), 303)
    assert answer.status_code == 200
    assert client.get(statement.entry.get_absolute_url()).status_code == 200
    assert client.get(reverse("feedback-list")).status_code == 200


def test_a_correction_is_refused_when_stale_and_its_history_is_read_by_all(client, facilitator):
    statement = WorkshopFactory().statements.get(position=2)
    address = reverse("statement-correct", args=[statement.workshop.code, 2])
    typed = {"text": "How do we decide, and when?", "kind": "enjeu", "parent": "1", "reason": "Heard.", "seen": 1}

    assert client.post(address, typed).status_code == 303
    assert client.post(address, typed | {"text": "Other"}).status_code == 409
    assert client.post(address, typed | {"parent": "5", "seen": 2}).status_code == 422
    client.force_login(MemberFactory())
    page = client.get(reverse("statement-history", args=[statement.workshop.code, 2])).content.decode()
    assert "how do we decide?" in page
    assert "How do we decide, and when?" in page
    assert "Heard." in page


def test_a_statement_set_aside_leaves_the_others_and_comes_back(client, facilitator):
    workshop = WorkshopFactory()
    address = reverse("statement-aside", args=[workshop.code, 1])

    assert client.post(address, {"seen": 1, "aside": "1", "reason": "Said twice."}).status_code == 303
    assert 'id="aside-title"' in client.get(workshop.get_absolute_url()).content.decode()
    assert client.post(address, {"seen": 2, "aside": "", "reason": "It was not."}).status_code == 303
    assert 'id="aside-title"' not in client.get(workshop.get_absolute_url()).content.decode()


def test_minutes_are_for_facilitators(client, facilitator):
    address = reverse("workshop-minutes", args=[WorkshopFactory().code])

    assert "Workshop on meetings" in client.get(address).content.decode()
    client.force_login(MemberFactory())
    assert client.get(address).status_code == 403


def test_details_stay_under_what_they_detail(client, facilitator):
    workshop = WorkshopFactory()
    keeping.set_aside(workshop.statements.get(position=3), by=facilitator, seen=1, reason="Said twice.")

    assert "its first page" in client.get(workshop.get_absolute_url()).content.decode()


@pytest.mark.parametrize("act", ["correct", "aside", "to-committee", "to-entry", "history"])
def test_the_title_of_each_page_says_of_which_workshop(client, facilitator, act):
    workshop = WorkshopFactory()

    page = client.get(reverse(f"statement-{act}", args=[workshop.code, 1])).content.decode()

    assert f", {workshop.title} —" in page[: page.index("</title>")]
