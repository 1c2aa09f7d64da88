"""The Word document, reopened by a library: its headings, its lists, its words, what it says of itself."""

from __future__ import annotations

import io

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from charters.versions.documents.outline import outline_of
from charters.versions.documents.word_file import write_docx
from governance.plain_text import typographic
from tests.charters.versions.documents.conftest import HOSTILE, hostile, stored


def written(version, language="en"):
    with translation.override(language):
        return write_docx(outline_of(*stored(version)))


def opened(content):
    return docx.Document(io.BytesIO(content))


def set_in(document, *styles):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name in styles]


def test_it_has_real_headings_and_real_lists(richly):
    document = opened(written(richly.validate()))

    assert set_in(document, "Title") == ["Cooperation charter"]
    assert set_in(document, "Heading 1")[:4] == [
        "Preamble", "Whom and what it applies to", "1. Values and attitudes", "2. Collaborative methods",
    ]  # fmt: skip
    assert set_in(document, "Heading 2") == ["V1 Plan together", "M1 Answer each other"]
    assert set_in(document, "List Bullet") == ["one item", "another item"]
    assert set_in(document, "RemarkItem") == ["A practice", "Another practice"]
    assert "First words." in set_in(document, "Normal")
    for style in ("List Bullet", "RemarkItem"):
        element = document.styles[style].element
        parents = [element, document.styles[style].base_style.element]
        assert any(parent.find(f".//{qn('w:numPr')}") is not None for parent in parents)


def test_every_sentence_and_every_seal_is_there(richly):
    version = richly.validate()
    text = "\n".join(paragraph.text for paragraph in opened(written(version)).paragraphs)

    for sentence in (
        "Version 1, validated on", version.content_hash, version.steps.get(kind="validated").chain_hash,
        "We work together.", "Everyone.", "First words.", "Last words.", "A note.", "For the job", "For the mission",
        "For the interview", "Whom it addresses: ", "Revision: 1", "We answer within two days.",
    ):  # fmt: skip
        assert sentence in text, sentence


def test_it_says_its_language_its_version_its_seals_and_no_persons_name(richly):
    version = richly.validate()
    document = opened(written(version))
    facts = document.core_properties

    assert facts.language == "fr-FR"
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert facts.title == "Cooperation charter"
    assert facts.version == "1"
    assert version.content_hash in facts.keywords
    assert facts.author == facts.last_modified_by == "Cooperation charter"
    assert facts.created.replace(tzinfo=None) == version.steps.get(kind="validated").at.replace(
        microsecond=0, tzinfo=None
    )
    for member in (richly.facilitator, richly.executive):
        assert member.name.encode() not in written(version)


def test_a_label_says_its_language_when_it_is_not_that_of_the_charter(richly):
    version = richly.validate()
    english, french = (opened(written(version, language)).element.body for language in ("en", "fr"))

    assert {tag.get(qn("w:val")) for tag in english.iter(qn("w:lang"))} == {"en-GB"}
    assert list(french.iter(qn("w:lang"))) == []


def test_each_page_carries_the_version_and_its_number(richly):
    section = opened(written(richly.validate())).sections[0]

    assert section.header.paragraphs[0].text == "Cooperation charter – Version 1"
    assert section.footer.paragraphs[0].text.startswith("Version 1, validated on")
    fields = [item.get(qn("w:instr")) for item in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_text_that_is_not_validated_says_first_that_it_is_a_draft(richly):
    document = opened(written(richly.submit()))

    assert document.paragraphs[0].text.startswith("Draft.")
    assert document.core_properties.title.startswith("Draft")
    assert "Draft" in document.sections[0].header.paragraphs[0].text


def test_the_same_version_gives_the_same_file_for_ever(richly):
    version = richly.validate()
    before = written(version)
    richly.rewrite(text="Quite other words.")
    richly.validate()

    assert written(version) == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_arrives_as_it_is(world, language):
    document = opened(written(hostile(world).validate(), language))
    text = [paragraph.text for paragraph in document.paragraphs]

    for sentence in HOSTILE:
        assert any(typographic(sentence.strip()) in paragraph for paragraph in text), sentence
