"""One function makes every document of the desk, in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import pgettext

from charters.hr.documents import (
    clause_cards,
    insert,
    interview_grid,
    job_description,
    mission_letter,
    objective_sheet,
)
from charters.hr.documents.csv_file import write_csv
from charters.hr.documents.framing import Matter, framed
from charters.hr.documents.json_file import write_json
from charters.hr.documents.opendocument_file import write_odt
from charters.hr.documents.outline import Outline
from charters.hr.documents.pdf_file import write_pdf
from charters.hr.documents.word_file import write_docx
from charters.hr.documents.workbook_file import write_xlsx
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.sheets import Sheet
from charters.versions.documents.opendocument_frame import MEDIA_TYPE as OPENDOCUMENT
from charters.versions.documents.word_frame import MEDIA_TYPE as WORD

MEDIA_TYPES: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.DOCX: WORD,
        Ending.ODT: OPENDOCUMENT,
        Ending.PDF: "application/pdf",
        Ending.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Ending.CSV: "text/csv; charset=utf-8",
        Ending.JSON: "application/json",
    }
)

_MATTER: Mapping[DocumentKind, Matter] = {
    DocumentKind.INSERT: insert.matter,
    DocumentKind.JOB_DESCRIPTION: job_description.matter,
    DocumentKind.MISSION_LETTER: mission_letter.matter,
    DocumentKind.INTERVIEW_GRID: interview_grid.matter,
    DocumentKind.OBJECTIVES: objective_sheet.matter,
    DocumentKind.CLAUSE_CARDS: clause_cards.matter,
}
_FROM_OUTLINE: Mapping[Ending, Callable[[Outline], bytes]] = {
    Ending.DOCX: write_docx,
    Ending.ODT: write_odt,
    Ending.PDF: write_pdf,
}


def make(
    sheet: Sheet, kind: DocumentKind, ending: Ending, *, organisation: str, moment: datetime | None = None
) -> bytes:
    """The file of a document, in the language of the charter. No query, if the department of the post is loaded."""
    at = moment or timezone.now()
    with translation.override(sheet.language):
        if ending == Ending.CSV:
            return write_csv(sheet, kind)
        if ending == Ending.JSON:
            return write_json(sheet, kind, organisation=organisation, moment=at)
        outline = outline_of(sheet, kind, organisation=organisation, moment=at)
        if ending == Ending.XLSX:
            return write_xlsx(sheet, kind, outline)
        return _FROM_OUTLINE[ending](outline)


def outline_of(sheet: Sheet, kind: DocumentKind, *, organisation: str, moment: datetime | None = None) -> Outline:
    """What a document says, in the language of the charter, whatever its format."""
    with translation.override(sheet.language):
        return framed(sheet, kind, _MATTER[kind], organisation=organisation, moment=moment or timezone.now())


# What the name of a file says otherwise: ligatures in two letters, an elision apart.
_IN_PLAIN_LETTERS = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "'": " ", "’": " "})


def file_name(sheet: Sheet, kind: DocumentKind, ending: Ending) -> str:
    """A name in plain letters, which says first that a draft is one, in the language of the charter."""
    with translation.override(sheet.language):
        words = [pgettext("name of a file", "draft")] if sheet.draft_of(kind) else []
        words += [str(kind.label), sheet.profile.title]
        if sheet.source and sheet.source.number:
            words.append(f"v{sheet.source.number}")
        plain = " ".join(words).translate(_IN_PLAIN_LETTERS)
        return f"{slugify(plain)[:110].strip('-')}.{ending.value}"
