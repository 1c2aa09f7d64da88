"""A document that leaves: made, then remembered by the clauses it quotes. Its content is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from charters.hr.documents import MEDIA_TYPES, file_name, make
from charters.hr.keeping import refuse_ended
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import MadeDocument
from charters.hr.sheets import Line, Sheet
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.models import WordTemplate
from charters.permissions import KEEP_JOB_PROFILES
from governance.people.models import Member
from governance.refusals import Refused


@dataclass(frozen=True, slots=True)
class Document:
    """A file, ready to leave."""

    name: str
    media_type: str
    content: bytes


def hand_out(
    sheet: Sheet,
    *,
    by: Member,
    kind: DocumentKind,
    ending: Ending,
    organisation: str,
    template: WordTemplate | None = None,
) -> Document:
    """Make a document, from the house's template or from one of human resources, then remember what it quotes.

    Raises Refused when the post is no more, when there is nothing to say, or when the template is not for it.
    """
    KEEP_JOB_PROFILES.require(by)
    refuse_ended(sheet.profile)
    if template is not None:
        _fits(template, kind, ending)
    if lack := what_is_missing(sheet, kind):
        raise Refused(lack)
    if template is None:
        content = make(sheet, kind, ending, organisation=organisation)
    else:
        content = fill(bytes(template.file.content), sheet, organisation=organisation, kind=kind)
    _remember(sheet, kind, ending, template, by=by)
    return Document(file_name(sheet, kind, ending), MEDIA_TYPES[ending], content)


def what_is_missing(sheet: Sheet, kind: DocumentKind) -> str:
    """Why a document of this kind would say nothing, and what to do; an empty text when it says something."""
    match kind:
        case DocumentKind.JOB_DESCRIPTION:
            return ""
        case DocumentKind.OBJECTIVES:
            return "" if sheet.objectives else _("This job description has no objective yet: write one first.")
        case DocumentKind.INTERVIEW_GRID:
            if sheet.lines_in(Wording.INTERVIEW) or sheet.targets:
                return ""
            return _("No clause is quoted for the yearly interview yet: choose at least one, then come back.")
        case _:
            if quoted_in(sheet, kind):
                return ""
            return _("No clause is quoted in this document yet: choose at least one, then come back.")


def quoted_by(sheet: Sheet, kind: DocumentKind, ending: Ending, template: WordTemplate | None = None) -> list[Line]:
    """The clauses whose words a document really says: JSON says them all, a template those of the lists it prints."""
    if ending == Ending.JSON:
        return list(sheet.lines)
    if template is None:
        return quoted_in(sheet, kind)
    said: set[str] = set()
    for name in {placeholder.split(".")[0] for placeholder in template.placeholders}:
        said |= {line.clause.code for line in _LISTS[name](sheet)} if name in _LISTS else set()
    return [line for line in sheet.lines if line.clause.code in said]


def quoted_in(sheet: Sheet, kind: DocumentKind) -> list[Line]:
    """The clauses whose words a document of this kind says."""
    match kind:
        case DocumentKind.INSERT | DocumentKind.JOB_DESCRIPTION:
            return sheet.lines_in(Wording.JOB_DESCRIPTION)
        case DocumentKind.MISSION_LETTER:
            return sheet.lines_in(Wording.MISSION_LETTER)
        case DocumentKind.INTERVIEW_GRID:
            practised = _practised(sheet)
            return [line for line in sheet.lines if line.interview or line in practised]
        case DocumentKind.OBJECTIVES:
            return _practised(sheet)
        case _:
            return list(sheet.lines)


def _practised(sheet: Sheet) -> list[Line]:
    """The clauses that the objectives put into practice."""
    named = {objective.clause_code for objective in sheet.objectives}
    return [line for line in sheet.lines if line.clause.code in named]


# The lists that a template may print, and the clauses whose words they say.
_LISTS = {
    "clauses": lambda sheet: sheet.lines,
    "rubriques": lambda sheet: sheet.lines_in(Wording.JOB_DESCRIPTION),
    "clauses_fiche": lambda sheet: sheet.lines_in(Wording.JOB_DESCRIPTION),
    "clauses_lettre": lambda sheet: sheet.lines_in(Wording.MISSION_LETTER),
    "clauses_entretien": lambda sheet: sheet.lines_in(Wording.INTERVIEW),
    "objectifs": _practised,
}


def _fits(template: WordTemplate, kind: DocumentKind, ending: Ending) -> None:
    if template.retired:
        raise Refused(_("The template “%(name)s” is no longer in use: choose another one.") % {"name": template.name})
    if template.kind != kind or ending != Ending.DOCX:
        raise Refused(
            _("The template “%(name)s” is for Word, for this document: %(kind)s. Choose the one that goes with yours.")
            % {"name": template.name, "kind": template.get_kind_display()}
        )


@transaction.atomic
def _remember(
    sheet: Sheet, kind: DocumentKind, ending: Ending, template: WordTemplate | None, *, by: Member
) -> MadeDocument:
    document = MadeDocument.objects.create(
        profile=sheet.profile,
        version=sheet.source.version if sheet.source else None,
        kind=kind,
        ending=ending,
        template=template,
        made_by=by.pseudonym,
    )
    quoted = quoted_by(sheet, kind, ending, template)
    through = MadeDocument.clauses.through
    through.objects.bulk_create(through(madedocument=document, versionclause=line.clause) for line in quoted)
    return document
