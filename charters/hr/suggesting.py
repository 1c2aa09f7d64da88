"""Which clauses to offer first to whoever writes a job description. A suggestion, never more."""

from charters.hr.models import JobProfile
from charters.text.models import Audience
from charters.versions.models import VersionClause


def fits(clause: VersionClause, profile: JobProfile) -> bool:
    """Whether a clause speaks to this post in particular: to everyone and nobody else, or to its own kind.

    A clause for all staff *and* managers says something to everyone, so it is not what tells this post from
    another: the person who writes decides. Without a wording for job descriptions, nothing is offered.
    """
    if not clause.hr_job_description:
        return False
    audience = set(clause.audience)
    if audience == {Audience.ALL_STAFF}:
        return True
    return Audience.ALL_STAFF not in audience and bool(audience & kinds_of(profile))


def kinds_of(profile: JobProfile) -> set[str]:
    """The audiences that a post belongs to, beside all staff."""
    kinds = {Audience.MANAGERS: profile.is_manager, Audience.FIELD_STAFF: profile.is_field_staff}
    return {str(kind) for kind, belongs in kinds.items() if belongs}
