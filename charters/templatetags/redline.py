"""Differences on the page: real deletions and insertions, and the same changes told in words."""

from typing import Any

from django import template
from django.conf import settings

from charters.text.comparing import compared
from charters.text.redline import changes_in_words
from charters.text.redline_blocks import blocks
from governance.plain_text import typographic

register = template.Library()


@register.inclusion_tag("charters/text/partials/redline.html")
def redline(
    before: str, after: str, anchor: str = "", size: str = "", language: str = "", first: int = 1, count: int = 0
) -> dict[str, Any]:
    """The second text with what was deleted and inserted since the first.

    With an ``anchor``, each change has its number and its address (anchor-1, anchor-2…), from which one goes to the
    next; ``first`` and ``count`` are for several redlines on one page. ``size`` is "large" or "small".
    """
    comparison = compared(before, after)
    return {
        "groups": blocks(comparison, _content_language(language), first=first, count=count),
        "anchor": anchor,
        "count": count or len(comparison.changes),
        "size": size,
    }


@register.inclusion_tag("charters/text/partials/redline_changes.html")
def redline_changes(before: str, after: str, anchor: str = "", language: str = "", first: int = 1) -> dict[str, Any]:
    """The same changes as a numbered list, in words; with the redline's ``anchor``, each leads to its mark."""
    language = _content_language(language)
    changes = [
        {
            "change": change,
            "number": change.number + first - 1,
            "old": _quoted(change.old, language),
            "new": _quoted(change.new, language),
        }
        for change in changes_in_words(compared(before, after))
    ]
    return {"changes": changes, "anchor": anchor, "first": first}


def _quoted(words: str, language: str) -> str:
    return typographic(" ¶ ".join(words.split("\n")), language)


def _content_language(language: str) -> str:
    return (language or settings.LANGUAGE_CODE)[:2]
