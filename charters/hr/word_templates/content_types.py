"""What the parts of a Word file are said to be, and whether pictures are what they are said to be: a list of each."""

from __future__ import annotations

from charters.hr.word_templates import findings
from governance.refusals import Refused

_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml."
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
DOCUMENT = f"{_WORD}document.main+xml"
TEMPLATE = f"{_WORD}template.main+xml"

# Those that Word, LibreOffice and python-docx give to the parts of a document.
_TEXTS = frozenset(
    [
        "application/xml", "text/xml", _RELATIONS, DOCUMENT,
        "application/vnd.openxmlformats-package.core-properties+xml",
        *(f"{_OFFICE}{name}+xml" for name in [
            "extended-properties", "custom-properties", "customxmlproperties", "theme", "themeoverride", "vmldrawing",
            "drawingml.chart", "drawingml.chartshapes", "drawingml.diagramcolors", "drawingml.diagramdata",
            "drawingml.diagramlayout", "drawingml.diagramstyle",
        ]),
        *(f"{_WORD}{name}+xml" for name in [
            "document.glossary", "styles", "settings", "websettings", "fonttable", "numbering", "header", "footer",
            "footnotes", "endnotes", "comments", "commentsextended", "commentsids", "commentsextensible", "people",
        ]),
        *(f"application/vnd.ms-office.{name}+xml" for name in [
            "drawingml.diagramdrawing", "chartstyle", "chartcolorstyle", "classificationlabels", "documenttasks",
        ]),
        "application/vnd.ms-office.drawingml.diagramdrawing+xml", "application/vnd.ms-word.styleswitheffects+xml",
        "application/inkml+xml",
    ]
)  # fmt: skip
_VML = f"{_OFFICE}vmldrawing"
_JPEG, _TIFF = ("image/jpeg", "image/jpg", "image/pjpeg"), ("image/tiff",)
_FONT = (f"{_OFFICE}obfuscatedfont", "application/x-font-ttf", "application/x-fontdata", "font/ttf")
# What else a part may be, by the end of its name.
_BY_ENDING = {
    "xml": ("application/xml", "text/xml"), "rels": (_RELATIONS,), "vml": (_VML, f"{_VML}+xml"),
    "svg": ("image/svg+xml",), "png": ("image/png",), "gif": ("image/gif",), "bmp": ("image/bmp", "image/x-ms-bmp"),
    "jpg": _JPEG, "jpeg": _JPEG, "jpe": _JPEG, "jfif": _JPEG, "tif": _TIFF, "tiff": _TIFF,
    "emf": ("image/x-emf", "image/emf"), "wmf": ("image/x-wmf", "image/wmf"), "wdp": ("image/vnd.ms-photo",),
    "webp": ("image/webp",), "odttf": _FONT, "ttf": _FONT, "fntdata": _FONT,
}  # fmt: skip

_IS_JPEG, _IS_TIFF = (b"\xff\xd8\xff",), (b"II*\0", b"MM\0*")
# How a picture, or a font, begins.
_BEGINNINGS = {
    "png": (b"\x89PNG\r\n\x1a\n",), "gif": (b"GIF87a", b"GIF89a"), "bmp": (b"BM",),
    "jpg": _IS_JPEG, "jpeg": _IS_JPEG, "jpe": _IS_JPEG, "jfif": _IS_JPEG, "tif": _IS_TIFF, "tiff": _IS_TIFF,
    "emf": (b"\x01\0\0\0",), "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0"), "wdp": (b"II\xbc",),
    "webp": (b"RIFF",), "ttf": (b"\0\x01\0\0", b"OTTO", b"true", b"ttcf"),
}  # fmt: skip
# What follows, and where.
_THEN = {"emf": (40, b" EMF"), "webp": (8, b"WEBP")}


def judge_default(kind: str, ending: str) -> None:
    """What parts of an ending are said to be. One that no part may have says nothing of this file."""
    _judge_running(kind)
    if (allowed := _BY_ENDING.get(ending.casefold())) and kind.casefold() not in allowed:
        raise Refused(findings.strange(f"*.{ending}"))


def judge_override(kind: str, part: str) -> None:
    """What one part is said to be: a text of Word's under the name of a text, in Word's own folder."""
    _judge_running(kind)
    low, ending = kind.casefold(), part.rpartition(".")[2].casefold()
    is_text = low in _TEXTS and ending in ("xml", "rels")
    in_place = not low.startswith(_WORD) or part.startswith("/word/")
    if not (is_text and in_place or low in _BY_ENDING.get(ending, ())):
        raise Refused(findings.strange(part))
    if (part == "/word/document.xml") != (low == DOCUMENT):
        raise Refused(findings.strange(part))


def _judge_running(kind: str) -> None:
    low = kind.casefold()
    if any(word in low for word in ("macroenabled", "vbaproject", "vbadata", "attachedtoolbars", "keymap")):
        raise Refused(findings.macro())
    if "activex" in low:
        raise Refused(findings.control())
    if low == TEMPLATE:
        raise Refused(findings.is_a_template())


def judge_picture(name: str, content: bytes) -> None:
    """A picture begins as those of its kind do. Raises Refused."""
    ending = name.rpartition(".")[2].casefold()
    if ending not in _BEGINNINGS:
        return
    at, then = _THEN.get(ending, (0, b""))
    if not content.startswith(_BEGINNINGS[ending]) or not content.startswith(then, at):
        raise Refused(findings.picture(name))
