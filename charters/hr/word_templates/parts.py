"""One part of a Word file, read from one end to the other without being built in memory.

What is looked for goes by its name, whatever namespace it claims, and each of the attributes that bear a name is
judged: two programs may not agree on which counts. What bears a name of Word's without being Word's is not taken.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from xml.parsers import expat

from charters.hr.word_templates import findings
from charters.hr.word_templates.content_types import judge_default, judge_override
from charters.hr.word_templates.fields import MARKS, Fields
from governance.refusals import Refused

DEEPEST = 90
LONGEST_ATTRIBUTE = 100_000
LONGEST_RUN = 100_000
MOST_ATTRIBUTES_EACH = 60

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MICROSOFT = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
# Those that Word and LibreOffice write; then those in which a field may stand.
_KNOWN_SPACES = (
    "http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/", "urn:schemas-microsoft-com:",
    "http://www.w3.org/",
)  # fmt: skip
_TEXT_SPACES = frozenset(
    [
        _WORD, *(f"http://schemas.openxmlformats.org/{name}" for name in [
            "drawingml/2006/main", "drawingml/2006/wordprocessingDrawing", "drawingml/2006/picture",
            "officeDocument/2006/math",
        ]),
        "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
        f"{_MICROSOFT}Shape", f"{_MICROSOFT}Group", f"{_MICROSOFT}Canvas",
    ]
)  # fmt: skip
_FIELDS = frozenset(["fldSimple", "fldChar", "instrText", "delInstrText"])
_FIELD_ATTRIBUTES = frozenset(["instr", "fldCharType"])
_ADDRESSES = frozenset(["src", "href"])
_REFERENCES = frozenset(["id", "embed", "link", "pict", "relid"])
_PICTURES = frozenset(["imagedata", "fill", "stroke", "image", "use"])
# What one program reads and another leaves out.
_APART = frozenset(["AlternateContent", "del", "moveFrom"])
# The parts of the package itself: what their elements say is without a namespace.
_PACKAGED = {"Relationship": "relationships", "Default": "content-types", "Override": "content-types"}

_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_READS_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.\-]*:|[/\\]{2})", re.IGNORECASE)
_LINK = re.compile(r"\s*(https?://|mailto:)", re.IGNORECASE)

# Relations by the end of their type: what they bring in.
_MACRO_RELATIONS = frozenset(
    ["vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations", "extensibility", "ui"]
)
_EMBEDDING_RELATIONS = frozenset(["oleObject", "package"])
_CONTROL_RELATIONS = frozenset(["control", "activeXControlBinary", "webextension", "webextensiontaskpanes"])
_DOCUMENT_RELATIONS = frozenset(["aFChunk", "subDocument", "frame"])
_MERGE_RELATIONS = frozenset(["mailMergeSource", "mailMergeHeaderSource", "recipientData"])
_ELEMENTS = {
    "altChunk": findings.another_document,
    "subDoc": findings.another_document,
    "frameset": findings.another_document,
    "OLEObject": findings.embedded,
    "objectEmbed": findings.embedded,
    "objectLink": findings.embedded,
    "control": findings.control,
    "attachedTemplate": findings.attached_template,
    "mailMerge": findings.mail_merge,
}
_IN_A_DRAWING = frozenset(["script", "foreignObject"])


def judge_part(name: str, part: bytes, *, most_elements: int) -> int:
    """Refuse a part that defines, fetches or runs something, or holds more than it may; give its number of elements."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4]:
        raise Refused(findings.encoding(name))
    declared = _DECLARED.match(part.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        raise Refused(findings.encoding(name))
    reader = _Reader(name, most_elements)
    try:
        reader.read(part)
    except (expat.ExpatError, ValueError):
        raise Refused(findings.damaged()) from None
    return reader.elements


class _Name(NamedTuple):
    space: str
    local: str


def _named(said: str) -> _Name:
    space, _stop, local = said.rpartition(" ")
    return _Name(space, local)


class _Reader:
    def __init__(self, name: str, most_elements: int) -> None:
        self.name, self.most = name, most_elements
        self.elements = self.run = 0
        # for each element that is open: whether it stands where programs do not read the same
        self.apart: list[bool] = [False]
        self.fields = Fields()
        self.instruction: list[str] | None = None
        self.is_drawing = name.casefold().endswith(".svg")
        self.is_data = name.casefold().startswith("customxml/")

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._define
        parser.EntityDeclHandler = self._define
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        if self.name.startswith("word/"):
            # what word processors never write there, and what readers do not agree upon
            parser.CommentHandler = self._hide
            parser.ProcessingInstructionHandler = self._hide
            parser.StartCdataSectionHandler = self._hide
        parser.Parse(part, True)
        self.fields.close()

    def _define(self, *said: Any) -> None:
        raise Refused(findings.definitions())

    def _hide(self, *said: Any) -> None:
        raise Refused(findings.strange(self.name))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > self.most:
            raise Refused(findings.too_much())
        if len(self.apart) > DEEPEST or len(attributes) > MOST_ATTRIBUTES_EACH:
            raise Refused(findings.strange(self.name))
        if any(len(value) > LONGEST_ATTRIBUTE for value in attributes.values()):
            raise Refused(findings.too_much())
        element = _named(tag)
        said = [(_named(key), value) for key, value in attributes.items()]
        if finding := _ELEMENTS.get(element.local):
            raise Refused(finding())
        self.run = 0
        self._judge(element, said)
        self._judge_spaces(element, [name for name, _value in said])
        if element.local in _FIELDS and (self.apart[-1] or element.local == "delInstrText"):
            raise Refused(findings.field_apart())
        self.apart.append(self.apart[-1] or element.local in _APART or element.space not in _TEXT_SPACES)

    def _judge(self, element: _Name, said: list[tuple[_Name, str]]) -> None:
        local = element.local
        if local in _PACKAGED:
            self._judge_packaged(element, said)
        elif local == "fldChar":
            self._turn([value for name, value in said if name.local == "fldCharType"])
        elif local in ("instrText", "delInstrText"):
            self.instruction = []
        elif local == "fldSimple":
            for instruction in [value for name, value in said if name.local == "instr"] or [""]:
                self.fields.judge(instruction)
        for name, value in said:
            if name.local in _ADDRESSES:
                self._judge_address(local, value)
            if name.local == "action" and value.casefold().startswith("ppaction:"):
                raise Refused(findings.macro())
            if self.is_drawing and name.local.lower().startswith("on"):
                raise Refused(findings.strange(self.name))
        if self.is_drawing and local in _IN_A_DRAWING:
            raise Refused(findings.strange(self.name))

    def _judge_packaged(self, element: _Name, said: list[tuple[_Name, str]]) -> None:
        if element.space != _PACKAGE + _PACKAGED[element.local] or any(name.space for name, _value in said):
            raise Refused(findings.strange(self.name))
        facts = {name.local: value for name, value in said}
        if element.local == "Relationship":
            judge_relation(facts.get("Type", ""), facts.get("Target", ""), facts.get("TargetMode", ""))
        elif element.local == "Default":
            judge_default(facts.get("ContentType", ""), facts.get("Extension", ""))
        else:
            judge_override(facts.get("ContentType", ""), facts.get("PartName", ""))

    def _turn(self, marks: list[str]) -> None:
        if len(marks) != 1 or marks[0] not in MARKS:
            raise Refused(findings.strange(self.name))
        self.fields.turn(marks[0])

    def _judge_address(self, local: str, target: str) -> None:
        """Pictures lie in the file; the rest may be a link to read."""
        if self.is_data and local not in _PICTURES or not _READS_ELSEWHERE.match(target):
            return
        if target.startswith("data:image/") if local in _PICTURES else _LINK.match(target):
            return
        raise Refused(findings.fetched(target))

    def _judge_spaces(self, element: _Name, names: list[_Name]) -> None:
        """What bears a name of Word's is Word's."""
        strange = element.local in _FIELDS and element.space != _WORD
        for name in names:
            if name.local in _FIELD_ATTRIBUTES:
                strange |= name.space != _WORD and not self.is_data
            elif name.local in _ADDRESSES or name.local in _REFERENCES and not self.is_drawing:
                strange |= bool(name.space) and not name.space.startswith(_KNOWN_SPACES) and not self.is_data
        if strange:
            raise Refused(findings.strange(self.name))

    def _end(self, tag: str) -> None:
        self.apart.pop()
        self.run = 0
        if self.instruction is not None and _named(tag).local in ("instrText", "delInstrText"):
            self.fields.say("".join(self.instruction))
            self.instruction = None

    def _characters(self, words: str) -> None:
        self.run += len(words)
        if self.run > LONGEST_RUN and not self.is_drawing:
            raise Refused(findings.too_much())
        if self.instruction is not None:
            self.instruction.append(words)


def judge_relation(kind: str, target: str, mode: str) -> None:
    """Only what lies in the file itself, and links to read."""
    end = kind.rpartition("/")[2]
    if end in _MACRO_RELATIONS:
        raise Refused(findings.macro())
    if end in _CONTROL_RELATIONS:
        raise Refused(findings.control())
    if end in _EMBEDDING_RELATIONS:
        raise Refused(findings.embedded())
    if end in _DOCUMENT_RELATIONS:
        raise Refused(findings.another_document())
    if end in _MERGE_RELATIONS:
        raise Refused(findings.mail_merge())
    if end == "attachedTemplate":
        raise Refused(findings.attached_template())
    elsewhere = mode.casefold() == "external" or _READS_ELSEWHERE.match(target)
    if elsewhere and not (end == "hyperlink" and (_LINK.match(target) or target.startswith("#"))):
        raise Refused(findings.fetched(target))
