"""The fields of Word that a template may hold: those that neither fetch nor run anything.

What a field does is said in its first word. That word may be cut into runs, or made by another field that stands
inside: a field is judged whole, each apart, and one whose first word is not there is not taken.
"""

from __future__ import annotations

import re

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
DEEPEST = 20
LONGEST = 20_000


class Fields:
    """The fields of one part, as they open and close while it is read."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._outside: list[str] = []

    def turn(self, mark: str) -> None:
        """A field begins, or ends."""
        if mark == "begin":
            if len(self._open) == DEEPEST:
                raise Refused(findings.too_much())
            self._open.append([])
        elif mark == "end" and self._open:
            self.judge("".join(self._open.pop()))

    def say(self, words: str) -> None:
        """More words of the field that is open."""
        said = self._open[-1] if self._open else self._outside
        said.append(words)
        if sum(map(len, said)) > LONGEST or len(said) > LONGEST // 10:
            raise Refused(findings.too_much())

    def close(self) -> None:
        """The part ends: a field that never ended is judged all the same."""
        while self._open:
            self.judge("".join(self._open.pop()))
        if self._outside:
            self.judge("".join(self._outside))

    def judge(self, instruction: str) -> None:
        first = _FIRST_WORD.match(instruction)
        name = first[1].upper() if first else ""
        if name not in HARMLESS:
            raise Refused(findings.field(name))
        if name == "HYPERLINK" and not _LINK.match(instruction):
            raise Refused(findings.fetched(instruction.strip()[len(name) :]))
