"""Filling a template with a job description: the words go to the press, and what comes back is judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.kinds import DocumentKind
from charters.hr.sheets import Sheet
from charters.hr.word_templates import opening
from charters.hr.word_templates.placeholders import Told, known, words_of
from charters.hr.word_templates.press import Press
from governance.plain_text import printable

LOCALES = {"fr": "fr-FR", "en": "en-GB"}


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
    document that cannot be made; the next ones can be.
    """
    judged = opening.judge(content)
    with Press(content, known()) as press:

        def fill_sheet(sheet: Sheet) -> bytes:
            with translation.override(sheet.language):
                told = Told(sheet, DocumentKind(kind), organisation)
                words, properties = words_of(told), _properties(told)
            filled = press.fill(words, properties)
            opening.judge(filled, opening.FILLED, judged=judged)
            return filled

        yield fill_sheet


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
