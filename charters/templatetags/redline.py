"""Differences on the page: real deletions and insertions, and the same changes told in words."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings

from charters.text import redline as comparing
from charters.text.redline_blocks import blocks
from governance.plain_text import typographic

register = template.Library()


@lru_cache(maxsize=64)
def _compared(before: str, after: str) -> comparing.Redline:
    """The marks and the list of a page are two readings of one comparison."""
    return comparing.redline(before, after)


@register.inclusion_tag("charters/text/partials/redline.html")
def redline(before: str, after: str, anchor: str = "", size: str = "", language: str = "") -> dict[str, Any]:
    """The second text with what was deleted and inserted since the first.

    With an ``anchor``, each change has an address (anchor-1, anchor-2…); ``size`` is "large" or "small".
    """
    return {
        "groups": blocks(_compared(before, after), _content_language(language)),
        "anchor": anchor,
        "size": size,
    }


@register.inclusion_tag("charters/text/partials/redline_changes.html")
def redline_changes(before: str, after: str, anchor: str = "", language: str = "") -> dict[str, Any]:
    """The same changes as a numbered list, in words; with the redline's ``anchor``, each leads to its mark."""
    language = _content_language(language)
    changes = [
        {"change": change, "old": _quoted(change.old, language), "new": _quoted(change.new, language)}
        for change in comparing.changes_in_words(_compared(before, after))
    ]
    return {"changes": changes, "anchor": anchor}


def _quoted(words: str, language: str) -> str:
    return typographic(" ¶ ".join(words.split("\n")), language)


def _content_language(language: str) -> str:
    return (language or settings.LANGUAGE_CODE)[:2]
