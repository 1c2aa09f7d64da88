"""The typography of French sentences on screen: what is wrong with one, and how to put it right."""

import re

from governance.plain_text import NARROW_NO_BREAK, NO_BREAK, french

# What is not read as French: markup, and the names of what is put in.
_NOT_WORDS = re.compile(r"<[^<>]*>|%\(\w+\)[a-z]|%[sd]|\{\w*\}|https?://\S+")

_FAULTS = {
    "a straight apostrophe": re.compile(r"(?<=[^\W\d_])'"),
    "a straight quotation mark": re.compile(r'"'),
    "a breaking space before ; ! ? : » or %": re.compile(r" [;!?:»]| %(?!\w)"),
    "a breaking space after «": re.compile(r"« "),
    "no space before ; ! or ?": re.compile(rf"[^\s{NO_BREAK}{NARROW_NO_BREAK}!?(;][;!?](?!\w)"),
    "no space before :": re.compile(rf"[^\s\d{NO_BREAK}{NARROW_NO_BREAK}]:(?=\s|$)"),
    "no space inside « »": re.compile(rf"«[^{NO_BREAK}{NARROW_NO_BREAK}]|[^{NO_BREAK}{NARROW_NO_BREAK}]»"),
    "a middle dot": re.compile("[·•‧]"),
    "three dots for …": re.compile(r"\.\.\."),
}


def typography_faults(text: str) -> list[str]:
    """What a French reader would see as wrong, in words."""
    words = _NOT_WORDS.sub("x", text)
    return [fault for fault, pattern in _FAULTS.items() if pattern.search(words)]


def typographic_message(text: str) -> str:
    """The same sentence with the apostrophes and spaces of French; markup and placeholders are left alone."""
    parts, last = [], 0
    for found in _NOT_WORDS.finditer(text):
        parts += [text[last : found.start()], found[0]]
        last = found.end()
    parts.append(text[last:])
    # Typography looks at what is on both sides of a space: a stand-in of the same length keeps the place.
    stand_in = "".join(part if index % 2 == 0 else "x" * len(part) for index, part in enumerate(parts))
    shown = french(stand_in)
    result, place = [], 0
    for index, part in enumerate(parts):
        result.append(part if index % 2 else shown[place : place + len(part)])
        place += len(part)
    return "".join(result)
