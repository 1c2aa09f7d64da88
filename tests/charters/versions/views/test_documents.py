"""The files of versions: who takes them, what they are called, what they cost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charters.versions import deciding
from charters.versions.documents.formats import FORMATS
from tests.charters.versions.pages import client_of, page, publish

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
    response = client_of(world.agent).get(address)

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
