"""What the interface says of a job description, field by field. It describes a post, never whoever holds it.

What a post quotes of a text that is not validated stays out: it may still change.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from charters.hr.kinds import Wording
from charters.hr.models import JobProfile, Objective
from charters.hr.sheets import Line, Sheet
from charters.hr.sources import Source, sources_of
from charters.hr.targets import Target
from charters.hr.wordings import about_levels, exchange_support, no_regrading, standing
from governance.templatetags.french import day

DOCUMENTS = {
    "job_description": Wording.JOB_DESCRIPTION,
    "mission_letter": Wording.MISSION_LETTER,
    "interview": Wording.INTERVIEW,
}


class DepartmentHere(Schema):
    """Where the post is."""

    code: str
    name: str


class ProfileLine(Schema):
    """A job description in a list."""

    id: int
    reference: str = Field(description="The number that human resources know the post by; it may be empty.")
    title: str
    family: str
    job_group: str = Field(description="The statutory job group (cadre d'emplois).")
    category: str
    department: DepartmentHere | None
    is_manager: bool
    is_field_staff: bool
    ended_on: datetime.date | None
    quotes: int = Field(description="How many clauses it quotes.")
    quoted_version: int | None = Field(description="The version that it quotes; nothing if it quotes none.")
    quotes_version_in_force: bool
    outdated: bool = Field(description="Whether the version in force says otherwise, or no longer, what it quotes.")


class Profiles(Schema):
    """A page of the list, by title."""

    total: int
    limit: int
    offset: int
    profiles: list[ProfileLine]


class ProfileHere(Schema):
    """A post: the blocks of its job description."""

    id: int
    reference: str
    title: str
    occupation: str = Field(description="The occupation in the national repertory.")
    family: str
    job_group: str
    category: str
    department: DepartmentHere | None
    is_manager: bool
    is_field_staff: bool
    reports_to: str = Field(description="The function that the post reports to.")
    workplace: str
    team: str
    purpose: str
    missions: str
    relations: str
    autonomy: str
    skills: str
    training: str
    conditions: str
    means: str
    ended_on: datetime.date | None


class SourceHere(Schema):
    """Where what a post quotes comes from."""

    version: int
    content_hash: str
    chain_hash: str
    in_force: bool
    version_in_force: int | None
    sentence: str = Field(description="To be shown wherever what is quoted is.")


class Sentence(Schema):
    """The words of a clause in one kind of document; empty when it is not said there."""

    words: str
    adapted: bool = Field(description="Whether human resources wrote it differently from the charter.")


class Sentences(Schema):
    job_description: Sentence
    mission_letter: Sentence
    interview: Sentence


class QuoteHere(Schema):
    """A clause, as the job description quotes it, and the validated version that it was read in."""

    code: str
    revision: int
    title: str
    version: int
    content_hash: str
    block: str = Field(description="The block of the job description that it goes to: its code.")
    block_label: str
    adapted: bool = Field(description="Whether one of its sentences is not the charter's own.")
    outdated: bool = Field(description="Whether the version in force says it otherwise, or no longer.")
    sentences: Sentences


class TargetHere(Schema):
    """The level that the post aims at, in a behaviour that one can see. Never anyone's own level."""

    code: str
    label: str
    rank: int
    level: str
    behaviour: str
    decided: bool = Field(description="Decided for this post; otherwise proposed.")
    clauses: list[str] = Field(description="Codes of the quoted clauses that call on it.")


class ObjectiveHere(Schema):
    """An objective that goes with the post. It is never anyone's result."""

    words: str
    own_practice: bool = Field(description="About the manager's own practice.")
    means: str
    indicator: str
    due: str
    clause: str | None = Field(description="The code of the clause that it puts into practice.")


class ProfileExport(Schema):
    """The whole job description, with what it quotes, its target levels and its objectives."""

    profile: ProfileHere
    language: str
    draft: bool
    standing: str = Field(description="In force or draft, and why: never to be left out.")
    source: SourceHere | None = Field(description="Nothing if it quotes nothing that is validated.")
    quotes: list[QuoteHere]
    targets: list[TargetHere]
    objectives: list[ObjectiveHere]
    notices: list[str] = Field(description="What it may serve for, to be shown with the levels and the objectives.")
    page: str = Field(description="Its page, for human resources.")


def line_of(profile: Any) -> dict[str, Any]:
    """A job description that comes from ``for_listing``."""
    validated = profile.quoted_number is not None
    return {
        **_said(profile, ProfileLine),
        "quotes": profile.quote_count if validated else 0,
        "quoted_version": profile.quoted_number,
        "quotes_version_in_force": validated and profile.quoted_version == profile.version_in_force,
        "outdated": profile.is_outdated,
    }


def export_of(sheet: Sheet) -> dict[str, Any]:
    """The whole of it. One query, for the versions that the quotes come from."""
    source = sheet.source if sheet.source and sheet.source.number is not None else None
    versions = {line.clause.version_id: line.clause.version for line in sheet.lines}
    sources = sources_of(versions.values()) if versions else {}
    quoted = [(line, sources[line.clause.version_id]) for line in sheet.lines]
    return {
        "profile": sheet.profile,
        "language": sheet.language,
        "draft": sheet.draft,
        "standing": standing(sheet),
        "source": _source(source) if source else None,
        "quotes": [_quote(line, origin) for line, origin in quoted if origin.number is not None],
        "targets": [_target(*aimed) for aimed in sheet.targets] if source else [],
        "objectives": [_objective(objective) for objective in sheet.objectives],
        "notices": [exchange_support(sheet.opinion if source else None), about_levels(), no_regrading()],
        "page": f"{settings.SITE_URL}{sheet.profile.get_absolute_url()}",
    }


def _said(profile: JobProfile, schema: type[Schema]) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in schema.model_fields if hasattr(profile, name)}


def _source(source: Source) -> dict[str, Any]:
    # without the body that validated it, which may be told by the function of one person
    facts = {"number": source.number, "day": day(timezone.localdate(source.validated_at))}
    return {
        "version": source.number,
        "content_hash": source.version.content_hash,
        "chain_hash": source.seal,
        "in_force": source.in_force,
        "version_in_force": source.current_number,
        "sentence": _("Version %(number)s of the charter, validated on %(day)s") % facts,
    }


def _quote(line: Line, source: Source) -> dict[str, Any]:
    sentences = {
        name: {"words": line.said_in(document), "adapted": line.adapted_in(document)}
        for name, document in DOCUMENTS.items()
    }
    return {
        "code": line.clause.code,
        "revision": line.clause.revision,
        "title": line.clause.title,
        "version": source.number,
        "content_hash": source.version.content_hash,
        "block": line.block.value,
        "block_label": str(line.block.label),
        "adapted": line.adapted,
        "outdated": line.outdated,
        "sentences": sentences,
    }


def _target(target: Target, clauses: list[str]) -> dict[str, Any]:
    told = {name: getattr(target, name) for name in TargetHere.model_fields if name != "clauses"}
    return {**told, "clauses": clauses}


def _objective(objective: Objective) -> dict[str, Any]:
    told = {name: getattr(objective, name) for name in ObjectiveHere.model_fields if name != "clause"}
    return {**told, "clause": objective.clause_code or None}
