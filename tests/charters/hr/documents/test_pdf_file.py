"""The PDF, read back by a library: its tags, its language, its title, its words, its pages."""

import re

import pytest

from charters.hr.documents import make
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Heading, Table, flat
from charters.hr.kinds import DocumentKind, Ending
from tests.charters.hr.documents.reading import pdf_of, pdf_words, plain, roles, said
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, longest_sheet, sample_sheet

KINDS = list(DocumentKind)
ORGANISATION = "Aubrelle Agglomération"


def written(sheet, kind):
    return make(sheet, kind, Ending.PDF, organisation=ORGANISATION, moment=MOMENT)


def outline(sheet, kind):
    return outline_of(sheet, kind, organisation=ORGANISATION, moment=MOMENT)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_tagged_says_its_language_its_title_and_its_seal(kind):
    reader = pdf_of(written(sample_sheet(), kind))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- pypdf's own boolean
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert re.search(rb"pdfuaid:part>1<", root["/Metadata"].get_object().get_data())
    assert reader.metadata.title == outline(sample_sheet(), kind).title
    assert reader.metadata.subject.startswith("Version 3, validée le")
    assert SEAL in reader.metadata["/Keywords"]


@pytest.mark.parametrize("kind", KINDS)
def test_its_structure_is_that_of_the_document(kind):
    blocks = list(flat(outline(sample_sheet(), kind).blocks))
    tables = [block for block in blocks if isinstance(block, Table)]
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    found = roles(pdf_of(written(sample_sheet(), kind)))
    assert found.count("/H1") == levels.count(1)
    assert found.count("/H2") == levels.count(2)
    assert found.count("/Title") == 1
    assert found.count("/Table") == found.count("/Caption") == len(tables)
    assert found.count("/TH") == sum(len(table.head) for table in tables)
    assert "/Figure" not in found


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_there(kind):
    text = pdf_words(written(sample_sheet(), kind))
    for sentence in said(outline(sample_sheet(), kind)):
        assert plain(sentence) in text, sentence


def test_a_draft_says_so_on_each_page():
    reader = pdf_of(written(sample_sheet(in_force=False, language="en"), DocumentKind.JOB_DESCRIPTION))
    assert len(reader.pages) > 1
    assert all("DRAFT" in page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("words", [words for words in HOSTILE if not words.startswith(("😀", "العربية"))])
def test_no_word_is_ever_read_as_an_instruction(words):
    sheet = hostile_sheet(words)
    text = pdf_words(written(sheet, DocumentKind.CLAUSE_CARDS))
    for sentence in said(outline(sheet, DocumentKind.CLAUSE_CARDS)):
        assert plain(sentence) in text, sentence


def test_what_no_font_draws_has_its_number_and_the_file_says_so():
    text = pdf_words(written(hostile_sheet("😀 👨‍👩‍👧 🇫🇷 e\u1ab0 中文 العربية"), DocumentKind.INSERT))
    for number in ("[U+1F600]", "e[U+1AB0]", "[U+2026]"):
        assert number in text


@pytest.mark.parametrize("words", [None, "M" * 30 + " ", "w" * 500, "中文字", "a\n"])
def test_the_longest_grid_takes_four_pages_at_most(words):
    sheet = longest_sheet(words) if words else longest_sheet()
    assert len(pdf_of(written(sheet, DocumentKind.INTERVIEW_GRID)).pages) <= 4


def test_the_longest_cards_lose_no_word():
    sheet = longest_sheet()
    text = pdf_words(written(sheet, DocumentKind.CLAUSE_CARDS))
    for line in sheet.lines[:5]:
        assert plain(line.clause.text.replace("'", "’"))[:150] in text
    assert text.count(plain("Coopère avec les autres services de façon régulière")) > 35 * 60
