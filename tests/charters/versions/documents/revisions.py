"""Tracked changes accepted and refused by the book (ECMA-376, 17.13.5), to judge those that we write."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn

Paragraphs = list[tuple[str, str]]


def paragraphs(content: bytes) -> Paragraphs:
    """The paragraphs of a document without tracked changes: the style of each, and its words."""
    body = docx.Document(io.BytesIO(content)).element.body
    assert not list(body.iter(qn("w:ins"), qn("w:del"))), "this document still has tracked changes"
    return [(_style(paragraph), _words(paragraph)) for paragraph in body.findall(qn("w:p"))]


def accepted(content: bytes) -> Paragraphs:
    return _resolved(content, gone="w:del", stays="w:ins")


def refused(content: bytes) -> Paragraphs:
    return _resolved(content, gone="w:ins", stays="w:del")


def _resolved(content: bytes, *, gone: str, stays: str) -> Paragraphs:
    """What is gone goes with its words, and a paragraph whose mark is gone is joined to the next."""
    found: Paragraphs = []
    carried = ""
    for paragraph in docx.Document(io.BytesIO(content)).element.body.findall(qn("w:p")):
        words = carried
        for child in paragraph:
            if child.tag in (qn("w:r"), qn(stays)):
                words += _words(child)
            else:
                assert child.tag in (qn("w:pPr"), qn(gone)), child.tag
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if mark is not None and mark.find(qn(gone)) is not None:
            carried = words
        else:
            found.append((_style(paragraph), words))
            carried = ""
    assert not carried
    return found


def _style(paragraph) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"))


def _words(element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t"), qn("w:delText")))
