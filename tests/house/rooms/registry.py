"""Committees, their meetings and decisions, and who decides what."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from governance.committees import convening, deciding, keeping, mandates, tasks
from governance.committees.keeping import Shared
from governance.models import Decision
from tests.house.visits import COMMITTEE_KEEPERS, EVERYONE, Scenario, form, page

TODAY = timezone.localdate()
NOW = TODAY.isoformat()
IN_A_YEAR = (TODAY + datetime.timedelta(days=365)).isoformat()
RECORDERS = ("facilitator", "executive")
COMMITTEE = "committee.code"
MEETING = (COMMITTEE, "meeting.number")
WORDS = "Ολα καλα"

SCENARIOS: list[Scenario] = [
    page("governance-who", EVERYONE, also=("?q=Θεμα", "?q=τιποτα")),
    page("governance-map", EVERYONE),
    page("governance-checks", EVERYONE),
    form("committee-edit", COMMITTEE_KEEPERS, COMMITTEE, typed={"role": WORDS}),
    page("committee-history", EVERYONE, "other_committee.code"),
    form("information-new", COMMITTEE_KEEPERS, COMMITTEE),
    form("information-edit", COMMITTEE_KEEPERS, COMMITTEE, "promised.position", typed={"document": WORDS}),
    form("information-withdraw", COMMITTEE_KEEPERS, COMMITTEE, "promised.position"),
    form("mandate-new", COMMITTEE_KEEPERS, "other_committee.code"),
    form("mandate-end", COMMITTEE_KEEPERS, COMMITTEE, "mandate.pk", typed={"ends_on": IN_A_YEAR}),
    form("committee-task-new", COMMITTEE_KEEPERS, COMMITTEE),
    form("committee-task-end", COMMITTEE_KEEPERS, COMMITTEE, "task.pk", typed={"state": "done"}),
    page("meetings", EVERYONE, COMMITTEE, also=("?page=2",)),
    form("meeting-new", COMMITTEE_KEEPERS, COMMITTEE),
    page("meeting", EVERYONE, *MEETING),
    page("meeting", EVERYONE, COMMITTEE, "held.number"),
    form("meeting-edit", COMMITTEE_KEEPERS, *MEETING, typed={"place": WORDS}),
    form("meeting-cancel", COMMITTEE_KEEPERS, *MEETING),
    form("meeting-minutes", COMMITTEE_KEEPERS, COMMITTEE, "held.number", typed={"minutes": WORDS}),
    form(
        "information-shared", COMMITTEE_KEEPERS, *MEETING, "promised.position", typed={"shared_on": TODAY.isoformat()}
    ),
    form("decision-new", RECORDERS, typed={"review_on": IN_A_YEAR}),
    page("decision", EVERYONE, "decision.code"),
    form("decision-correct", RECORDERS, "decision.code", typed={"text": WORDS, "review_on": IN_A_YEAR}),
]


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each."""
    by, committee = world.people["facilitator"], world.committee
    # added through its rule: the reasons that its history shows are then the application's own, or Greek
    shared = [Shared(f"Εγγραφο {n}", [committee.name], "Αμεσως") for n in range(world.size)]
    other = keeping.add_committee(
        by=by, information=shared, name="Μικρη επιτροπη", acronym="ΜΕ", role=WORDS, kind="copil",
        decides_on=[f"Θεμα {n}" for n in range(world.size)], members_by_function=["Λειτουργος", "Αλλος"],
        member_categories=["A", ""],
    )  # fmt: skip
    for n in range(world.size):
        other = keeping.describe_committee(other, by=by, seen=n + 1, reason=WORDS, frequency=f"Συχνα {n}")
    world.other_committee = other
    world.promised = committee.information.first()
    for n in range(world.size):
        starts = TODAY - datetime.timedelta(days=400 * (n + 1))
        world.mandate = mandates.give_mandate(
            committee, by=by, starts_on=starts, ends_on=starts + datetime.timedelta(days=300), given_by="Διοικηση",
            purpose=WORDS,
        )  # fmt: skip
        for where in (committee, world.other_committee):
            held = convening.announce(
                where, by=by, held_on=TODAY - datetime.timedelta(days=30 + n), place="Εδω", agenda=["Αρχη", "Τελος"]
            )
        world.held = convening.announce(committee, by=by, held_on=TODAY - datetime.timedelta(days=9), place=f"Εδω {n}")
        convening.publish_minutes(world.held, by=by, seen=world.held.row_version, minutes=WORDS)
        convening.share(world.promised, world.held, by=by, shared_on=TODAY, place="Εκει")
        task = tasks.ask_committee(committee, by=by, text="Ενα εργο", owner_function="ΜΕ", due_on=TODAY)
        tasks.end_task(task, by=by, seen=task.row_version, state="done", came_of_it=WORDS)
        world.task = tasks.ask_committee(
            committee, by=by, text=f"Αλλο εργο {n}", owner_function="ΜΕ", due_on=TODAY - datetime.timedelta(days=1)
        )
        said = {"date": held.held_on, "subject": "Θεμα", "text": WORDS, "review_on": TODAY}
        decided = deciding.record(committee, by=by, type=Decision.Type.DECISION, **said)
    for n in range(world.size):
        decided = deciding.correct(decided, by=by, seen=n, because=WORDS, subject=f"Θεμα {n}")
    world.decision = decided
    cancelled = convening.announce(committee, by=by, held_on=TODAY, place="Εδω")
    convening.cancel(cancelled, by=by, seen=cancelled.row_version, reason=WORDS)
    world.meeting = convening.announce(committee, by=by, held_on=TODAY, place="Εδω", agenda=["Αρχη"])
