"""A document as a workbook: its clauses, its competences, its objectives, and where they come from.

Every cell is text or a number: nothing that someone typed is ever read as a formula nor as an address.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.documents.entries import WITH_OBJECTIVES, entries_of, own_practice_first
from charters.hr.documents.framing import origin_facts
from charters.hr.documents.outline import Outline, Wording
from charters.hr.kinds import DocumentKind
from charters.hr.sheets import Sheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FACE = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}


class _Page(NamedTuple):
    """A sheet: its name, the name and the width of its columns, its rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[str | int]]


def write_xlsx(sheet: Sheet, kind: DocumentKind, outline: Outline) -> bytes:
    """The file; ``outline`` gives what it says of itself."""
    say = Wording(sheet.language)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        moment = outline.moment.astimezone(UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": outline.title[:255],
                "subject": outline.subject[:255],
                "author": outline.organisation[:255],
                "company": outline.organisation[:255],
                "keywords": outline.seal,
                "category": str(kind.label),
                "comments": say(f"{wordings.standing(sheet, kind)} {wordings.exchange_support(sheet.opinion)}")[:255],
                "created": moment,
            }
        )
        book.set_custom_property("version", outline.version or _("draft"))
        text, head = book.add_format(_FACE), book.add_format(_FACE | {"bold": True, "bg_color": "#E7EEE9"})
        for page in _pages(sheet, kind, outline):
            written = book.add_worksheet(page.name)
            written.freeze_panes(1, 0)
            written.set_landscape()
            written.set_paper(9)  # A4
            written.fit_to_pages(1, 0)
            written.repeat_rows(0)
            written.set_header("&L" + outline.head.replace("&", "&&")[:200])
            for place, (name, width) in enumerate(page.columns):
                written.set_column(place, place, width)
                written.write_string(0, place, say(name), head)
            for number, row in enumerate(page.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int):
                        written.write_number(number, place, cell, text)
                    else:
                        written.write_string(number, place, say(cell), text)
            if page.rows:
                written.autofilter(0, 0, len(page.rows), len(page.columns) - 1)
    return content.getvalue()


def _pages(sheet: Sheet, kind: DocumentKind, outline: Outline) -> list[_Page]:
    pages = [_clauses(sheet, kind), _competences(sheet)]
    if kind in WITH_OBJECTIVES:
        pages.append(_objectives(sheet))
    return [*pages, _origin(sheet, kind, outline)]


def _clauses(sheet: Sheet, kind: DocumentKind) -> _Page:
    columns = ((_("Clause"), 9), (_("Title"), 30), (_("Section"), 24), (_("Document"), 18), (_("Where it goes"), 22),
               (_("Words for it"), 60), (_("Wording adapted"), 10), (_("Competences"), 16),
               (_("Observable practices"), 44))  # fmt: skip
    rows = [
        (
            entry.code, line.clause.title, line.clause.section.title, str(entry.said.label), entry.place, entry.words,
            _("yes") if entry.adapted else _("no"), ", ".join(target.code for target in line.targets),
            "\n".join(entry.indicators),
        )
        for entry in entries_of(sheet, kind)
        if (line := entry.line) and entry.said
    ]  # fmt: skip
    return _Page(_("Clauses"), columns, rows)


def _competences(sheet: Sheet) -> _Page:
    columns = ((_("Competence"), 12), (_("Name"), 34), (_("Target level"), 9), (_("Level"), 14), (_("Ladder"), 14),
               *((_("Level %(rank)s") % {"rank": rank}, 44) for rank in range(1, 5)), (_("Clauses"), 18))  # fmt: skip
    rows: list[tuple[str | int, ...]] = [
        (
            target.code, target.label, target.rank, target.level,
            _("As a manager") if ladder.for_manager else _("As an agent"), *ladder.steps, ", ".join(codes),
        )
        for target, codes in sheet.targets
        for ladder in target.ladders
    ]  # fmt: skip
    return _Page(_("Competences"), columns, rows)


def _objectives(sheet: Sheet) -> _Page:
    columns = ((_("Objective"), 50), (_("On the manager's own practice"), 14), (_("Means given"), 34),
               (_("What will show it"), 34), (_("By when"), 18), (_("Clause"), 9))  # fmt: skip
    rows = [
        (
            objective.words, _("yes") if objective.own_practice else _("no"), objective.means, objective.indicator,
            objective.due, objective.clause_code,
        )
        for objective in own_practice_first(sheet)
    ]  # fmt: skip
    return _Page(_("Objectives"), columns, rows)


def _origin(sheet: Sheet, kind: DocumentKind, outline: Outline) -> _Page:
    profile = sheet.profile
    facts: list[tuple[str, str]] = [
        (_("Title of the post"), profile.title),
        (_("Number of the post"), profile.reference),
        (_("Department"), profile.department.name if profile.department else ""),
        *origin_facts(sheet, kind, outline.moment),
        (_("To know"), wordings.exchange_support(sheet.opinion)),
        (_("To know"), wordings.no_regrading()),
    ]
    return _Page(_("Origin"), ((_("What"), 30), (_("Value"), 90)), [fact for fact in facts if fact[1]])
