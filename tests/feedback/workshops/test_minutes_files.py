"""Files of minutes: their encodings, and those that are refused with a sentence."""

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest

from feedback.workshops import minutes_files
from feedback.workshops.minutes import read_minutes
from feedback.workshops.minutes_files import text_of
from governance.refusals import Refused
from tests.feedback.workshops import other_habits as told


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def word(body: str) -> bytes:
    """A file of Word that says this."""
    file, empty = io.BytesIO(), io.BytesIO()
    docx.Document().save(empty)
    said = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body>'
    with zipfile.ZipFile(empty) as former, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in former.namelist():
            is_text = name == "word/document.xml"
            package.writestr(name, f"{said}</w:document>" if is_text else former.read(name))
    return file.getvalue()


def test_a_cell_is_read_once_and_a_list_has_a_depth_whatever_the_file_says():
    """A file of a few kilobytes said that a cell is a hundred million cells wide."""
    number = "100000000"
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc>'
    deep = f'<w:pPr><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>"

    read = text_of(word(f"{table}<w:p>{deep}<w:r><w:t>deep</w:t></w:r></w:p>"), "notes.docx")

    assert [line for line in read.splitlines() if line] == ["wide", f"{'  ' * minutes_files.DEEPEST_LIST}- deep"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_recognised(encoding):
    assert text_of("Où ça ? À l'été".encode(encoding), "notes.txt") == "Où ça ? À l'été"


def test_a_saved_mail_gives_its_subject_and_its_words():
    message = EmailMessage()
    message["Subject"], message["From"] = "Tr: Atelier 5", "someone@town.example"
    message.set_content("Question : où ?\n")
    message.add_alternative("<p>Question : où ?</p>", subtype="html")

    minutes = read_minutes(text_of(message.as_bytes(), "mail.eml"))

    assert (minutes.title, minutes.question) == ("Atelier 5", "où ?")


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "notes.txt", "no text"),
        (b"words", "notes.pdf", "Save yours in one of them"),
        (b"words", "notes", "Save yours in one of them"),
        (b"not a folder", "notes.docx", "cannot be opened"),
        (b"not a folder", "notes.odt", "cannot be opened"),
        (zipped(other_xml=b"<a/>"), "notes.docx", "cannot be opened"),
        (zipped(content_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "notes.odt", "cannot be opened"),
        (zipped(word__document_xml=b" " * 40_000_000), "notes.docx", "too large"),
        (zipped(content_xml=b" " * 40_000_000), "notes.odt", "too large"),
        (b"x" * (minutes_files.LARGEST_FILE + 1), "notes.txt", "5 megabytes"),
        (b"Content-Type: text/html\n\n<p>words</p>", "mail.eml", "no plain text"),
        (b"Content-Type: text/plain; charset=none\n\nwords", "mail.eml", "cannot be opened"),
        (b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\n\nwords", "mail.eml", "cannot be opened"),
        (b"Subject: a\n" + b" =?utf-8?q?a?=\n" * 60_000 + b"\n\nwords", "mail.eml", "cannot be opened"),
        (word("<w:p><w:pPr><w:pStyle/></w:pPr></w:p>"), "notes.docx", "cannot be opened"),
        (word("<w:p><w:pPr><w:numPr><w:numId/></w:numPr></w:pPr></w:p>"), "notes.docx", "cannot be opened"),
        (word("<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 60_000), "notes.docx", "too large"),
        (zipped(content_xml=b"<a>" + b"&b;" * 100_000 + b"</a>"), "notes.odt", "cannot be opened"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_minutes_is_refused_with_a_sentence(content, name, why):
    with pytest.raises(Refused, match=why):
        text_of(content, name)


def test_a_folder_that_lies_about_its_size_is_refused():
    """Said to be small, it would unfold without end."""
    honest = zipped(content_xml=b" " * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2

    with pytest.raises(Refused):
        text_of(honest.replace(size, (10).to_bytes(4, "little")), "notes.odt")


def test_a_cut_file_is_refused():
    for content, name in ((told.word(), "notes.docx"), (told.opendocument(), "notes.odt")):
        with pytest.raises(Refused):
            text_of(content[: len(content) // 2], name)
