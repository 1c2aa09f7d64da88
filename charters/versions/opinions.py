"""Opinions of committees on a submitted version: asked for, recorded, corrected.

A committee advises; management decides. But a version that touches the organisation, the yearly interview or the tools
is not validated before the statutory committee (in a French local authority, the comité social territorial) was heard:
failing to ask is a ground of annulment.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.text.models import Section
from charters.versions.acts import ACTS
from charters.versions.changes import Changes, ClauseChange
from charters.versions.content import SectionContent
from charters.versions.life import Opinion, OpinionRequest
from charters.versions.models import Version, VersionStep
from charters.versions.reading import missing_opinions, with_steps
from charters.versions.steps import add_step, open_for
from charters.versions.telling import tell_heard
from governance.committees.models import Committee
from governance.people.models import Member
from governance.refusals import Refused
from governance.templatetags.french import day

# Sections of which a change is put before the statutory committee.
STATUTORY_SUBJECTS = (Section.Kind.HR_TOOLS, Section.Kind.GOVERNANCE, Section.Kind.SOFTWARE_TOOLS)


def subjects_touched(changes: Changes) -> list[str]:
    """Kinds of sections, among the statutory ones, in which something changes. A competence scale is for appraisal."""
    touched = {section.kind for change in changes.clauses for section in _sides(change)}
    touched |= {change.section.kind for change in changes.sections}
    if changes.scale_changed:
        touched.add(Section.Kind.HR_TOOLS)
    return [kind.value for kind in STATUTORY_SUBJECTS if kind.value in touched]


def statutory_committees() -> list[str]:
    """Codes of the statutory committees of the registry, in their order. One query."""
    found = Committee.objects.filter(kind=Committee.Kind.STATUTORY).order_by("code")
    return list(found.values_list("code", flat=True))


def ask_chosen_opinions(version: Version, codes: Iterable[str], changes: Changes, *, by: Member) -> None:
    """Ask the committees that were chosen during the preparation, at the submission. The caller holds the lock."""
    touched = subjects_touched(changes)
    for committee in Committee.objects.filter(code__in=codes).order_by("code"):
        _ask(version, committee, touched, by=by)


@transaction.atomic
def ask_opinion(version: Version, committee: Committee, *, by: Member) -> OpinionRequest:
    """Ask another committee for its opinion on what was submitted. Raises PermissionDenied, Refused.

    Asked for later, even by law, an opinion holds validation back only if nothing else did: what is required was
    decided when the version was submitted, on what it changes.
    """
    version = open_for(ACTS["ask-opinion"], version, by=by)
    if OpinionRequest.objects.filter(version=version, committee=committee).exists():
        raise Refused(_("The opinion of this committee was already asked for: see below where it stands."))
    return _ask(version, committee, [], by=by)


@transaction.atomic
def record_opinion(
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
) -> Opinion:
    """Record what a committee said, asked or not; or correct it, with a reason, which leaves the former readable.

    ``replaces`` is the number of the opinion that the form showed, 0 for none. Raises PermissionDenied, Refused.
    """
    act = ACTS["record-opinion"]
    version = open_for(act, version, by=by)
    if on > timezone.localdate():
        raise Refused(_("This opinion is dated of a day to come: record it once it is given."))
    if on < timezone.localdate(version.submitted_at):
        raise Refused(
            _(
                "This version was submitted on %(day)s: an opinion on its very text is not older. "
                "An earlier one has its place in the register of decisions."
            )
            % {"day": day(version.submitted_at)}
        )
    last = last_opinion(version, committee)
    if (last.sequence if last else 0) != replaces:
        raise Refused(
            _(
                "An opinion of this committee was recorded meanwhile: it is below. If it is wrong, correct it and say "
                "why; the former one stays readable."
            )
        )
    if verdict not in (Opinion.Verdict.FAVOURABLE, Opinion.Verdict.SPLIT) and not words:
        raise Refused(_("Say what the committee said: its reservations, or why it was not asked."))
    if last and not correction_reason:
        raise Refused(_("Say why the opinion is corrected: the former one stays readable."))
    opinion = Opinion.objects.create(
        version=version,
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
    was_missing = bool(missing_opinions(version))
    add_step(VersionStep.Kind.OPINION, version, by=by, reason=committee.name)
    heard = with_steps().get(pk=version.pk)
    if was_missing and not missing_opinions(heard):
        tell_heard(heard)
    return opinion


def last_opinion(version: Version, committee: Committee) -> Opinion | None:
    """The last word of a committee on a version, corrections included. One query."""
    return Opinion.objects.filter(version=version, committee=committee).order_by("-sequence").first()


def _ask(version: Version, committee: Committee, touched: list[str], *, by: Member) -> OpinionRequest:
    required = bool(touched) and committee.kind == Committee.Kind.STATUTORY
    return OpinionRequest.objects.create(
        version=version,
        committee=committee,
        required=required,
        touches=touched if required else [],
        by=by.pseudonym,
        by_function=by.function,
    )


def _sides(change: ClauseChange) -> list[SectionContent]:
    return [section for section in (change.section_before, change.section_after) if section]
