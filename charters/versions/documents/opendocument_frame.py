"""What every OpenDocument file of a version is set in: its styles, its head and foot, what it says of itself.

odfdo makes it once for a language; each file then only brings its own body, as in ``word_frame``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import odfdo

from charters.versions.documents.zipped import pack, unpack
from governance.plain_text import printable

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
COUNTRIES = {"fr": "FR", "en": "GB"}
BODY, HEAD, FOOT = "@@body@@", "@@head@@", "@@foot@@"
# The style in which each kind of paragraph is set.
STYLES = {
    "title": "Title",
    "draft": "Standing",
    "fact": "Fact",
    "seal": "Seal",
    "heading-1": "Heading_20_1",
    "heading-2": "Heading_20_2",
    "label": "Label",
    "text": "Text_20_body",
    "text-item": "Item",
    "remark": "Remark",
    "remark-item": "RemarkItem",
    "line": "Remark",
    "end": "Seal",
}
_KEPT = ("mimetype", "meta.xml", "settings.xml", "styles.xml", "content.xml", "META-INF/manifest.xml")
# Name, name on the screen, parent, look of the paragraph, look of the letters.
_PARAGRAPHS = (
    ("Standard", "", "", "", 'style:font-name="Arial" fo:font-size="10.5pt" fo:color="#1d2a3a"'),
    ("Text_20_body", "Text body", "Standard", 'fo:margin-bottom="0.2cm" fo:line-height="130%"', ""),
    ("Title", "", "Standard", 'fo:margin-bottom="0.5cm"', 'fo:font-size="20pt" fo:font-weight="bold"'),
    ("Heading", "", "Standard", 'fo:keep-with-next="always"', 'fo:font-weight="bold"'),
    ("Heading_20_1", "Heading 1", "Heading", 'fo:margin-top="0.9cm" fo:margin-bottom="0.2cm"', 'fo:font-size="14pt"'),
    ("Heading_20_2", "Heading 2", "Heading", 'fo:margin-top="0.6cm" fo:margin-bottom="0.15cm"', 'fo:font-size="12pt"'),
    ("Standing", "", "Standard", 'fo:margin-bottom="0.3cm"', 'fo:font-weight="bold" fo:color="#8c1d18"'),
    ("Fact", "", "Standard", 'fo:margin-bottom="0.1cm"', 'fo:font-size="10pt"'),
    ("Seal", "", "Standard", 'fo:margin-bottom="0.1cm"', 'fo:font-size="8pt"'),
    (
        "Label", "", "Standard", 'fo:keep-with-next="always" fo:margin-top="0.2cm" fo:margin-bottom="0.05cm"',
        'fo:font-size="9pt" fo:font-weight="bold" fo:color="#48555b"',
    ),
    ("Remark", "", "Standard", 'fo:margin-bottom="0.1cm"', 'fo:font-size="9.5pt"'),
    ("Item", "", "Text_20_body", 'fo:margin-bottom="0.1cm"', ""),
    ("RemarkItem", "", "Remark", 'fo:margin-bottom="0.05cm"', ""),
    ("Header", "", "Standard", "", 'fo:font-size="9pt"'),
    ("Footer", "", "Standard", "", 'fo:font-size="9pt"'),
)  # fmt: skip
_NO_LOOKS = b"<office:automatic-styles/>"
Restyle = Callable[[bytes], bytes]
_SPACES = re.compile("^ +| +$| {2,}")


def frame(body: Iterable[str], *, language: str, other: str, head: str, foot: str, facts: dict[str, str],
          moment: datetime, restyle: Restyle | None = None, looks: str = "") -> bytes:  # fmt: skip
    """A whole file around the paragraphs of a body; ``other`` is the language of labels. ``facts``: as for Word.

    ``restyle`` makes another style sheet of that of the house, once; ``looks`` are the automatic styles of the body.
    """
    parts = dict(_skeleton(language, other) if restyle is None else _restyled(language, other, restyle))
    before, after = parts["content.xml"].split(BODY.encode())
    before = before.replace(_NO_LOOKS, b"<office:automatic-styles>" + looks.encode() + b"</office:automatic-styles>")
    parts["content.xml"] = before + "".join(body).encode() + after
    styles = parts["styles.xml"].replace(HEAD.encode(), inside(head).encode())
    parts["styles.xml"] = styles.replace(FOOT.encode(), inside(foot).encode())
    parts["meta.xml"] = _meta(language, facts, moment)
    return pack(parts, stored=("mimetype",))


def inside(words: str) -> str:
    """Words in a paragraph. OpenDocument would make one space of several."""
    return _SPACES.sub(lambda spaces: f'<text:s text:c="{len(spaces[0])}"/>', escape(printable(words)))


def _meta(language: str, facts: dict[str, str], moment: datetime) -> bytes:
    """What the file says of itself in a document manager: no person's name, the version and its seals."""
    at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {name: escape(printable(words)) for name, words in facts.items()}
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        f'office:version="1.4"><office:meta><dc:title>{said["title"]}</dc:title><dc:subject>{said["subject"]}'
        f"</dc:subject><meta:keyword>{said['keywords']}</meta:keyword>"
        f"<meta:initial-creator>{said['creator']}</meta:initial-creator><dc:creator>{said['creator']}</dc:creator>"
        f"<meta:creation-date>{at}</meta:creation-date><dc:date>{at}</dc:date>"
        f"<dc:language>{_locale(language)}</dc:language>"
        f'<meta:user-defined meta:name="version">{said["version"]}</meta:user-defined>'
        "</office:meta></office:document-meta>"
    ).encode()


def _locale(language: str) -> str:
    return f"{language}-{COUNTRIES[language]}" if language in COUNTRIES else language


# --- Made once ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _skeleton(language: str, other: str) -> dict[str, bytes]:
    """The parts of an empty file, with marks where the body, the head and the foot go."""
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Paragraph(BODY))
    _set_styles(document, language, other)
    manifest: Any = document.get_part("META-INF/manifest.xml")
    for entry in manifest.get_elements("//manifest:file-entry"):
        name = entry.get_attribute("manifest:full-path")
        if name != "/" and name not in _KEPT:
            entry.delete()
    content = io.BytesIO()
    document.save(content)
    parts = {name: part for name, part in unpack(content.getvalue()).items() if name in _KEPT}
    parts["content.xml"] = re.sub(rb"<text:p[^>]*>@@body@@</text:p>", BODY.encode(), parts["content.xml"])
    # The first of all, so that the kind of the file is read without opening it.
    return {"mimetype": parts.pop("mimetype"), **parts}


@lru_cache(maxsize=8)
def _restyled(language: str, other: str, restyle: Restyle) -> dict[str, bytes]:
    parts = dict(_skeleton(language, other))
    parts["styles.xml"] = restyle(parts["styles.xml"])
    return parts


def _set_styles(document: odfdo.Document, language: str, other: str) -> None:
    part: Any = document.get_part("styles.xml")
    styles = part.get_element("//office:styles")
    for style in styles.children:
        if style.tag in ("style:style", "text:list-style", "text:outline-style"):
            style.delete()
    for name, shown, parent, paragraph, text in _PARAGRAPHS:
        styles.append(odfdo.Element.from_tag(_style(name, shown, parent, paragraph, text)))
    for name, look in (
        ("Strong", 'fo:font-weight="bold"'),
        ("Other", _spoken(other)),
        ("StrongOther", f'fo:font-weight="bold" {_spoken(other)}'),
    ):
        text_style = (
            f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
        )
        styles.append(odfdo.Element.from_tag(text_style))
    styles.append(odfdo.Element.from_tag(_LIST))
    for default in part.get_elements("//office:styles/style:default-style/style:text-properties"):
        default.set_attribute("fo:language", language)
        default.set_attribute("fo:country", COUNTRIES.get(language, "none"))
    face = '<style:font-face style:name="Arial" svg:font-family="Arial" style:font-family-generic="swiss"/>'
    part.get_element("//office:font-face-decls").append(odfdo.Element.from_tag(face))
    page = part.get_element("//style:master-page")
    page.append(
        odfdo.Element.from_tag(f'<style:header><text:p text:style-name="Header">{HEAD}</text:p></style:header>')
    )
    numbers = '<text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count>'
    foot = f'<style:footer><text:p text:style-name="Footer">{FOOT} – {numbers}</text:p></style:footer>'
    page.append(odfdo.Element.from_tag(foot))
    for edge, side in (("header", "bottom"), ("footer", "top")):
        space = f'<style:header-footer-properties fo:min-height="0.5cm" fo:margin-{side}="0.5cm"/>'
        part.get_element(f"//style:{edge}-style").append(odfdo.Element.from_tag(space))


def _spoken(language: str) -> str:
    return f'fo:language="{language}" fo:country="{COUNTRIES.get(language, "none")}"'


def _style(name: str, shown: str, parent: str, paragraph: str, text: str) -> str:
    said = f' style:display-name="{shown}"' if shown else ""
    inherits = f' style:parent-style-name="{parent}"' if parent else ""
    level = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading_") else ""
    return (
        f'<style:style style:name="{name}"{said} style:family="paragraph"{inherits}{level}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


_LIST = (
    '<text:list-style style:name="Items"><text:list-level-style-bullet text:level="1" text:bullet-char="–">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.7cm" '
    'fo:text-indent="-0.5cm" fo:margin-left="0.7cm"/></style:list-level-properties>'
    "</text:list-level-style-bullet></text:list-style>"
)
