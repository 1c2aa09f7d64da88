"""The files of versions: who takes them, what they are called, what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charters.versions import deciding
from charters.versions.documents.formats import FORMATS
from tests.charters.versions.documents.revisions import accepted, paragraphs, refused
from tests.charters.versions.pages import client_of, page, publish

ENGLISH = {"accept-language": "en"}
BEGINNINGS = {"pdf": b"%PDF-1.7", "json": b"{", "docx": b"PK\x03\x04", "odt": b"PK\x03\x04"}


def ask(member, world, number, ending, **headers):
    return client_of(member).get(reverse("version-document", args=[world.charter.slug, number, ending]), **headers)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_validated_version_is_taken_away(world, ending):
    world.validate()
    response = ask(world.agent, world, 1, ending)

    assert response.status_code == 200
    assert response.content.startswith(BEGINNINGS[ending])
    assert response["Content-Type"] == FORMATS[ending].media_type
    assert response["Content-Disposition"] == f'attachment; filename="{world.charter.slug}-v1.{ending}"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ending", FORMATS)
def test_the_file_is_the_same_to_the_byte_after_a_later_version(world, ending):
    world.validate()
    before = ask(world.agent, world, 1, ending)
    world.rewrite(text="Quite other words.")
    world.validate()
    after = ask(world.agent, world, 1, ending)

    assert after.content == before.content
    assert after["ETag"] == before["ETag"]
    assert ask(world.agent, world, 2, ending).content != before.content


def test_whoever_has_the_file_is_not_sent_it_again(world):
    world.validate()
    mark = ask(world.agent, world, 1, "json")["ETag"]

    again = ask(world.agent, world, 1, "json", HTTP_IF_NONE_MATCH=mark)
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "no-store")
    assert ask(world.agent, world, 1, "pdf", HTTP_IF_NONE_MATCH=mark).status_code == 200


@pytest.mark.parametrize("ending", FORMATS)
def test_a_submitted_text_is_a_draft_for_whoever_is_signed_in(world, ending):
    version = world.submit()
    address = reverse("version-submitted-document", args=[world.charter.slug, version.submission, ending])
    response = client_of(world.agent).get(address, headers=ENGLISH)

    assert response.status_code == 200
    assert f'"draft-{world.charter.slug}-submitted-1.{ending}"' in response["Content-Disposition"]
    publish(world)
    assert client_of(None).get(address).status_code == 302


def test_once_validated_the_submitted_text_is_the_version(world):
    version = world.validate()
    submitted = reverse("version-submitted-document", args=[world.charter.slug, version.submission, "json"])

    assert client_of(world.agent).get(submitted).content == ask(world.agent, world, 1, "json").content


def test_visitors_take_what_the_organisation_publishes(world):
    world.validate()
    assert ask(None, world, 1, "pdf").status_code == 302
    assert ask(None, world, 9, "pdf").status_code == 302
    publish(world)
    assert ask(None, world, 1, "pdf").status_code == 200
    assert ask(None, world, 9, "pdf").status_code == 404


def test_what_does_not_exist_is_404(world):
    deciding.withdraw(world.submit(), by=world.facilitator, reason="A mistake.")
    assert ask(world.agent, world, 1, "pdf").status_code == 404
    slug = world.charter.slug
    for address in (f"/charters/{slug}/versions/1/document.exe", f"/charters/{slug}/versions/submitted/7/document.pdf"):
        assert client_of(world.agent).get(address).status_code == 404


def test_the_pages_lead_to_the_files(world):
    slug = world.charter.slug
    version = world.submit()
    desk = page(world.agent, "version-submitted", slug, version.submission)
    world.validate(version)
    article = page(world.agent, "version", slug, 1)

    for ending in FORMATS:
        assert reverse("version-submitted-document", args=[slug, version.submission, ending]) in desk
        assert reverse("version-document", args=[slug, 1, ending]) in article


# --- Tracked changes -------------------------------------------------------------------------------


def ask_changes(member, world, before, after):
    return client_of(member).get(reverse("version-changes-document", args=[world.charter.slug, before, after]))


def test_the_changes_between_two_versions_are_taken_away_in_either_direction(world):
    world.validate()
    world.rewrite(text="We answer within one day.")
    world.validate()
    forth, back = ask_changes(world.agent, world, 1, 2), ask_changes(world.agent, world, 2, 1)
    old, new = (paragraphs(ask(world.agent, world, number, "docx").content) for number in (1, 2))

    assert (accepted(forth.content), refused(forth.content)) == (new, old)
    assert (accepted(back.content), refused(back.content)) == (old, new)
    assert f'"{world.charter.slug}-v1-v2.docx"' in forth["Content-Disposition"]
    assert forth["Cache-Control"] == "no-store"


def test_visitors_take_changes_between_published_versions_and_no_others(world):
    world.validate()
    world.rewrite(text="We answer within one day.")
    submitted = world.submit()
    draft = reverse("version-submitted-changes-document", args=[world.charter.slug, submitted.submission])
    assert ask_changes(None, world, 1, 1).status_code == 302
    publish(world)

    assert ask_changes(None, world, 1, 1).status_code == 200
    assert ask_changes(None, world, 1, 2).status_code == 404
    assert client_of(None).get(draft).status_code == 302


def test_a_submitted_text_shows_what_it_changes_to_the_version_in_force_then(world):
    first = world.validate()
    world.rewrite(text="We answer within one day.")
    submitted = world.submit()
    slug = world.charter.slug
    address = reverse("version-submitted-changes-document", args=[slug, submitted.submission])
    response = client_of(world.agent).get(address, headers=ENGLISH)

    assert accepted(response.content)[0][1].startswith("Draft.")
    assert refused(response.content) == paragraphs(ask(world.agent, world, 1, "docx", headers=ENGLISH).content)
    assert f'"draft-{slug}-changes-2.docx"' in response["Content-Disposition"]
    assert address in page(world.agent, "version-submitted", slug, submitted.submission)
    # The first changes no other.
    none = reverse("version-submitted-changes-document", args=[slug, first.submission])
    assert client_of(world.agent).get(none).status_code == 404
    assert "changes" not in page(world.agent, "version", slug, 1).split('id="h-take"')[1].split("</nav>")[0]
