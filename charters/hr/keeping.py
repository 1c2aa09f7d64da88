"""Job descriptions: written by human resources, quoting clauses of one version, word for word or adapted."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from charters.hr.models import JobProfile, Quote
from charters.hr.sources import quotable_version
from charters.permissions import KEEP_JOB_PROFILES
from charters.versions.models import VersionClause
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

WORDS = (
    "title",
    "family",
    "job_group",
    "category",
    "department",
    "is_manager",
    "is_field_staff",
    "purpose",
)


def create_profile(*, by: Member, words: dict[str, Any]) -> JobProfile:
    """Write a job description; it quotes nothing yet."""
    KEEP_JOB_PROFILES.require(by)
    return save_signed(JobProfile(**words), by=by, reason=_("Job description created"))


@transaction.atomic
def revise_profile(profile: JobProfile, *, by: Member, words: dict[str, Any], seen: int) -> JobProfile:
    """Change what a job description says of the post, unless someone changed it meanwhile."""
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    changed = [name for name in WORDS if name in words and getattr(stored, name) != words[name]]
    for name in changed:
        setattr(stored, name, words[name])
    if not changed:
        return stored
    return save_signed(stored, by=by, reason=_("Job description revised"), fields=changed)


@transaction.atomic
def quote_clauses(
    profile: JobProfile, *, by: Member, version: uuid.UUID, wordings: dict[str, str], seen: int
) -> JobProfile:
    """Quote these clauses, and no other: ``wordings`` gives each code its words (empty: the charter's own).

    ``version`` is the one that the reader chose from. All quotes of a job description come from one version, the
    one that can be quoted now, so that a document never mixes two texts. What was quoted before stays in history,
    word for word.
    """
    KEEP_JOB_PROFILES.require(by)
    stored = lock_seen(profile, seen=seen)
    current = quotable_version()
    if current is None or current.pk != version:
        raise Refused(
            _(
                "Another version can be quoted since you opened this page. Nothing you wrote is lost: "
                "read the clauses as they now are, then save again."
            )
        )
    quotes = [
        Quote(profile=stored, clause=clause, wording=_wording(clause, wordings[clause.code]))
        for clause in current.clauses.filter(code__in=wordings).order_by("position")
    ]
    if len(quotes) != len(wordings):
        raise Refused(_("One of these clauses is not in this version. Reload the page, then choose again."))
    stored.quotes.all().delete()
    Quote.objects.bulk_create(quotes)
    return save_signed(
        stored,
        by=by,
        reason=_("Clauses quoted: %(codes)s")
        % {"codes": ", ".join(quote.clause.code for quote in quotes) or pgettext("clauses", "none")},
        fields=[],
        quotes=[
            {
                "version": str(version),
                "clause": quote.clause.code,
                "revision": quote.clause.revision,
                "wording": quote.wording,
            }
            for quote in quotes
        ],
    )


def _wording(clause: VersionClause, wording: str) -> str:
    """What the document will say: never nothing."""
    if words := wording or clause.hr_job_description:
        return words
    raise Refused(
        _("Clause %(code)s has no wording for a job description: write one, or take it out.") % {"code": clause.code}
    )
