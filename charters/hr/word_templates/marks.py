"""Where the marks of a template stand: ``{{ … }}``, ``{% … %}``, and what they take away with them.

Read before docxtpl moves anything, so that what is wrong is said with the words around. Nothing here needs Django: it
runs in the process of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# A placeholder that is printed; one that is answered by yes or no. A group is a dict, a list is [what it holds].
TEXT, YES_NO = "text", "yes or no"
Known = Any
# Between the paragraphs of a value: no text of the application holds this character, and XML may.
NEW_PARAGRAPH = "\u2029"
_SEPARATORS = re.compile("[\u2028\u2029]")
# What every document must say of itself, whatever else it says: a template prints them outside of any condition.
ALWAYS = ("document.etat", "document.mention")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T, P, R, ROW, CELL, TABLE = W + "t", W + "p", W + "r", W + "tr", W + "tc", W + "tbl"
_HOLDERS = {"tr": ROW, "tc": CELL, "p": P}

# No further than a mark goes: what is never closed is not looked for to the end, from each of its braces.
_MARK = re.compile(r"\{\{.{0,600}?\}\}|\{%.{0,600}?%\}|\{#.{0,600}?#\}", re.DOTALL)
_BEGINS = re.compile(r"\{\{|\{%|\{#")
_LEFT = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_SPACED = re.compile(r"\{\s+[{%]|[}%]\s+\}")
_HOLDING = re.compile(r"\{%(tr|tc|p)\s")
_APART = re.compile(r"\{%\s+(tr|tc|p|r)\s")
_NOT_HERE = [
    re.compile(r"\{[{%#][-+]|[-+][}%#]\}"),
    re.compile(r"\{\{\s*(?:tr|tc|p|r)\s"),
    re.compile(r"\{%\s*r\s"),
    re.compile(r"\{#\s*(?:tr|tc|p)\s"),
    re.compile(r"\{%\s*(?:colspan|cellbg|vm|hm)\b"),
]
MOST_MARKS, LONGEST_MARK, LONGEST_WORDS = 2000, 300, 90


class Fault(Exception):
    """What is wrong in a template: a code that has its sentence (``charters.hr.word_templates.faults``), and facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def near(words: str, around: str = "") -> str:
    """The words of a paragraph, short enough for a sentence, around some of them."""
    words = " ".join(words.split())
    if len(words) <= LONGEST_WORDS:
        return words
    start = max(words.find(around) - LONGEST_WORDS // 3, 0) if around else 0
    cut = words[start : start + LONGEST_WORDS].strip()
    return f"{'…' if start else ''}{cut}{'…' if start + LONGEST_WORDS < len(words) else ''}"


def judge_marks(root: Any) -> None:
    """Refuse marks that are not whole, that stand where no words are, or that would take words away with them.

    Raises Fault.
    """
    paragraphs: dict[Any, list[str]] = {}
    for element in root.iter():
        _judge_hidden(element)
        _judge_separators(element)
        if element.tag == T:
            paragraphs.setdefault(_holder(element, P), []).append(element.text or "")
    count = 0
    for paragraph, texts in paragraphs.items():
        words = "".join(texts)
        if not _LEFT.search(words) and not _SPACED.search(words):
            continue
        for mark in _marks_of(words):
            count += 1
            if count > MOST_MARKS:
                raise Fault("too_many", most=MOST_MARKS)
            if holding := _HOLDING.match(mark):
                _judge_holder(paragraph, mark, holding[1])


def judge_unfilled(root: Any) -> None:
    """Refuse marks in a part that is not filled: they would be printed as they are. Raises Fault."""
    words = "".join(element.text or "" for element in root.iter(T))
    if found := _BEGINS.search(words):
        raise Fault("not_filled", near=near(words[found.start() :]))


def _holder(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _judge_hidden(element: Any) -> None:
    """Marks are words of the page: not of a field, a property or a struck out passage."""
    said = element.text or ""
    if element.tag != T and said and _BEGINS.search(said):
        code = "struck_out" if str(element.tag).endswith("}delText") else "hidden"
        raise Fault(code, near=near(said))
    tail = element.tail or ""
    if tail and _BEGINS.search(tail):
        raise Fault("hidden", near=near(tail))
    for value in element.attrib.values():
        if "{" in value and _BEGINS.search(value):
            raise Fault("hidden", near=near(value))


def _judge_separators(element: Any) -> None:
    """Words of a template come with no end of paragraph of their own: what it prints does."""
    for said in (element.text or "", element.tail or ""):
        if found := _SEPARATORS.search(said):
            raise Fault("separator", near=near(said[max(found.start() - 30, 0) : found.start() + 60]))


def _marks_of(words: str) -> Iterator[str]:
    marks = _MARK.findall(words)
    rest = _MARK.sub("\0", words)
    if left := _LEFT.search(rest):
        raise Fault("not_closed", near=near(rest.replace("\0", "…")[max(left.start() - 30, 0) :]))
    if spaced := _SPACED.search(rest):
        raise Fault("spaced", mark=" ".join(spaced[0].split()), near=near(words, spaced[0]))
    for mark in marks:
        if len(mark) > LONGEST_MARK:
            raise Fault("too_long", near=near(mark), most=LONGEST_MARK)
        if apart := _APART.match(mark):
            raise Fault("prefix_apart", near=near(mark), prefix=apart[1])
        if any(pattern.search(mark) for pattern in _NOT_HERE):
            raise Fault("not_available", what=near(mark), near=near(words, mark))
        yield mark


def _judge_holder(paragraph: Any, mark: str, kind: str) -> None:
    """A mark that stands for its row, its cell or its paragraph is alone in it: all of that goes."""
    holder = paragraph if kind == "p" else _holder(paragraph, _HOLDERS[kind])
    if holder is None:
        raise Fault("no_row", mark=near(mark))
    words = "".join(element.text or "" for element in holder.iter(T))
    rest = words.replace(mark, "", 1)
    if _HOLDING.search(rest):
        raise Fault(f"two_in_{kind}", mark=near(mark), near=near(words))
    if rest.strip():
        raise Fault(f"words_in_{kind}", mark=near(mark), near=near(rest))
