"""What a file says, read back by a library that did not write it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import odfdo
import pypdf
from docx.oxml.ns import qn

from charters.hr.documents.outline import Outline, sentences
from governance.plain_text import paragraphs


def said(outline: Outline) -> list[str]:
    """Every paragraph that a file of this outline has to hold."""
    return [words for sentence in sentences(outline) for _in_list, words in paragraphs(sentence)]


def plain(text: str) -> str:
    """Words alone: a page breaks its lines, and cuts a long word, where it wants."""
    return re.sub("[\\s\u200b\ufeff\u2060\u00ad\u2010-]+", "", text)


def docx_of(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def docx_words(content: bytes) -> list[str]:
    """Every paragraph of the body, tables included."""
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in docx_of(content).element.body.iter(qn("w:p"))
    ]


def odt_of(content: bytes) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(content))


def odt_words(content: bytes) -> list[str]:
    """Every paragraph of the body, tables included."""
    return [element.text_recursive for element in odt_of(content).body.get_elements("//text:p | //text:h")]


def pdf_of(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def pdf_words(content: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in pdf_of(content).pages))


def roles(reader: pypdf.PdfReader) -> list[str]:
    """The role of every element of the structure, in reading order."""
    found: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if not isinstance(element, dict):
            return
        if "/S" in element:
            found.append(str(element["/S"]))
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def part(content: bytes, name: str) -> str:
    """A part of a file made of files."""
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
