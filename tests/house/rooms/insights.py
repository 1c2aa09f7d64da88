"""What experience teaches, in figures."""

from __future__ import annotations

from typing import Any

from tests.house.visits import EVERYONE, Scenario, file, page

SCENARIOS: list[Scenario] = [
    page("insights", EVERYONE, also=("?told=lever&where=department", "?outcome=reussi")),
    file("insights-csv", EVERYONE),
    page("insights-entries", EVERYONE, also=("?told=hindrance&outcome=reussi", "?page=2")),
]


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each."""
