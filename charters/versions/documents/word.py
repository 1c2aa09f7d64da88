# ruff: noqa: SLF001 -- python-docx keeps its XML elements behind an underscore, and offers no other way in.
"""What python-docx does not do by itself: a language, a style of the house, tables that can be read aloud."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FACE = "Arial"
INK, WARNING = RGBColor(0x1D, 0x2A, 0x3A), RGBColor(0x8C, 0x1D, 0x18)


def house_style(document: Document) -> None:
    """A4, one face, sober headings, and a style for what must not be missed."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    for name, size in {"Normal": 10.5, "Title": 20, "Heading 1": 14, "Header": 9, "Footer": 9}.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FACE)
    standing = document.styles.add_style("Standing", WD_STYLE_TYPE.PARAGRAPH)
    standing.base_style = document.styles["Normal"]
    standing.font.bold, standing.font.color.rgb = True, WARNING


def name_language(document: Document, language: str) -> None:
    """Say in which language the words are, so that they are spelt and read aloud in it."""
    document.core_properties.language = language
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)
    for tag in document.settings.element.iter(qn("w:themeFontLang")):
        tag.set(qn("w:val"), language)


def add_table(document: Document, head: list[str], rows: list[list[str]], *, described: str) -> None:
    """A table with a header row that comes back on every page, and words for those who do not see it."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(words).bold = True
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for row in table.rows:
        _set(row._tr.get_or_add_trPr(), "w:cantSplit")
    _set(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    _set(table._tbl.tblPr, "w:tblCaption", described)
    _set(table._tbl.tblPr, "w:tblDescription", described)
    document.add_paragraph()


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field that the word processor fills: the page, the number of pages."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)


def _set(parent: Any, tag: str, value: str | None = None) -> None:
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    parent.append(element)
