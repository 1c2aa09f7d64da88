"""What a job description says, gathered once: the page, the Word document and the table all print this."""

from __future__ import annotations

from dataclasses import dataclass

from charters.hr.blocks import Block, block_of
from charters.hr.models import JobProfile, Quote
from charters.hr.sources import Source, source_of
from charters.versions.models import Version, VersionClause


@dataclass(frozen=True, slots=True)
class Target:
    """The level of a competence that the post aims at, in a behaviour one can see. Never anyone's own level."""

    code: str
    label: str
    rank: int
    level: str
    behaviour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A clause as the job description quotes it, in its block."""

    block: Block
    clause: VersionClause
    wording: str
    targets: tuple[Target, ...]

    @property
    def adapted(self) -> bool:
        """Whether human resources wrote it differently from the charter."""
        return self.wording != self.clause.hr_job_description


@dataclass(frozen=True, slots=True)
class Sheet:
    """A job description, ready to print. Without a quote there is no source, and it is a draft."""

    profile: JobProfile
    source: Source | None
    lines: tuple[Line, ...]

    @property
    def draft(self) -> bool:
        return self.source is None or self.source.draft

    @property
    def language(self) -> str:
        """That of the charter: the words of the document are not those of the reader's screen."""
        return self.source.version.language if self.source else "fr"

    @property
    def blocks(self) -> list[tuple[Block, list[Line]]]:
        """The blocks that quote something, in the order of the document."""
        found = [(block, [line for line in self.lines if line.block == block]) for block in Block]
        return [(block, lines) for block, lines in found if lines]

    @property
    def targets(self) -> list[tuple[Target, list[str]]]:
        """Each competence once, with the clauses that call on it."""
        clauses: dict[Target, list[str]] = {}
        for line in self.lines:
            for target in line.targets:
                clauses.setdefault(target, []).append(line.clause.code)
        return sorted(clauses.items(), key=lambda item: item[0].code)


def read_sheet(profile: JobProfile) -> Sheet:
    """Everything a document needs, in at most two queries whatever it quotes."""
    quotes = list(
        Quote.objects.filter(profile=profile)
        .select_related("clause__section", "clause__version__charter")
        .order_by("clause__position")
    )
    source = source_of(quotes[0].clause.version) if quotes else None
    scale = target_levels(source.version, profile) if source else {}
    return Sheet(
        profile=profile,
        source=source,
        lines=tuple(
            Line(
                block=block_of(quote.clause.section.kind, quote.wording),
                clause=quote.clause,
                wording=quote.wording,
                targets=tuple(scale[code] for code in quote.clause.competences if code in scale),
            )
            for quote in quotes
        ),
    )


MANAGER_TARGET, AGENT_TARGET = 3, 2


def target_levels(version: Version, profile: JobProfile) -> dict[str, Target]:
    """By competence code, the level to propose for the post, read on the scale that the version froze.

    A manager is read on the managers' ladder. The level is a starting point that the document says to adjust.
    """
    rank = MANAGER_TARGET if profile.is_manager else AGENT_TARGET
    ladder = "manager_levels" if profile.is_manager else "agent_levels"
    names = {level["rank"]: level["label"] for level in version.competence_scale.get("levels", [])}
    return {
        competence["code"]: Target(
            code=competence["code"],
            label=competence["label"],
            rank=rank,
            level=names.get(rank, ""),
            behaviour=competence[ladder][rank - 1],
        )
        for competence in version.competence_scale.get("competences", [])
    }
