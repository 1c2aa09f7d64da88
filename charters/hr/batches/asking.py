"""Asking for many documents at once, and changing one's mind."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.hr.batches.models import Batch, Piece
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import JobProfile, MadeDocument
from charters.hr.word_templates.models import WordTemplate
from charters.permissions import KEEP_JOB_PROFILES
from governance.codes import one_at_a_time
from governance.people.models import Member
from governance.refusals import Refused

MOST_PIECES = 3000
KEPT = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document to make."""

    profile_id: int
    kind: str
    ending: str
    template_id: int | None = None


def each_of(
    profiles: Iterable[JobProfile], *, kinds: Iterable[DocumentKind], ending: Ending, template: WordTemplate | None
) -> list[Wanted]:
    """One document of each kind for each job description; a template serves its own kind."""
    chosen = list(kinds)
    return [
        Wanted(profile.pk, kind, ending, template.pk if template and template.kind == kind else None)
        for profile in profiles
        for kind in chosen
    ]


def again(documents: Iterable[MadeDocument]) -> list[Wanted]:
    """The same documents, to be made anew; one whose template was retired comes from the house's."""
    return [
        Wanted(
            document.profile_id,
            document.kind,
            document.ending,
            document.template_id if document.template and not document.template.retired else None,
        )
        for document in documents
    ]


@transaction.atomic
def ask_for_batch(wanted: list[Wanted], *, by: Member, key: uuid.UUID | None = None) -> Batch:
    """Have documents made, one after the other, while one does something else. Raises Refused.

    ``key`` is that of the form: sent twice, it asks once.
    """
    KEEP_JOB_PROFILES.require(by)
    one_at_a_time(Batch, str(key or ""))
    if key and (there := Batch.objects.filter(pk=key, asked_by=by.pseudonym).first()):
        return there
    if not wanted:
        raise Refused(_("Nothing is chosen: tick at least one job description and one document."))
    if len(wanted) > MOST_PIECES:
        raise Refused(
            _("That is %(number)s documents, and a batch holds at most %(most)s: ask for them in several batches.")
            % {"number": len(wanted), "most": MOST_PIECES}
        )
    batch = Batch.objects.create(
        pk=key or uuid.uuid4(),
        total=len(wanted),
        asked_by=by.pseudonym,
        kinds=[kind for kind in DocumentKind if kind in {each.kind for each in wanted}],
        endings=[ending for ending in Ending if ending in {each.ending for each in wanted}],
    )
    Piece.objects.bulk_create(
        (
            Piece(
                batch=batch,
                position=position,
                profile_id=each.profile_id,
                kind=each.kind,
                ending=each.ending,
                template_id=each.template_id,
            )
            for position, each in enumerate(wanted, start=1)
        ),
        batch_size=500,
    )
    return batch


def under_way() -> QuerySet[Piece]:
    """What is asked for and not made yet, of documents named as ``OuterRef`` rows name themselves."""
    open_batches = [Batch.State.WAITING, Batch.State.RUNNING]
    return Piece.objects.filter(
        ended_at=None,
        batch__state__in=open_batches,
        profile=OuterRef("profile"),
        kind=OuterRef("kind"),
        ending=OuterRef("ending"),
    )


@transaction.atomic
def cancel_batch(batch: Batch, *, by: Member) -> Batch:
    """Make no more of its documents; those that are made stay to be taken away. Raises Refused."""
    KEEP_JOB_PROFILES.require(by)
    stored = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if not stored.is_open:
        raise Refused(_("This batch has ended already: see below what was made."))
    stored.state, stored.ended_at = Batch.State.CANCELLED, timezone.now()
    stored.save(update_fields=["state", "ended_at"])
    return stored


def forget_batches() -> int:
    """Drop the batches that ended a week ago, with their files; return how many."""
    old = Batch.objects.filter(ended_at__lt=timezone.now() - KEPT)
    number = old.count()
    Piece.objects.filter(batch__in=old).delete()
    old.delete()
    return number
