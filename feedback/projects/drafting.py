"""A draft of experience: begun with its project, told step by step as its author wishes, published when it is whole."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from feedback.permissions import TELL_EXPERIENCE
from feedback.projects import states
from feedback.projects.models import Feedback
from feedback.projects.reading import with_all_it_says
from feedback.projects.rewriting import changes_to
from feedback.projects.telling import Story, attach, project_named, refuse_what_is_missing, tell, write
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed


def begin(*, project: str, by: Member, signature: str, pk: uuid.UUID | None = None) -> Feedback:
    """Begin to tell a project: a draft that only its author sees, signed by name or by function."""
    entry: Feedback = tell(Story(project), by=by, signature=signature, publish=False, pk=pk)
    return entry


@transaction.atomic
def retell(entry: Feedback, said: Mapping[str, Any], *, by: Member, seen: int) -> Feedback:
    """Change some answers of a draft of one's own, and no other. Who signs it stays as it was said.

    ``seen`` is the row version that was read: an answer that changed since is not written over. What says the same
    again leaves no trace.
    """
    stored = _own_draft(entry, by=by)
    changes = changes_to(stored, said, seen=seen)
    if not changes.answers:
        return stored
    write(stored, changes.answers)
    told = states.told_after(changes.after, former=changes.unkept)
    save_signed(stored, by=by, reason=_("Draft of experience changed"), told=told)
    attach(stored, changes.answers)
    return stored


@transaction.atomic
def publish(entry: Feedback, *, by: Member, seen: int) -> Feedback:
    """Publish a draft of one's own, as it was read again: everyone signed in reads it, and can discuss it."""
    _own_draft(entry, by=by)
    stored = lock_seen(entry, seen=seen)
    refuse_what_is_missing(states.state_of(with_all_it_says(Feedback.objects.filter(pk=stored.pk)).get()))
    stored.status, stored.project = Feedback.Status.PUBLISHED, project_named(stored.project.name)
    return save_signed(stored, by=by, reason=_("Experience published"), fields=["status", "project"])


def is_written_by(entry: Feedback, member: Member) -> bool:
    """Whether the member wrote the entry, or typed it for its author."""
    return member.pk in (entry.author_id, entry.entered_by_id)


def _own_draft(entry: Feedback, *, by: Member) -> Feedback:
    TELL_EXPERIENCE.require(by)
    if not is_written_by(entry, by):
        raise PermissionDenied(_("A draft belongs to its author: nobody else changes or publishes it."))
    stored: Feedback = Feedback.objects.locked().get(pk=entry.pk)
    if stored.status != Feedback.Status.DRAFT:
        raise Refused(_("This entry is published already. To change what it says, correct it: you say why."))
    return stored
