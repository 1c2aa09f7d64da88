"""Small files that would unfold, or be read, for minutes: refused by what they hold, before anything is made of it."""

import io
import zipfile

import pytest

from feedback.workshops import minutes_office
from feedback.workshops.minutes import read_minutes
from feedback.workshops.minutes_files import text_of
from feedback.workshops.minutes_words import LONGEST_COMPARED, plain
from governance.refusals import Refused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def zipped(name: str, xml: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr(name, xml)
    return file.getvalue()


def word(body: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>", method)


def opendocument(body: str) -> bytes:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return zipped("content.xml", f"<office:document-content {OFFICE}>{text}</office:document-content>")


HEAVY = {
    "runs": (lambda: word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 100_000 + "</w:p>"), "docx"),
    "empty runs": (lambda: word("<w:p>" + "<w:r/>" * 300_000 + "</w:p>"), "docx"),
    "cells": (lambda: word("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 100_000 + "</w:tr></w:tbl>"), "docx"),
    "rows": (lambda: word("<w:tbl>" + "<w:tr/>" * 300_000 + "</w:tbl>"), "docx"),
    "attributes": (lambda: word("<w:p " + " ".join(f'a{n}=""' for n in range(250_000)) + "/>"), "docx"),
    "spans": (lambda: opendocument("<text:p>" + "<text:span>a</text:span>" * 150_000 + "</text:p>"), "odt"),
    "bytes": (lambda: opendocument("<text:p>" + "a" * 6_000_000 + "</text:p>"), "odt"),
    "entries": (lambda: b"PK\x01\x02" * 3000, "docx"),
}


@pytest.mark.parametrize("heavy", HEAVY)
def test_a_file_that_holds_too_much_is_refused_before_anything_is_made_of_it(heavy, monkeypatch):
    make, kind = HEAVY[heavy]
    content = make()
    monkeypatch.setattr("lxml.etree.fromstring", lambda *_: pytest.fail("its elements were made"))

    with pytest.raises(Refused, match="paste its words"):
        text_of(content, f"notes.{kind}")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_more_words_than_minutes_may_have_are_refused_before_they_are_set_out(kind):
    said = "a " * 150_000
    content = (
        word(f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>") if kind == "docx" else opendocument(f"<text:p>{said}</text:p>")
    )

    with pytest.raises(Refused, match="paste its words"):
        text_of(content, f"notes.{kind}")


def test_a_part_is_unfolded_no_further_than_its_limit(monkeypatch):
    asked = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: asked.append(n) or read(self, n))

    with pytest.raises(Refused):
        text_of(word("<w:p/>" * 4_000_000), "notes.docx")
    assert asked == [minutes_office.LARGEST_XML + 1]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_compress_that_unfold_in_one_step_are_refused(method):
    with pytest.raises(Refused, match="cannot be opened"):
        text_of(word("<w:p/>", method), "notes.docx")


@pytest.mark.parametrize(
    "xml",
    [
        f"<!--{'x' * 3000}--><!DOCTYPE a [<!ENTITY b 'c'>]><office:document-content {OFFICE}>"
        "<office:body><office:text><text:p>words</text:p></office:text></office:body></office:document-content>",
        '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b/+AD4-</a>',
    ],
)
def test_what_could_hide_elements_from_the_count_is_refused(xml):
    with pytest.raises(Refused, match="cannot be opened"):
        text_of(zipped("content.xml", xml), "notes.odt")


def test_words_inserted_or_held_in_a_field_are_read_and_those_struck_out_are_not():
    run = "<w:r><w:t>{}</w:t></w:r>"
    struck = "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    held = f"<w:sdt><w:sdtContent><w:p>{run.format('held')}</w:p></w:sdtContent></w:sdt>"
    contents = (
        f"<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent><w:p>{run.format('1')}</w:p></w:sdtContent></w:sdt>"
    )

    read = text_of(word(f"<w:p><w:ins>{run.format('added')}</w:ins>{struck}</w:p>{held}{contents}"), "notes.docx")

    assert read.split() == ["added", "held"]


PART = b"--a\nContent-Type: text/html\n\nb\n"
MAILS = {
    "lines": b"Subject: a\n\n" + b"a\n" * 100_000,
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + PART * 200,
    "a header of a part": b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html" + b";a=b" * 4000,
    "a folded header": b"Content-Type: text/plain" + b";a=b\n " * 1000 + b"\n\nwords",
    "ends of line of another kind": b"From: a\rContent-Type: text/plain" + b";a=b" * 4000 + b"\r\rwords",
    "names of sites": b"Content-Type: text/plain; charset=punycode\n\nwords",
}


@pytest.mark.parametrize("mail", MAILS)
def test_a_mail_of_a_shape_that_no_mail_has_is_refused(mail):
    with pytest.raises(Refused, match="Paste its words"):
        text_of(MAILS[mail], "mail.eml")


def test_what_is_attached_to_a_mail_does_not_hold_its_words_back():
    words = b"--a\nContent-Type: text/plain\n\nDiscussion\n- one\n"
    attached = b"--a\nContent-Disposition: attachment\nContent-Type: text/plain\n\n" + (b"b" * 76 + b"\n") * 50_000
    mail = b"Subject: Notes\nContent-Type: multipart/mixed; boundary=a\n\n" + words + attached + b"--a--\n"

    assert text_of(mail, "mail.eml").split() == ["Objet", ":", "Notes", "Discussion", "-", "one"]


def test_lines_are_compared_by_their_beginning():
    """One of these characters is eighteen letters once taken apart."""
    assert len(plain("\ufdfa" * 200_000)) <= 2 * LONGEST_COMPARED
    assert len(plain("a" * 200_000)) == LONGEST_COMPARED
    long = "- " + "\ufdfa" * 100_000
    assert read_minutes(f"Discussion\n{long}").statements[0].said == long[2:]
