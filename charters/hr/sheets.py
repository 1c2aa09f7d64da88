"""What a job description says, gathered once: pages, documents, templates and tables all print this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from charters.hr.blocks import Block, block_of
from charters.hr.grid import opinion_on, opinions_on, scale_digest
from charters.hr.kinds import CHARTER_FIELD, DocumentKind, Wording
from charters.hr.models import GridOpinion, JobProfile, Objective, Quote
from charters.hr.outdated import outdated
from charters.hr.sources import Source, quotable_version, sources_of
from charters.hr.targets import Target, target_levels
from charters.versions.models import VersionClause


@dataclass(frozen=True, slots=True)
class Line:
    """A clause as the job description quotes it, in its block; a wording may be empty.

    ``outdated`` says that the version in force says the clause otherwise, or no longer.
    """

    block: Block
    clause: VersionClause
    wording: str
    mission_letter: str
    interview: str
    targets: tuple[Target, ...]
    outdated: bool = False
    to_read_again: bool = False

    def said_in(self, document: Wording) -> str:
        """The words of the clause in a kind of document; nothing when it is not said there."""
        return str(getattr(self, document))

    def adapted_in(self, document: Wording) -> bool:
        """Whether human resources wrote it there differently from the charter."""
        said = self.said_in(document)
        return bool(said) and said != getattr(self.clause, CHARTER_FIELD[document])

    @property
    def adapted(self) -> bool:
        return any(map(self.adapted_in, Wording))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A job description, ready to print. Without a quote there is no source, and it is a draft.

    ``opinion`` is that of the statutory committee on the grid, when it was heard.
    """

    profile: JobProfile
    source: Source | None
    lines: tuple[Line, ...]
    objectives: tuple[Objective, ...]
    scale: tuple[Target, ...]
    levels: tuple[dict[str, Any], ...]
    opinion: GridOpinion | None

    @property
    def draft(self) -> bool:
        """What was validated, and still is what the version in force says, is no draft."""
        if self.source is None or self.source.number is None or self.source.current_number is None:
            return True
        return bool(self.outdated)

    @property
    def outdated(self) -> list[str]:
        """Codes of the clauses that the version in force says otherwise, or no longer."""
        return [line.clause.code for line in self.lines if line.outdated]

    @property
    def language(self) -> str:
        """That of the charter: the words of the document are not those of the reader's screen."""
        return self.source.version.language if self.source else "fr"

    @property
    def lacks_own_practice(self) -> bool:
        """Whether a post that manages people has no objective on the manager's own practice."""
        return self.profile.is_manager and not any(objective.own_practice for objective in self.objectives)

    def draft_of(self, kind: DocumentKind) -> bool:
        """Whether a document of this kind is a draft: those of the interview wait for a manager's own objective."""
        about_objectives = kind in (DocumentKind.INTERVIEW_GRID, DocumentKind.OBJECTIVES)
        return self.draft or (about_objectives and self.lacks_own_practice)

    def lines_in(self, document: Wording) -> list[Line]:
        """The clauses that a kind of document says something of, in the order of the charter."""
        return [line for line in self.lines if line.said_in(document)]

    @property
    def blocks(self) -> list[tuple[Block, list[Line]]]:
        """The blocks of the job description that quote something, in the order of the document."""
        lines = self.lines_in(Wording.JOB_DESCRIPTION)
        found = [(block, [line for line in lines if line.block == block]) for block in Block]
        return [(block, lines) for block, lines in found if lines]

    @property
    def targets(self) -> list[tuple[Target, list[str]]]:
        """Each competence that the post is about once, in the order of the scale, with the clauses that call on it.

        Those that the quoted clauses call on, and those whose level was decided for this post.
        """
        clauses: dict[str, list[str]] = defaultdict(list)
        for line in self.lines:
            for target in line.targets:
                clauses[target.code].append(line.clause.code)
        return [(target, clauses[target.code]) for target in self.scale if target.code in clauses or target.decided]


def read_sheet(profile: JobProfile) -> Sheet:
    """Everything that a document needs, in at most four queries whatever it quotes."""
    return read_sheets([profile])[0]


def read_quotes(profile: JobProfile) -> Sheet:
    """What a job description quotes, without its objectives and the opinion on its grid, in at most two queries."""
    return read_sheets([profile], quotes_only=True)[0]


def read_sheets(profiles: Iterable[JobProfile], *, quotes_only: bool = False) -> list[Sheet]:
    """The sheets of some job descriptions, in their order, in at most four queries for any number of them."""
    wanted = list(profiles)
    quotes: dict[int, list[Quote]] = defaultdict(list)
    for quote in (
        Quote.objects.filter(profile__in=wanted)
        .annotate(is_outdated=ExpressionWrapper(outdated("clause"), BooleanField()))
        .select_related("clause__section", "clause__version__charter")
        .order_by("profile", "clause__position")
    ):
        quotes[quote.profile_id].append(quote)
    objectives: dict[int, list[Objective]] = defaultdict(list)
    if not quotes_only:
        for objective in Objective.objects.filter(profile__in=wanted, withdrawn=False).order_by("pk"):
            objectives[objective.profile_id].append(objective)
    versions_of = set(quotes)
    versions = {row.clause.version_id: row.clause.version for rows in quotes.values() for row in rows}
    sources = sources_of(versions.values()) if versions else {}
    opinions = opinions_on(versions.values()) if versions and not quotes_only else {}
    in_force = None
    if not quotes_only and any(profile.pk not in versions_of for profile in wanted):
        version = quotable_version()
        in_force = opinion_on(version) if version else None
    return [
        _sheet(profile, quotes[profile.pk], objectives[profile.pk], sources, opinions, in_force) for profile in wanted
    ]


def _sheet(
    profile: JobProfile,
    quotes: list[Quote],
    objectives: list[Objective],
    sources: dict[Any, Source],
    opinions: dict[str, GridOpinion],
    in_force: GridOpinion | None,
) -> Sheet:
    version = quotes[0].clause.version if quotes else None
    scale = target_levels(version, profile) if version else {}
    return Sheet(
        profile=profile,
        source=sources[version.pk] if version else None,
        lines=tuple(_line(quote, scale) for quote in quotes),
        objectives=tuple(objectives),
        scale=tuple(scale.values()),
        levels=tuple(version.competence_scale.get("levels", [])) if version else (),
        opinion=opinions.get(scale_digest(version)) if version else in_force,
    )


def _line(quote: Quote, scale: dict[str, Target]) -> Line:
    return Line(
        block=block_of(quote.clause.section.kind, quote.wording),
        clause=quote.clause,
        wording=quote.wording,
        mission_letter=quote.mission_letter,
        interview=quote.interview,
        targets=tuple(scale[code] for code in quote.clause.competences if code in scale),
        to_read_again=quote.to_read_again,
        outdated=getattr(quote, "is_outdated", False),
    )
