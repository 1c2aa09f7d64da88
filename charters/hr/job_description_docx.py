"""A job description as a Word document: real headings, real tables, a language, and where it comes from."""

from __future__ import annotations

from typing import IO

import docx
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document

from charters.hr import wordings
from charters.hr.sheets import Line, Sheet
from charters.versions.documents.word import add_table, field, house_style, name_language
from governance.plain_text import paragraphs, printable, typographic


def write_docx(sheet: Sheet, to: IO[bytes], *, organisation: str) -> None:
    """Write the document, in the language of the charter, to any binary stream."""
    with translation.override(sheet.language):
        document = docx.Document()
        house_style(document)
        name_language(document, {"fr": "fr-FR", "en": "en-GB"}.get(sheet.language, sheet.language))
        _describe(document, sheet, organisation)
        _frame(document, sheet, organisation)
        _write(document, sheet)
        document.save(to)


def title_of(sheet: Sheet) -> str:
    """The title, which says "draft" first when it is one."""
    words = {"title": sheet.profile.title}
    return _("DRAFT. Job description: %(title)s") % words if sheet.draft else _("Job description: %(title)s") % words


def _write(document: Document, sheet: Sheet) -> None:
    say = _Writer(document, sheet.language)
    say.heading(title_of(sheet), level=0)
    say.text(wordings.standing(sheet), style="Standing" if sheet.draft else None)
    _identify(say, sheet)
    for block, lines in sheet.blocks:
        say.heading(str(block.label), level=1)
        say.table(
            [_("Clause"), _("What the job description says")],
            [[_reference(line), line.wording] for line in lines],
            described=_("Clauses quoted under “%(block)s”") % {"block": block.label},
        )
    if sheet.targets:
        _write_targets(say, sheet)
    _say_where_it_comes_from(say, sheet)


def _identify(say: _Writer, sheet: Sheet) -> None:
    profile = sheet.profile
    kind = [
        _("Manages people") if profile.is_manager else "",
        _("Works in the field") if profile.is_field_staff else "",
    ]
    facts = [
        (_("Title of the post"), profile.title),
        (_("Family of posts"), profile.family),
        (_("Statutory job group"), profile.job_group),
        (_("Staff category"), profile.get_category_display()),
        (_("Department"), profile.department.name if profile.department else ""),
        (_("Nature of the post"), "\n".join(filter(None, kind))),
    ]
    say.heading(_("Identification"), level=1)
    say.table(
        [pgettext("job description", "Heading"), pgettext("job description", "Content")],
        [[name, value] for name, value in facts if value],
        described=_("What the post is"),
    )
    if profile.purpose:
        say.heading(_("Purpose of the post"), level=1)
        say.text(profile.purpose)


def _write_targets(say: _Writer, sheet: Sheet) -> None:
    say.heading(_("Cooperation skills expected"), level=1)
    say.text(wordings.about_levels())
    say.table(
        [_("Competence"), _("Target level"), _("What can be observed"), _("Clauses")],
        [
            [
                f"{target.code}. {target.label}",
                f"{target.rank}, {target.level}",
                target.behaviour,
                ", ".join(codes),
            ]
            for target, codes in sheet.targets
        ],
        described=_("Competences called on by the clauses quoted, with their target level"),
    )


def _say_where_it_comes_from(say: _Writer, sheet: Sheet) -> None:
    say.heading(_("Where these words come from"), level=1)
    if source := sheet.source:
        facts = [
            (_("Charter"), source.version.title),
            (_("Version"), source.reference),
            (_("Seal") if source.number else _("Digest of the text"), source.seal),
            (pgettext("job description", "State"), wordings.standing(sheet)),
        ]
        say.table(
            [pgettext("job description", "Heading"), pgettext("job description", "Content")],
            [list(fact) for fact in facts],
            described=_("Origin of the quotes"),
        )
    say.text(wordings.exchange_support())
    say.text(wordings.no_regrading())


def _reference(line: Line) -> str:
    adapted = " " + _("(wording adapted by human resources)") if line.adapted else ""
    return f"{line.clause.code}. {line.clause.title}{adapted}"


def _describe(document: Document, sheet: Sheet, organisation: str) -> None:
    """What the file says of itself in a document manager: no person's name, the version and its seal."""
    source = sheet.source
    facts = document.core_properties
    facts.title = printable(title_of(sheet))[:255]
    facts.subject = printable(source.reference if source else wordings.standing(sheet))[:255]
    facts.keywords = printable(
        "; ".join([_("cooperation charter"), source.name, source.seal] if source else [_("cooperation charter")])
    )[:255]
    facts.comments = printable(wordings.standing(sheet) + " " + wordings.exchange_support())[:255]
    facts.author = facts.last_modified_by = printable(organisation)[:255]
    facts.category = _("Job description")
    facts.version = str(source.number or "") if source else ""
    facts.created = facts.modified = timezone.now()


def _frame(document: Document, sheet: Sheet, organisation: str) -> None:
    """At the head and the foot of every page: draft or not, and which version."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    words = [_("DRAFT")] if sheet.draft else []
    head.text = printable(typographic(" – ".join([*words, organisation, sheet.profile.title]), sheet.language))
    foot = section.footer.paragraphs[0]
    source = sheet.source.reference if sheet.source else wordings.standing(sheet)
    foot.add_run(printable(typographic(source, sheet.language)) + " – " + pgettext("foot of a page", "page") + " ")
    field(foot, "PAGE")
    foot.add_run(" / ")
    field(foot, "NUMPAGES")


class _Writer:
    """Words into a document: always printable, with the typography of their language."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language

    def words(self, text: str) -> str:
        return printable(typographic(text, self.language))

    def heading(self, text: str, *, level: int) -> None:
        self.document.add_heading(self.words(text), level)

    def text(self, text: str, *, style: str | None = None) -> None:
        for in_list, words in paragraphs(text):
            self.document.add_paragraph(self.words(words), style="List Bullet" if in_list else style)

    def table(self, head: list[str], rows: list[list[str]], *, described: str) -> None:
        add_table(
            self.document,
            [self.words(cell) for cell in head],
            [[self.words(cell) for cell in row] for row in rows],
            described=self.words(described),
        )
