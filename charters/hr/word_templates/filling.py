"""Filling a template with a job description: the words go to the press, and what comes back is judged again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.kinds import DocumentKind
from charters.hr.sheets import Sheet
from charters.hr.word_templates import opening
from charters.hr.word_templates.placeholders import Told, known, words_of
from charters.hr.word_templates.press import Press, turn
from governance.plain_text import printable

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
MOST_KEPT = 3  # presses open at a time


class _Prepared:
    """A template that was judged, and its press."""

    def __init__(self, content: bytes) -> None:
        self.judged = opening.judge(content)
        self.press = Press(content, known())

    def fill(self, sheet: Sheet, *, organisation: str, kind: DocumentKind) -> bytes:
        with translation.override(sheet.language):
            told = Told(sheet, DocumentKind(kind), organisation)
            words, properties = words_of(told), _properties(told)
        filled = self.press.fill(words, properties)
        opening.judge(filled, opening.FILLED, judged=self.judged)
        return filled


# The presses that stay open between two documents, by template; nothing where each ends with its document.
_kept: ContextVar[OrderedDict[bytes, _Prepared] | None] = ContextVar("kept", default=None)


def fill(
    content: bytes, sheet: Sheet, *, organisation: str, kind: DocumentKind = DocumentKind.JOB_DESCRIPTION
) -> bytes:
    """The document that a template gives for a job description. Raises Refused."""
    with prepared(content, organisation=organisation, kind=kind) as fill_sheet:
        return fill_sheet(sheet)


@contextmanager
def prepared(
    content: bytes, *, organisation: str, kind: DocumentKind = DocumentKind.JOB_DESCRIPTION
) -> Iterator[Callable[[Sheet], bytes]]:
    """A template ready to be filled many times, in one process that ends with the block.

    The first document costs the start of the process, the others a tenth of it. What is given raises Refused for the
    document that cannot be made; the next ones can be. Outside of ``presses_kept``, one template at a time is filled.
    """
    kept = _kept.get()
    if kept is not None:
        yield partial(_taken(kept, content).fill, organisation=organisation, kind=kind)
        return
    template = _Prepared(content)
    with turn(), template.press:
        yield partial(template.fill, organisation=organisation, kind=kind)


@contextmanager
def presses_kept() -> Iterator[None]:
    """Inside, ``fill`` starts one process for each template, not one for each document; they end with the block."""
    kept: OrderedDict[bytes, _Prepared] = OrderedDict()
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
        for template in kept.values():
            template.press.end()


def _taken(kept: OrderedDict[bytes, _Prepared], content: bytes) -> _Prepared:
    key = hashlib.sha256(content).digest()
    if key not in kept:
        kept[key] = _Prepared(content)
    kept.move_to_end(key)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)[1].press.end()
    return kept[key]


def _properties(told: Told) -> dict[str, str]:
    """What the file says of itself in a document manager: the version and its seal, and no person's name."""
    sheet, source = told.sheet, told.sheet.source
    now = timezone.now().replace(microsecond=0, tzinfo=None).isoformat()
    said = {
        "title": told.title,
        "subject": source.reference if source else told.standing,
        "keywords": "; ".join([_("cooperation charter"), *([source.name, source.seal] if source else [])]),
        "comments": f"{told.standing} {wordings.exchange_support(sheet.opinion)}",
        "category": str(told.kind.label),
        "version": str(source.number or "") if source else "",
        "author": told.organisation,
        "last_modified_by": told.organisation,
        "language": LOCALES.get(sheet.language, sheet.language),
    }
    return {name: printable(value)[:255] for name, value in said.items()} | {"created": now, "modified": now}
