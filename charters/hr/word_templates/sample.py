"""An invented job description, on which a template is tried and shown. It touches no database and names nobody."""

from __future__ import annotations

import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from charters.hr.blocks import Block
from charters.hr.models import JobProfile, Objective
from charters.hr.sheets import Line, Sheet
from charters.hr.sources import Source
from charters.hr.targets import Ladder, Target
from charters.versions.models import Version, VersionClause, VersionSection
from governance.people.models import Department

SEAL = "5a" * 32
_VALIDATED = datetime.datetime(2026, 3, 12, 9, 0, tzinfo=datetime.UTC)


def sample_organisation() -> str:
    return _("Sample organisation")


def sample_sheet() -> Sheet:
    """A manager's post that quotes two clauses of the version in force, with an objective and two competences."""
    language = (translation.get_language() or "fr")[:2]
    version = Version(title=_("Cooperation charter (sample)"), language=language, competence_scale={})
    targets = (_target("C1", rank=2), _target("C4", rank=3))
    return Sheet(
        profile=_profile(),
        source=Source(
            version=version,
            number=3,
            validated_at=timezone.localtime(_VALIDATED),
            validating_body=_("General management committee"),
            seal=SEAL,
            in_force=True,
            current_number=3,
        ),
        lines=_lines(version, targets),
        objectives=(
            Objective(
                words=_("Hold a monthly meeting with the departments concerned by common projects."),
                own_practice=True,
                means=_("Half a day a month, kept free in the diary."),
                indicator=_("Ten meetings held, each with a shared record."),
                due=_("Before the next interview"),
                clause_code="M1",
            ),
        ),
        scale=targets,
        levels=(),
        opinion=None,
    )


def _profile() -> JobProfile:
    return JobProfile(
        title=_("Head of the reception team"),
        reference="2026-014",
        occupation=_("Reception manager"),
        family=_("Reception and population"),
        job_group=_("Administrative officers"),
        category="B",
        department=Department(name=_("Department of reception")),
        is_manager=True,
        is_field_staff=False,
        reports_to=_("Director of reception"),
        workplace=_("Town hall"),
        team=_("Six reception officers"),
        purpose=_("Organise the reception of users and the work of the team."),
        missions=_("- Organise the reception desk\n- Manage the team\n- Follow what users ask"),
        relations=_("Every department of the organisation; partner associations."),
        autonomy=_("Decides on the schedule of the team."),
        skills=_("- Listen and reword\n- Lead a meeting"),
        training=_("Facilitation of collective work, two days."),
        conditions=_("Opening on Saturday mornings, in turn."),
        means=_("A workstation and a meeting room."),
    )


def _lines(version: Version, targets: tuple[Target, ...]) -> tuple[Line, ...]:
    values = VersionSection(title=_("Values"), kind="values", code="V")
    methods = VersionSection(title=_("Methods"), kind="methods", code="M")
    listen = VersionClause(
        version=version,
        section=values,
        code="V1",
        title=_("Listen first"),
        text=_("We listen before we conclude.\n\n- Everyone speaks once.\n- Then we decide."),
        indicators=[_("Everyone spoke once."), _("A record is shared.")],
        hr_job_description=_("Listens and rewords before concluding."),
        hr_mission_letter=_("You hear the departments concerned before you propose."),
        hr_interview=_("Hear every point of view before deciding."),
    )
    time = VersionClause(
        version=version,
        section=methods,
        code="M1",
        title=_("Time to cooperate"),
        text=_("Time for common projects is planned."),
        indicators=[_("Time is written in the schedule.")],
        hr_job_description=_("Plans time for common projects."),
    )
    return (
        Line(
            block=Block.RELATIONS,
            clause=listen,
            wording=listen.hr_job_description,
            mission_letter=listen.hr_mission_letter,
            interview=listen.hr_interview,
            targets=targets,
        ),
        Line(Block.MISSIONS, time, _("Plans half a day a month for common projects."), "", "", targets[1:]),
    )


def _target(code: str, *, rank: int) -> Target:
    steps = (
        _("Answers when asked."),
        _("Shares without being asked."),
        _("Anticipates what others need."),
        _("Improves how the team shares."),
    )
    return Target(
        code=code,
        label=_("Share useful information") if code == "C1" else _("Cooperate beyond one's department"),
        definition=_("Spot what others need to act, and pass it on in time."),
        criterion="relations",
        rank=rank,
        level=_("Practice") if rank == 2 else _("Mastery"),
        decided=True,
        ladders=(Ladder(for_manager=True, steps=steps),),
    )
