"""One part of a Word file, read from one end to the other without being built in memory.

What is looked for goes by its name alone, whatever namespace it claims: two programs may not agree on the namespace.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from charters.hr.word_templates import findings
from charters.hr.word_templates.fields import Fields
from governance.refusals import Refused

DEEPEST = 90
LONGEST_ATTRIBUTE = 100_000
LONGEST_RUN = 100_000
MOST_ATTRIBUTES_EACH = 60

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

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


class _Reader:
    def __init__(self, name: str, most_elements: int) -> None:
        self.name, self.most = name, most_elements
        self.elements = self.depth = self.run = 0
        self.fields = Fields()
        self.instruction: list[str] | None = None
        self.is_drawing = name.casefold().endswith(".svg")

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate(encoding="utf-8")
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
        self.depth += 1
        if self.elements > self.most:
            raise Refused(findings.too_much())
        if self.depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES_EACH:
            raise Refused(findings.strange(self.name))
        if any(len(value) > LONGEST_ATTRIBUTE for value in attributes.values()):
            raise Refused(findings.too_much())
        local = tag.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if finding := _ELEMENTS.get(local):
            raise Refused(finding())
        self.run = 0
        self._judge(local, said)

    def _judge(self, local: str, said: dict[str, str]) -> None:
        if local == "Relationship":
            judge_relation(said.get("Type", ""), said.get("Target", ""), said.get("TargetMode", ""))
        elif local in ("Default", "Override"):
            judge_type(said.get("ContentType", ""), said.get("PartName", "") or said.get("Extension", ""))
        elif local == "fldChar":
            self.fields.turn(said.get("fldCharType", ""))
        elif local in ("instrText", "delInstrText"):
            self.instruction = []
        elif local == "fldSimple":
            self.fields.judge(said.get("instr", ""))
        elif local in ("imagedata", "fill", "stroke", "image", "use"):
            self._judge_picture(said)
        if self.is_drawing and (local in _IN_A_DRAWING or any(key.lower().startswith("on") for key in said)):
            raise Refused(findings.strange(self.name))
        if said.get("action", "").casefold().startswith("ppaction:"):
            raise Refused(findings.macro())

    def _judge_picture(self, said: dict[str, str]) -> None:
        for key in ("src", "href"):
            target = said.get(key, "")
            if _READS_ELSEWHERE.match(target) and not target.startswith("data:image/"):
                raise Refused(findings.fetched(target))

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.run = 0
        if self.instruction is not None and tag.rpartition(":")[2] in ("instrText", "delInstrText"):
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


def judge_type(kind: str, part: str) -> None:
    """What a part is said to be: no macro, and text only under the name of a text."""
    low = kind.casefold()
    if any(word in low for word in ("macroenabled", "vbaproject", "vbadata", "attachedtoolbars", "keymap")):
        raise Refused(findings.macro())
    if "activex" in low:
        raise Refused(findings.control())
    if kind == TEMPLATE:
        raise Refused(findings.is_a_template())
    if part.startswith("/"):
        is_text = part.casefold().endswith((".xml", ".rels", ".vml", ".svg"))
        if low.endswith(("+xml", "/xml")) != is_text and "svg" not in low and "vmldrawing" not in low:
            raise Refused(findings.strange(part))
        if (part == "/word/document.xml") != (kind == DOCUMENT):
            raise Refused(findings.strange(part))
