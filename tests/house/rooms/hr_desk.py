"""The desk of human resources: job descriptions, objectives, batches, the scale and its opinion."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from charters.hr import grid, objectives, targets
from charters.hr.batches import asking, making
from charters.hr.kinds import DocumentKind, Ending
from charters.models import Competence
from governance.committees.models import Committee
from tests.house.visits import EVERYONE, HUMAN_RESOURCES, LEFT_EMPTY, Scenario, act, file, form, page

WORDS = "Ολα καλα"
RECORDERS = ("facilitator", "hr")

SCENARIOS: list[Scenario] = [
    page("hr", HUMAN_RESOURCES, also=("?ended=1", "?q=Θεση", "?page=2")),
    form("job-profile-new", HUMAN_RESOURCES, typed={"reference": LEFT_EMPTY}),
    page("job-profile", HUMAN_RESOURCES, "profile.pk"),
    form("job-profile-edit", HUMAN_RESOURCES, "profile.pk"),
    form("job-profile-end", HUMAN_RESOURCES, "profile.pk"),
    page("job-profile-history", HUMAN_RESOURCES, "profile.pk"),
    form("job-profile-clauses", HUMAN_RESOURCES, "profile.pk"),
    form("job-profile-wording", HUMAN_RESOURCES, "profile.pk", "clause.code"),
    form("job-profile-targets", HUMAN_RESOURCES, "profile.pk"),
    act("job-profile-document", HUMAN_RESOURCES, "profile.pk", sent_from="job-profile", typed={"template": LEFT_EMPTY}),
    form("objective-new", HUMAN_RESOURCES, "profile.pk"),
    form("objective-edit", HUMAN_RESOURCES, "profile.pk", "objective.pk"),
    page("hr-drift", HUMAN_RESOURCES),
    page("batches", HUMAN_RESOURCES, also=("?page=2",)),
    form("batch-new", HUMAN_RESOURCES, typed={"template": LEFT_EMPTY, "department": LEFT_EMPTY, "everyone": ""}),
    page("batch", HUMAN_RESOURCES, "waiting_batch.pk"),
    page("batch", HUMAN_RESOURCES, "batch.pk"),
    act("batch-cancel", HUMAN_RESOURCES, "waiting_batch.pk", sent_from="batch"),
    file("batch-archive", HUMAN_RESOURCES, "batch.pk"),
    page("competences", EVERYONE),
    page("level-history", EVERYONE, "'1'"),
    page("competence-history", EVERYONE, "competence.code"),
    form("grid-opinion", RECORDERS),
]


def add_to(world: Any) -> None:
    """``world.size`` objectives and batches; the first batch is made."""
    by = world.people["hr"]
    for n in range(world.size):
        words = {"words": f"{WORDS} {n}", "means": WORDS, "indicator": WORDS, "due": WORDS, "own_practice": n == 0}
        world.objective = objectives.add_objective(world.profile, by=by, words=words)
    world.competence = Competence.objects.order_by("position").first()
    world.profile.refresh_from_db()
    targets.aim_at(world.profile, by=by, targets={world.competence.code: 2}, seen=world.profile.row_version)
    world.profile.refresh_from_db()
    for _ in range(world.size):
        wanted = asking.each_of(
            world.profiles[:1], kinds=[DocumentKind.INSERT, DocumentKind.MISSION_LETTER], ending=Ending.DOCX,
            template=None,
        )  # fmt: skip
        world.batch = asking.ask_for_batch(wanted, by=by)
        while making.make_next():
            pass
    world.waiting_batch = asking.ask_for_batch(wanted, by=by)
    if statutory := Committee.objects.filter(kind=Committee.Kind.STATUTORY).first():
        grid.record_grid_opinion(
            world.version, statutory, by=by, verdict="favourable", on=timezone.localdate(), reference=WORDS
        )
