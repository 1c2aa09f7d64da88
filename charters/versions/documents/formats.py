"""The formats in which a version is taken away: one table, for the addresses, the links and the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from charters.versions.content import Content
from charters.versions.documents.around import Around
from charters.versions.documents.json_file import write_json
from charters.versions.documents.opendocument_file import write_odt
from charters.versions.documents.opendocument_frame import MEDIA_TYPE as OPENDOCUMENT
from charters.versions.documents.outline import Outline, outline_of
from charters.versions.documents.pdf_file import write_pdf
from charters.versions.documents.word_file import write_docx
from charters.versions.documents.word_frame import MEDIA_TYPE as WORD
from charters.versions.models import Version
from governance.conditional import release

Writer = Callable[[Version, Content, Around], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to take a version away: the ending of its file, what it is for, and who writes it."""

    ending: str
    name: str | Promise
    purpose: str | Promise
    media_type: str
    write: Writer


def _from_outline(write: Callable[[Outline], bytes]) -> Writer:
    return lambda version, content, around: write(outline_of(version, content, around))


FORMATS = MappingProxyType(
    {
        each.ending: each
        for each in (
            Format(
                "pdf",
                _("PDF"),
                _("to read, to print, or to listen to with a screen reader"),
                "application/pdf",
                _from_outline(write_pdf),
            ),
            Format(
                "docx", _("Word (DOCX)"), _("to quote it, to change it, to send it on"), WORD, _from_outline(write_docx)
            ),
            Format(
                "odt", _("OpenDocument (ODT)"), _("the same, for LibreOffice"), OPENDOCUMENT, _from_outline(write_odt)
            ),
            Format(
                "json", _("JSON"), _("for a program: everything that the seals cover"), "application/json", write_json
            ),
        )
    }
)


def mark_of(version: Version, around: Around, *parts: object) -> str:
    """What tells a file from another (an ETag): the seals of the version, who made the file, the language of labels."""
    seal = around.validation.chain_hash if around.validation else ""
    shown = (version.content_hash, seal, around.anchor, around.opinions, get_language(), release(), *parts)
    return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'


def file_name(version: Version, around: Around, ending: str) -> str:
    """A name in plain letters, which says first that a draft is one."""
    if around.validation:
        return f"{slugify(version.charter.slug)}-v{around.validation.number}.{ending}"
    words = [pgettext("name of a file", "draft"), version.charter.slug, pgettext("name of a file", "submitted")]
    return f"{slugify(' '.join(words))}-{version.submission}.{ending}"


def changes_name(before: tuple[Version, Around], after: tuple[Version, Around]) -> str:
    """The name of the file of changes between two versions, in plain letters."""
    (_version, was), (version, becomes) = before, after
    slug = slugify(version.charter.slug)
    old, new = (found.validation.number if found.validation else None for found in (was, becomes))
    if new is None:
        words = [pgettext("name of a file", "draft"), slug, pgettext("name of a file", "changes")]
        return f"{slugify(' '.join(words))}-{version.submission}.docx"
    return f"{slug}-v{old}-v{new}.docx"
