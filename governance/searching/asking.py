"""What a reader types in the search box: words, all of them wanted, and phrases between quotes. No operator at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from governance.searching.french import CONFIGURATION

LONGEST = 200
PHRASE = re.compile(r'["«“„]\s*([^"«»“”„]*?)\s*["»”“]')
# Of what is typed, in the words of PostgreSQL: governance_searched is that of the texts.
ALL_OF = f"plainto_tsquery('{CONFIGURATION}', governance_searched(%s))"
IN_A_ROW = f"phraseto_tsquery('{CONFIGURATION}', governance_searched(%s))"
LEXEMES = (
    "(SELECT string_agg(quote_literal(each.lexeme) || '{sign}', ' | ')::tsquery FROM "
    f"unnest(to_tsvector('{CONFIGURATION}', governance_searched(%s))) AS each)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: its words, its phrases, and of which kind the texts should be."""

    words: str
    phrases: tuple[str, ...]
    kind: str = ""

    @property
    def text(self) -> str:
        """All that is looked for, as one text."""
        return " ".join((self.words, *self.phrases)).strip()

    def query(self) -> tuple[str, list[str]]:
        """SQL of the search, and its parameters."""
        parts = [(ALL_OF, self.words)] if self.words else []
        parts += [(IN_A_ROW, phrase) for phrase in self.phrases]
        return f"({' && '.join(sql for sql, _words in parts)})", [words for _sql, words in parts]

    def nearly(self) -> tuple[str, list[str]]:
        """SQL of the search of texts that hold some of the words, or words that begin like them."""
        return LEXEMES.format(sign=":*"), [self.text]


def read(typed: str, *, kind: str = "") -> Asked:
    """What was typed, read as people mean it: quotes hold a phrase, anything else is words."""
    text = unicodedata.normalize("NFC", typed)
    phrases = tuple(dict.fromkeys(found for found in PHRASE.findall(text) if found))
    return Asked(PHRASE.sub(" ", text).strip(), phrases, kind)
