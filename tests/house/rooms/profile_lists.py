"""Lists of job descriptions, to import and to take away."""

from __future__ import annotations

from typing import Any

from tests.house.visits import HUMAN_RESOURCES, Scenario, file, form

SCENARIOS: list[Scenario] = [
    # its form asks for a file, which a reader of these tests does not have: it answers that one is missing
    form("profile-list-import", HUMAN_RESOURCES),
    *(file("profile-list-export", HUMAN_RESOURCES, f"'{ending}'") for ending in ("csv", "xlsx")),
    *(file("profile-list-model", HUMAN_RESOURCES, f"'{ending}'") for ending in ("csv", "xlsx")),
]


def add_to(world: Any) -> None:
    """The job descriptions are those of the world already."""
