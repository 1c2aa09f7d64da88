"""OpenDocument texts, reopened by a library and read sentence by sentence."""

import io
import zipfile

import pytest

from charters.hr.documents import make
from charters.hr.documents.making import outline_of
from charters.hr.documents.outline import Heading, Table, flat
from charters.hr.kinds import DocumentKind, Ending
from tests.charters.hr.documents.reading import odt_of, odt_words, part, said
from tests.charters.hr.documents.sheets import HOSTILE, MOMENT, SEAL, hostile_sheet, sample_sheet

KINDS = list(DocumentKind)
ORGANISATION = "Aubrelle Agglomération"


def written(sheet, kind):
    return make(sheet, kind, Ending.ODT, organisation=ORGANISATION, moment=MOMENT)


def outline(sheet, kind):
    return outline_of(sheet, kind, organisation=ORGANISATION, moment=MOMENT)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_there_in_order(kind):
    sheet = sample_sheet()
    read = iter(filter(None, odt_words(written(sheet, kind))))
    for sentence in said(outline(sheet, kind)):
        assert sentence in read, sentence


@pytest.mark.parametrize("kind", KINDS)
def test_headings_and_tables_are_real(kind):
    sheet = sample_sheet()
    blocks = list(flat(outline(sheet, kind).blocks))
    body = odt_of(written(sheet, kind)).body
    headings = [(element.text_recursive, element.get_attribute("text:outline-level")) for element in
                body.get_elements("//text:h")]  # fmt: skip
    assert headings == [
        (f"{block.lead} {block.words}".strip(), str(block.level)) for block in blocks if isinstance(block, Heading)
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    found = body.get_elements("//table:table")
    assert [table.get_elements("table:desc")[0].text for table in found] == [table.described for table in tables]
    for table, block in zip(found, tables, strict=True):
        head = table.get_elements("table:table-header-rows/table:table-row/table:table-cell")
        assert [cell.text_recursive.strip() for cell in head] == list(block.head)
        assert len(table.get_elements("table:table-row")) == len(block.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_its_language_its_version_its_seal_and_no_persons_name(kind):
    content = written(sample_sheet(), kind)
    meta = odt_of(content).meta
    assert meta.title == outline(sample_sheet(), kind).title
    assert meta.language == "fr-FR"
    assert meta.keyword == SEAL
    assert meta.subject.startswith("Version 3, validée le")
    assert meta.creator == meta.initial_creator == ORGANISATION
    assert meta.user_defined_metadata == {"version": "3"}
    styles = part(content, "styles.xml")
    assert 'fo:language="fr"' in styles
    assert "Responsable de l’accueil des usagers" in styles


def test_every_style_that_is_used_exists():
    for kind in KINDS:
        document = odt_of(written(sample_sheet(), kind))
        known = {style.name for style in document.get_styles()}
        for query, attribute in (
            ("//text:p | //text:h", "text:style-name"),
            ("//text:list", "text:style-name"),
            ("//table:table | //table:table-column | //table:table-row | //table:table-cell", "table:style-name"),
        ):
            used = {element.get_attribute(attribute) for element in document.body.get_elements(query)}
            assert used <= known, (kind, used - known)


def test_its_kind_is_read_without_opening_it():
    content = written(sample_sheet(), DocumentKind.INSERT)
    first = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_can_break_the_file(kind, words):
    sheet = hostile_sheet(words)
    read = odt_words(written(sheet, kind))
    for sentence in said(outline(sheet, kind)):
        assert sentence in read, sentence


def test_a_header_row_may_be_cut():
    """In one piece, at the foot of a page, it would make LibreOffice lose the rows that follow."""
    for kind in KINDS:
        heads = odt_of(written(sample_sheet(), kind)).body.get_elements("//table:table-header-rows/table:table-row")
        assert {head.get_attribute("table:style-name") for head in heads} == {None}
