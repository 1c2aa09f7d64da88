"""A language for tests in which every translated sentence is between brackets.

Whatever shows on a page outside brackets, and is nobody's words, was written without gettext.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

CODE = "en-xa"
_CONTEXT_END = "\x04"
# Django cuts this one at its commas.
_NOT_A_SENTENCE = {"yes,no,maybe"}


class BracketedTranslations(NullTranslations):
    """A catalogue that knows every sentence, as [[sentence]]."""

    def __init__(self, language: str = CODE) -> None:
        super().__init__()
        self._language = language

    def language(self) -> str:
        return self._language

    def to_language(self) -> str:
        return self._language

    def gettext(self, message: str) -> str:
        message = message.rpartition(_CONTEXT_END)[2]
        return message if message in _NOT_A_SENTENCE else f"[[{message}]]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def everywhere() -> Iterator[None]:
    """Bracket every language of the site, and ``CODE``: a page asked for in any of them comes bracketed."""
    read: Any = trans_real  # where Django keeps the catalogues it has read, under private names
    catalogues, default = read._translations, read._default  # noqa: SLF001
    kept, language = dict(catalogues), translation.get_language()
    catalogues.update({code: BracketedTranslations(code) for code, _ in [*settings.LANGUAGES, (CODE, "")]})
    read._default = catalogues[settings.LANGUAGE_CODE]  # noqa: SLF001
    try:
        with translation.override(language):
            yield
    finally:
        catalogues.clear()
        catalogues.update(kept)
        read._default = default  # noqa: SLF001
        if language:
            translation.activate(language)
