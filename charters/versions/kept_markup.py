"""Markup that can never change, kept in memory: what a validated version shows, what differs between two of them.

A validated version is frozen, so its markup is a function of its id, of its content hash and of who reads (signed in or
not, in which language): kept under exactly that, there is nothing to invalidate. So is that of a clause, by its own
words: a new version draws only the clauses that it changed. What was not asked for lately goes first when the shelf is
full, so that memory is bounded whatever the number and the length of the versions.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charters.versions.changes import Changes
from charters.versions.content import ClauseContent, Content
from charters.versions.models import Version, VersionStep
from charters.versions.validations import Validated
from governance.templatetags.french import day

# Characters of markup, in each process; one costs one or two bytes, and the keys of clauses about a third more.
MOST = 24_000_000


class Shelf:
    """Texts by key, up to a number of characters; the least recently read goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._texts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], SafeString]) -> SafeString:
        """The text under this key, made if it is not there. Two threads may make it at once: it is the same."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = make()
        with self._lock:
            self.held += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self.held > self.most:
                self.held -= len(self._texts.popitem(last=False)[1])
        return text

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._texts.clear()
            self.held = 0


SHELF = Shelf(MOST)


def article_of(
    version: Version, validation: VersionStep, *, signed_in: bool, read: Callable[[], Content]
) -> SafeString:
    """The article of a validated version; ``read`` gives its content, and is called only when it must be made."""

    def make() -> SafeString:
        context = {"version": version, "validation": validation, "content": read(), **_reader(signed_in)}
        return _rendered("article", context)

    return SHELF.get(("article", _name(version), signed_in, get_language()), make)


def clause_of(version: Version, clause: ClauseContent, *, signed_in: bool) -> SafeString:
    """A clause of the article. Its key is its own words: most clauses are the same from one version to the next."""

    reason = version.reasons_without_experience.get(clause.code, "")

    def make() -> SafeString:
        context = {"version": version, "clause": clause, "without_experience": reason, **_reader(signed_in)}
        return _rendered("clause", context)

    words = replace(clause, position=0)  # which the page does not show
    return SHELF.get(("clause", words, reason, version.charter.slug, version.language, signed_in, get_language()), make)


def contents_of(version: Version, *, read: Callable[[], Content]) -> SafeString:
    """The table of contents that goes with the article, outside it."""

    def make() -> SafeString:
        context = {"version": version, "content": read()}
        return _rendered("contents", context)

    return SHELF.get(("contents", _name(version), get_language()), make)


def changes_markup(before: Version, after: Version, *, signed_in: bool, read: Callable[[], Changes]) -> SafeString:
    """What changes from one validated version to another, as redlines and in words."""

    def make() -> SafeString:
        context = {
            "charter": after.charter,
            "changes": read(),
            "ticks": False,
            "left_out": "",
            "returning": False,
            "in_words": True,
            **_reader(signed_in),
        }
        return _rendered("compared", context)

    return SHELF.get(("changes", _name(before), _name(after), signed_in, get_language()), make)


def options_of(validated: Sequence[Validated], chosen: int) -> SafeString:
    """The options of a list of every version of a charter, one of them chosen. Numbers and days never change: the list
    is the same until there is another version."""

    def make() -> SafeString:
        plain, marked = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
        options = (
            format_html(marked if each.number == chosen else plain, each.number, _named(each)) for each in validated
        )
        return format_html_join("", "{}", ([option] for option in options))

    return SHELF.get(("options", validated[-1].version, chosen, get_language()), make)


def _named(validated: Validated) -> str:
    """A version by its number and day, in the language of the screen."""
    return _("%(number)s, of %(day)s") % {"number": validated.number, "day": day(validated.at)}


def _name(version: Version) -> tuple[Any, ...]:
    """What a version's markup depends on: its rows, all sealed, and the address of its charter."""
    return version.pk, version.content_hash, version.charter.slug


def _reader(signed_in: bool) -> dict[str, Any]:
    """All that these templates may know of who reads: nothing else of a reader may get into what others read."""
    return {"user": SimpleNamespace(is_authenticated=signed_in)}


def _rendered(partial: str, context: dict[str, Any]) -> SafeString:
    return cast("SafeString", get_template(f"charters/versions/partials/{partial}.html").render(context))
