"""Experience told in steps, corrected, and the closed lists."""

from __future__ import annotations

from typing import Any

from tests.house.visits import Scenario

SCENARIOS: list[Scenario] = []


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each."""
