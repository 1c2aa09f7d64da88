"""Operations about the charter: validated versions, their clauses, wordings and competences, and what changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query

from charter_site.api import charter_words as words
from charter_site.api.charter_standing import Standing, Validated, standing_of, standings
from charter_site.api.interface import read_charter
from charter_site.api.marks import mark
from charter_site.api.problems import DESCRIPTION, NotThere
from charters.hr.grid import opinion_on
from charters.hr.models import GridOpinion
from charters.hr.wordings import exchange_support
from charters.versions.changes import Changes, changes_between
from charters.versions.content import ClauseContent, Content, SectionContent, frozen_contents
from charters.versions.dossier import last_opinions
from charters.versions.life import Opinion
from charters.versions.models import Version

MOST = 2_000_000_000
Number = Annotated[int, Path(ge=1, le=MOST, description="The number of a validated version.", examples=[1])]
Since = Annotated[
    int, Query(ge=1, le=MOST, description="The number of the version to compare with, older or newer.", examples=[1])
]
A_SLUG, A_CODE = r"^[-a-zA-Z0-9_]{1,60}$", r"^[-a-zA-Z0-9_]{1,7}$"
Which = Annotated[str, Query(pattern=A_SLUG, description="A charter, if there are several: its slug.")]
Code = Annotated[str, Path(pattern=A_CODE, description="The code of a clause.", examples=["M1"])]
CompetenceCode = Annotated[str, Path(pattern=A_CODE, description="The code of a competence.", examples=["C1"])]
Document = Annotated[words.Document, Path(description="A kind of document.", examples=["job_description"])]
AskedCode = Annotated[str, Query(pattern=A_CODE, description="Of one clause only: its code.")]
AskedDocument = Annotated[words.Document, Query(description="For one kind of document only.")]

WORDINGS = {
    "job_description": "hr_job_description",
    "mission_letter": "hr_mission_letter",
    "interview": "hr_interview",
}


@read_charter("/", words.Start)
def start(request: HttpRequest) -> Any:
    """Where to begin: the charters, and the version in force of each."""
    found = standings()
    mark(request, [standing.depends_on for standing in found])
    return {"charters": [_charter(standing) for standing in found], "description": _here(DESCRIPTION)}


@read_charter("/versions", words.Versions)
def list_versions(request: HttpRequest, charter: Which | None = None) -> Any:
    """The validated versions of a charter, the last one first."""
    standing = standing_of(charter)
    mark(request, standing.depends_on)
    heard = _opinions(*standing.versions.values())
    versions = [_version(standing, each, heard[each.version]) for each in reversed(standing.versions.values())]
    return {"charter": standing.slug, "versions": versions}


@read_charter("/versions/{number}", words.VersionHere)
def read_version(request: HttpRequest, number: Number, charter: Which | None = None) -> Any:
    """A validated version: when and by which body, its seals, the opinions of committees."""
    standing, validated = _asked(request, number, charter)
    return _version(standing, validated, _opinions(validated)[validated.version])


@read_charter("/versions/{number}/clauses", words.VersionClauses)
def list_clauses(request: HttpRequest, number: Number, charter: Which | None = None) -> Any:
    """All the words of a version: preamble, scope, sections, clauses."""
    standing, validated = _asked(request, number, charter)
    content = _contents(validated)[validated.number]
    return {
        **_source(validated),
        "preamble": content.preamble,
        "scope": content.scope,
        "sections": content.sections,
        "clauses": [_clause(standing, validated, *place) for place in content.clauses],
    }


@read_charter("/versions/{number}/clauses/{code}", words.VersionClause)
def read_clause(request: HttpRequest, number: Number, code: Code, charter: Which | None = None) -> Any:
    """One clause of a version."""
    standing, validated = _asked(request, number, charter)
    return {**_source(validated), "clause": _clause(standing, validated, *_place(validated, code))}


@read_charter("/versions/{number}/wordings", words.Wordings)
def list_wordings(
    request: HttpRequest,
    number: Number,
    document: AskedDocument | None = None,
    code: AskedCode | None = None,
    charter: Which | None = None,
) -> Any:
    """The sentences that a version proposes for job descriptions, mission letters and interviews."""
    _standing, validated = _asked(request, number, charter)
    sentences = [
        wording
        for _section, clause in _contents(validated)[validated.number].clauses
        for wording in _wordings(clause)
        if code in (None, clause.code) and document in (None, wording["document"])
    ]
    return {**_source(validated), "wordings": sentences}


@read_charter("/versions/{number}/wordings/{code}/{document}", words.VersionWording)
def read_wording(
    request: HttpRequest, number: Number, code: Code, document: Document, charter: Which | None = None
) -> Any:
    """The sentence that a version proposes of one clause, for one kind of document."""
    _standing, validated = _asked(request, number, charter)
    _section, clause = _place(validated, code)
    for wording in _wordings(clause):
        if wording["document"] == document:
            return {**_source(validated), "wording": wording}
    asked = {"number": validated.number, "code": code, "document": document}
    raise NotThere(_("Version %(number)s has no wording of clause %(code)s for “%(document)s”.") % asked)


@read_charter("/versions/{number}/competences", words.Scale)
def list_competences(request: HttpRequest, number: Number, charter: Which | None = None) -> Any:
    """The scale of a version: its levels, and its competences with both ladders, for agents and for managers.

    The notice says that it only supports an exchange, until the statutory committee was heard of the grid.
    """
    return _scale(request, number, charter)


@read_charter("/versions/{number}/competences/{code}", words.VersionCompetence)
def read_competence(request: HttpRequest, number: Number, code: CompetenceCode, charter: Which | None = None) -> Any:
    """One competence of the scale of a version, with both ladders, and the levels that their steps are of.

    The notice is that of the whole scale.
    """
    scale = _scale(request, number, charter)
    for competence in scale.pop("competences"):
        if competence["code"] == code:
            return {**scale, "competence": competence}
    raise NotThere(_("Version %(number)s holds no competence %(code)s.") % {"number": number, "code": code})


@read_charter("/versions/{number}/changes", words.ChangesHere)
def read_changes(request: HttpRequest, number: Number, since: Since, charter: Which | None = None) -> Any:
    """What changed in a version since another: clauses added, removed, moved, reworded; sections; the scale."""
    standing, validated = _asked(request, number, charter)
    before = standing.numbered(since)
    contents = _contents(before, validated)
    return {"since": since, "version": number, **_changes(changes_between(contents[since], contents[number]))}


def _asked(request: HttpRequest, number: int, charter: str | None, *depends_on: Any) -> tuple[Standing, Validated]:
    """The charter and the validated version that are asked for. One query. Raises NotThere, Unchanged."""
    standing = standing_of(charter)
    validated = standing.numbered(number)
    mark(request, standing.depends_on, *depends_on)
    return standing, validated


def _contents(*asked: Validated) -> dict[int, Content]:
    """What versions froze, by their numbers. Two queries."""
    numbers = {each.version: each.number for each in asked}
    contents = frozen_contents(*Version.objects.filter(pk__in=numbers))
    return {numbers[str(pk)]: content for pk, content in contents.items()}


def _place(validated: Validated, code: str) -> tuple[SectionContent, ClauseContent]:
    """A clause of a version, and the section it is in. Two queries. Raises NotThere."""
    for section, clause in _contents(validated)[validated.number].clauses:
        if clause.code == code:
            return section, clause
    raise NotThere(_("Version %(number)s holds no clause %(code)s.") % {"number": validated.number, "code": code})


def _wordings(clause: ClauseContent) -> Iterator[dict[str, Any]]:
    """The sentences of a clause: nothing for the documents that it has no words for."""
    for document, field in WORDINGS.items():
        if sentence := getattr(clause, field):
            yield {"code": clause.code, "revision": clause.revision, "document": document, "sentence": sentence}


def _scale(request: HttpRequest, number: int, charter: str | None) -> dict[str, Any]:
    """The scale of the version that is asked for, and its notice. Four queries. Raises NotThere, Unchanged."""
    # an opinion on the grid can come long after the version
    heard = GridOpinion.objects.aggregate(last=Max("pk"))["last"]
    _standing, validated = _asked(request, number, charter, heard)
    version = Version.objects.get(pk=validated.version)
    scale = {"levels": [], "competences": [], **version.competence_scale}
    return {**_source(validated), "notice": exchange_support(opinion_on(version)), **scale}


def _opinions(*asked: Validated) -> dict[str, list[Opinion]]:
    """The last opinion of each committee on each version, by the ids of versions. One query."""
    heard: dict[str, list[Opinion]] = {each.version: [] for each in asked}
    for opinion in last_opinions(uuid.UUID(version) for version in heard):
        heard[str(opinion.version_id)].append(opinion)
    return heard


def _here(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _page(standing: Standing, validated: Validated) -> str:
    return _here(reverse("version", args=[standing.slug, validated.number]))


def _source(validated: Validated) -> dict[str, Any]:
    return {"version": validated.number, "content_hash": validated.content_hash}


def _charter(standing: Standing) -> dict[str, Any]:
    versions, validated = reverse("api:api-list-versions"), standing.in_force
    in_force = reverse("api:api-read-version", args=[validated.number]) if validated else ""
    asked = f"?charter={standing.slug}"
    return {
        "slug": standing.slug,
        "title": standing.title,
        "language": validated.language if validated else None,
        "version_in_force": validated.number if validated else None,
        "links": {
            "versions": _here(f"{versions}{asked}"),
            "in_force": _here(f"{in_force}{asked}") if validated else None,
            "page": _page(standing, validated) if validated else None,
        },
    }


def _version(standing: Standing, validated: Validated, heard: list[Opinion]) -> dict[str, Any]:
    told = {name: getattr(validated, name) for name in Validated.__slots__ if name != "version"}
    opinions = [
        {
            "committee": opinion.committee_name,
            "verdict": opinion.verdict,
            "label": str(opinion.get_verdict_display()),
            "on": opinion.on,
            "reference": opinion.reference,
        }
        for opinion in heard
    ]
    return {**told, "opinions": opinions, "page": _page(standing, validated)}


def _clause(standing: Standing, validated: Validated, section: SectionContent, clause: ClauseContent) -> dict[str, Any]:
    told = {name: getattr(clause, name) for name in words.ClauseHere.model_fields if hasattr(clause, name)}
    return {**told, "section": section.code, "page": f"{_page(standing, validated)}#{clause.code}"}


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "charter": _fields(changes.charter),
        "sections": [
            {**_marks(change), "code": change.section.code, "title": change.section.title}
            for change in changes.sections
        ],
        "clauses": [
            {
                **_marks(change),
                "reworded": change.reworded,
                "code": change.code,
                "title": change.clause.title,
                "section_before": change.section_before.code if change.section_before else None,
                "section_after": change.section_after.code if change.section_after else None,
                "revision_before": change.before.revision if change.before else None,
                "revision_after": change.after.revision if change.after else None,
            }
            for change in changes.clauses
        ],
        "scale": [
            {
                **_marks(change),
                "code": change.code,
                "name": change.name,
                "kind": "level" if change.is_level else "competence",
            }
            for change in changes.scale
        ],
        "unchanged": changes.unchanged,
    }


def _marks(change: Any) -> dict[str, Any]:
    told = {name: getattr(change, name) for name in ("added", "removed", "moved")}
    return {**told, "words": _fields(change.words)}


def _fields(changed: Any) -> list[dict[str, Any]]:
    return [
        {"field": each.name, "label": str(each.label), "before": each.before, "after": each.after} for each in changed
    ]
