"""Job descriptions of the world, each quoting clauses in force; the first one quotes them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charters.hr import keeping, quoting
from charters.hr.kinds import Wording

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
                "reference": f"Α-{n}", "missions": TEXT_OF_A_POST, "relations": TEXT_OF_A_POST, "means": TEXT_OF_A_POST,
            },
        )
        for n in range(1, world.size + 1)
    ]  # fmt: skip
    world.profile = world.profiles[0]
    for profile in world.profiles:
        for clause in world.clauses if profile == world.profile else [world.clause]:
            profile.refresh_from_db()
            quoting.word_quote(
                profile, by=hr, version=world.version.pk, code=clause.code, seen=profile.row_version,
                words=dict.fromkeys(Wording, "Μιλα και ακουει."),
            )  # fmt: skip
    world.profile.refresh_from_db()
