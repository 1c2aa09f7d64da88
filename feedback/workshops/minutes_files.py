"""The text of a file of minutes: plain text of any usual encoding, Markdown, a saved mail, Word, OpenDocument.

A file of an office suite is a compressed folder: how much it holds is looked at before any of it is opened.
"""

from __future__ import annotations

import email
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from governance.refusals import Refused

LARGEST_FILE = 5_000_000
LARGEST_UNZIPPED = 30_000_000
SUFFIXES = (".txt", ".md", ".eml", ".docx", ".odt")

# What libraries raise on a file that is not what they expect.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError, LookupError, ValueError, AttributeError, TypeError,
    RuntimeError,
)  # fmt: skip
# No minutes hold more paragraphs, nor deeper lists: beyond, a small file would be long to open.
MOST_PARAGRAPHS, DEEPEST_LIST = 5000, 9
LONGEST_HEADERS, LONGEST_MAIL_LINE = 64_000, 20_000


def text_of(content: bytes, name: str) -> str:
    """The words of the file, with "# " before its headings and an indented "- " before the entries of its lists.

    Raises Refused with a sentence when the file is of another kind, too large, broken, or empty.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(
            _("This file weighs more than %(limit)s megabytes. Take the pictures out of it, or paste its words.")
            % {"limit": LARGEST_FILE // 1_000_000}
        )
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(
            _("Minutes are read from these files: %(suffixes)s. Save yours in one of them, or paste its words.")
            % {"suffixes": ", ".join(SUFFIXES)}
        )
    if suffix == ".docx":
        text = _opened(_word_lines, content, "word/document.xml")
    elif suffix == ".odt":
        text = _opened(_opendocument_lines, content, "content.xml")
    else:
        text = _opened_mail(content) if suffix == ".eml" else decoded(content)
    if not text.strip():
        raise Refused(_("There is no text in this file. Choose another one, or paste the words of the minutes."))
    return text


def decoded(content: bytes) -> str:
    """Bytes as text: with the mark of their encoding, else UTF-8, else the former encoding of Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _opened_mail(content: bytes) -> str:
    """The words of a mail whose headers and lines are of a length that mails have: others take minutes to read."""
    headers = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    try:
        if len(headers) > LONGEST_HEADERS or max(map(len, content.splitlines()), default=0) > LONGEST_MAIL_LINE:
            raise Refused(_broken())
        return _mail_text(content)
    except Refused:
        raise
    except BROKEN:
        raise Refused(_broken()) from None


def _mail_text(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    if body is None:
        raise Refused(_("This mail has no plain text. Open it, then copy its words and paste them here."))
    subject = " ".join(str(message["subject"] or "").split())
    charset = body.get_content_charset()
    payload = body.get_payload(decode=True)
    words = (
        decoded(payload if isinstance(payload, bytes) else b"") if charset in (None, "utf-8") else body.get_content()
    )
    return f"Objet : {subject}\n\n{words}" if subject else words


def _opened(read: Any, content: bytes, needed: str) -> str:
    """The lines that ``read`` finds in a compressed file which holds what it must, and no more than it may."""
    broken = _broken()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if needed not in package.namelist():
                raise Refused(broken)
            if len(entries) > 2000 or sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED:
                raise Refused(_("Once opened, this file would be too large. Save its text alone, or paste its words."))
            # what the entries say of their size is believed only once one reads no more than that
            if any(_is_larger_than_it_says(package, entry) for entry in entries):
                raise Refused(broken)
            if b"<!DOCTYPE" in package.read(needed)[:2000]:
                raise Refused(broken)
        lines = list(islice(read(content), 3 * MOST_PARAGRAPHS))
        if len(lines) == 3 * MOST_PARAGRAPHS:
            raise Refused(_("Once opened, this file would be too large. Save its text alone, or paste its words."))
        return "\n".join(lines)
    except Refused:
        raise
    except (*BROKEN, *_refusals_of_libraries()):
        raise Refused(broken) from None


def _broken() -> str:
    return _(
        "This file cannot be opened: it is damaged, or of another kind than its name says. Paste its words instead."
    )


def _refusals_of_libraries() -> tuple[type[Exception], ...]:
    """What those that open office files raise of their own, read once something was raised."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from odfdo.security import SecurityError

    return PythonDocxError, OpcError, XmlchemyError, LxmlError, SecurityError


def _is_larger_than_it_says(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    read = 0
    with package.open(entry) as stream:
        while chunk := stream.read(1_000_000):
            read += len(chunk)
            if read > entry.file_size:
                return True
    return False


# --- Word ------------------------------------------------------------------------------------------


def _word_lines(content: bytes) -> Iterator[str]:
    import docx  # slow to load, and seldom needed
    from docx.table import _Cell

    document = docx.Document(io.BytesIO(content))
    # read once: asked of each paragraph, they are looked for in the whole file each time
    styles = {style.style_id: style.name or "" for style in document.styles}
    block: Any
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # ``row.cells`` gives a merged cell as many times as the file says that it is wide
                cells = (_Cell(cell, block) for cell in row._tr.tc_lst)  # noqa: SLF001 python-docx offers no other way
                for text in dict.fromkeys(cell.text for cell in cells):
                    yield from _set_out(text)
        else:
            yield from _word_paragraph(block, styles.get(block._p.style, ""))  # noqa: SLF001 as above


def _word_paragraph(paragraph: Any, style: str) -> Iterator[str]:
    level = _word_list_level(paragraph, style)
    if not paragraph.text.strip():
        yield ""
    elif re.match(r"(?:heading|titre|title)\b", style, re.IGNORECASE):
        yield from ("", f"# {' '.join(paragraph.text.split())}")
    elif level is None:
        yield from _set_out(paragraph.text)
    else:
        yield f"{'  ' * min(level, DEEPEST_LIST)}- {' '.join(paragraph.text.split())}"


def _word_list_level(paragraph: Any, style: str) -> int | None:
    """How deep in a list; None outside of lists. By its numbering, else by the name of its style."""
    properties = paragraph._p.pPr  # noqa: SLF001 python-docx offers no other way in
    numbering = properties.numPr if properties is not None else None
    if numbering is not None and (numbering.numId is None or numbering.numId.val):
        return int(numbering.ilvl.val) if numbering.ilvl is not None else 0
    if found := re.match(r"(?:list|liste)\b.*?(\d)?$", style, re.IGNORECASE):
        return int(found[1] or 1) - 1
    return None


def _set_out(text: str) -> Iterator[str]:
    """A paragraph between blank lines, with the line breaks it has."""
    yield from ("", *text.split("\n"))


# --- OpenDocument ----------------------------------------------------------------------------------


def _opendocument_lines(content: bytes) -> Iterator[str]:
    import odfdo  # slow to load, and seldom needed

    yield from _opendocument_blocks(odfdo.Document(io.BytesIO(content)).body, 0)


def _opendocument_blocks(element: Any, depth: int) -> Iterator[str]:
    for child in element.children:
        if child.tag == "text:h":
            yield from ("", f"# {' '.join(_words(child).split())}")
        elif child.tag == "text:p":
            yield from _set_out(_words(child))
        elif child.tag == "text:list":
            yield from _opendocument_list(child, depth)
        elif child.tag not in ("text:tracked-changes", "text:table-of-content"):
            yield from _opendocument_blocks(child, depth)


def _opendocument_list(element: Any, depth: int) -> Iterator[str]:
    for entry in element.children:
        marked = False
        for child in entry.children:
            if child.tag == "text:list":
                yield from _opendocument_list(child, depth + 1)
            elif words := " ".join(_words(child).split()):
                yield f"{'  ' * depth}{'  ' if marked else '- '}{words}"
                marked = True


def _words(element: Any) -> str:
    """The words of a paragraph, its spaces, tabs and line breaks; notes and remarks are no part of it."""
    words = element.text or ""
    for child in element.children:
        if child.tag in ("text:s", "text:tab"):
            words += " "
        elif child.tag == "text:line-break":
            words += "\n"
        elif child.tag not in ("text:note", "office:annotation", "office:annotation-end"):
            words += _words(child)
        words += child.tail or ""
    return words
