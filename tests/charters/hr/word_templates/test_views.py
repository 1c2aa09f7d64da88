"""The pages of templates: who opens them, what they say, what their files are."""

from __future__ import annotations

import io
import re
from html import unescape

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from charters.hr.kinds import DocumentKind
from charters.hr.word_templates import keeping, views
from charters.hr.word_templates.models import WordTemplate
from charters.hr.word_templates.placeholders import TABLE
from charters.hr.word_templates.press import Press
from charters.hr.word_templates.starter import write_starter
from charters.permissions import KEEP_JOB_PROFILES
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import FILES, template, with_parts
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROOM = ["word-templates", "word-template-new", "placeholders", "word-template-starter"]
ONE = ["word-template", "word-template-sample", "word-template-file", "word-template-retire"]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def hr():
    OrganisationFactory()
    return MemberFactory(hr=True)


@pytest.fixture
def kept(hr) -> WordTemplate:
    content = (FILES / "fiche.docx").read_bytes()
    return keeping.add_template(by=hr, name="Notre fiche", kind=DocumentKind.JOB_DESCRIPTION, content=content)


@pytest.fixture(autouse=True)
def nothing_seen_yet():
    views._preview.cache_clear()


@pytest.fixture
def desk(client, hr):
    client.force_login(hr)
    return client


def sent(content: bytes, *, name: str = "Notre modèle", file_name: str = "modele.docx") -> dict:
    file = SimpleUploadedFile(file_name, content, content_type="text/html")
    return {"name": name, "kind": DocumentKind.MISSION_LETTER.value, "file": file}


def page_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("route", ROOM + ONE)
def test_only_human_resources_open_these_pages(client, kept, route: str):
    address = reverse(route, args=[kept.pk] if route in ONE else [])
    assert client.get(address).status_code == 302
    client.force_login(MemberFactory(facilitator=True))
    refused = client.get(address)
    assert refused.status_code == 403
    assert str(KEEP_JOB_PROFILES.refusal) in page_of(refused)


@pytest.mark.parametrize("route", ONE)
def test_a_template_that_is_not_there_is_not_found(desk, route: str):
    assert desk.get(reverse(route, args=[999_999])).status_code == 404


def test_a_good_template_is_kept_and_shown(desk):
    answer = desk.post(reverse("word-template-new"), sent(write_starter()), headers=ENGLISH)
    assert answer.status_code == 303
    stored = WordTemplate.objects.get()
    assert answer["Location"] == stored.get_absolute_url()
    page = page_of(desk.get(answer["Location"], headers=ENGLISH))
    for words in ("Notre modèle", "Mission letter", "{{ clause.code }}", "Listens and rewords before concluding."):
        assert words in page


def test_a_refusal_is_a_page_with_what_was_typed_and_the_reason(desk):
    answer = desk.post(reverse("word-template-new"), sent(template("Poste {{ fiche.intitul }}")), headers=ENGLISH)
    assert answer.status_code == 409
    page = page_of(answer)
    assert "“fiche.intitul” is unknown" in page
    assert "fiche.intitule" in page
    assert 'value="Notre modèle"' in page
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (3 * 1024 * 1024), "2 megabytes"),
        (b"", "no Word document"),
        (b"\xff" * 40, "no Word document"),
        (with_parts({"word/vbaProject.bin": b"\0"}), "macros"),
        (with_parts({"word/media/i.png": bytes(5_000_000)}), "far larger"),
    ],
)
def test_hostile_files_are_refused_on_the_page(desk, content: bytes, words: str):
    answer = desk.post(reverse("word-template-new"), sent(content), headers=ENGLISH)
    assert answer.status_code == 409
    assert words in page_of(answer)


@pytest.mark.parametrize("missing", ["name", "kind", "file"])
def test_a_field_left_empty_is_said(desk, missing: str):
    typed = sent(template())
    del typed[missing]
    assert desk.post(reverse("word-template-new"), typed).status_code == 422


def test_the_name_of_the_file_is_not_believed(desk):
    name = "../../<script>.docm"
    assert desk.post(reverse("word-template-new"), sent(template("a"), file_name=name)).status_code == 303
    pages = page_of(desk.get(reverse("word-templates")))
    assert "<script>.docm" not in pages


@pytest.mark.parametrize("route", ["word-template-sample", "word-template-file", "word-template-starter"])
def test_files_are_attached_and_kept_by_no_cache(desk, kept, route: str):
    answer = desk.get(reverse(route, args=[kept.pk] if route in ONE else []))
    assert answer["Content-Type"] == WORD
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.docx"', answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert docx.Document(io.BytesIO(answer.content)).paragraphs


def test_the_file_comes_back_as_it_was_sent(desk, kept):
    answer = desk.get(reverse("word-template-file", args=[kept.pk]))
    assert answer.content == (FILES / "fiche.docx").read_bytes()


def test_the_preview_shows_head_text_tables_and_foot(desk, kept):
    page = page_of(desk.get(kept.get_absolute_url(), headers=ENGLISH))
    assert "Sample organisation – Version 3" in page
    assert "<td>V1</td>" in page
    assert "<td>Listen first</td>" in page
    assert "– Organise" not in page  # the loop over lines prints each without its dash
    assert "Organise the reception desk" in page
    assert 'href="/hr/templates/placeholders/"' in page


def test_a_preview_that_was_seen_starts_no_process(desk, kept, monkeypatch):
    started, start = [], Press._start
    monkeypatch.setattr(Press, "_start", lambda press: started.append(start(press)) or started[-1])
    pages = [page_of(desk.get(kept.get_absolute_url(), headers=ENGLISH)) for _time in range(3)]
    assert len(started) == 1
    assert all("Organise the reception desk" in page for page in pages)
    assert "Sample organisation" not in page_of(desk.get(kept.get_absolute_url()))
    assert len(started) == 2


def test_a_template_that_fails_later_says_so_and_stays_readable(desk, kept, monkeypatch):
    def refuse(*args, **more):
        raise Refused("It is no longer filled.")

    monkeypatch.setattr(views, "fill", refuse)
    page = desk.get(kept.get_absolute_url())
    assert page.status_code == 200
    assert "It is no longer filled." in page_of(page)
    answer = desk.get(reverse("word-template-sample", args=[kept.pk]), follow=True)
    assert answer.redirect_chain[0][0] == kept.get_absolute_url()


def test_a_template_is_retired_with_a_reason(desk, kept):
    address = reverse("word-template-retire", args=[kept.pk])
    assert desk.post(address, {"seen": 1, "reason": ""}).status_code == 422
    assert desk.post(address, {"seen": 0, "reason": "Une autre"}).status_code == 409
    answer = desk.post(address, {"seen": 1, "reason": "Une autre la remplace"})
    assert answer.status_code == 303
    kept.refresh_from_db()
    assert kept.retired
    page = page_of(desk.get(kept.get_absolute_url()))
    assert "Une autre la remplace" in page
    assert address not in page


def test_the_page_of_placeholders_documents_every_one(desk):
    page = page_of(desk.get(reverse("placeholders"), headers=ENGLISH))
    for place in TABLE:
        assert place.name in page
        for inner in place.of:
            assert f"{place.item}.{inner.name}" in page
    assert "{%tr for clause in clauses %}" in page
