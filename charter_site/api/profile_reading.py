"""Operations about job descriptions: the list, one of them, and all that it says with what it quotes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query

from charter_site.api import profile_words as words
from charter_site.api.interface import read_profiles
from charter_site.api.marks import mark
from charter_site.api.problems import NotThere
from charters.hr.models import GridOpinion, JobProfile, Objective, Quote
from charters.hr.sheets import read_sheet
from charters.text.models import Charter
from charters.versions.models import Version
from governance.people import models as people

Id = Annotated[int, Path(ge=1, le=2**53 - 1, description="The number of a job description here.", examples=[1])]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="How many to leave out, from the first.")]
Department = Annotated[
    str, Query(pattern=r"^[\w-]{1,12}$", description="Of one department only: its code.", examples=["DRH"])
]

Outdated = Annotated[
    Literal["true", "false"],
    Query(description="Only those that quote what the version in force says otherwise, or no longer; or the others."),
]


# One query: what posts, their objectives, departments, the version in force and the opinion on its grid last said.
_LAST_ROWS = "SELECT {}, {}".format(
    ", ".join(
        f"(SELECT max({column}) FROM {model._meta.db_table})"
        for model, column in (
            (JobProfile.history.model, "history_id"),
            (Objective.history.model, "history_id"),
            (people.Department.history.model, "history_id"),
            (GridOpinion, "id"),
            (Version, "submission"),
        )
    ),
    f"(SELECT string_agg(version_in_force_id::text, ',' ORDER BY id) FROM {Charter._meta.db_table})",
)


@read_profiles("/profiles", words.Profiles)
def list_profiles(
    request: HttpRequest,
    limit: Limit = 50,
    offset: Offset = 0,
    department: Department | None = None,
    outdated: Outdated | None = None,
) -> Any:
    """Job descriptions by title, those of posts that are no more included."""
    _mark(request)
    profiles = JobProfile.objects.filter(**{"department__code": department} if department else {})
    if outdated:
        behind = Q(pk__in=Quote.objects.outdated().values("profile"))
        profiles = profiles.filter(behind if outdated == "true" else ~behind)
    lines = profiles.for_listing()[offset : offset + limit]
    return {
        "total": profiles.count(),
        "limit": limit,
        "offset": offset,
        "profiles": [words.line_of(profile) for profile in lines],
    }


@read_profiles("/profiles/{id}", words.ProfileHere)
def read_profile(request: HttpRequest, id: Id) -> Any:  # noqa: A002 the name of a parameter
    """A post, without what it quotes."""
    _mark(request)
    return _profile(id)


@read_profiles("/profiles/{id}/export", words.ProfileExport)
def export_profile(request: HttpRequest, id: Id) -> Any:  # noqa: A002 the name of a parameter
    """The whole job description: its blocks, the clauses that it quotes, its target levels, its objectives.

    It is a draft as long as it does not quote the version in force: `standing` says why.
    """
    _mark(request)
    return words.export_of(read_sheet(_profile(id)))


def _mark(request: HttpRequest) -> None:
    """The mark of what is said of job descriptions: the last row that was written of each thing it is made of.

    Never the pulse of the database: it beats when anyone does anything here, which is nobody's business outside.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ROWS)
        mark(request, cursor.fetchone())


def _profile(pk: int) -> JobProfile:
    """One job description. One query. Raises NotThere."""
    found = JobProfile.objects.select_related("department").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("There is no job description of this number."))
    return found
