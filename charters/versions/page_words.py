"""The words of a version's page, as a browser copies them: what a whole pasted version is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from html.parser import HTMLParser

from django.conf import settings
from django.utils.translation import override

from charters.text.models import Charter
from charters.versions.content import frozen_content
from charters.versions.kept_markup import article_of
from charters.versions.reading import validation_of, version_numbered

_INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "span", "strong", "sup", "time"])


class _Words(HTMLParser):
    """Blocks are lines, marks inside a line are nothing; what a closed detail hides is left out, if asked."""

    def __init__(self, *, opened: bool) -> None:
        super().__init__()
        self.opened, self.parts = opened, list[str]()
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside.append(tag)
        self.parts.append("" if tag in _INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            continue
        self.parts.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        hidden = not self.opened and "details" in self.inside and "summary" not in self.inside
        if not hidden:
            self.parts.append(data)


def words_of_page(markup: str, *, opened: bool) -> str:
    """The text of some markup of ours; ``opened`` takes in what closed details hide."""
    reader = _Words(opened=opened)
    reader.feed(markup)
    return "".join(reader.parts)


def articles_in_words(slug: str, number: int) -> Iterator[str]:
    """The article of a validated version in each language, its details closed, then open. Three queries at most."""
    version = version_numbered(Charter.objects.get(slug=slug), number)
    validation = validation_of(version)
    read = cache(partial(frozen_content, version))
    for language, _name in settings.LANGUAGES:
        with override(language):
            markup = article_of(version, validation, signed_in=False, read=read) if validation else ""
        yield from (words_of_page(markup, opened=opened) for opened in (False, True))
