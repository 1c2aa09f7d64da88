"""What the interface says of the charter, field by field."""

from __future__ import annotations

import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field


class Links(Schema):
    """Where to go on from a charter."""

    versions: str
    in_force: str | None = Field(description="The version in force, here; nothing before there is one.")
    page: str | None = Field(description="The version in force, as people read it.")


class CharterHere(Schema):
    """A charter of the organisation."""

    slug: str = Field(description="Its name in addresses: the parameter `charter`.")
    title: str | None = Field(description="Its title in the version in force; nothing before there is one.")
    language: str | None
    version_in_force: int | None = Field(description="The number of the version in force.")
    links: Links


class Start(Schema):
    """The charters of the organisation: one, as a rule."""

    charters: list[CharterHere]
    description: str = Field(description="The address of this very description.")


class Opinion(Schema):
    """What a committee said of a version before it was validated: its last word."""

    committee: str
    verdict: str = Field(description="Its code.")
    label: str = Field(description="The verdict in the language of `Accept-Language`.")
    on: datetime.date
    reference: str


class VersionHere(Schema):
    """A validated version. Nothing of it changes any more, except whether it is in force."""

    number: int
    title: str
    language: str
    validated_on: datetime.date
    validating_body: str = Field(description="The body that validated it; empty if none was named.")
    in_force: bool
    content_hash: str = Field(description="SHA-256 of its words: it can be checked on the page `/verify/`.")
    chain_hash: str = Field(description="SHA-256 of this validation and of the one before it.")
    opinions: list[Opinion]
    page: str = Field(description="Its page, for ever.")


class Versions(Schema):
    """The validated versions of a charter, the last one first."""

    charter: str
    versions: list[VersionHere]


class SectionHere(Schema):
    """A section of a version, which may hold no clause."""

    position: int
    code: str
    kind: str
    title: str
    summary: str


class ClauseHere(Schema):
    """A clause as a version froze it."""

    position: int = Field(description="Its place in the whole text, counted from 1.")
    section: str = Field(description="The code of its section.")
    code: str = Field(description="Given once, never to another clause.")
    revision: int = Field(description="It rises when its words change.")
    title: str
    text: str
    note: str
    indicators: list[str]
    audience: list[str] = Field(description="Codes of those whom it is for; none: everyone.")
    competences: list[str] = Field(description="Codes of the competences that it calls on.")
    page: str


class VersionClause(Schema):
    """One clause, and the version it is read in."""

    version: int
    content_hash: str
    clause: ClauseHere


class VersionClauses(Schema):
    """All the words of a version, in the order of the text."""

    version: int
    content_hash: str
    preamble: str
    scope: str
    sections: list[SectionHere]
    clauses: list[ClauseHere]


Document = Literal["job_description", "mission_letter", "interview"]


class WordingHere(Schema):
    """The sentence that the charter proposes for one kind of document."""

    code: str = Field(description="The code of the clause that it words.")
    revision: int
    document: Document
    sentence: str


class VersionWording(Schema):
    """One sentence, and the version it is read in."""

    version: int
    content_hash: str
    wording: WordingHere


class Wordings(Schema):
    """The sentences of a version, in the order of the text; a clause that proposes none for a document is left out."""

    version: int
    content_hash: str
    wordings: list[WordingHere]


class Level(Schema):
    """A level of the scale. It describes facts, never anyone's personality."""

    rank: int
    label: str
    meaning: str


class Competence(Schema):
    """What cooperating means on the job, level by level, for an agent and for a manager."""

    code: str
    position: int
    label: str
    definition: str
    criterion: str
    agent_levels: list[str]
    manager_levels: list[str]


class Scale(Schema):
    """The scale as a version froze it. No level of anyone is stored, here or elsewhere."""

    version: int
    content_hash: str
    notice: str = Field(description="What this scale may serve for, to be shown wherever it is.")
    levels: list[Level]
    competences: list[Competence]


class VersionCompetence(Schema):
    """One competence, the version it is read in, and the levels that the steps of its ladders are of, in order."""

    version: int
    content_hash: str
    notice: str = Field(description="What this scale may serve for, to be shown wherever a part of it is.")
    levels: list[Level]
    competence: Competence


class FieldChange(Schema):
    """One field whose words differ."""

    field: str
    label: str = Field(description="The field in the language of `Accept-Language`.")
    before: str
    after: str


class ClauseChange(Schema):
    """A clause that is not the same in both versions. Several can be true: moved and reworded."""

    code: str
    title: str
    section_before: str | None = Field(description="The code of its section before; nothing if it was not there.")
    section_after: str | None
    revision_before: int | None
    revision_after: int | None
    added: bool
    removed: bool
    moved: bool
    reworded: bool
    words: list[FieldChange]


class SectionChange(Schema):
    """A section that comes, goes, changes place, or whose title or summary changed."""

    code: str
    title: str
    added: bool
    removed: bool
    moved: bool
    words: list[FieldChange]


class ScaleChange(Schema):
    """A level (its code is its rank) or a competence that is not the same in both versions."""

    code: str
    name: str
    kind: Literal["level", "competence"]
    added: bool
    removed: bool
    moved: bool
    words: list[FieldChange]


class ChangesHere(Schema):
    """Everything that differs from one validated version to another."""

    since: int
    version: int
    charter: list[FieldChange] = Field(description="Title, preamble, scope, language.")
    sections: list[SectionChange]
    clauses: list[ClauseChange]
    scale: list[ScaleChange]
    unchanged: int = Field(description="How many clauses are the same in both.")
