# ruff: noqa: SLF001 -- python-docx keeps its XML elements behind an underscore, and offers no other way in.
"""What every Word file of a version is set in: its styles, its head and foot, what it says of itself.

python-docx makes it once for a language; each file then only brings its own body, a text in which paragraphs are
written one after the other. A version of two hundred clauses has three thousand of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from charters.versions.documents.word import INK, WARNING, field, house_style, name_language
from charters.versions.documents.zipped import pack, unpack
from governance.plain_text import printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
BODY, HEAD, FOOT = "@@body@@", "@@head@@", "@@foot@@"
CORE = "docProps/core.xml"
STYLE_SHEET = "word/styles.xml"
Restyle = Callable[[bytes], bytes]
# The style of Word in which each kind of paragraph is set.
STYLES = {
    "title": "Title",
    "draft": "Standing",
    "fact": "Fact",
    "seal": "Seal",
    "heading-1": "Heading1",
    "heading-2": "Heading2",
    "label": "Label",
    "text": "",
    "text-item": "ListBullet",
    "remark": "Remark",
    "remark-item": "RemarkItem",
    "line": "Remark",
    "end": "Seal",
}
_MUTED = RGBColor(0x48, 0x55, 0x5B)
_USED = {"Normal", "Header", "Footer", "ListBullet", "DefaultParagraphFont", "TableNormal", "NoList", *STYLES.values()}


def frame(
    body: Iterable[str],
    *,
    language: str,
    head: str,
    foot: str,
    facts: dict[str, str],
    moment: datetime,
    restyle: Restyle | None = None,
) -> bytes:
    """A whole file around the paragraphs of a body. ``facts``: title, subject, keywords, creator, version.

    ``restyle`` makes another style sheet of that of the house, once: give the same function each time.
    """
    parts = dict(_skeleton(language) if restyle is None else _restyled(language, restyle))
    for name, part in parts.items():
        if name.startswith("word/header"):
            parts[name] = part.replace(HEAD.encode(), _text(head).encode())
        elif name.startswith("word/footer"):
            parts[name] = part.replace(FOOT.encode(), _text(foot).encode())
    before, after = parts["word/document.xml"].split(BODY.encode())
    parts["word/document.xml"] = before + "".join(body).encode() + after
    parts[CORE] = _core(language, facts, moment)
    return pack(parts)


def _text(words: str) -> str:
    return escape(printable(words))


def _core(language: str, facts: dict[str, str], moment: datetime) -> bytes:
    """What the file says of itself in a document manager: no person's name, the version and its seals."""
    at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    creator = _text(facts["creator"][:255])
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(facts['title'][:255])}</dc:title><dc:subject>{_text(facts['subject'][:255])}</dc:subject>"
        f"<dc:creator>{creator}</dc:creator><cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
        f"<cp:keywords>{_text(facts['keywords'][:255])}</cp:keywords>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>'
        f"<dc:language>{LOCALES.get(language, language)}</dc:language>"
        f"<cp:version>{_text(facts['version'])}</cp:version></cp:coreProperties>"
    ).encode()


# --- Made once ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _skeleton(language: str) -> dict[str, bytes]:
    """The parts of an empty file, with marks where the body, the head and the foot go."""
    document = docx.Document()
    house_style(document)
    _text_styles(document)
    _forget_what_is_not_used(document)
    name_language(document, LOCALES.get(language, language))
    section = document.sections[0]
    section.header.paragraphs[0].text = HEAD
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{FOOT} – ")
    field(foot, "PAGE")
    foot.add_run(" / ")
    field(foot, "NUMPAGES")
    section._sectPr.addprevious(_mark_of_the_body(document))
    content = io.BytesIO()
    document.save(content)
    parts = unpack(content.getvalue())
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>".encode(), BODY.encode()
    )
    return parts


@lru_cache(maxsize=8)
def _restyled(language: str, restyle: Restyle) -> dict[str, bytes]:
    parts = dict(_skeleton(language))
    parts[STYLE_SHEET] = restyle(parts[STYLE_SHEET])
    return parts


def _mark_of_the_body(document: Document) -> Any:
    element = document.add_paragraph(BODY)._p
    element.getparent().remove(element)
    return element


def _text_styles(document: Document) -> None:
    """Sober, and enough apart to be found in a long text."""
    styles = document.styles
    heading = styles["Heading 2"]
    heading.font.size, heading.font.color.rgb = Pt(12), INK
    fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), "Arial")
    styles["Heading 1"].paragraph_format.space_before = Pt(24)
    heading.paragraph_format.space_before = Pt(16)
    styles["Standing"].font.color.rgb = WARNING
    for name, size, base in (
        ("Fact", 10, "Normal"),
        ("Seal", 8, "Normal"),
        ("Label", 9, "Normal"),
        ("Remark", 9.5, "Normal"),
        ("RemarkItem", 9.5, "List Bullet"),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles[base], Pt(size)
        style.paragraph_format.space_after = Pt(4)
    label, item = styles["Label"], styles["RemarkItem"]
    label.font.bold, label.font.color.rgb = True, _MUTED
    label.paragraph_format.keep_with_next = True
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(6), Pt(2)
    item.paragraph_format.left_indent = Cm(0.7)


def _forget_what_is_not_used(document: Document) -> None:
    """The default document of python-docx carries a megabyte of styles for tables, and a picture of itself."""
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _USED:
            document.styles.element.remove(style)
    for style in document.styles.element.iter(qn("w:link"), qn("w:next")):
        if style.get(qn("w:val")) not in _USED:
            style.getparent().remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key, relation in list(rels.items()):
            if any(part in relation.reltype for part in ("thumbnail", "customXml", "stylesWithEffects")):
                del rels[key]
