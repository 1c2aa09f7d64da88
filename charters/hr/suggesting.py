"""Which clauses to offer first to whoever writes a job description, and why. A suggestion, never more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from charters.hr.models import JobProfile, Quote
from charters.text.models import Audience
from charters.versions.models import VersionClause

# A clause that at least half of the posts alike quote is offered; one post alone says nothing.
FEWEST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why a clause is offered, in words that follow "suggested:"; at least one."""

    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return ", ".join(self.reasons) + "."


def suggestions(clauses: Iterable[VersionClause], profile: JobProfile) -> dict[str, Suggestion]:
    """The clauses to offer for a post, by code: those that speak to it, those that call on a competence decided for
    it, and those that posts of its family or of its category quote already. One query."""
    alike = _quoted_by_others(profile)
    found: dict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        if not (clause.hr_job_description or clause.hr_mission_letter or clause.hr_interview):
            continue
        if fits(clause, profile):
            found[clause.code].append(_said_of_audience(clause))
        if called := sorted(set(clause.competences) & profile.targets.keys()):
            found[clause.code].append(_("calling on %(codes)s, decided for this post") % {"codes": ", ".join(called)})
        found[clause.code] += alike.get(clause.code, [])
    return {code: Suggestion(tuple(reasons)) for code, reasons in found.items() if reasons}


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


def _said_of_audience(clause: VersionClause) -> str:
    words = dict(Audience.choices)
    audience = ", ".join(str(words.get(kind, kind)).lower() for kind in clause.audience)
    return _("written for %(audience)s") % {"audience": audience}


def _quoted_by_others(profile: JobProfile) -> dict[str, list[str]]:
    """What posts of the same family, and of the same category, quote: by code, a sentence with how many of them."""
    like = [name for name in ("family", "category") if getattr(profile, name)]
    if not like:
        return {}
    others = JobProfile.objects.in_use().exclude(pk=profile.pk)
    quoted: Any = Quote.objects.filter(profile__in=others).order_by().values("clause__code")
    for name in like:
        alike = {name: getattr(profile, name)}
        total = others.filter(Exists(Quote.objects.filter(profile=OuterRef("pk"))), **alike).order_by().values(name)
        quoted = quoted.annotate(
            **{
                f"{name}_number": Count("profile", distinct=True, filter=Q(**{f"profile__{name}": alike[name]})),
                f"{name}_total": Subquery(total.annotate(number=Count("pk")).values("number")),
            }
        )
    found: dict[str, list[str]] = defaultdict(list)
    for row in quoted.order_by("clause__code"):
        for name in like:
            number, whole = row[f"{name}_number"], row[f"{name}_total"] or 0
            if whole >= FEWEST_ALIKE and number >= FEWEST_ALIKE and 2 * number >= whole:
                found[row["clause__code"]].append(_said_of_alike(name, number, whole, profile))
    return found


def _said_of_alike(name: str, number: int, total: int, profile: JobProfile) -> str:
    facts = {"number": number, "total": total, "family": profile.family}
    if name == "family":
        return _("quoted by %(number)s posts of %(total)s in the family “%(family)s”") % facts
    return _("quoted by %(number)s posts of %(total)s in the same category") % facts
