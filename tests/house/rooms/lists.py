"""What an organisation describes once: its competences, its charter."""

from __future__ import annotations

from typing import Any

from tests.house.visits import HUMAN_RESOURCES, Scenario, form

SCENARIOS: list[Scenario] = [
    form("competence-new", HUMAN_RESOURCES, typed={"code": "C900"}),
    form("competence-edit", HUMAN_RESOURCES, "'C1'"),
    form("level-edit", HUMAN_RESOURCES, "'1'"),
]


def add_to(world: Any) -> None:
    """The world already has its scale of competences."""
