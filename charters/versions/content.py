"""What a version is made of: every word of the text, in order. Read from the working text, or from frozen rows.

Both come as the same values, so that they can be compared, sealed and frozen without knowing where they were read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, Q
from django.db.models.functions import JSONObject

from charters.text.models import Charter, Competence, Level, Section
from charters.versions.models import Version, VersionSection


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """A clause: its words and its place, counted from 1 through the whole text."""

    position: int
    code: str
    revision: int
    title: str
    text: str
    note: str
    indicators: tuple[str, ...]
    audience: tuple[str, ...]
    hr_job_description: str
    hr_mission_letter: str
    hr_interview: str
    competences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A section and its clauses; it may have none."""

    position: int
    code: str
    kind: str
    title: str
    summary: str
    clauses: tuple[ClauseContent, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole text. ``competence_scale`` is plain JSON: levels, and competences with their observable behaviours."""

    title: str
    language: str
    preamble: str
    scope: str
    competence_scale: dict[str, Any]
    sections: tuple[SectionContent, ...]

    @property
    def clauses(self) -> Iterator[tuple[SectionContent, ClauseContent]]:
        """Every clause with its section, in reading order."""
        return ((section, clause) for section in self.sections for clause in section.clauses)

    @property
    def clause_count(self) -> int:
        return sum(len(section.clauses) for section in self.sections)


CLAUSE_FIELDS = [field.name for field in fields(ClauseContent)]
SECTION_FIELDS = [field.name for field in fields(SectionContent) if field.name != "clauses"]


def working_content(charter: Charter, competence_scale: dict[str, Any] | None = None) -> Content:
    """The working text as it is now, in Unicode NFC. Two queries, whatever its length; one if the scale is given."""
    rows = (
        Section.objects.filter(charter=charter)
        .annotate(clause=FilteredRelation("clauses", condition=Q(clauses__removed=False)))
        .order_by("position", "clause__position", "clause__pk")
        .values_list(*SECTION_FIELDS, *(f"clause__{name}" for name in CLAUSE_FIELDS))
    )
    scale = read_competence_scale(charter) if competence_scale is None else competence_scale
    return Content(
        title=_nfc(charter.title),
        language=charter.language,
        preamble=_nfc(charter.preamble),
        scope=_nfc(charter.scope),
        competence_scale=_nfc(scale),
        sections=numbered(_sections([_nfc(value) for value in row] for row in rows)),
    )


def frozen_contents(*versions: Version | None) -> dict[Any, Content]:
    """What versions froze, by their id, exactly as it is stored. One query for any number of versions."""
    known = {version.pk: version for version in versions if version is not None}
    rows: dict[Any, list[tuple[Any, ...]]] = {pk: [] for pk in known}
    for pk, *row in (
        VersionSection.objects.filter(version__in=known)
        .order_by("version", "position", "clauses__position")
        .values_list("version_id", *SECTION_FIELDS, *(f"clauses__{name}" for name in CLAUSE_FIELDS))
    ):
        rows[pk].append(tuple(row))
    return {pk: _frozen(version, rows[pk]) for pk, version in known.items()}


def frozen_content(version: Version) -> Content:
    """What a version froze, exactly as it is stored. One query."""
    return frozen_contents(version)[version.pk]


def read_competence_scale(charter: Charter) -> dict[str, Any]:
    """The scale as it is now: what cooperating means on the job, level by level. One query."""
    levels = Level.objects.order_by("rank").values(row=JSONObject(rank="rank", label="label", meaning="meaning"))
    words = ("code", "position", "label", "definition", "criterion", "agent_levels", "manager_levels")
    competences = Competence.objects.order_by("position", "code").values(
        row=JSONObject(**{word: word for word in words})
    )
    found = Charter.objects.filter(pk=charter.pk).values_list(ArraySubquery(levels), ArraySubquery(competences))
    return dict(zip(("levels", "competences"), found.get(), strict=True))


def numbered(sections: Iterable[SectionContent]) -> tuple[SectionContent, ...]:
    """The same sections and clauses in the same order, their places counted from 1."""
    result, place = [], 0
    for position, section in enumerate(sections, start=1):
        clauses = tuple(replace(clause, position=place + n) for n, clause in enumerate(section.clauses, start=1))
        place += len(clauses)
        result.append(replace(section, position=position, clauses=clauses))
    return tuple(result)


def _frozen(version: Version, rows: list[tuple[Any, ...]]) -> Content:
    return Content(
        title=version.title,
        language=version.language,
        preamble=version.preamble,
        scope=version.scope,
        competence_scale=version.competence_scale,
        sections=tuple(_sections(rows)),
    )


def _sections(rows: Iterable[Any]) -> list[SectionContent]:
    """Group joined rows: a section is repeated for each of its clauses, and comes with nothing when it is empty."""
    sections: dict[tuple[Any, ...], list[ClauseContent]] = {}
    for row in rows:
        section, words = tuple(row[: len(SECTION_FIELDS)]), row[len(SECTION_FIELDS) :]
        clauses = sections.setdefault(section, [])
        if words[CLAUSE_FIELDS.index("code")] is not None:
            frozen: list[Any] = [tuple(word) if isinstance(word, list) else word for word in words]
            clauses.append(ClauseContent(*frozen))
    return [SectionContent(*section, clauses=tuple(clauses)) for section, clauses in sections.items()]


def _nfc(value: Any) -> Any:
    """The same value, every text in it in Unicode NFC."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [_nfc(item) for item in value]
        case dict():
            return {_nfc(key): _nfc(item) for key, item in value.items()}
    return value
