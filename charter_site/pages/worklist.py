"""What awaits someone, role by role, and where the charter stands: the rules of the home page.

Each function makes one query or none, whatever there is to count.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.models import Charter, Clause, Commitment, JobProfile, Proposal, Quote, Version, VersionDraft, VersionStep
from charters.permissions import CREATE_CHARTER, EDIT_TEXT, KEEP_JOB_PROFILES, PREPARE_VERSION, TAKE_UP, VALIDATE
from governance.models import Department, Member
from governance.permissions import MANAGE_DEPARTMENTS, MANAGE_PEOPLE, MANAGE_SETTINGS

SHOWN = 5
URGENT_AFTER = 14  # days


@dataclass(frozen=True, slots=True)
class Task:
    """Something that awaits the reader: what to do, why, since how many days when that is known."""

    title: str
    address: str
    words: str
    icon: str
    days: int | None = None
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        return self.days is not None and self.days > URGENT_AFTER


# --- Where the charter stands ----------------------------------------------------------------------


def charter_now() -> Charter | None:
    """The charter, with all that the home page says of it: one query."""
    validated = VersionStep.objects.filter(version=OuterRef("version_in_force"), kind=VersionStep.Kind.VALIDATED)
    ended = VersionStep.objects.filter(version=OuterRef("pk"), kind__in=[kind.value for kind in VersionStep.FINAL])
    awaiting = Version.objects.filter(~Exists(ended), charter=OuterRef("pk")).order_by("-submission")
    draft = VersionDraft.objects.filter(charter=OuterRef("pk"), closed_at=None)
    signed = Commitment.objects.current().filter(charter=OuterRef("pk"), status__in=Commitment.SIGNED)
    return Charter.objects.annotate(
        number_in_force=Subquery(validated.values("number")[:1]),
        in_force_since=Subquery(validated.values("at")[:1]),
        awaiting_submission=Subquery(awaiting.values("submission")[:1]),
        awaiting_since=Subquery(awaiting.values("submitted_at")[:1]),
        is_being_prepared=Exists(draft),
        clause_count=_count(Clause.objects.in_text().filter(charter=OuterRef("pk"))),
        open_proposal_count=_count(Proposal.objects.open().filter(charter=OuterRef("pk"))),
        signed_count=_count(signed, of="department"),
        has_departments=Exists(Department.objects.all()),
    ).first()


def _count(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    counted = rows.order_by().values("charter").annotate(number=Count(of, distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def clauses_at_a_glance(charter: Charter) -> list[dict[str, Any]]:
    """The sections and their clauses, each as warm as it is discussed: one query."""
    rows: dict[int, dict[str, Any]] = {}
    clauses = Clause.objects.in_text().filter(charter=charter).select_related("section", "thread").in_reading_order()
    for clause in clauses.defer("text", "note", "hr_job_description", "hr_mission_letter", "hr_interview"):
        clause.charter = charter
        row = rows.setdefault(clause.section_id, {"section": clause.section, "cells": []})
        row["cells"].append({"clause": clause, "heat": _heat(clause)})
    return list(rows.values())


def _heat(clause: Clause) -> int:
    spoken = clause.thread.comment_count + 2 * clause.open_proposal_count
    return sum(spoken >= step for step in (1, 3, 6, 10))


# --- What awaits -----------------------------------------------------------------------------------


def tasks_of(member: Member, charter: Charter | None) -> list[Task]:
    """Everything that awaits this member, the longest waiting first."""
    found = [*_administration(member, charter)]
    if charter:
        found += [*_decision(member, charter), *_answers(member, charter), *_preparation(member, charter)]
        found += [*_first_clauses(member, charter), *_stale_quotes(member, charter)]
    return sorted(found, key=lambda task: -(task.days or 0))


def _decision(member: Member, charter: Charter) -> Iterator[Task]:
    """A submitted version awaits executive management."""
    if charter.awaiting_submission and VALIDATE.granted_to(member):
        yield Task(
            title=_("Decide on the submitted version"),
            address=reverse("version-submitted", args=[charter.slug, charter.awaiting_submission]),
            words=_("Read what changed since the version in force, then validate it or return it with reasons."),
            icon="seal",
            days=_days_since(timezone.localdate(charter.awaiting_since)),
        )


def _answers(member: Member, charter: Charter) -> Iterator[Task]:
    """Proposals await facilitators: how many, and the oldest ones."""
    if not TAKE_UP.granted_to(member) or not charter.open_proposal_count:
        return
    oldest = list(Proposal.objects.open().filter(charter=charter).order_by("written_on", "pk")[:SHOWN])
    for proposal in oldest:
        proposal.charter = charter
    number = charter.open_proposal_count
    yield Task(
        title=ngettext("Answer %(number)s proposal", "Answer %(number)s proposals", number) % {"number": number},
        address=reverse("proposals", args=[charter.slug]),
        words=ngettext(
            "It is owed a public answer, with its reasons:",
            "Each is owed a public answer, with its reasons. The oldest come first:",
            number,
        ),
        icon="comment",
        days=_days_since(oldest[0].written_on) if oldest else None,
        links=[(proposal.title, proposal.get_absolute_url()) for proposal in oldest],
    )


def _first_clauses(member: Member, charter: Charter) -> Iterator[Task]:
    """A charter that has just been opened says nothing yet."""
    if not charter.clause_count and EDIT_TEXT.granted_to(member):
        yield Task(
            title=_("Write the first clauses"),
            address=charter.get_absolute_url(),
            words=_("The charter is open and its five sections are empty. Others can propose clauses too."),
            icon="pen",
        )


def _preparation(member: Member, charter: Charter) -> Iterator[Task]:
    """The version that facilitators are preparing."""
    if charter.is_being_prepared and PREPARE_VERSION.granted_to(member):
        yield Task(
            title=_("Finish the version in preparation"),
            address=reverse("version-prepare", args=[charter.slug]),
            words=_("It is not submitted yet: choose what goes into it, say what it brings, then submit it."),
            icon="pen",
        )


def _stale_quotes(member: Member, charter: Charter) -> Iterator[Task]:
    """Job descriptions that quote a version no longer in force."""
    if not charter.version_in_force_id or not KEEP_JOB_PROFILES.granted_to(member):
        return
    quotes = Quote.objects.filter(profile=OuterRef("pk"), clause__version__charter=charter)
    stale = quotes.exclude(clause__version=charter.version_in_force_id)
    profiles = JobProfile.objects.filter(Exists(stale)).order_by("title", "pk").annotate(number=Window(Count("pk")))
    shown = list(profiles.values_list("pk", "title", "number")[:SHOWN])
    if not shown:
        return
    number = shown[0][2]
    yield Task(
        title=ngettext(
            "Bring %(number)s job description up to date", "Bring %(number)s job descriptions up to date", number
        )
        % {"number": number},
        address=reverse("hr"),
        words=_("They quote a version of the charter that is no longer in force."),
        icon="hr",
        links=[(title, reverse("job-profile", args=[pk])) for pk, title, _number in shown],
    )


def _administration(member: Member, charter: Charter | None) -> Iterator[Task]:
    """The first steps of an organisation, and the invitations that nobody took up."""
    if MANAGE_SETTINGS.granted_to(member) and not _organisation_name(member):
        yield Task(
            title=_("Describe your organisation"),
            address=reverse("organisation"),
            words=_("Its name is on every page and on every document."),
            icon="building",
        )
    if MANAGE_DEPARTMENTS.granted_to(member) and not _has_departments(charter):
        yield Task(
            title=_("Add the departments"),
            address=reverse("department-new"),
            words=_("With how many people work in each: small groups are then never pointed at."),
            icon="building",
        )
    if not charter and CREATE_CHARTER.granted_to(member):
        yield Task(
            title=_("Open the charter"),
            address=reverse("charter-new"),
            words=_("Its five sections come with it; clauses are written one by one."),
            icon="charter",
        )
    if MANAGE_PEOPLE.granted_to(member):
        yield from _invitations()


def _invitations() -> Iterator[Task]:
    awaiting = list(Member.objects.awaiting_invitation().values_list("name", "pk")[: SHOWN + 1])
    if awaiting:
        yield Task(
            title=_("See who has not come in yet"),
            address=reverse("people"),
            words=_("They were invited and have not chosen a password. A fresh link is on their page:"),
            icon="account",
            links=[(name, reverse("member", args=[pk])) for name, pk in awaiting[:SHOWN]],
        )


def _has_departments(charter: Charter | None) -> bool:
    return charter.has_departments if charter else Department.objects.exists()


def _organisation_name(member: Member) -> str:
    return getattr(member, "organisation_name", "") or ""


def _days_since(day: datetime.date) -> int:
    return max(0, (timezone.localdate() - day).days)


# --- What became of what I wrote -------------------------------------------------------------------


def my_proposals(member: Member) -> list[Proposal]:
    """The reader's last proposals and their answers. Anonymous ones refer to nobody: they cannot be listed."""
    mine = Proposal.objects.filter(author=member).select_related("charter")
    return list(mine.order_by("-written_on", "-written_at", "pk")[:SHOWN])
