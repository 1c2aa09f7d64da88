"""What every document says around its own matter: what it is, how far to rely on it, where its words come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charters.hr import wordings
from charters.hr.documents.outline import Block, Card, Outline, Table, Title, Wording
from charters.hr.kinds import DocumentKind
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Line, Sheet
from governance.templatetags.french import day

# What each is called, before the title of the post.
_CALLED = {
    DocumentKind.INSERT: lambda: _("Insert for the job description: %(title)s"),
    DocumentKind.JOB_DESCRIPTION: lambda: _("Job description: %(title)s"),
    DocumentKind.MISSION_LETTER: lambda: _("Mission letter: %(title)s"),
    DocumentKind.INTERVIEW_GRID: lambda: _("Interview grid and guide: %(title)s"),
    DocumentKind.OBJECTIVES: lambda: _("Objective sheet: %(title)s"),
    DocumentKind.CLAUSE_CARDS: lambda: _("Clause cards: %(title)s"),
}


class Around(NamedTuple):
    """What is around the matter of a document: whose it is, and the blocks before and after it."""

    organisation: str
    before: tuple[Block, ...]
    after: tuple[Block, ...]


Matter = Callable[[Sheet, Around], Iterable[Block]]
LONGEST_EDGE = 120  # characters at the head and at the foot of each page


def title_of(sheet: Sheet, kind: DocumentKind) -> str:
    """The title, which says "draft" first when it is one."""
    title = _CALLED[kind]() % {"title": sheet.profile.title}
    return _("DRAFT. %(title)s") % {"title": title} if sheet.draft_of(kind) else title


def framed(sheet: Sheet, kind: DocumentKind, matter: Matter, *, organisation: str, moment: datetime) -> Outline:
    """The outline of a document, whose own matter comes between its standing and its origin."""
    say = Wording(sheet.language)
    source = sheet.source
    draft = sheet.draft_of(kind)
    title = say(title_of(sheet, kind))
    reference = say(source.reference if source else wordings.standing(sheet, kind))
    head = [_("DRAFT")] if draft else []
    before = (Title(title), *_standing(say, sheet, kind))
    after = tuple(_origin(say, sheet, kind, moment))
    around = Around(organisation, before, after)
    return Outline(
        title=title,
        head=_edge(say(" – ".join([*head, organisation, sheet.profile.title]))),
        foot=_edge(reference),
        subject=reference,
        seal=source.seal if source else "",
        version=str(source.number or "") if source else "",
        organisation=say(organisation),
        language=sheet.language,
        draft=draft,
        moment=moment,
        blocks=(*before, *matter(sheet, around), *after),
    )


def _edge(words: str) -> str:
    """Short enough for two lines: the whole is in the document, and pages keep their room."""
    return words if len(words) <= LONGEST_EDGE else f"{words[:LONGEST_EDGE].rstrip()}…"


def _standing(say: Wording, sheet: Sheet, kind: DocumentKind) -> Iterator[Block]:
    yield say.text(wordings.standing(sheet, kind), "draft" if sheet.draft_of(kind) else "fact")
    if sheet.source:
        yield say.text(sheet.source.reference, "fact")
    yield say.text(wordings.exchange_support(sheet.opinion), "fact")


def _origin(say: Wording, sheet: Sheet, kind: DocumentKind, moment: datetime) -> Iterator[Block]:
    """Which version, which seal; and that no clause changes the grading. In few words where pages are counted."""
    facts = origin_facts(sheet, kind, moment)
    if kind == DocumentKind.INTERVIEW_GRID:
        yield Card((say.heading(_("Where these words come from")), say.text(in_a_line(facts), "seal")))
        return
    closing = [
        _("Only the text that the application keeps is authoritative. Any copy can be compared with it by its hash.")
    ]
    if kind in (DocumentKind.INSERT, DocumentKind.JOB_DESCRIPTION):
        closing.insert(0, wordings.no_regrading())
    yield Card(
        (
            say.heading(_("Where these words come from")),
            say.text(in_a_line(facts), "seal"),
            say.text("\n".join(closing), "remark"),
        )
    )


def origin_facts(sheet: Sheet, kind: DocumentKind, moment: datetime) -> list[tuple[str, str]]:
    """What to know of the words quoted, name by name."""
    made = (_("Document made on"), day(timezone.localdate(moment)))
    state = (pgettext("job description", "State"), wordings.standing(sheet, kind))
    if (source := sheet.source) is None:
        return [state, made]
    facts = [(_("Charter"), source.version.title)]
    if source.number is not None:
        facts += [
            (_("Version"), str(source.number)),
            (_("Validated on"), day(source.validated_at)),
            (_("Validated by"), source.validating_body),
            (_("Seal"), source.seal),
        ]
    else:
        facts += [(_("Version"), source.reference), (_("Digest of the text"), source.seal)]
    if opinion := sheet.opinion:
        words = f"{opinion.committee_name}, {day(opinion.on)}, {opinion.reference}"
        facts.append((_("Opinion on the grid"), words))
    return [*facts, state, made]


def facts_table(
    say: Wording, facts: Iterable[tuple[object, object]], *, described: object, small: bool = False
) -> Table:
    """Names and what they are, as a table with a header row."""
    return say.table(
        (pgettext("job description", "Heading"), pgettext("job description", "Content")),
        [(say.cell(name, strong=True), words) for name, words in facts],
        described=described,
        widths=(3, 7),
        small=small,
    )


def in_a_line(facts: Iterable[tuple[str, str]]) -> str:
    """The same in a few words, where room is counted."""
    return " – ".join(_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in facts)


def reference_of(line: Line, said: Said) -> str:
    """The clause, and that human resources adapted its words when they did."""
    adapted = " " + _("(wording adapted by human resources)") if line.adapted_in(said) else ""
    return f"{line.clause.code}. {line.clause.title}{adapted}"


def post_facts(sheet: Sheet) -> list[tuple[str, str]]:
    """The post a paper is about. It has no line for whoever holds it."""
    profile = sheet.profile
    facts = [
        (_("Title of the post"), profile.title),
        (_("Department"), profile.department.name if profile.department else ""),
        (_("Reports to"), profile.reports_to),
    ]
    return [(name, value) for name, value in facts if value]


def kept_elsewhere() -> str:
    """Where what is written by hand goes: never back here."""
    return _(
        "Once filled in by hand, this paper is kept with the report of the yearly interview, in the personal file. "
        "Nothing of it is ever entered in the application that made it."
    )


def to_complete() -> str:
    """A blank that someone fills in the word processor."""
    return _("…… to be completed")


def signatures(say: Wording, *signatories: str) -> Iterator[Block]:
    """A line for each, to date and sign by hand."""
    table = say.table(
        (_("Signatory"), _("Name and function"), _("Date"), _("Signature")),
        [(say.cell(signatory, strong=True), say.cell("", blank=2), "", "") for signatory in signatories],
        described=_("Lines to date and sign by hand"),
        widths=(26, 30, 16, 28),
    )
    yield Card((say.heading(_("Signatures")), table))
