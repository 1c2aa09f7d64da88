"""The fields of Word that a template may hold: those that neither fetch nor run anything.

What a field does is said in its first word. That word may be cut into runs, or made by another field that stands
inside: a field is judged whole, each apart, and one whose first word is not there is not taken. What programs may not
join in the same way (words outside of a field, words after those of its result) is judged piece by piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from charters.hr.word_templates import findings
from governance.refusals import Refused

HARMLESS = frozenset(
    [
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE",
        "PRINTDATE", "EDITTIME", "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "COMMENTS", "DOCPROPERTY",
        "FILENAME", "FILESIZE", "NUMCHARS", "NUMWORDS", "STYLEREF", "REF", "PAGEREF", "NOTEREF", "SEQ",
        "TOC", "TC", "TOA", "TA", "XE", "INDEX", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL", "EQ",
        "LISTNUM", "BIBLIOGRAPHY", "CITATION", "=", "HYPERLINK",
    ]
)  # fmt: skip
# An address to read, or a bookmark of the document; then what Word adds to it.
_LINK = re.compile(
    r"""\s*HYPERLINK(?=\s*\S)(\s+\\[a-z]+(\s+"[^"]*")?)*\s*("\s*(https?://|mailto:|\#)[^"]*".*)?$""", re.I | re.S
)
_FIRST_WORD = re.compile(r"\s*(=|[^\s\"\\=]+)")
# No piece of a field begins with one of these, wherever a reader thinks that the field begins.
_FETCHING = frozenset(
    [
        "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED", "DATABASE", "RD",
        "MACROBUTTON", "CONTROL", "HTMLCONTROL",
    ]
)  # fmt: skip
MARKS = frozenset(["begin", "separate", "end"])
DEEPEST = 20
LONGEST = 20_000


@dataclass(slots=True)
class _Field:
    said: list[str] = field(default_factory=list)
    length: int = 0
    judged: bool = False


def _name(instruction: str) -> str:
    first = _FIRST_WORD.match(instruction)
    return first[1].upper() if first else ""


class Fields:
    """The fields of one part, as they open and close while it is read."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def turn(self, mark: str) -> None:
        """A field begins, comes to its result, or ends."""
        if mark == "begin":
            if len(self._open) == DEEPEST:
                raise Refused(findings.too_much())
            self._open.append(_Field())
        elif self._open:
            self._judge_field(self._open.pop() if mark == "end" else self._open[-1])

    def say(self, words: str) -> None:
        """More words of the field that is open; a field of their own when none is."""
        if not self._open:
            self.judge(words)
            return
        if (name := _name(words)) in _FETCHING:
            raise Refused(findings.field(name))
        last = self._open[-1]
        last.said.append(words)
        last.length += len(words)
        if last.length > LONGEST or len(last.said) > LONGEST // 10:
            raise Refused(findings.too_much())

    def close(self) -> None:
        """The part ends: a field that never ended is judged all the same."""
        while self._open:
            self._judge_field(self._open.pop())

    def _judge_field(self, one: _Field) -> None:
        if one.said or not one.judged:
            self.judge("".join(one.said))
        one.said, one.judged = [], True

    def judge(self, instruction: str) -> None:
        name = _name(instruction)
        if name not in HARMLESS:
            raise Refused(findings.field(name))
        if name == "HYPERLINK" and not _LINK.match(instruction):
            raise Refused(findings.fetched(instruction.strip()[len(name) :]))
