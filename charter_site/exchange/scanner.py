"""Reads JSON and remembers where each value stands.

The standard library's decoder forgets positions, lets the last of two equal keys win, takes ``NaN``, and
fails on depth with an error of the interpreter. This one reads with the same string scanner, keeps a tree
of places beside the tree of values, and says every refusal as a sentence with its line and its key.
"""

import re
import unicodedata
from collections.abc import Iterator
from json import JSONDecodeError, decoder
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from charter_site.exchange.problems import Path, Problem, Problems, RefusedFile, shown

DEEPEST = 32
LONGEST_NUMBER = 40

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None}
NOT_NUMBERS = re.compile(r"NaN|-?Infinity")
# The decoder's own reader of strings, in C; the published stubs do not know it.
scanstring = decoder.scanstring  # type: ignore[attr-defined]
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Places:
    """Where a value begins, and where the values inside it do."""

    __slots__ = ("inside", "offset")

    def __init__(self, offset: int):
        self.offset = offset
        self.inside: dict[str | int, Places] | None = None

    def offset_of(self, path: Path) -> int:
        """The offset of the deepest place that exists on the path: a missing key is where it should be."""
        place = self
        for step in path:
            if not place.inside or step not in place.inside:
                break
            place = place.inside[step]
        return place.offset


class Scanner:
    """One reading of one text. Small faults are collected; broken syntax ends the reading."""

    def __init__(self, text: str, problems: Problems):
        self.text = text
        self.problems = problems
        self.at = 0
        self.path: list[str | int] = []

    def read(self) -> tuple[Any, Places]:
        value, places = self._value()
        self._skip_space()
        if self.at < len(self.text):
            self._stop(_("the end of the file"))
        return value, places

    def _value(self) -> tuple[Any, Places]:
        self._skip_space()
        places = Places(self.at)
        start = self.text[self.at : self.at + 1]
        if start in ("{", "["):
            if len(self.path) >= DEEPEST:
                self._stop(_("at most %(count)s levels, one inside the other") % {"count": DEEPEST})
            places.inside = {}
            return (self._object if start == "{" else self._array)(places.inside), places
        if start == '"':
            return self._string(), places
        return self._number_or_word(), places

    def _object(self, inside: dict[str | int, Places]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for _turn in self._entries("}"):
            self._skip_space()
            key_at = self.at
            if not self.text.startswith('"', key_at):
                self._stop(_("a key between quotation marks"))
            key = self._string(of_key=True)
            self.path.append(key)
            if key in values:
                self._note(key_at, shown(key), _("each key once in its object"))
            self._skip_space()
            if not self._takes(":"):
                self._stop(_("a colon after the key"))
            values[key], place = self._value()
            self.path.pop()
            place.offset = key_at
            inside[key] = place
        return values

    def _array(self, inside: dict[str | int, Places]) -> list[Any]:
        values: list[Any] = []
        for _turn in self._entries("]"):
            self.path.append(len(values))
            value, inside[len(values)] = self._value()
            self.path.pop()
            values.append(value)
        return values

    def _entries(self, closing: str) -> Iterator[None]:
        """Yield before each entry of an object or a list; consume what stands between them."""
        self.at += 1
        self._skip_space()
        if self.text.startswith(closing, self.at):
            self.at += 1
            return
        while True:
            yield
            self._skip_space()
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if not self._takes(","):
                self._stop(_("a comma or “%(closing)s”") % {"closing": closing})

    def _string(self, *, of_key: bool = False) -> str:
        """The string in Unicode NFC: what is checked is what will be stored."""
        begins = self.at
        try:
            value, self.at = scanstring(self.text, begins + 1, True)
        except JSONDecodeError as error:
            self.at = error.pos
            if error.msg.startswith("Unterminated"):
                self.at = len(self.text)
            self._stop(_("a text that is closed, with control characters and backslashes escaped"))
        if LONE_SURROGATE.search(value):
            self._note(begins, shown(value), _("whole characters, not half of a surrogate pair"))
            value = LONE_SURROGATE.sub("\ufffd", value)
        return value if of_key else unicodedata.normalize("NFC", value)

    def _number_or_word(self) -> int | float | bool | None:
        for word, value in WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        if found := NOT_NUMBERS.match(self.text, self.at):
            self._note(self.at, found[0], _("a number"))
            self.at = found.end()
            return 0
        if not (found := NUMBER.match(self.text, self.at)):
            self._stop(_("a value"))
        begins, self.at = self.at, found.end()
        if len(found[0]) > LONGEST_NUMBER or abs(float(found[0])) == float("inf"):
            self._note(begins, f"{found[0][:20]}…", _("a number of a reasonable size"))
            return 0
        if found[1] or found[2]:
            number = float(found[0])
            return int(number) if number.is_integer() else number  # 12.0 is a whole number in JSON Schema
        return int(found[0])

    def _skip_space(self) -> None:
        if space := SPACE.match(self.text, self.at):
            self.at = space.end()

    def _takes(self, mark: str) -> bool:
        """Go past the mark if it stands here."""
        if not self.text.startswith(mark, self.at):
            return False
        self.at += 1
        return True

    def _note(self, at: int, found: str, expected: str) -> None:
        self.problems.add(Problem(tuple(self.path), line_at(self.text, at), found, expected))

    def _stop(self, expected: str) -> NoReturn:
        """Refuse here and now: nothing after broken syntax can be trusted."""
        ends = self.at >= len(self.text)
        found = _("the end of the file") if ends else shown(self.text[self.at : self.at + 20])
        problem = Problem(tuple(self.path), line_at(self.text, self.at), found, expected)
        raise RefusedFile([*self.problems, problem], more=self.problems.more)


def line_at(text: str, offset: int) -> int:
    """The number of the line, from 1, on which an offset falls."""
    return text.count("\n", 0, offset) + 1
