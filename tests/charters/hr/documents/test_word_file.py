"""Word documents, reopened by a library and read sentence by sentence."""

import pytest
from docx.oxml.ns import qn

from charters.hr.documents import make
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Heading, Table, flat
from charters.hr.kinds import DocumentKind, Ending
from governance.plain_text import typographic
from tests.charters.hr.documents.reading import docx_of, docx_words, said
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, sample_sheet

KINDS = list(DocumentKind)
ORGANISATION = "Aubrelle Agglomération"


def written(sheet, kind):
    return make(sheet, kind, Ending.DOCX, organisation=ORGANISATION, moment=MOMENT)


def outline(sheet, kind):
    return outline_of(sheet, kind, organisation=ORGANISATION, moment=MOMENT)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_there_in_order(kind):
    sheet = sample_sheet()
    read = iter(filter(None, docx_words(written(sheet, kind))))
    for sentence in said(outline(sheet, kind)):
        assert sentence in read, sentence


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_real(kind):
    sheet = sample_sheet()
    found = outline(sheet, kind)
    expected = [f"{block.lead} {block.words}".strip() for block in flat(found.blocks) if isinstance(block, Heading)]
    paragraphs = docx_of(written(sheet, kind)).paragraphs
    assert [paragraph.text for paragraph in paragraphs if paragraph.style.name.startswith("Heading")] == expected
    assert [paragraph.text for paragraph in paragraphs if paragraph.style.name == "Title"] == [found.title]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_real_and_can_be_read_aloud(kind):
    sheet = sample_sheet()
    expected = [block for block in flat(outline(sheet, kind).blocks) if isinstance(block, Table)]
    document = docx_of(written(sheet, kind))
    assert len(document.tables) == len(expected)
    for table, block in zip(document.tables, expected, strict=True):
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == block.described
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in table.rows[0].cells] == list(block.head)
        assert len(table.rows) == len(block.rows) + 1
        for row in table.rows[1:]:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert not list(document.element.body.iter(qn("w:txbxContent")))


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_its_language_its_version_its_seal_and_no_persons_name(kind):
    document = docx_of(written(sample_sheet(), kind))
    facts = document.core_properties
    assert facts.language == "fr-FR"
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    assert facts.title == outline(sample_sheet(), kind).title
    assert facts.subject.replace("\u00a0", " ").startswith("Version 3, validée le 1er mars 2026")
    assert facts.keywords == SEAL
    assert facts.version == "3"
    assert facts.author == facts.last_modified_by == ORGANISATION
    assert facts.created == MOMENT


def test_each_page_carries_the_post_the_version_and_its_number():
    section = docx_of(written(sample_sheet(), DocumentKind.INSERT)).sections[0]
    assert section.header.paragraphs[0].text == "Aubrelle Agglomération – Responsable de l’accueil des usagers"
    assert section.footer.paragraphs[0].text.startswith("Version 3, validée le")
    fields = [item.get(qn("w:instr")) for item in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_every_style_that_is_used_exists():
    for kind in KINDS:
        document = docx_of(written(sample_sheet(), kind))
        known = {style.style_id for style in document.styles}
        used = {style.get(qn("w:val")) for style in document.element.body.iter(qn("w:pStyle"))}
        assert used <= known, used - known


def test_a_card_is_tied_together_and_lets_go_of_the_next():
    document = docx_of(written(sample_sheet(2), DocumentKind.CLAUSE_CARDS))
    body = [
        ("".join(text.text or "" for text in paragraph.iter(qn("w:t"))), paragraph)
        for paragraph in document.element.body.iter(qn("w:p"))
    ]
    tied = {text: paragraph.find(f".//{qn('w:keepNext')}") is not None for text, paragraph in body if text}
    line = sample_sheet(2).lines[0]
    assert tied[typographic(line.clause.text)]
    assert tied[typographic(line.wording)]
    assert not [tied[text] for text in tied if text.endswith(f"– {SEAL}")][0]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_can_break_the_file(kind, words):
    sheet = hostile_sheet(words)
    read = docx_words(written(sheet, kind))
    for sentence in said(outline(sheet, kind)):
        assert sentence in read, sentence
