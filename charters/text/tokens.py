"""A French text cut in tokens: what is compared, merged and anchored.

Words, and every apostrophe, hyphen and mark of punctuation, are tokens of their own; the spaces that follow a
token are carried with it and never compared, so that they never conflict. A paragraph or a list item begins with
a *break*: the newline and, for an item, its dash. Joining the tokens gives the text back, to the character.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

# What a text begins with, and what each of its paragraphs and list items begins with.
_OPENING = re.compile(r"\s*(?:-[^\S\n]+)?")
_TOKEN = re.compile(
    r"(\n\s*(?:-[^\S\n]+)?)"  # a break
    r"|(?:(\d+(?:[.,]\d+)+|\w[\w\u0300-\u036f]*)"  # a number, a word
    # A mark: dots of suspension, or one character with what is drawn upon it.
    r"|(\.{2,}|[\U0001F1E6-\U0001F1FF]{2}"
    r"|[^\w\s](?:[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001F3FB-\U0001F3FF]|\u200d[^\w\s])*))"
    r"([^\S\n]*)"
)
PARAGRAPH, ITEM = "\n", "\n-"

_SENTENCE_END = frozenset(".!?…") | {"..", "...", "....", ".....", "......"}
_CLOSING = frozenset("»”\")]'’")
_OPENS_SENTENCE = frozenset('«“"([—–')
_ABBREVIATIONS = frozenset(["M", "MM", "Mme", "Mmes", "Mlle", "Dr", "Pr", "art", "cf", "p", "ex", "env", "réf"])


@dataclass(frozen=True)
class Tokens:
    """One text in tokens. ``keys`` is what is compared; ``texts`` is what is joined."""

    keys: list[str]
    texts: list[str]
    spaces: list[str]
    is_word: list[bool] = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def is_break(self, index: int) -> bool:
        return self.keys[index][0] == "\n"

    def words(self, start: int, end: int) -> int:
        """How many words there are from one token to another."""
        return sum(self.is_word[start:end])

    def join(self, start: int, end: int) -> str:
        return "".join(self.texts[start:end])

    @cached_property
    def boundaries(self) -> bytearray:
        """For each place between tokens (before the first, after the last), whether a sentence may begin there."""
        places = bytearray(len(self) + 1)
        places[0] = places[-1] = 1
        keys = self.keys
        for index, key in enumerate(keys):
            if key[0] == "\n":
                places[index] = places[index + 1] = 1
            elif key in _SENTENCE_END:
                self._end_of_sentence(index, places)
        return places

    def _end_of_sentence(self, index: int, places: bytearray) -> None:
        after, last = index + 1, len(self)
        while after < last and self.keys[after] in _CLOSING:
            after += 1
        if after == last or not self.spaces[after - 1]:
            return
        if self.keys[index] == "." and index and self._is_abbreviation(self.keys[index - 1]):
            return
        following = self.keys[after]
        if following[0].isupper() or following[0].isdigit() or following in _OPENS_SENTENCE:
            places[after] = 1

    @staticmethod
    def _is_abbreviation(word: str) -> bool:
        return word in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def tokenise(text: str) -> Tokens:
    """Cut a text in tokens; the first is the break that opens it, which is most often empty."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    first = text[:start]
    keys, texts, spaces, is_word = [ITEM if "-" in first else PARAGRAPH], [first], [""], [False]
    for line_break, word, mark, space in _TOKEN.findall(text, start):
        if line_break:
            keys.append(ITEM if "-" in line_break else PARAGRAPH)
            texts.append(line_break)
        else:
            keys.append(word or mark)
            texts.append((word or mark) + space)
        spaces.append(space)
        is_word.append(bool(word))
    return Tokens(keys, texts, spaces, is_word)
