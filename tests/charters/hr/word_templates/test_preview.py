"""The words of a document on a page: in their order, no more than a page can show."""

from __future__ import annotations

import io
import warnings

import docx

from charters.hr.word_templates import preview
from charters.hr.word_templates.preview import preview_of
from tests.charters.hr.word_templates.making import FILES, cut, saved, template, with_body


def test_paragraphs_and_tables_come_in_their_order():
    document = docx.Document()
    document.add_heading("Titre", level=1)
    document.add_paragraph("Un\ndeux\ttrois")
    document.add_paragraph("")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a\nb", "c"
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.sections[0].footer.paragraphs[0].text = "Pied"
    shown = preview_of(saved(document))
    assert [(block.words, block.strong) for block in shown.body[:2]] == [("Titre", True), ("Un\ndeux trois", False)]
    assert (shown.body[2].rows, shown.body[2].number) == ([["a\nb", "c"]], 1)
    assert [block.words for block in shown.head + shown.foot] == ["En-tête", "Pied"]
    assert shown.whole


def test_what_word_writes_twice_for_older_readers_is_shown_once():
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:AlternateContent {space}><mc:Choice Requires='wps'><w:r><w:t>Cadre</w:t></w:r></mc:Choice>"
    twice += "<mc:Fallback><w:r><w:t>Cadre</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    assert preview_of(with_body(f"<w:p>{twice}</w:p>")).body[0].words == "Cadre"


def test_runs_are_put_together():
    assert preview_of(with_body(cut("Un poste", 2, 5))).body[0].words == "Un poste"


def test_a_long_document_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(preview, "MOST_BLOCKS", 3)
    shown = preview_of(template(*"abcdef"))
    assert len(shown.body) == 3
    assert not shown.whole
    monkeypatch.setattr(preview, "LARGEST_SHOWN", 10)
    assert preview_of(template("a")).body == []


def test_a_file_that_libreoffice_saved_is_shown():
    shown = preview_of((FILES / "fiche.docx").read_bytes())
    assert any("document.etat" in block.words for block in shown.head)
    assert docx.Document(io.BytesIO((FILES / "fiche.docx").read_bytes()))


def test_a_block_that_word_holds_together_is_shown_and_an_empty_one_is_not():
    held = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Tenu</w:t></w:r></w:p></w:sdtContent></w:sdt><w:sdt/>"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert preview_of(with_body(held)).body[0].words == "Tenu"
