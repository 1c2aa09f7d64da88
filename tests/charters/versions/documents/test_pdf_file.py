"""The PDF, read back by a library: its tags, its language, its title, its words."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.utils import translation

from charters.models import Charter
from charters.text.drafting import edit_charter
from charters.versions.documents.outline import outline_of
from charters.versions.documents.pdf_file import write_pdf
from tests.charters.versions.documents.conftest import HOSTILE, hostile, stored


def written(version, language="en"):
    with translation.override(language):
        return write_pdf(outline_of(*stored(version)))


def opened(content):
    return pypdf.PdfReader(io.BytesIO(content))


def roles(reader):
    """The role of every element of the structure, in reading order."""
    found = []

    def walk(element):
        element = element.get_object()
        if not isinstance(element, dict):
            return
        if "/S" in element:
            found.append(str(element["/S"]))
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def words(reader):
    """The words of the pages, without what breaks their lines."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u2060", ""))


def test_it_says_that_it_is_tagged_in_which_language_and_what_it_is_called(richly):
    reader = opened(written(richly.validate()))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- pypdf's own boolean
    assert root["/Lang"] == "fr-FR"
    assert reader.metadata.title == "Cooperation charter"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert re.search(rb"pdfuaid:part>1<", root["/Metadata"].get_object().get_data())
    assert "/StructTreeRoot" in root


def test_its_structure_is_that_of_the_text(richly):
    found = roles(opened(written(richly.validate())))

    assert found[0] == "/Document"
    # Contents, scope, preamble, two sections; two clauses.
    assert found.count("/H1") >= 4
    assert found.count("/H2") == 2
    assert found.count("/L") >= 2  # the list of a clause, and that of its practices
    assert found.count("/LI") >= 4
    assert found.count("/LI") == found.count("/LBody")
    assert "/P" in found
    assert "/TOC" in found
    assert "/Figure" not in found


def test_the_bookmarks_lead_to_every_clause(richly):
    titles = []

    def walk(items):
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                titles.append(item.title)

    walk(opened(written(richly.validate())).outline)
    assert [title for title in titles if title.split(" ")[0] in ("1.", "V1", "2.", "M1")] == [
        "1. Values and attitudes", "V1 Plan together", "2. Collaborative methods", "M1 Answer each other",
    ]  # fmt: skip


def test_every_sentence_and_every_seal_is_there(richly):
    version = richly.validate()
    text = words(opened(written(version)))

    for sentence in (
        "Version 1, validated on", "Executive committee", version.content_hash,
        version.steps.get(kind="validated").chain_hash, "We work together.", "Everyone.", "Plan together",
        "First words.", "one item", "another item", "Last words.", "A note.", "A practice", "For the job",
        "For the mission", "For the interview", "We answer within two days.",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert "Draft" not in text


def test_a_text_that_is_not_validated_says_first_that_it_is_a_draft(richly):
    reader = opened(written(richly.submit(), "fr"))

    assert words(reader).startswith("Brouillon.")
    assert all("Brouillon" in page.extract_text() for page in reader.pages)


def test_labels_are_in_the_language_of_the_reader(richly):
    version = richly.validate()
    french, english = (words(opened(written(version, language))) for language in ("fr", "en"))

    assert "Note explicative" in french
    assert "Explanatory note" in english
    for text in (french, english):
        assert "We answer within two days." in text


def test_the_same_version_gives_the_same_file_for_ever(richly):
    version = richly.validate()
    before = written(version)
    assert written(version) == before

    richly.rewrite(text="Quite other words.")
    charter = Charter.objects.get()
    edit_charter(charter, by=richly.facilitator, reason="r", words={"title": "Another"}, seen=charter.row_version)
    richly.validate()

    assert written(version) == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_is_ever_read_as_an_instruction(world, language):
    text = words(opened(written(hostile(world).validate(), language)))

    for sentence in HOSTILE[:2]:
        plain = sentence.replace("'", "’")
        assert re.sub(r"\s+", " ", plain).strip()[:40] in text, sentence
    assert "w" * 30 in text
    # What no font draws has its number, and the file says so.
    assert "[U+1F600]" in text
    assert "e[U+1AB0]" in text
    assert "[U+2026]" in text


def test_nothing_is_numbered_that_can_be_drawn(richly):
    richly.add("Ελληνικά, Привет, العربية, œuvre, « été » → ✓", section="values")
    assert "[U+" not in words(opened(written(richly.validate())))
