"""Job descriptions of the world, each quoting clauses in force; the first one quotes them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charters.hr import keeping

if TYPE_CHECKING:
    from tests.house.world import World

TEXT_OF_A_POST = "Απανταει."


def make_quotes(world: World) -> None:
    hr = world.people["hr"]
    world.profiles = [
        keeping.create_profile(
            by=hr,
            words={
                "title": f"Θεση {n}", "purpose": TEXT_OF_A_POST, "family": "Οικογενεια", "job_group": "Ομαδα",
                "department": world.department, "is_manager": bool(n % 2), "category": "C",
            },
        )
        for n in range(1, world.size + 1)
    ]  # fmt: skip
    world.profile = world.profiles[0]
    wordings = {clause.code: "Μιλα και ακουει." for clause in world.clauses}
    for profile in world.profiles:
        chosen = wordings if profile == world.profile else {world.clause.code: ""}
        keeping.quote_clauses(profile, by=hr, version=world.version.pk, wordings=chosen, seen=profile.row_version)
