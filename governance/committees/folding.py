"""Subjects as words that can be compared: without case, accents, plurals, articles nor small words.

French first; English small words are left out too. It is enough to know a subject again, it is no grammar.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    {
        "le", "la", "les", "un", "une", "des", "du", "de", "au", "aux", "et", "ou", "en", "dans", "sur", "sous", "par",
        "pour", "avec", "sans", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "notre", "nos",
        "votre", "vos", "qu", "que", "qui", "quoi", "dont", "ne", "pas", "se", "on", "il", "elle", "ils", "elles",
        "est", "sont", "entre", "vers", "chez", "selon", "ainsi", "the", "of", "and", "or", "in", "by", "for",
        "with", "without", "to", "an", "at", "from", "its", "their", "our", "your", "is", "are", "as",
    }
)  # fmt: skip
# Two subjects are nearly the same from this part of the words of the longer one, and from two words in common.
NEAR = 2 / 3
LEAST_IN_COMMON = 2


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, ligatures opened, any space or apostrophe a space."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    apart = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(re.sub(r"['’\s]+", " ", plain).split())


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words that carry the subject, each in the singular."""
    words = _WORD.findall(folded(text))
    return frozenset(singular(word) for word in words if word not in _SMALL and (len(word) > 1 or word.isdigit()))


def singular(word: str) -> str:
    """A French or English plural without its ending: travaux and travail do not meet, most others do."""
    if len(word) <= 3:
        return word
    if word.endswith("aux"):
        return word[:-1] if word.endswith("eaux") else f"{word[:-3]}al"
    return word[:-1] if word[-1] in "sx" and not word.endswith("ss") else word


def same_subject(one: str, other: str) -> bool:
    """Whether two subjects are the same, or nearly.

    The same words, in whatever order; or at least two words in common, which make two thirds of the longer subject.
    """
    return same_words(words_of(one), words_of(other))


def same_words(these: frozenset[str], those: frozenset[str]) -> bool:
    """The same of subjects whose words are known."""
    if not these or not those:
        return False
    common = len(these & those)
    return these == those or (common >= LEAST_IN_COMMON and common >= NEAR * max(len(these), len(those)))
