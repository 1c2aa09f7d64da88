"""The charter as it is read: the working text, and in its margin who works on it.

Reading is what people do most, so this page counts nothing and draws each clause once: a clause's markup is a
function of what it shows, kept in memory under exactly that (no invalidation to get wrong).
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from charters.deliberation.models import Proposal, Support
from charters.text.models import Charter, Section
from charters.versions.models import VersionClause, VersionStep
from feedback.voices.models import Comment
from feedback.voices.signing import digest_of
from governance.compiled import CompiledQuery, columns, instance
from governance.people.models import Member
from governance.plain_text import french


class Marks(NamedTuple):
    """What the reader did about a clause: how many comments signed, proposals open, supports given."""

    comments: int = 0
    proposals: int = 0
    supports: int = 0


class ClauseRow(NamedTuple):
    """All that the reading page shows of a clause; hashable, so that it names its own markup."""

    section: int
    code: str
    title: str
    text: str
    revision: int
    comments: int
    proposals: int
    citations: int
    latest_text: str | None
    latest_author: str | None
    validated_revision: int | None


@dataclass(slots=True)
class Chapter:
    """A section with the markup of its clauses, ready to print."""

    number: int
    code: str
    kind: str
    title: str
    summary: str
    contents: list[SafeString] = field(default_factory=list)
    clauses: list[SafeString] = field(default_factory=list)

    @property
    def contents_markup(self) -> SafeString:
        """Its table of contents, printed at once: a loop in the template costs as much as the rest of the page."""
        return format_html_join("", "{}", ((line,) for line in self.contents))

    @property
    def clauses_markup(self) -> SafeString:
        """Its clauses, printed at once."""
        return format_html_join("", "{}", ((clause,) for clause in self.clauses))


def charter_for_reading(slug: str) -> Charter | None:
    """A charter with the number of its version in force, when there is one. One query."""
    for row in CHARTER.rows(slug):
        charter = instance(Charter, row[:-2])
        charter.number_in_force, charter.in_force_since = row[-2:]
        return charter
    return None


def chapters_of(charter: Charter, *, member: Member) -> list[Chapter]:
    """The five sections and their clauses, with the reader's own marks: four queries at any size."""
    marks = _marks_of(member, charter)
    number, language = charter.number_in_force or 0, get_language()
    chapters: dict[int, Chapter] = {}
    for position, code, kind, title, summary, *words in ROWS.rows(charter.pk, charter.version_in_force_id):
        if position not in chapters:
            chapters[position] = Chapter(position, code, kind, title, summary)
        if words[0] is None:
            continue
        clause = ClauseRow(position, *words)
        chapters[position].contents.append(_contents_line(clause.code, clause.title))
        chapters[position].clauses.append(
            _markup(clause, marks.get(clause.code, Marks()), charter.slug, charter.language, number, language)
        )
    return list(chapters.values())


def _written_rows(charter: int, version: uuid.UUID) -> QuerySet:
    """One row per clause in reading order, and one for a section that has none."""
    # Without the model's own order, which would join and sort for each clause.
    validated = VersionClause.objects.order_by().filter(version=version, code=OuterRef("there__code"))
    return (
        Section.objects.filter(charter=charter)
        .annotate(
            there=FilteredRelation("clauses", condition=Q(clauses__removed=False)),
            validated_revision=Subquery(validated.values("revision")[:1]),
        )
        .order_by("position", "there__position", "there__pk")
        .values_list(
            "position", "code", "kind", "title", "summary",
            "there__code", "there__title", "there__text", "there__revision",
            "there__thread__comment_count", "there__open_proposal_count", "there__citation_count",
            "there__thread__latest__text", "there__thread__latest__printed_as", "validated_revision",
        )
    )  # fmt: skip


def _charter(slug: str) -> QuerySet:
    step = VersionStep.objects.order_by().filter(version=OuterRef("version_in_force"), kind=VersionStep.Kind.VALIDATED)
    return (
        Charter.objects.filter(slug=slug)
        .order_by()
        .values_list(*columns(Charter), Subquery(step.values("number")[:1]), Subquery(step.values("at")[:1]))
    )


def _comments_by(member: int, charter: int) -> QuerySet:
    """How many comments of each clause the reader signed."""
    mine = Comment.objects.filter(author=member, thread__clause__charter=charter).order_by()
    return mine.values_list("thread__clause__code").annotate(Count("pk"))


def _open_proposals(charter: int) -> QuerySet:
    """Proposals about clauses that wait for an answer."""
    about = Proposal.objects.open().filter(charter=charter).exclude(clause=None).order_by()
    return about.values_list("pk", "clause__code", "author_digest")


CHARTER = CompiledQuery(_charter, "\x00slug")
ROWS = CompiledQuery(_written_rows, -1, uuid.UUID(int=0))
COMMENTS_BY = CompiledQuery(_comments_by, -1, -2)
OPEN_PROPOSALS = CompiledQuery(_open_proposals, -1)


@lru_cache(maxsize=2048)
def _contents_line(code: str, title: str) -> SafeString:
    """The link to a clause in the table of contents."""
    return format_html('<li><a href="#{}"><span class="number">{}</span> {}</a></li>', code, code, french(title))


@lru_cache(maxsize=8192)
def _markup(
    clause: ClauseRow, marks: Marks, slug: str, language: str, number_in_force: int, screen_language: str
) -> SafeString:
    """The markup of a clause for a reader with these marks, in the language of the screen."""
    return get_template("charters/reading/partials/clause_row.html").render(
        {"clause": clause, "marks": marks, "slug": slug, "language": language, "number": number_in_force}
    )


def _marks_of(member: Member, charter: Charter) -> dict[str, Marks]:
    """The reader's marks by clause code: three queries, none of which names anyone else."""
    comments = dict(COMMENTS_BY.rows(member.pk, charter.pk))
    proposals: Counter[str] = Counter()
    digests: dict[str, str] = {}
    for pk, code, author_digest in OPEN_PROPOSALS.rows(charter.pk):
        digest = digest_of(member, pk)
        digests[digest] = code
        proposals[code] += author_digest == digest
    given = Support.objects.counted().filter(digest__in=digests).values_list("digest", flat=True)
    supports = Counter(digests[digest] for digest in given)
    return {
        code: Marks(comments.get(code, 0), proposals[code], supports[code])
        for code in comments.keys() | +proposals | supports.keys()
    }
