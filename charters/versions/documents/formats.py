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
from charters.versions.documents.outline import outline_of
from charters.versions.documents.pdf_file import write_pdf
from charters.versions.models import Version
from governance.conditional import release

Writer = Callable[[Version, Content, Around], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to take a version away: the ending of its file, what it is for, and who writes it."""

    ending: str
    name: str
    purpose: str | Promise
    media_type: str
    write: Writer


FORMATS = MappingProxyType(
    {
        each.ending: each
        for each in (
            Format(
                "pdf",
                "PDF",
                _("to read, to print, or to listen to with a screen reader"),
                "application/pdf",
                lambda version, content, around: write_pdf(outline_of(version, content, around)),
            ),
            Format("json", "JSON", _("for a programme: all that the seals cover"), "application/json", write_json),
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
