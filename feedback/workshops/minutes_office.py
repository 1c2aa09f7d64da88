"""The words of a file of Word or OpenDocument.

Such a file is a compressed folder, and a small one may unfold into more than a server holds. Only the part that holds
the words is unfolded, no further than minutes go, and its elements are counted before any of them is made.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from feedback.workshops.models import LONGEST_MINUTES
from governance.refusals import Refused

LARGEST_XML = 5_000_000
# Elements and attributes of one part: what costs memory and time, whatever the size of the file.
MOST_ELEMENTS, MOST_ATTRIBUTES = 200_000, 200_000
MOST_ENTRIES = 2000
# No minutes hold more paragraphs, nor deeper lists: beyond, a small file would be long to open.
MOST_PARAGRAPHS, DEEPEST_LIST = 5000, 9

# What libraries raise on a file that is not what they expect.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError, LookupError, ValueError, AttributeError, TypeError,
    RuntimeError,
)  # fmt: skip


def broken() -> str:
    return _(
        "This file cannot be opened: it is damaged, or of another kind than its name says. Paste its words instead."
    )


def _too_large() -> str:
    return _("Once opened, this file would be too large. Save its text alone, or paste its words.")


def word_text(content: bytes) -> str:
    return _opened(_word_lines, content)


def opendocument_text(content: bytes) -> str:
    return _opened(_opendocument_lines, content)


def _opened(read: Callable[[zipfile.ZipFile], Iterator[str]], content: bytes) -> str:
    """The lines that ``read`` finds in a compressed file, unless there are more than minutes have."""
    try:
        if content.count(b"PK\x01\x02") > MOST_ENTRIES:
            raise Refused(_too_large())
        lines, length = [], 0
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for line in islice(read(package), 3 * MOST_PARAGRAPHS):
                lines.append(line)
                length += len(line) + 1
                if length > LONGEST_MINUTES or len(lines) == 3 * MOST_PARAGRAPHS:
                    raise Refused(_too_large())
        return "\n".join(lines)
    except Refused:
        raise
    except BROKEN:  # what lxml raises is a SyntaxError
        raise Refused(broken()) from None


def _root(package: zipfile.ZipFile, name: str) -> Any:
    """The root of one part of the file. Nothing is made of a part that holds too much."""
    from lxml import etree  # type: ignore[import-untyped]  # slow to load, and seldom needed

    entry = package.getinfo(name)
    # the other ways to compress unfold without end in one step, and office suites use none
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(broken())
    with package.open(entry) as stream:
        xml = stream.read(LARGEST_XML + 1)
    if len(xml) > LARGEST_XML or xml.count(b"<") > MOST_ELEMENTS or xml.count(b"=") > MOST_ATTRIBUTES:
        raise Refused(_too_large())
    # whatever encoding the part says it has: in another one, its elements would not have been counted
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(broken())
    return root


def _joined(words: list[str]) -> str:
    """The words of a paragraph. One longer than all minutes is refused here, before it is taken word by word."""
    if sum(map(len, words)) > LONGEST_MINUTES:
        raise Refused(_too_large())
    return "".join(words)


def _set_out(text: str) -> Iterator[str]:
    """A paragraph between blank lines, with the line breaks it has."""
    yield from ("", *text.split("\n"))


# --- Word ------------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{W}val"
# What holds words of a paragraph. Drawings, and what was struck out, hold words that are not its own.
_HOLDS_WORDS = frozenset(
    W + name for name in ("r", "hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "sdt", "sdtContent")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def _word_lines(package: zipfile.ZipFile) -> Iterator[str]:
    body = _root(package, "word/document.xml").find(f"{W}body")
    styles = _word_styles(package)
    for block in _word_blocks(body):
        if block.tag == f"{W}p":
            yield from _word_paragraph(block, styles)
        else:
            for row in block.findall(f"{W}tr"):
                cells = ("\n".join(map(_word_words, cell.findall(f"{W}p"))) for cell in row.findall(f"{W}tc"))
                for text in dict.fromkeys(cells):
                    yield from _set_out(text)


def _word_styles(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of each style by what paragraphs call it."""
    if "word/styles.xml" not in package.namelist():
        return {}
    names = {}
    for style in _root(package, "word/styles.xml").findall(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId")] = "" if name is None else name.get(_VALUE, "")
    return names


def _word_blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, those of fields to fill in too; a table of contents is no part of what was said."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{W}sdt" and child.find(f"{W}sdtPr/{W}docPartObj") is None:
            for held in child.findall(f"{W}sdtContent"):
                yield from _word_blocks(held)


def _word_paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[str]:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    style = "" if named is None else styles.get(named.attrib[_VALUE], "")
    level = _word_list_level(paragraph, style)
    text = _word_words(paragraph)
    if not text.strip():
        yield ""
    elif re.match(r"(?:heading|titre|title)\b", style, re.IGNORECASE):
        yield from ("", f"# {' '.join(text.split())}")
    elif level is None:
        yield from _set_out(text)
    else:
        yield f"{'  ' * min(level, DEEPEST_LIST)}- {' '.join(text.split())}"


def _word_list_level(paragraph: Any, style: str) -> int | None:
    """How deep in a list; None outside of lists. By its numbering, else by the name of its style."""
    numbering = paragraph.find(f"{W}pPr/{W}numPr")
    if numbering is not None:
        number, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
        if number is None or int(number.attrib[_VALUE]):
            return 0 if level is None else int(level.attrib[_VALUE])
    if found := re.match(r"(?:list|liste)\b.*?(\d)?$", style, re.IGNORECASE):
        return int(found[1] or 1) - 1
    return None


def _word_words(paragraph: Any) -> str:
    words: list[str] = []
    _add_word_words(paragraph, words)
    return _joined(words)


def _add_word_words(element: Any, words: list[str]) -> None:
    for child in element:
        if child.tag == f"{W}t":
            words.append(child.text or "")
        elif child.tag in _SIGNS:
            words.append(_SIGNS[child.tag])
        elif child.tag == f"{W}br":
            words.append("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else "")
        elif child.tag in _HOLDS_WORDS:
            _add_word_words(child, words)


# --- OpenDocument ----------------------------------------------------------------------------------

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NOT_SAID = frozenset([f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content"])
# Notes and remarks are no part of a paragraph.
_BESIDE = frozenset([f"{_TEXT}note", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"])
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}


def _opendocument_lines(package: zipfile.ZipFile) -> Iterator[str]:
    body = _root(package, "content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Refused(broken())
    yield from _opendocument_blocks(body, 0)


def _opendocument_blocks(element: Any, depth: int) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_TEXT}h":
            yield from ("", f"# {' '.join(_opendocument_words(child).split())}")
        elif child.tag == f"{_TEXT}p":
            yield from _set_out(_opendocument_words(child))
        elif child.tag == f"{_TEXT}list":
            yield from _opendocument_list(child, depth)
        elif child.tag not in _NOT_SAID:
            yield from _opendocument_blocks(child, depth)


def _opendocument_list(element: Any, depth: int) -> Iterator[str]:
    for entry in element:
        marked = False
        for child in entry:
            if child.tag == f"{_TEXT}list":
                yield from _opendocument_list(child, depth + 1)
            elif words := " ".join(_opendocument_words(child).split()):
                yield f"{'  ' * depth}{'  ' if marked else '- '}{words}"
                marked = True


def _opendocument_words(paragraph: Any) -> str:
    """The words of a paragraph, its spaces, tabs and line breaks."""
    words: list[str] = []
    _add_opendocument_words(paragraph, words)
    return _joined(words)


def _add_opendocument_words(element: Any, words: list[str]) -> None:
    words.append(element.text or "")
    for child in element:
        if child.tag in _SPACES:
            words.append(_SPACES[child.tag])
        elif child.tag not in _BESIDE:
            _add_opendocument_words(child, words)
        words.append(child.tail or "")
