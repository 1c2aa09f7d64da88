"""Telling what a project taught: keeping a draft, changing it, publishing it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.permissions import TELL_EXPERIENCE
from feedback.projects.models import Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Thread
from feedback.voices.once import published_once
from feedback.voices.signing import OnBehalf, sign
from governance.codes import free_code, next_code
from governance.directory.models import Stakeholder, Tool
from governance.people.models import Department, Member, SignsAs
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

CODE_PREFIX = "REX"
PROJECT_PREFIX = "PRJ"


@dataclass(frozen=True, slots=True)
class Story:
    """What an entry tells, all of it: what is left out is empty."""

    project: str
    period_start: datetime.date
    period_end: datetime.date
    context: str
    project_outcome: str
    departments: Sequence[Department]
    cooperation_modes: Sequence[Term] = ()
    cooperation_modes_detail: str = ""
    helped: Sequence[tuple[Term, str]] = ()
    hindered: Sequence[tuple[Term, str]] = ()
    lessons: Sequence[str] = ()
    categories: Sequence[str] = ()
    participants_estimate: int = 0
    stakeholders: Sequence[Stakeholder] = ()
    tools: Sequence[Tool] = field(default=())


@published_once(Feedback)
@transaction.atomic
def tell(
    story: Story,
    *,
    by: Member,
    signature: str,
    publish: bool,
    on_behalf: OnBehalf | None = None,
    pk: uuid.UUID | None = None,
) -> Feedback:
    """Write an entry of experience, published at once or kept as a draft that only its author sees.

    An anonymous entry is published at once: nothing would lead its author back to a draft.
    """
    TELL_EXPERIENCE.require(by)
    anonymous = signature == SignsAs.ANONYMOUS and on_behalf is None
    if anonymous and not publish:
        raise Refused(
            _(
                "An anonymous entry cannot be kept as a draft, since nothing says that it is yours. "
                "Publish it now, or sign the draft by function."
            )
        )
    entry = Feedback(pk=pk or uuid.uuid4(), code=free_code(Feedback, CODE_PREFIX), thread=Thread.objects.create())
    sign(entry, by=by, signature=signature, on_behalf=on_behalf)
    if publish:
        entry.status = Feedback.Status.PUBLISHED
    _write(entry, story)
    reason = _("Experience published") if publish else _("Draft of experience")
    if anonymous:
        # history says the day, and nobody
        save_signed(entry, by=None, reason=reason, at=beginning_of(entry.written_on))
    else:
        save_signed(entry, by=by, reason=reason)
    _attach(entry, story)
    return entry


@transaction.atomic
def retell(entry: Feedback, story: Story, *, by: Member, seen: int) -> Feedback:
    """Change a draft of one's own. Who signs it stays as it was said."""
    stored = _own_draft(entry, by=by, seen=seen)
    _write(stored, story)
    save_signed(stored, by=by, reason=_("Draft of experience changed"))
    for told in (Lever, Hindrance):
        told.objects.filter(feedback=stored).delete()
    _attach(stored, story)
    return stored


@transaction.atomic
def publish(entry: Feedback, *, by: Member, seen: int) -> Feedback:
    """Publish a draft of one's own: everyone signed in reads it, and can discuss it."""
    stored = _own_draft(entry, by=by, seen=seen)
    stored.status = Feedback.Status.PUBLISHED
    return save_signed(stored, by=by, reason=_("Experience published"), fields=["status"])


def is_written_by(entry: Feedback, member: Member) -> bool:
    """Whether the member wrote the entry, or typed it for its author."""
    return member.pk in (entry.author_id, entry.entered_by_id)


def _own_draft(entry: Feedback, *, by: Member, seen: int) -> Feedback:
    TELL_EXPERIENCE.require(by)
    if not is_written_by(entry, by):
        raise PermissionDenied(_("A draft belongs to its author: nobody else changes or publishes it."))
    stored = lock_seen(entry, seen=seen)
    if stored.status != Feedback.Status.DRAFT:
        raise Refused(_("This entry is published: its words no longer change. Complete it in the discussion below it."))
    return stored


def _write(entry: Feedback, story: Story) -> None:
    """What the entry's own row says."""
    entry.project = _project_named(story.project)
    entry.lessons, entry.categories = list(story.lessons), list(story.categories)
    for name in (
        "period_start",
        "period_end",
        "context",
        "project_outcome",
        "cooperation_modes_detail",
        "participants_estimate",
    ):
        setattr(entry, name, getattr(story, name))


def _attach(entry: Feedback, story: Story) -> None:
    """What other rows say of it."""
    entry.departments.set(story.departments)
    entry.cooperation_modes.set(story.cooperation_modes)
    entry.stakeholders.set(story.stakeholders)
    entry.tools.set(story.tools)
    for model, told in ((Lever, story.helped), (Hindrance, story.hindered)):
        model.objects.bulk_create(
            model(feedback=entry, term=term, text=text, position=position)
            for position, (term, text) in enumerate(told, start=1)
        )


def _project_named(name: str) -> Project:
    """The project already told under that name, or a new one."""
    if known := Project.objects.filter(name__iexact=name).order_by("pk").first():
        return known
    project = Project(name=name, code=next_code(Project, PROJECT_PREFIX))
    # whoever tells of a project may be anonymous: nobody signs its name
    return save_signed(
        project, by=None, reason=_("Project told for the first time"), at=beginning_of(timezone.localdate())
    )


def beginning_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
