"""Whether the grid of competences was put before the statutory committee (comité social territorial).

Criteria of the yearly interview are fixed after its opinion, and a change needs a new one: until it is recorded for the
very scale that a version froze, every document says that it only supports an exchange.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.hr.models import GridOpinion
from charters.permissions import RECORD_OPINION
from charters.text.models import Charter
from charters.versions.life import Opinion
from charters.versions.models import Version
from governance.canonical import canonical
from governance.committees.models import Committee
from governance.people.models import Member
from governance.refusals import Refused

# The committee was heard, whatever it said: its opinion does not bind. That it need not be asked is no opinion.
HEARD = frozenset(Opinion.Verdict.values) - {Opinion.Verdict.NOT_REQUIRED}

STAFF_COMMITTEE = "CST"
EARLIEST = datetime.date(2000, 1, 1)


def scale_digest(version: Version) -> str:
    """What tells a scale from another: that of two versions is the same as long as nothing of it changed."""
    return hashlib.sha256(canonical(version.competence_scale)).hexdigest()


def opinions_on(versions: Iterable[Version]) -> dict[str, GridOpinion]:
    """The last opinion on the grid of each version where the committee was heard, by digest of its scale. One query."""
    digests = {scale_digest(version) for version in versions}
    found = GridOpinion.objects.filter(scale_digest__in=digests).order_by("scale_digest", "sequence")
    last = {opinion.scale_digest: opinion for opinion in found}
    return {digest: opinion for digest, opinion in last.items() if opinion.verdict in HEARD}


def opinion_on(version: Version) -> GridOpinion | None:
    """The opinion that stands on the grid of a version; nothing as long as the committee was not heard of it."""
    return opinions_on([version]).get(scale_digest(version))


def last_recorded(version: Version) -> GridOpinion | None:
    """The last row recorded on the grid of a version, whatever it says: what a correction replaces."""
    return GridOpinion.objects.filter(scale_digest=scale_digest(version)).order_by("-sequence").first()


def grid_committees() -> QuerySet[Committee]:
    """Who is heard of a grid: the comité social territorial by its acronym, where it is there; else any statutory
    committee, as other organisations call theirs otherwise."""
    statutory = Committee.objects.filter(kind=Committee.Kind.STATUTORY)
    by_name = statutory.filter(acronym__iexact=STAFF_COMMITTEE)
    return (by_name if by_name.exists() else statutory).order_by("code")


def recorded(version: Version) -> list[GridOpinion]:
    """Everything that was recorded on the grid of a version, the last word first: what was corrected stays readable."""
    return list(GridOpinion.objects.filter(scale_digest=scale_digest(version)).order_by("-sequence"))


def standing(rows: list[GridOpinion]) -> GridOpinion | None:
    """Of what was recorded on a grid, the opinion that stands: the last word, if the committee was heard."""
    return rows[0] if rows and rows[0].verdict in HEARD else None


@transaction.atomic
def record_grid_opinion(
    version: Version,
    committee: Committee,
    *,
    by: Member,
    verdict: str,
    on: datetime.date,
    reference: str,
    words: str = "",
    correction_reason: str = "",
    replaces: int = 0,
) -> GridOpinion:
    """Record what the statutory committee said of the grid in force; or correct it, with a reason.

    ``replaces`` is the number of the row that the form showed, 0 for none. Raises PermissionDenied, Refused.
    """
    RECORD_OPINION.require(by)
    charter = Charter.objects.select_for_update(of=("self",), no_key=True).get(pk=version.charter_id)
    if charter.version_in_force_id != version.pk:
        raise Refused(
            _("Another version came into force since you opened this page: its grid may differ. Read it, then record.")
        )
    if not grid_committees().filter(pk=committee.pk).exists():
        raise Refused(_("The grid is put before the statutory committee: choose it, or describe it in the registry."))
    if on > timezone.localdate():
        raise Refused(_("This opinion is dated of a day to come: record it once it is given."))
    if on < EARLIEST:
        raise Refused(_("This day is too long ago for an opinion on this grid: check the year."))
    if not version.competence_scale.get("competences"):
        raise Refused(_("The version in force has no scale of competences: there is no grid to give an opinion on."))
    last = last_recorded(version)
    if (last.sequence if last else 0) != replaces:
        raise Refused(
            _(
                "An opinion on this grid was recorded meanwhile: it is below. If it is wrong, correct it and say why; "
                "the former one stays readable."
            )
        )
    if verdict not in (Opinion.Verdict.FAVOURABLE, Opinion.Verdict.SPLIT) and not words:
        raise Refused(_("Say what the committee said: its reservations, or why it was not asked."))
    if last and not correction_reason:
        raise Refused(_("Say why the opinion is corrected: the former one stays readable."))
    return GridOpinion.objects.create(
        version=version,
        scale_digest=scale_digest(version),
        committee=committee,
        committee_name=committee.name,
        sequence=replaces + 1,
        verdict=verdict,
        on=on,
        reference=reference,
        words=words,
        correction_reason=correction_reason if last else "",
        recorded_by=by.pseudonym,
        recorded_by_function=by.function,
    )
