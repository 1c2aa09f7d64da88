"""Word files for tests: as python-docx makes them, then made hostile part by part."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
from docx.document import Document

FILES = Path(__file__).parent / "files"
EVERY = ("{{ document.etat }}", "{{ document.mention }}")
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"
TYPES = "[Content_Types].xml"
BODY, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def saved(document: Document) -> bytes:
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def template(*lines: str, table: Iterable[Iterable[str]] = (), every: Iterable[str] = EVERY) -> bytes:
    """A template of some paragraphs, and of a table when there are rows."""
    document = docx.Document()
    for line in (*every, *lines):
        document.add_paragraph(line)
    if rows := [list(row) for row in table]:
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
    return saved(document)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Iterable[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", method) as package:
        for name, part in parts:
            package.writestr(zipfile.ZipInfo(name), part, compress_type=method)
    return to.getvalue()


def with_parts(more: dict[str, bytes], content: bytes = b"") -> bytes:
    """A good template, with parts more, or in place of its own."""
    return packed({**parts_of(content or template()), **more}.items())


def with_changed(name: str, change: Callable[[str], str], content: bytes = b"") -> bytes:
    """A good template, one part of which says something else."""
    parts = parts_of(content or template())
    return packed({**parts, name: change(parts[name].decode()).encode()}.items())


def with_body(xml: str, content: bytes = b"") -> bytes:
    """A good template, with some XML before its first paragraph."""
    return with_changed(BODY, lambda body: body.replace("<w:body>", f"<w:body>{xml}", 1), content)


def with_relation(kind: str, target: str, *, external: bool = True, kind_of: str = RELATION) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rId99" Type="{kind_of}{kind}" Target="{target}"{mode}/>'
    return with_changed(RELATIONS, lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>"))


def with_type(kind: str, part: str = "/word/document.xml") -> bytes:
    """A good template, whose document, or another part, is said to be of another type."""
    from charters.hr.word_templates.content_types import DOCUMENT

    if part == "/word/document.xml":
        return with_changed(TYPES, lambda xml: xml.replace(DOCUMENT, kind))
    override = f'<Override PartName="{part}" ContentType="{kind}"/>'
    return with_changed(TYPES, lambda xml: xml.replace("</Types>", f"{override}</Types>"))


def with_field(*pieces: str) -> bytes:
    """A good template, with a field whose words are cut into runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "end"))
    return with_body(f"<w:p>{begin}{runs}{end}</w:p>")


def cut(words: str, *places: int) -> str:
    """A paragraph whose words are in several runs, as Word leaves them once it has checked the spelling."""
    bounds = [0, *places, len(words)]
    pieces = [words[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
    runs = '<w:proofErr w:type="spellStart"/>'.join(
        f'<w:r w:rsidR="00AB12CD"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{piece}</w:t></w:r>'
        for piece in pieces
    )
    return f'<w:p w:rsidR="00AB12CD">{runs}</w:p>'


def lying_about_sizes(content: bytes) -> bytes:
    """A file whose entries all say that they unfold to ten bytes."""
    lying = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.find(signature)
        while at >= 0:
            lying[at + offset : at + offset + 4] = struct.pack("<I", 10)
            at = lying.find(signature, at + 1)
    return bytes(lying)


def marked_as_encrypted(content: bytes) -> bytes:
    """A file whose entries all say that a password is needed."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 1)
    return bytes(marked)


def words_of(content: bytes) -> list[str]:
    """Every paragraph of a document, those of its tables in their place."""
    found = []
    document = docx.Document(io.BytesIO(content))
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            found += [paragraph.text for row in block.rows for cell in row.cells for paragraph in cell.paragraphs]
        else:
            found.append(block.text)
    return found


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the tables of a document."""
    document = docx.Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
