"""Outside organisations and tools."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from governance.directory import keeping
from governance.models import Tool
from tests.house.visits import COMMITTEE_KEEPERS, EVERYONE, LEFT_EMPTY, Scenario, form, page

WORDS = "Ολα καλα"
KEEPERS = COMMITTEE_KEEPERS
NO_TRAINING = {"next_training_on": LEFT_EMPTY}

SCENARIOS: list[Scenario] = [
    form("stakeholder-new", KEEPERS, typed={"name": WORDS}),
    form("stakeholder-edit", KEEPERS, "stakeholder.code", typed={"contributes": WORDS}),
    page("stakeholder-history", EVERYONE, "stakeholder.code"),
    page("stakeholder-ties", EVERYONE),
    form("tool-new", KEEPERS, typed={"name": WORDS, **NO_TRAINING}),
    form("tool-edit", KEEPERS, "tool.code", typed={"avoid_when": WORDS, **NO_TRAINING}),
    page("tool-history", EVERYONE, "tool.code"),
    page(
        "tool-which",
        EVERYONE,
        also=("?situation=converser", "?situation=converser&where=distance&people_have=tous", "?situation=trancher"),
    ),
]


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each."""
    by = world.people["facilitator"]
    for number, tool in enumerate(world.tools):
        tool = keeping.describe_tool(
            tool, by=by, seen=tool.row_version, reason=WORDS, situations=[Tool.Situation.CHAT],
            works_remotely=bool(number % 2), reach=Tool.Reach.ANYONE, first_steps=[WORDS],
            next_training_on=timezone.localdate() + datetime.timedelta(days=9), next_training=WORDS,
        )  # fmt: skip
    for n in range(world.size):
        world.tool = keeping.describe_tool(
            world.tools[0], by=by, seen=n + 2, reason=WORDS, data_note=f"{WORDS} {n}", situations=[Tool.Situation.CHAT]
        )
        world.stakeholder = keeping.describe_stakeholder(
            world.stakeholder, by=by, seen=n + 1, reason=WORDS, contributes=f"{WORDS} {n}"
        )
