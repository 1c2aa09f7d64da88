"""Outside organisations and tools."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from governance.directory import keeping
from governance.models import Stakeholder, Tool
from tests.house.visits import COMMITTEE_KEEPERS, EVERYONE, LEFT_EMPTY, Scenario, form, page

WORDS = "Ολα καλα"
KEEPERS = COMMITTEE_KEEPERS
NO_TRAINING = {"next_training_on": LEFT_EMPTY}

SCENARIOS: list[Scenario] = [
    form("stakeholder-new", KEEPERS, typed={"name": WORDS}),
    form("stakeholder-edit", KEEPERS, "partner.code", typed={"contributes": WORDS}),
    page("stakeholder-history", EVERYONE, "partner.code"),
    page("stakeholder-ties", EVERYONE),
    form("tool-new", KEEPERS, typed={"name": WORDS, **NO_TRAINING}),
    form("tool-edit", KEEPERS, "kept_tool.code", typed={"avoid_when": WORDS, **NO_TRAINING}),
    page("tool-history", EVERYONE, "kept_tool.code"),
    page("tool", EVERYONE, "kept_tool.code"),
    page(
        "tool-which",
        EVERYONE,
        also=("?situation=converser", "?situation=converser&where=distance&people_have=tous", "?situation=trancher"),
    ),
]


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each."""
    by = world.people["facilitator"]
    said: dict[str, Any] = {
        "kind": Tool.Kind.METHOD, "family": Tool.Family.EXCHANGE, "use_when": WORDS, "avoid_when": WORDS,
        "situations": [Tool.Situation.CHAT], "reach": Tool.Reach.ANYONE, "first_steps": [WORDS],
        "support_contact_function": WORDS, "next_training": WORDS,
        "next_training_on": timezone.localdate() + datetime.timedelta(days=9),
    }  # fmt: skip
    for n in range(world.size):
        world.kept_tool = keeping.add_tool(by=by, name=f"Τροπος {n}", works_remotely=bool(n % 2), **said)
    # added through its rule: the reasons that its history shows are then the application's own, or Greek
    world.partner = keeping.add_stakeholder(
        by=by, name="Αλλος φιλος", kind=Stakeholder.Kind.STATE, influence=Stakeholder.Influence.LOW,
        departments=world.departments,
    )  # fmt: skip
    for n in range(world.size):
        world.kept_tool = keeping.describe_tool(
            world.kept_tool, by=by, seen=n + 1, reason=WORDS, data_note=f"{WORDS} {n}", usage_rules=[WORDS]
        )
        world.partner = keeping.describe_stakeholder(
            world.partner, by=by, seen=n + 1, reason=WORDS, contributes=f"{WORDS} {n}"
        )
