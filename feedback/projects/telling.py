"""Telling what a project taught, at once or from its beginning; and how an answer of a story is written down."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.permissions import TELL_EXPERIENCE
from feedback.projects import states, steps
from feedback.projects.models import Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Thread
from feedback.voices.once import published_once
from feedback.voices.signing import OnBehalf, sign
from governance.codes import free_code, next_code
from governance.directory.models import Stakeholder, Tool
from governance.people.models import Department, Member, SignsAs
from governance.refusals import Refused
from governance.signing import save_signed

CODE_PREFIX = "REX"
PROJECT_PREFIX = "PRJ"
EXPERIENCED: dict[str, type[Lever] | type[Hindrance]] = {"helped": Lever, "hindered": Hindrance}


@dataclass(frozen=True, slots=True)
class Story:
    """What an entry tells, all of it: what is left out is empty. A draft may say its project only."""

    project: str
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    context: str = ""
    project_outcome: str = ""
    departments: Sequence[Department] = ()
    cooperation_modes: Sequence[Term] = ()
    cooperation_modes_detail: str = ""
    helped: Sequence[tuple[Term, str]] = ()
    hindered: Sequence[tuple[Term, str]] = ()
    lessons: Sequence[str] = ()
    categories: Sequence[str] = ()
    participants_estimate: int = 0
    hours_planned: int | None = None
    hours_spent: int | None = None
    stakeholders: Sequence[Stakeholder] = ()
    tools: Sequence[Tool] = field(default=())

    def answers(self) -> dict[str, Any]:
        """Each answer, by its name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


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
    answers = story.answers()
    if publish:
        refuse_what_is_missing(answers)
    entry = Feedback(pk=pk or uuid.uuid4(), code=free_code(Feedback, CODE_PREFIX), thread=Thread.objects.create())
    sign(entry, by=by, signature=signature, on_behalf=on_behalf)
    if publish:
        entry.status = Feedback.Status.PUBLISHED
    write(entry, answers)
    reason = _("Experience published") if publish else _("Draft of experience")
    told = states.told_after({name: states.plain(name, answer) for name, answer in answers.items()})
    if anonymous:
        # history says the day, and nobody
        save_signed(entry, by=None, reason=reason, at=beginning_of(entry.written_on), told=told)
    else:
        save_signed(entry, by=by, reason=reason, told=told)
    attach(entry, answers)
    return entry


def refuse_what_is_missing(said: Mapping[str, Any]) -> None:
    """Raise Refused with each thing that a published entry has to say, and that this one does not."""
    if missing := [str(sentence) for _step, sentence in steps.missing_from(said)]:
        raise Refused(" ".join([_("This entry is not published: something is missing."), *missing]))


def write(entry: Feedback, answers: Mapping[str, Any]) -> None:
    """What the entry's own row says; the caller saves it."""
    for name, answer in answers.items():
        if name == "project":
            entry.project = project_named(answer)
        elif name in states.OWN:
            setattr(entry, name, states.plain(name, answer))


def attach(entry: Feedback, answers: Mapping[str, Any]) -> None:
    """What other rows say of it. What they said before is in its history."""
    for name in states.LINKED:
        if name in answers:
            getattr(entry, name).set(answers[name])
    for name, model in EXPERIENCED.items():
        if name not in answers:
            continue
        model.objects.filter(feedback=entry).delete()
        model.objects.bulk_create(
            model(feedback=entry, term=term, text=text, position=position)
            for position, (term, text) in enumerate(answers[name], start=1)
        )


def project_named(name: str) -> Project:
    """The project that everyone knows under that name, else the one that a draft named, or a new one.

    Its code is drawn, as that of the entry: in a row of numbers it would stand between two dated ones, and history
    would say more than the day of an anonymous entry.
    """
    named = Project.objects.filter(name__iexact=name).order_by("pk")
    if found := named.known_to_all().first() or named.first():
        return found
    next_code(Project, PROJECT_PREFIX)  # the lock under which names are compared
    if found := named.first():
        return found
    project = Project(name=name, code=free_code(Project, PROJECT_PREFIX))
    # whoever tells of a project may be anonymous: nobody signs its name
    return save_signed(
        project, by=None, reason=_("Project told for the first time"), at=beginning_of(timezone.localdate())
    )


def beginning_of(day: datetime.date) -> datetime.datetime:
    """The moment that history keeps when it may only say the day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
