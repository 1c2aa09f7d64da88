"""What grounds a clause, and what does not."""

from __future__ import annotations

from typing import Any

from charters.grounding import citing, resources
from charters.models import Citation
from tests.house.visits import EVERYONE, FACILITATORS, LEFT_EMPTY, Scenario, file, form, page, shortcut

WORDS = "Ετσι το ζησαμε."
CLAUSE = ("charter.slug", "clause.code")

SCENARIOS: list[Scenario] = [
    page("cite-choose", FACILITATORS, *CLAUSE, also=("?q=Μαθημα&department=D1", "?q=τιποτα")),
    page("cite-place", EVERYONE, "charter.slug", "entry.code", also=("?lesson=1",)),
    form("cite-new", FACILITATORS, *CLAUSE, "entry.code", typed={"chosen": "Μαθημα 1", "typed": LEFT_EMPTY}),
    form("cite-correct", FACILITATORS, *CLAUSE, "citation.pk", typed={"chosen": "Μετα λεμε.", "typed": LEFT_EMPTY}),
    form("cite-withdraw", FACILITATORS, *CLAUSE, "citation.pk"),
    form("resource-new", FACILITATORS, *CLAUSE, typed={"address": "https://αλλου.παραδειγμα/"}),
    form("resource-withdraw", FACILITATORS, *CLAUSE, "resource.pk"),
    page("grounds-history", EVERYONE, *CLAUSE, also=("?page=2",)),
    page("clause-trail", EVERYONE, *CLAUSE),
    page("coverage", EVERYONE, "charter.slug", also=("?section=M&department=D1", "?show=unanswered")),
    shortcut("current-coverage", EVERYONE),
    file("coverage-csv", EVERYONE, "charter.slug"),
]


def add_to(world: Any) -> None:
    """Passages of each stance and outside resources, some corrected, some withdrawn."""
    by, clause, stances = world.people["facilitator"], world.clause, list(Citation.Stance)
    said = {"by": by, "because": WORDS, "passage": "Απαντουμε ο ενας στον αλλον."}
    for n, entry in enumerate(world.entries):
        clause.refresh_from_db()
        world.citation = citing.cite(clause, entry, seen=clause.row_version, stance=stances[n % 3], **said)
        for _n in world._numbers():
            stance = stances[(stances.index(world.citation.stance) + 1) % 3]
            seen = world.citation.row_version
            world.citation = citing.correct(world.citation, seen=seen, stance=stance, reason=WORDS, **said)
        gone = citing.cite(
            clause, entry, by=by, seen=clause.row_version, stance="supports", because=WORDS, passage="Πρωτα ακουμε."
        )
        citing.withdraw(gone, by=by, seen=gone.row_version, reason=WORDS)
        brought = {"by": by, "seen": clause.row_version, "title": WORDS, "because": WORDS}
        world.resource = resources.add_resource(clause, address=f"https://αλλου.παραδειγμα/{n}/", **brought)
        old = resources.add_resource(clause, address=f"https://παλιο.παραδειγμα/{n}/", **brought)
        resources.withdraw_resource(old, by=by, seen=old.row_version, reason=WORDS)
