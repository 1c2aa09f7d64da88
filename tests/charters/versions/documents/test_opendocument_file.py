"""The OpenDocument text, reopened by a library: its headings, its lists, its words, what it says of itself."""

from __future__ import annotations

import io
import zipfile

import odfdo
from django.utils import translation

from charters.versions.documents.opendocument_file import write_odt
from charters.versions.documents.outline import outline_of
from governance.plain_text import typographic
from tests.charters.versions.documents.conftest import HOSTILE, hostile, stored


def written(version, language="en"):
    with translation.override(language):
        return write_odt(outline_of(*stored(version)))


def opened(content):
    return odfdo.Document(io.BytesIO(content))


def texts(document, query):
    return [element.text_recursive for element in document.body.get_elements(query)]


def test_it_has_real_headings_and_real_lists(richly):
    document = opened(written(richly.validate()))

    assert texts(document, "//text:h[@text:outline-level='2']") == ["V1 Plan together", "M1 Answer each other"]
    assert "1. Values and attitudes" in texts(document, "//text:h[@text:outline-level='1']")
    assert texts(document, "//text:list/text:list-item/text:p") == [
        "one item", "another item", "A practice", "Another practice",
    ]  # fmt: skip
    used = {element.get_attribute("text:style-name") for element in document.body.get_elements("//text:p | //text:h")}
    known = {style.name for style in document.get_styles()}
    assert used <= known


def test_every_sentence_and_every_seal_is_there(richly):
    version = richly.validate()
    text = "\n".join(texts(opened(written(version)), "//text:p | //text:h"))

    for sentence in (
        "Version 1, validated on", version.content_hash, version.steps.get(kind="validated").chain_hash,
        "We work together.", "Everyone.", "First words.", "Last words.", "A note.", "For the job", "For the mission",
        "For the interview", "Whom it addresses: ", "Revision: 1", "We answer within two days.",
    ):  # fmt: skip
        assert sentence in text, sentence


def test_it_says_its_language_its_seals_and_no_persons_name(richly):
    version = richly.validate()
    content = written(version)
    meta = opened(content).meta

    assert meta.title == "Cooperation charter"
    assert meta.language == "fr-FR"
    assert version.content_hash in meta.keyword
    assert meta.creator == meta.initial_creator == "Cooperation charter"
    styles = zipfile.ZipFile(io.BytesIO(content)).read("styles.xml")
    assert b'fo:language="fr"' in styles
    assert "Cooperation charter – Version 1" in styles.decode()
    for member in (richly.facilitator, richly.executive):
        assert member.name.encode() not in b"".join(map(zipfile.ZipFile(io.BytesIO(content)).read, ["meta.xml"]))


def test_its_kind_is_read_without_opening_it(richly):
    content = written(richly.validate())
    first = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert content[38:].startswith(b"application/vnd.oasis.opendocument.text")


def test_a_text_that_is_not_validated_says_first_that_it_is_a_draft(richly):
    document = opened(written(richly.submit()))

    assert texts(document, "//text:p")[0].startswith("Draft.")
    assert document.meta.title.startswith("Draft")


def test_the_same_version_gives_the_same_file_for_ever(richly):
    version = richly.validate()
    before = written(version)
    richly.rewrite(text="Quite other words.")
    richly.validate()

    assert written(version) == before


def test_every_word_and_every_space_arrives_as_it_is(world):
    world.add("Spaces", text="Two  spaces,   then three.")
    text = texts(opened(written(hostile(world).validate())), "//text:p | //text:h")

    assert "Two  spaces,   then three." in text
    for sentence in HOSTILE:
        assert any(typographic(sentence.strip()) in paragraph for paragraph in text), sentence
