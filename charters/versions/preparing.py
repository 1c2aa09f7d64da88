"""Preparing a version from the working text, and submitting it: what is submitted is frozen, word for word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import PREPARE_VERSION
from charters.text.models import Charter, Clause
from charters.versions.acts import ACTS, State, state_of_draft
from charters.versions.changes import Changes, changes_between, kept_for_later, leave_for_later
from charters.versions.content import CLAUSE_FIELDS, SECTION_FIELDS, Content, frozen_content, working_content
from charters.versions.gates import closed_gates, in_content, refuse_closed_gates, without_experience
from charters.versions.life import DraftStep
from charters.versions.models import Version, VersionClause, VersionDraft, VersionSection, VersionStep
from charters.versions.opinions import ask_chosen_opinions, statutory_committees
from charters.versions.reading import awaiting_version, open_draft, state_of, with_steps
from charters.versions.sealing import VERSION_FORM, content_hash, fingerprint
from charters.versions.telling import tell_of_step
from governance.committees.models import Committee
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale, lock_seen, save_signed
from governance.templatetags.french import day

# What whoever prepares a version chooses.
CHOSEN = frozenset({"message", "left_out", "reasons", "opinions_from", "answer_expected_on", "is_erratum"})


@transaction.atomic
def prepare(charter: Charter, *, by: Member) -> VersionDraft:
    """Open the version in preparation, or join the one that is open: there is only one.

    What was said and left out in a submission that came back is taken up again.
    """
    PREPARE_VERSION.require(by)
    charter = Charter.objects.locked().get(pk=charter.pk)
    if draft := open_draft(charter):
        return draft
    draft = VersionDraft(charter=charter, prepared_by=by.pseudonym)
    last = with_steps().select_related("draft").filter(charter=charter).order_by("-submission").first()
    former = last.draft if last else None
    if last and state_of(last) in (State.RETURNED, State.WITHDRAWN):
        draft.message, draft.left_out = last.message, list(former.left_out) if former else []
        draft.is_erratum = last.is_erratum
        if last.answer_expected_on and last.answer_expected_on > timezone.localdate():
            draft.answer_expected_on = last.answer_expected_on
    if last:
        draft.reasons = dict(last.reasons_without_experience)
    draft.opinions_from = list(former.opinions_from) if former else statutory_committees()[:1]
    save_signed(draft, by=by, reason=_("Version in preparation opened"))
    if former and last and state_of(last) in (State.RETURNED, State.WITHDRAWN):
        _count_as_before(draft, former, by=by)
    return draft


@transaction.atomic
def revise_draft(draft: VersionDraft, *, by: Member, seen: int, **said: Any) -> VersionDraft:
    """Say what the version brings, and all that a facilitator chooses: the fields of ``CHOSEN`` that are given.

    Raises Stale, Refused.
    """
    PREPARE_VERSION.require(by)
    stored = lock_open(draft, seen=seen)
    if unknown := said.keys() - CHOSEN:
        raise TypeError(f"{sorted(unknown)} is not chosen by whoever prepares a version.")
    for name in said.keys() & {"left_out", "opinions_from"}:
        said[name] = sorted(set(said[name]))
    if "reasons" in said:
        said["reasons"] = {code: words for code, words in sorted(said["reasons"].items()) if words}
    _refuse_unknown_clauses(stored, {*said.get("left_out", ()), *said.get("reasons", ())})
    _refuse_unknown_committees(said.get("opinions_from", ()))
    if said.get("is_erratum") and not stored.charter.version_in_force_id:
        raise Refused(_("No version is in force yet: there is nothing that an erratum could correct."))
    changed = {name: value for name, value in said.items() if getattr(stored, name) != value}
    if not changed:
        return stored
    for name, value in changed.items():
        setattr(stored, name, value)
    return save_signed(stored, by=by, reason=_("Version in preparation revised"), fields=sorted(changed))


@transaction.atomic
def abandon_draft(draft: VersionDraft, *, by: Member, seen: int) -> VersionDraft:
    """Close the version in preparation without submitting it; the working text is untouched. Raises Stale, Refused."""
    PREPARE_VERSION.require(by)
    draft = lock_open(draft, seen=seen)
    step = draft.steps.order_by("-sequence").first()
    if step and step.kind == DraftStep.Kind.CONSULTATION:
        raise Refused(
            _(
                "A consultation is open on this version, until %(day)s: close it first, and say why to those who "
                "counted on that day. Then you can give the preparation up."
            )
            % {"day": day(step.until)}
        )
    return _close(draft, by=by, at=timezone.now(), reason=_("Preparation abandoned"))


@transaction.atomic
def submit(draft: VersionDraft, *, by: Member, seen: int, seen_text: str | None = None) -> Version:
    """Freeze the working text, but for the clauses left out, and submit it to executive management.

    ``seen_text`` is the fingerprint of the working text that the facilitator read. Raises Stale, Refused; nothing is
    submitted then. The charter, then its sections and clauses, are locked: what is read is one moment of the text.
    """
    PREPARE_VERSION.require(by)
    charter = lock_text(draft.charter_id)
    draft = lock_open(draft, seen=seen)
    if awaiting_version(charter):
        raise Refused(
            _(
                "A version already awaits the decision of executive management, and they decide on one at a time. "
                "Wait for its decision, or withdraw it, then submit this one."
            )
        )
    working = working_content(charter)
    if seen_text is not None and seen_text != fingerprint(working):
        raise Stale(
            _(
                "The working text changed while you were preparing this version. Nothing was submitted and what you "
                "wrote is kept: read the changes below again, then submit."
            )
        )
    _refuse_passed_day(draft)
    in_force = charter.version_in_force
    before = frozen_content(in_force) if in_force else None
    content = leave_for_later(working, draft.left_out, before)
    changes = changes_between(before, content)
    kept = kept_for_later(draft.left_out, changes_between(before, working))
    _refuse_empty(content, changes)
    step = draft.steps.order_by("-sequence").first()
    _refuse_open_consultation(step)
    counted_upto = counted_by(draft, step.counted_upto if step else None, in_force)
    bare = list(without_experience(charter.pk).values_list("code", flat=True))
    refuse_closed_gates(
        closed_gates(
            draft, content, changes, kept=kept, counted_upto=counted_upto, bare=bare, statutory=statutory_committees()
        )
    )
    reasons = {code: draft.reasons[code] for code in in_content(bare, content)}
    version = _freeze(
        charter, draft, content, by=by, at=timezone.now(), counted_upto=counted_upto, kept_for_later=kept,
        reasons_without_experience=reasons,
    )  # fmt: skip
    ask_chosen_opinions(version, draft.opinions_from, changes, by=by)
    _close(draft, by=by, at=version.submitted_at, reason=_("Version submitted"))
    tell_of_step(version.steps.get())
    return version


def lock_text(charter_id: int) -> Charter:
    """Lock a charter against writers, then its sections and clauses, always in this order; return the charter."""
    charter = Charter.objects.locked().get(pk=charter_id)
    list(charter.sections.locked().order_by("pk").values_list("pk"))
    list(charter.clauses.locked().order_by("pk").values_list("pk"))
    return charter


def lock_open(draft: VersionDraft, *, seen: int) -> VersionDraft:
    """Lock the charter, then the draft as it was seen; refuse one that is closed."""
    Charter.objects.locked().get(pk=draft.charter_id)
    stored = VersionDraft.objects.locked().get(pk=draft.pk)
    if stored.closed_at is not None:
        raise Refused(
            _(
                "This version is no longer in preparation: someone submitted or abandoned it. "
                "See where it stands in the list of versions."
            )
        )
    return lock_seen(stored, seen=seen)


def _count_as_before(draft: VersionDraft, former: VersionDraft, *, by: Member) -> None:
    """What comes back counts what it counted: nobody is consulted anew, unless someone opens a consultation."""
    closing = former.steps.filter(kind=DraftStep.Kind.REVIEW).order_by("-sequence").first()
    if closing:
        DraftStep.objects.create(
            draft=draft,
            sequence=1,
            kind=DraftStep.Kind.REVIEW,
            counted_upto=closing.counted_upto,
            reason=closing.reason,
            by=by.pseudonym,
            by_function=by.function,
        )


def _refuse_unknown_clauses(draft: VersionDraft, codes: set[str]) -> None:
    known = Clause.objects.filter(charter=draft.charter_id, code__in=codes).values_list("code", flat=True)
    if unknown := codes - set(known):
        raise Refused(
            _("There is no clause %(code)s in this charter: untick it, then send again.") % {"code": min(unknown)}
        )


def _refuse_unknown_committees(codes: Iterable[str]) -> None:
    known = Committee.objects.filter(code__in=codes).values_list("code", flat=True)
    if unknown := set(codes) - set(known):
        raise Refused(
            _("There is no committee %(code)s in the registry: untick it, then send again.") % {"code": min(unknown)}
        )


def counted_by(draft: VersionDraft, chosen: date | None, in_force: Version | None) -> date | None:
    """The last day whose contributions a version counts: as its consultation was closed, or all of them (nothing).

    An erratum brings nothing new: without a consultation of its own, it counts what the version that it corrects did.
    """
    if chosen is None and draft.is_erratum and in_force:
        return in_force.counted_upto or timezone.localdate(in_force.submitted_at)
    return chosen


def _refuse_passed_day(draft: VersionDraft) -> None:
    if draft.answer_expected_on and draft.answer_expected_on < timezone.localdate():
        raise Refused(
            _("The day on which you expect the answer has passed: choose a day that is still to come, or none.")
        )


def _refuse_open_consultation(step: DraftStep | None) -> None:
    if step and state_of_draft(step.kind) not in ACTS["submit"].sources:
        raise Refused(
            _(
                "The consultation on this version is still open, until %(day)s. Close it, saying up to which day "
                "contributions are answered, then submit."
            )
            % {"day": day(step.until)}
        )


def _refuse_empty(content: Content, changes: Changes) -> None:
    if not content.clause_count:
        raise Refused(_("There is no clause in this version. Write at least one in the working text, then submit it."))
    if not changes:
        raise Refused(
            _(
                "Nothing changed since the version in force: there is nothing to validate. "
                "Change the working text, or keep fewer clauses for later, then submit again."
            )
        )


def _freeze(
    charter: Charter, draft: VersionDraft, content: Content, *, by: Member, at: datetime, **facts: Any
) -> Version:
    last = charter.versions.aggregate(last=Max("submission"))["last"] or 0
    version = Version(
        charter=charter,
        draft=draft,
        submission=last + 1,
        based_on=charter.version_in_force,
        title=content.title,
        language=content.language,
        preamble=content.preamble,
        scope=content.scope,
        message=draft.message,
        competence_scale=content.competence_scale,
        form=VERSION_FORM,
        is_erratum=draft.is_erratum,
        answer_expected_on=draft.answer_expected_on,
        prepared_by=draft.prepared_by,
        submitted_by=by.pseudonym,
        submitted_at=at,
        **facts,
    )
    version.content_hash = content_hash(version, content)
    version.save(force_insert=True)
    sections = [
        VersionSection(version=version, **{name: getattr(section, name) for name in SECTION_FIELDS})
        for section in content.sections
    ]
    VersionSection.objects.bulk_create(sections)
    VersionClause.objects.bulk_create(
        VersionClause(version=version, section=frozen, **_stored(clause))
        for frozen, section in zip(sections, content.sections, strict=True)
        for clause in section.clauses
    )
    VersionStep.objects.create(
        version=version,
        charter=charter,
        sequence=1,
        kind=VersionStep.Kind.SUBMITTED,
        by=by.pseudonym,
        by_function=by.function,
        at=at,
        content_hash=version.content_hash,
    )
    return version


def _stored(clause: object) -> dict[str, object]:
    values = {name: getattr(clause, name) for name in CLAUSE_FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _close(draft: VersionDraft, *, by: Member, at: datetime, reason: str) -> VersionDraft:
    draft.closed_at = at
    return save_signed(draft, by=by, reason=reason, fields=["closed_at"])
