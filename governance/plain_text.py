"""What a text is here: plain, in Unicode NFC, with plain spaces; and how it is shown.

Everything people type or import passes through ``clean_plain_text`` once, so that two texts that look alike
are alike, and every offset, digest and comparison can be trusted. French typography is added on display, one
character for one, so that an offset in what is shown is the same offset in what is stored.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

# --- What is stored --------------------------------------------------------------------------------

NO_BREAK, NARROW_NO_BREAK = "\u00a0", "\u202f"

# Ways to type or paste the same thing. A tab is a space; the typographic apostrophe comes back on display.
_SAME_THING = {
    **dict.fromkeys([0x09, 0x00A0, 0x2007, 0x202F, *range(0x2000, 0x200B), 0x205F, 0x3000], " "),
    **dict.fromkeys([0x0B, 0x0D, 0x2028, 0x2029], "\n"),
    0x2019: "'",
    # Marks of layout that word processors leave in what is pasted: no reader sees them, no word needs them.
    **dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF], None),
}
_CONTROL = "\x00-\x09\x0b-\x1f\x7f-\x9f"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_OTHER_ORDER = re.compile(f"[\u061c\u200e\u200f{_DIRECTION}]")
_BROKEN = "\ud800-\udfff\ufffd-\uffff"
_REFUSED = re.compile(f"[{_CONTROL}{_DIRECTION}{_BROKEN}]")
_WORDS_NEAR = 30
# Marks on one letter: beyond thirty it is no writing (Unicode, UAX #15, "stream-safe text"), and putting them in order
# costs the square of their number. Some letters are nothing but marks once taken apart.
_MARKS = "".join(
    char for char in map(chr, [*range(0x300, 0xD800), *range(0xE000, 0x1F000)])
    if unicodedata.combining(unicodedata.normalize("NFD", char)[0])
)  # fmt: skip
_HEAP = re.compile(f"[{_MARKS}]{{31}}")
# What is a letter, a space or a filler of a script, and shows nothing.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def normalise(text: str) -> str:
    """The one way to write a text: NFC, plain spaces, lines ended by one newline and no space.

    It loses no word and is its own fixed point; it does not judge (see ``clean_plain_text``).
    """
    text = text.replace("\r\n", "\n").translate(_SAME_THING)
    if not _HEAP.search(text):
        text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).strip("\n").strip(" ")


def clean_plain_text(value: str, *, max_length: int | None = None, one_line: bool = False) -> str:
    """The text as it will be stored, or a sentence that says what is wrong with it and where.

    Nothing is cut nor taken out in silence: a character that cannot be kept is named, and so is the limit. A text in
    which nothing can be seen is no text.
    """
    text = normalise(value)
    if found := _REFUSED.search(text):
        raise ValidationError(_WHY[_kind(found[0])], code="character", params=_place(text, found.start()))
    if found := _HEAP.search(text):
        raise ValidationError(_WHY["heap"], code="character", params=_place(text, found.start()))
    if all(_shows_nothing(character) for character in text):
        return ""
    if one_line and "\n" in text:
        raise ValidationError(_("This field takes a single line. Write it without a line break."), code="one_line")
    if max_length is not None and len(text) > max_length:
        raise ValidationError(
            _("This text has %(length)s characters and the limit is %(limit)s. Shorten it, then send it again."),
            code="max_length",
            params={"length": len(text), "limit": max_length},
        )
    return text


def refuse_unprintable(text: str) -> None:
    """Refuse, in an address that people follow, each character that no reader sees: words lose some, a link does not.

    Raises ValidationError, which says where it is.
    """
    for offset, character in enumerate(text):
        if not character.isprintable():
            raise ValidationError(_WHY[_kind(character)], code="character", params=_place(text, offset))


_WHY = {
    "control": _(
        "Line %(line)s, near “%(near)s”, there is an invisible control character (%(code)s) that cannot "
        "be kept. Delete it or type these words again, then send the text again."
    ),
    "direction": _(
        "Line %(line)s, near “%(near)s”, there is an invisible character (%(code)s) that makes the text "
        "read in another order than it is written. Delete it or type these words again, then send the "
        "text again."
    ),
    "broken": _(
        "Line %(line)s, near “%(near)s”, there is a broken character (%(code)s). Delete it or type these "
        "words again, then send the text again."
    ),
    "heap": _(
        "Line %(line)s, near “%(near)s”, one letter carries more than thirty accents (%(code)s). Delete them or type "
        "these words again, then send the text again."
    ),
}


def _shows_nothing(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs")


def _kind(character: str) -> str:
    if character >= "\ufffd" or "\ud800" <= character <= "\udfff":
        return "broken"
    return "direction" if _OTHER_ORDER.match(character) else "control"


def _place(text: str, offset: int) -> dict[str, str | int]:
    """Where a character is, in words that its author can find."""
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset) % (len(text) + 1)
    near = text[max(line_start, offset - _WORDS_NEAR) : min(line_end, offset + _WORDS_NEAR)]
    return {
        "line": text.count("\n", 0, offset) + 1,
        "near": _HEAP.sub("", _REFUSED.sub("", near)).strip(),
        "code": f"U+{ord(text[offset]):04X}",
    }


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without the characters that XML cannot hold: one of them would make an exported file unreadable."""
    return _UNPRINTABLE.sub("", text)


# --- What is shown ---------------------------------------------------------------------------------

_APOSTROPHE = re.compile(r"'(?<=[^\W\d_]')")
_FIXED_PLACES = [
    *((f" {mark}", f"{NARROW_NO_BREAK}{mark}") for mark in ";!?"),
    *((f" {mark}", f"{NO_BREAK}{mark}") for mark in ":»%€"),
    *((f"{mark} ", f"{mark}{NO_BREAK}") for mark in ("«", "n°")),
]
_UNITS = re.compile(r" (?<=\d )(?=(?:h|min|km|m²|ha|°C)\b)| (?<=\d h )(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
_DIGIT = re.compile(r"\d ")


@lru_cache(maxsize=2048)
def french(text: str) -> str:
    """French typography, one character for one: the length, and every offset, stay what they are."""
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    for plain, typographic_form in _FIXED_PLACES:
        text = text.replace(plain, typographic_form)
    if _DIGIT.search(text):
        text = _THOUSANDS.sub(lambda number: number[0].replace(" ", NARROW_NO_BREAK), text)
        text = _UNITS.sub(NO_BREAK, text)
    return text


def typographic(text: str, language: str = "fr") -> str:
    """A text as it is shown in the language it is written in."""
    return french(text) if language == "fr" else _APOSTROPHE.sub("’", text)


def paragraphs(text: str) -> Iterator[tuple[bool, str]]:
    """The blocks of a plain text: (is it a list item?, its words), without the dash."""
    for line in text.split("\n"):
        words = line.strip(" ")
        if words.startswith("- "):
            yield True, words[2:].lstrip(" ")
        elif words:
            yield False, words


@lru_cache(maxsize=2048)
def as_html(text: str, language: str = "fr") -> SafeString:
    """Paragraphs and lists, escaped. A page shows two hundred of these: what was rendered once is kept."""
    parts = []
    for in_list, blocks in groupby(paragraphs(text), key=lambda block: block[0]):
        words = ((typographic(block[1], language),) for block in blocks)
        if in_list:
            parts.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", words)))
        else:
            parts.append(format_html_join("\n", "<p>{}</p>", words))
    return format_html_join("\n", "{}", ((part,) for part in parts))
