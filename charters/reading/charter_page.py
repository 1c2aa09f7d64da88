"""The charter as it is read: the working text, and in its margin who works on it.

Reading is what people do most, so this page counts nothing and draws each clause once: a clause's markup is a
function of what it shows, kept in memory under exactly that (no invalidation to get wrong).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from charters.deliberation.models import Proposal, Support
from charters.text.models import Charter, Section
from charters.versions.models import VersionClause, VersionStep
from feedback.voices.models import Comment
from feedback.voices.signing import digest_of
from governance.people.models import Member


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
    contents: list[tuple[str, str]] = field(default_factory=list)
    clauses: list[SafeString] = field(default_factory=list)


def charters_for_reading() -> QuerySet[Charter]:
    """Charters with the number of their version in force, when there is one."""
    step = VersionStep.objects.filter(version=OuterRef("version_in_force"), kind=VersionStep.Kind.VALIDATED)
    return Charter.objects.annotate(
        number_in_force=Subquery(step.values("number")[:1]), in_force_since=Subquery(step.values("at")[:1])
    )


def chapters_of(charter: Charter, *, member: Member) -> list[Chapter]:
    """The five sections and their clauses, with the reader's own marks: four queries at any size."""
    marks = _marks_of(member, charter)
    number, language = charter.number_in_force or 0, get_language()
    chapters: dict[int, Chapter] = {}
    for position, code, kind, title, summary, *words in _rows(charter):
        if position not in chapters:
            chapters[position] = Chapter(position, code, kind, title, summary)
        if words[0] is None:
            continue
        clause = ClauseRow(position, *words)
        chapters[position].contents.append((clause.code, clause.title))
        chapters[position].clauses.append(
            _markup(clause, marks.get(clause.code, Marks()), charter.slug, charter.language, number, language)
        )
    return list(chapters.values())


def _rows(charter: Charter) -> Any:
    """One row per clause in reading order, and one for a section that has none."""
    validated = VersionClause.objects.filter(version=charter.version_in_force_id, code=OuterRef("there__code"))
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
    comments = dict(
        Comment.objects.filter(author=member, thread__clause__charter=charter)
        .values_list("thread__clause__code")
        .annotate(Count("pk"))
    )
    proposals: Counter[str] = Counter()
    digests: dict[str, str] = {}
    about = Proposal.objects.open().filter(charter=charter).exclude(clause=None)
    for pk, code, author_digest in about.annotate(about=F("clause__code")).values_list("pk", "about", "author_digest"):
        digest = digest_of(member, pk)
        digests[digest] = code
        proposals[code] += author_digest == digest
    given = Support.objects.filter(digest__in=digests).values_list("digest", flat=True)
    supports = Counter(digests[digest] for digest in given)
    return {
        code: Marks(comments.get(code, 0), proposals[code], supports[code])
        for code in comments.keys() | +proposals | supports.keys()
    }
