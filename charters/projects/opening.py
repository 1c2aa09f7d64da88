"""Opening a project with the clauses in force that day, and keeping its set-up: nothing missing in it ever blocks."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import KEEP_PROJECTS, OPEN_PROJECT
from charters.projects.models import ClauseUse
from charters.text.models import Charter, Clause
from charters.versions.models import VersionClause
from feedback.projects.models import Project
from feedback.projects.telling import PROJECT_PREFIX
from governance.codes import free_code, next_code
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

SETUP = (
    "name", "leader_function", "department", "brief", "mission_letter", "committee", "governance", "participation",
    "time_freed", "sponsor_function",
)  # fmt: skip


@transaction.atomic
def open_project(
    *, by: Member, setup: dict[str, Any], told: Project | None = None, since: datetime.date | None = None
) -> Project:
    """Open a project: a new one, or one that is only told about so far. Raises Refused.

    Its checklist is made of the clauses in force today; before there is a version in force, it stays empty. ``since``
    is the day on which a project began that was under way before anyone entered it here.
    """
    OPEN_PROJECT.require(by)
    today = timezone.localdate()
    if since and since > today:
        raise Refused(_("This day has not come yet: a project opens on the day it begins, or later."))
    next_code(Project, PROJECT_PREFIX)  # from here on nobody else opens one: names can be compared
    told = told or Project.objects.filter(name__iexact=setup["name"], opened_on=None).order_by("pk").first()
    project = Project.objects.locked().get(pk=told.pk) if told else Project(code=free_code(Project, PROJECT_PREFIX))
    if project.opened_on:
        raise Refused(
            _("This project was opened already, under the code %(code)s: go to its page.") % {"code": project.code}
        )
    _refuse_taken_name(project, setup.get("name") or project.name)
    _write(project, setup | {"name": setup.get("name") or project.name})
    project.opened_on, project.opened_by = since or today, by.pseudonym
    save_signed(project, by=by, reason=_("Project opened"))
    _add_clauses_in_force(project, by=by)
    return project


@transaction.atomic
def revise_setup(project: Project, *, by: Member, setup: dict[str, Any], seen: int) -> Project:
    """Change the set-up of a project under way. Raises PermissionDenied, Stale, Refused."""
    require_keeper(project, by=by)
    renamed = setup["name"].casefold() != project.name.casefold()
    if renamed:
        next_code(Project, PROJECT_PREFIX)  # the lock under which names are compared, taken before the row as above
    stored = lock_seen(project, seen=seen)
    refuse_unless_under_way(stored)
    if renamed:
        _refuse_taken_name(stored, setup["name"])
    changed = [name for name in SETUP if getattr(stored, name) != setup[name]]
    if not changed:
        return stored
    _write(stored, setup)
    return save_signed(stored, by=by, reason=_("Set-up changed"), fields=changed)


@transaction.atomic
def take_clauses_in_force(project: Project, *, by: Member) -> int:
    """Add to the checklist the clauses in force that it lacks; what was answered stays. How many were added."""
    require_keeper(project, by=by)
    stored = Project.objects.locked().get(pk=project.pk)
    refuse_unless_under_way(stored)
    added = _add_clauses_in_force(stored, by=by)
    if not added:
        raise Refused(_("The checklist holds every clause in force already: there is nothing to add."))
    return added


def is_kept_by(project: Project, member: Member) -> bool:
    """Whether the member opened the project here, or is a facilitator."""
    if OPEN_PROJECT.granted_to(member) and project.opened_by is not None and project.opened_by == member.pseudonym:
        return True
    return KEEP_PROJECTS.granted_to(member)


def require_keeper(project: Project, *, by: Member) -> None:
    """Raise PermissionDenied, with what to do, for whoever neither opened the project nor is a facilitator."""
    if not is_kept_by(project, by):
        KEEP_PROJECTS.require(by)


def refuse_unless_under_way(project: Project) -> None:
    """Raise Refused for a project that was never opened here, or that is closed."""
    if project.opened_on is None:
        raise Refused(_("This project is only told about so far: open it first, from the list of projects."))
    if project.closed_on is not None:
        raise Refused(_("This project is closed: its page no longer changes. What comes later is told as experience."))


def charter_in_force() -> Charter | None:
    """The charter that projects use: the first that has a version in force. One query."""
    return charters_in_force().first()


def charters_in_force() -> QuerySet[Charter]:
    """Those that have a version in force, the one that projects use first."""
    return Charter.objects.filter(version_in_force__isnull=False).order_by("pk")


def _add_clauses_in_force(project: Project, *, by: Member) -> int:
    charter = charter_in_force()
    if charter is None:
        return 0
    codes = VersionClause.objects.filter(version=charter.version_in_force_id).order_by("position")
    clauses = {clause.code: clause for clause in Clause.objects.filter(charter=charter)}
    held = set(ClauseUse.objects.filter(project=project).values_list("clause", flat=True))
    wanted = [clauses[code] for code in codes.values_list("code", flat=True) if clauses[code].pk not in held]
    for clause in wanted:
        use = ClauseUse(project=project, version=charter.version_in_force, clause=clause)
        save_signed(use, by=by, reason=_("On the checklist"))
    return len(wanted)


def _refuse_taken_name(project: Project, name: str) -> None:
    """One name, one project: experience is told under the name of a project.

    One that only a draft names is nobody's to know: when it is published, the draft joins the project of that name.
    """
    other = Project.objects.known_to_all().filter(name__iexact=name).exclude(pk=project.pk).order_by("pk").first()
    if other:
        raise Refused(
            _("Another project goes by this name (%(code)s). Give yours a name that tells them apart.")
            % {"code": other.code}
        )


def _write(project: Project, setup: dict[str, Any]) -> None:
    for name in SETUP:
        setattr(project, name, setup[name])
