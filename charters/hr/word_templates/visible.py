"""Whether what every document must say is said in plain sight, and on all the pages.

A mark that one word processor shows and another leaves out, or that is there in white or in one point, says nothing.
Nothing here needs Django: it runs in the process of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from charters.hr.word_templates.marks import ALWAYS, CELL, ROW, TABLE, Fault, P, R, T, W, near

SMALLEST = 8  # half-points: under four points, nobody reads
_NARROWEST, _LOWEST, _PALEST = 34, 80, 0xE0  # per cent, twentieths of a point, of 255
_PRINTED = re.compile(r"\{\{.{0,600}?\}\}", re.DOTALL)
_OPENS = re.compile(r"\{%\w*\s*(?:for|if)\b")
_CLOSES = re.compile(r"\{%\w*\s*end(?:for|if)\b")
_AROUND = frozenset(
    [P, R, ROW, CELL, TABLE, *(W + name for name in [
        "document", "body", "hdr", "ftr", "footnotes", "footnote", "ins", "moveTo", "hyperlink", "smartTag", "sdt",
        "sdtContent", "customXml", "bdo", "dir",
    ])]
)  # fmt: skip
_HIDING = frozenset(["vanish", "specVanish"])
_NO = ("0", "false", "off")
_VALUE = f"{W}val"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SECTION, _CHANGED = f"{W}sectPr", f"{W}sectPrChange"


class Styles:
    """What the styles of a template say of how words look."""

    def __init__(self, root: Any) -> None:
        self.named = {style.get(f"{W}styleId"): style for style in root.findall(f"{W}style")}
        self.default = next(
            (name for name, style in self.named.items()
             if style.get(f"{W}type") == "paragraph" and _on(style.get(f"{W}default", "0"))), None,
        )  # fmt: skip
        self.everywhere = root.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.apart = root.findall(f"{W}docDefaults/{W}pPrDefault/{W}pPr")

    def of_run(self, run: Any, paragraph: Any) -> Iterator[list[Any]]:
        """What is said of the look of a run, what decides first."""
        yield run.findall(f"{W}rPr")
        for style in (*self._line(_value(run, f"{W}rPr/{W}rStyle")), *self._of_paragraph(paragraph)):
            yield style.findall(f"{W}rPr")
        yield self.everywhere

    def of_lines(self, paragraph: Any) -> Iterator[list[Any]]:
        """What is said of the lines of a paragraph, what decides first."""
        yield paragraph.findall(f"{W}pPr")
        for style in self._of_paragraph(paragraph):
            yield style.findall(f"{W}pPr")
        yield self.apart

    def _of_paragraph(self, paragraph: Any) -> list[Any]:
        return self._line(_value(paragraph, f"{W}pPr/{W}pStyle") or self.default)

    def _line(self, name: str | None) -> list[Any]:
        """A style, and those it is made from."""
        found: list[Any] = []
        while name in self.named and self.named[name] not in found and len(found) < 50:
            found.append(self.named[name])
            name = _value(found[-1], f"{W}basedOn")
        return found


def read_seen(root: Any, styles: Styles) -> set[str]:
    """What is always said and is found in a part, in plain sight. Raises Fault when some of it is not."""
    seen: set[str] = set()
    fields = _in_fields(root)
    for paragraph, texts in _paragraphs(root).items():
        words = "".join(text.text or "" for text in texts)
        for found in _PRINTED.finditer(words):
            name = re.sub(r"[\s()]", "", found[0][2:-2])
            if name not in ALWAYS:
                continue
            held = _overlapping(texts, found.start(), found.end())
            if paragraph is None or not all(text not in fields and _is_seen(text, styles) for text in held):
                raise Fault("unseen", mark=f"{{{{ {name} }}}}", near=near(words, found[0]))
            seen.add(name)
    return seen


def said_on_all_pages(body: Any, said: dict[str, set[str]], *, even: bool) -> set[str]:
    """What the body says, and what the head or the foot of every page does. ``said`` is by part; heads, by relation."""
    everywhere: set[str] | None = None
    held: dict[tuple[str, str], str | None] = {}
    for section in _sections(body) or ():
        own: dict[tuple[str, str], str | None] = {}
        for end in ("header", "footer"):
            for reference in section.findall(f"{W}{end}Reference"):
                key = end, reference.get(f"{W}type", "default")
                own[key] = None if key in own else reference.get(_ID)
        held |= own
        pages = ["default", *(["even"] if even else []), *(["first"] if is_on(section.find(f"{W}titlePg")) else [])]
        for page in pages:
            here = {name for end in ("header", "footer") for name in said.get(held.get((end, page)) or "", ())}
            everywhere = here if everywhere is None else everywhere & here
    return said["body"] | (everywhere or set())


def _sections(body: Any) -> list[Any] | None:
    """The sections, when they stand where all programs read them whatever the template is filled with."""
    found, opened = [], 0
    for element in body.iter():
        if element.tag == T:
            opened += len(_OPENS.findall(element.text or "")) - len(_CLOSES.findall(element.text or ""))
        elif element.tag == _SECTION:
            above = element.getparent()
            if above.tag == _CHANGED:
                continue
            if above is not body:
                paragraph = above.getparent()
                words = "".join(text.text or "" for text in paragraph.iter(T))
                if above.tag != f"{W}pPr" or paragraph.tag != P or not _is_around(paragraph) or opened or "{%" in words:
                    return None
            found.append(element)
    return found


def _paragraphs(root: Any) -> dict[Any, list[Any]]:
    held: dict[Any, list[Any]] = {}
    for text in root.iter(T):
        held.setdefault(next(text.iterancestors(P), None), []).append(text)
    return held


def _overlapping(texts: list[Any], start: int, end: int) -> list[Any]:
    held, at = [], 0
    for text in texts:
        after = at + len(text.text or "")
        if at < end and after > start:
            held.append(text)
        at = after
    return held


def _in_fields(root: Any) -> set[Any]:
    """The words of what fields show: the next time they are brought up to date, these words go."""
    found, depth = set(), 0
    for element in root.iter(T, f"{W}fldChar"):
        if element.tag == T:
            if depth:
                found.add(element)
        else:
            mark = element.get(f"{W}fldCharType")
            depth = depth + 1 if mark == "begin" else max(depth - (mark == "end"), 0)
    return found


def _is_around(element: Any) -> bool:
    return all(above.tag in _AROUND for above in element.iterancestors())


def _is_seen(text: Any, styles: Styles) -> bool:
    run = text.getparent()
    if run.tag != R or not _is_around(text):
        return False
    paragraph = next(run.iterancestors(P))
    grounds = _grounds(run, paragraph)
    for name in ("vanish", "specVanish", "color", "sz", "w", "textFill"):
        for level in styles.of_run(run, paragraph):
            said = [child for look in level for child in look if str(child.tag).rpartition("}")[2] == name]
            if any(_hides(name, child, grounds) for child in said):
                return False
            if said:
                break
    return not _is_flat(paragraph, styles)


def _hides(name: str, said: Any, grounds: set[str]) -> bool:
    value = said.get(_VALUE, "")
    if name in _HIDING:
        return is_on(said)
    if name == "color":
        pale = re.fullmatch(r"[0-9A-Fa-f]{6}", value) and min(bytes.fromhex(value)) >= _PALEST
        theme = said.get(f"{W}themeColor", "") in ("background1", "light1") and not said.get(f"{W}themeShade")
        return bool(pale) or theme or value.casefold() in grounds
    if name == "textFill":
        return True
    return _number(value) < (SMALLEST if name == "sz" else _NARROWEST)


def _grounds(run: Any, paragraph: Any) -> set[str]:
    """The colours on which a run is printed."""
    shades = [*run.findall(f"{W}rPr/{W}shd"), *paragraph.findall(f"{W}pPr/{W}shd")]
    for cell in run.iterancestors(CELL):
        shades += cell.findall(f"{W}tcPr/{W}shd")
    return {shade.get(f"{W}fill", "auto").casefold() for shade in shades} - {"auto"}


def _is_flat(paragraph: Any, styles: Styles) -> bool:
    """Lines, or rows, so low that words are cut away."""
    for level in styles.of_lines(paragraph):
        lines = [line for look in level for line in look.findall(f"{W}spacing") if line.get(f"{W}lineRule")]
        if any(line.get(f"{W}lineRule") == "exact" and _number(line.get(f"{W}line", "")) < _LOWEST for line in lines):
            return True
        if lines:
            break
    for row in paragraph.iterancestors(ROW):
        if any(is_on(hidden) for hidden in row.findall(f"{W}trPr/{W}hidden")):
            return True
        for height in row.findall(f"{W}trPr/{W}trHeight"):
            if height.get(f"{W}hRule") == "exact" and _number(height.get(_VALUE, "")) < _LOWEST:
                return True
    return False


def _number(said: str) -> float:
    """A size; one that cannot be read is the smallest of all."""
    found = re.match(r"\d+(\.\d+)?", said)
    return float(found[0]) if found and not said.endswith("in") else 0.0


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(_VALUE)


def is_on(element: Any) -> bool:
    """Whether what Word writes as an element is there, and does not say no."""
    return element is not None and _on(element.get(_VALUE, "1"))


def _on(value: str) -> bool:
    return value not in _NO
