# ruff: noqa: E402, SLF001 -- the path comes first in a process of its own; docxtpl and python-docx keep XML behind "_".
"""What the process that fills templates runs: it reads one, then prints a document for each set of words it is given.

It knows nothing of the application, its database or its secrets; the system holds it to so much memory and time, and
lets it write no file and start no process. ``charters.hr.word_templates.press`` starts it and ends it.
"""

from __future__ import annotations

import copy
import gc
import io
import json
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import Template, UndefinedError
from lxml import etree  # type: ignore[import-untyped]

from charters.hr.word_templates import grammar
from charters.hr.word_templates.marks import (
    CELL,
    NEW_PARAGRAPH,
    ROW,
    TABLE,
    Fault,
    Known,
    P,
    R,
    T,
    W,
    judge_marks,
    judge_unfilled,
)
from charters.hr.word_templates.visible import Styles, is_on, read_seen, said_on_all_pages

MEMORY, SECONDS, FILES = 512 * 1024 * 1024, 12, 64
LARGEST_SOURCE, LARGEST_PART = 8_000_000, 16_000_000
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What a file says of who wrote the template, of what made it and of where it lay.
_FORGOTTEN = ("extended-properties", "custom-properties", "thumbnail", "customXml", "people", "glossaryDocument")
_FORGOTTEN_SETTINGS = [f"{W}{name}" for name in ("docVars", "rsids", "attachedSchema", "saveThroughXslt")]
BODY = "body"


def limit() -> None:
    """Hold this process to its limits, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))


def grant_seconds() -> None:
    """So many seconds of work from now on; then the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))


class Typesetter:
    """A template that was read and judged, ready to be filled many times."""

    def __init__(self, content: bytes, known: Known) -> None:
        self.content = content
        self.named: set[str] = set()
        self.always: set[str] = set()
        self.sources: dict[str, Template] = {}
        env = grammar.environment()
        document = self._open()
        styles = Styles(_parsed(etree.tostring(document.docx.styles.element)))
        said: dict[str, set[str]] = {}
        body = None
        for name, root in _filled_parts(document):
            judge_marks(root)
            seen = read_seen(root, styles)
            source = _source(document, root)
            found = grammar.read(source, known)
            self.named |= found.named
            said[name] = found.always & seen
            self.sources[name] = env.from_string(source)
            body = root if name == BODY else body
        self.always = said_on_all_pages(body, said, even=_has_even_pages(document))
        for part in document.docx.part.package.iter_parts():
            if part.content_type in (f"{_KIND}endnotes+xml", f"{_KIND}comments+xml"):
                judge_unfilled(_parsed(part.blob))

    def _open(self) -> DocxTemplate:
        document = DocxTemplate(io.BytesIO(self.content))
        document.render_init()
        return document

    def fill(self, words: dict[str, Any], properties: dict[str, str]) -> bytes:
        """The document that the template gives with these words."""
        document = self._open()
        for name, root in list(_filled_parts(document)):
            try:
                written = self.sources[name].render(words).replace("\n<w:p", "<w:p")
            except UndefinedError:
                raise Fault("unknown_at_filling") from None
            if len(written) > LARGEST_PART:
                raise Fault("too_large")
            _parsed(written.encode())  # docxtpl would mend what is broken, without a word
            filled = document.fix_tables(written)
            document.fix_docpr_ids(filled)
            _set_out(filled)
            _mend(filled)
            _forget_people(filled, properties["author"])
            _put(document, name, root, filled)
        _forget_where_it_comes_from(document, properties["author"])
        _describe(document, properties)
        to = io.BytesIO()
        document.docx.save(to)
        return to.getvalue()


# --- The parts that are filled ----------------------------------------------------------------------


def _filled_parts(document: DocxTemplate) -> Iterator[tuple[str, Any]]:
    """The body, the headers and footers, the footnotes: by name, what they hold."""
    # read again: python-docx gives its own meaning to the text of an element
    yield BODY, _parsed(etree.tostring(document.docx._element.body))
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for key, part in document.get_headers_footers(uri):
            yield key, _parsed(part.blob)
    for part in document.docx.part.package.iter_parts():
        if part.content_type == f"{_KIND}footnotes+xml":
            yield str(part.partname), _parsed(part.blob)


def _has_even_pages(document: DocxTemplate) -> bool:
    """Whether left pages have a head and a foot of their own."""
    for part in document.docx.part.package.iter_parts():
        if part.content_type == f"{_KIND}settings+xml":
            return is_on(_parsed(part.blob).find(f"{W}evenAndOddHeaders"))
    return False


def _parsed(xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise Fault("broken", near="") from None


def _source(document: DocxTemplate, root: Any) -> str:
    """What docxtpl gives to Jinja, a line for each paragraph: the line says where a fault is."""
    xml = document.patch_xml(document.xml_to_string(root))
    if len(xml) > LARGEST_SOURCE:
        raise Fault("too_large")
    return xml.replace("<w:p ", "\n<w:p ").replace("<w:p>", "\n<w:p>")


def _put(document: DocxTemplate, name: str, root: Any, filled: Any) -> None:
    if name == BODY:
        document.map_tree(filled)
    elif name.startswith("/"):
        part = next(part for part in document.docx.part.package.iter_parts() if str(part.partname) == name)
        part._blob = etree.tostring(filled, xml_declaration=True, encoding="UTF-8", standalone=True)
    else:
        document.map_headers_footers_xml(name, etree.tostring(filled))


# --- What words become ------------------------------------------------------------------------------


def _set_out(root: Any) -> None:
    """Give each paragraph of a value a paragraph of its own, of the same style; a line where none can be."""
    paragraphs: dict[Any, None] = {}
    for text in [text for text in root.iter(T) if NEW_PARAGRAPH in (text.text or "")]:
        run = text.getparent()
        paragraph = run.getparent()
        if run.tag == R and paragraph is not None and paragraph.tag == P:
            paragraphs[paragraph] = None
        else:
            _set_lines(text)
    for paragraph in paragraphs:
        _set_paragraphs(paragraph)


def _set_lines(text: Any) -> None:
    text.text, *rest = text.text.split(NEW_PARAGRAPH)
    text.set(_SPACE, "preserve")
    for words in rest:
        more = copy.copy(text)
        more.text, more.tail = words, None
        line = etree.Element(f"{W}br")
        text.addnext(line)
        line.addnext(more)
        text = more


def _set_paragraphs(paragraph: Any) -> None:
    """Begin a paragraph at each of those of its values, with what follows them: each element moves once."""
    look = paragraph.find(f"{W}pPr")
    whole = copy.deepcopy(look)
    if look is not None:
        # the end of a section stays with the last of its paragraphs
        for section in look.findall(f"{W}sectPr"):
            look.remove(section)
    last = paragraph
    for run in list(paragraph):
        if last is not paragraph:
            last.append(run)
        if run.tag == R:
            last = _set_run(run, last, look)
    if whole is not None:
        last.replace(last.find(f"{W}pPr"), whole)


def _set_run(run: Any, paragraph: Any, look: Any) -> Any:
    """Cut a run at the paragraphs of its values; give the paragraph where it ends."""
    face, last = run.find(f"{W}rPr"), run
    for held in list(run):
        if last is not run:
            last.append(held)
        if held.tag != T or NEW_PARAGRAPH not in (held.text or ""):
            continue
        held.text, *rest = held.text.split(NEW_PARAGRAPH)
        held.set(_SPACE, "preserve")
        for words in rest:
            other, last = etree.Element(P), etree.Element(R)
            other.extend([copy.deepcopy(look)] if look is not None else [])
            other.append(last)
            last.extend([copy.deepcopy(face)] if face is not None else [])
            more = etree.SubElement(last, T)
            more.text = words
            more.set(_SPACE, "preserve")
            paragraph.addnext(other)
            paragraph = other
    return paragraph


def _mend(root: Any) -> None:
    """A table without a row, a cell without a paragraph: Word opens neither."""
    for table in [table for table in root.iter(TABLE) if table.find(ROW) is None]:
        table.getparent().remove(table)
    for row in [row for row in root.iter(ROW) if row.find(CELL) is None and row.find(f"{W}sdt") is None]:
        row.getparent().remove(row)
    for cell in root.iter(CELL):
        if len(cell) == 0 or cell[-1].tag not in (P, f"{W}sdt"):
            etree.SubElement(cell, P)
    if root.tag in (f"{W}hdr", f"{W}ftr") and root.find(P) is None:
        etree.SubElement(root, P)


# --- What the file says of itself -------------------------------------------------------------------


def _forget_people(root: Any, author: str) -> None:
    for element in root.iter():
        for name in (f"{W}author", f"{W}initials"):
            if name in element.attrib:
                element.set(name, author if name.endswith("author") else "")


def _forget_where_it_comes_from(document: DocxTemplate, author: str) -> None:
    package = document.docx.part.package
    for relations in (package.rels, document.docx.part.rels):
        for key, relation in list(relations.items()):
            if any(relation.reltype.endswith(f"/{end}") for end in _FORGOTTEN):
                del relations[key]
    for part in package.iter_parts():
        if part.content_type in (f"{_KIND}comments+xml", f"{_KIND}endnotes+xml", f"{_KIND}settings+xml"):
            root = _parsed(part.blob)
            _forget_people(root, author)
            for element in list(root.iter(*_FORGOTTEN_SETTINGS)):
                element.getparent().remove(element)
            if hasattr(part, "_element"):
                part._element = root
            else:
                part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _describe(document: DocxTemplate, said: dict[str, str]) -> None:
    # a template without properties is given some; one that has them gives up all that they said
    package = document.docx.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES:
            del package.rels[key]
    facts = document.docx.core_properties
    for name, value in said.items():
        setattr(facts, name, datetime.fromisoformat(value) if name in ("created", "modified") else value)
    for element in document.docx.styles.element.iter(f"{W}rPrDefault"):
        look = element.find(f"{W}rPr")
        if look is None:
            look = etree.SubElement(element, f"{W}rPr")
        if look.find(f"{W}lang") is None:
            etree.SubElement(look, f"{W}lang").set(f"{W}val", said["language"])


# --- The conversation -------------------------------------------------------------------------------


def hear(stream: IO[bytes]) -> bytes | None:
    """A message, after its length; None when there is no more."""
    head = stream.read(4)
    return stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else None


def say(stream: IO[bytes], kind: bytes, message: bytes) -> None:
    stream.write(struct.pack(">I", len(message) + 1) + kind + message)
    stream.flush()


def _answer(to: IO[bytes], make: Callable[[], tuple[bytes, bytes]]) -> None:
    """Say what was made, or what is wrong."""
    grant_seconds()
    try:
        kind, message = make()
    except Fault as fault:
        kind, message = b"F", json.dumps({"code": fault.code, **fault.facts}).encode()
    except MemoryError:
        kind, message = b"F", b'{"code": "too_large"}'
    except RecursionError:
        kind, message = b"F", b'{"code": "too_deep", "near": "", "most": 8}'
    say(to, kind, message)


def main() -> None:
    """A template and what is known; then words, as long as there are some."""
    limit()
    come, go = sys.stdin.buffer, sys.stdout.buffer
    known, content = json.loads(hear(come) or b"{}"), hear(come) or b""
    made: list[Typesetter] = []

    def read() -> tuple[bytes, bytes]:
        made.append(Typesetter(content, known))
        return b"R", json.dumps({"named": sorted(made[0].named), "always": sorted(made[0].always)}).encode()

    def fill() -> tuple[bytes, bytes]:
        return b"D", made[0].fill(asked["words"], asked["properties"])

    _answer(go, read)
    gc.freeze()
    while made and (message := hear(come)) is not None:
        asked = json.loads(message)
        _answer(go, fill)
        gc.collect()  # a document is all circles: without this, ten of them would be there at a time


if __name__ == "__main__":
    main()
