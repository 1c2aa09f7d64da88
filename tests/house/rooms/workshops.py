"""Workshops: their minutes, what was said in them, and what became of it."""

from __future__ import annotations

from typing import Any

from charters.grounding.from_workshops import propose_from
from feedback.workshops import keeping, turning
from feedback.workshops.minutes import Minutes, Told
from tests.house.visits import EVERYONE, FACILITATORS, LEFT_EMPTY, Scenario, act, form, page

WORDS = "Ο ενας ακουει τον αλλον."
MINUTES = "Atelier\n\nDiscussion\n- Ενα\n- Δυο"
STATEMENT = ("workshop.code", "statement.position")
PLACE = ("charter.slug", *STATEMENT)

SCENARIOS: list[Scenario] = [
    page("workshops", EVERYONE, also=("?page=2",)),
    form("workshop-new", FACILITATORS, typed={"text": MINUTES}),
    act("workshop-keep", FACILITATORS, typed={"minutes": MINUTES, "title": WORDS, "kind_0": "idee", "kind_1": "enjeu"}),
    page("workshop", EVERYONE, "workshop.code", also=("?kind=idee",)),
    page("workshop-minutes", FACILITATORS, "workshop.code"),
    form("workshop-edit", FACILITATORS, "workshop.code", typed={"title": WORDS, "held_on": "2026-02-01"}),
    form("statement-add", FACILITATORS, "workshop.code"),
    page("statement-history", EVERYONE, *STATEMENT),
    form("statement-correct", FACILITATORS, *STATEMENT, typed={"kind": "enjeu"}),
    form("statement-aside", FACILITATORS, *STATEMENT),
    form("statement-to-committee", FACILITATORS, *STATEMENT, typed={"due_on": LEFT_EMPTY}),
    form("statement-to-entry", FACILITATORS, *STATEMENT),
    page("statement-place", FACILITATORS, *PLACE),
    form("statement-new-clause", FACILITATORS, *PLACE, "section.code"),
    form("statement-wording", FACILITATORS, *PLACE, "clause.code", typed={"proposed_text": WORDS}),
]


def add_to(world: Any) -> None:
    """``workshop`` has all the statements and what became of them; ``statement`` became nothing but a proposal."""
    for n in world._numbers():
        world.workshop = keeping.keep(_minutes(world.size, n), by=None, source_name="Πρακτικα")
    by = world.people["facilitator"]
    *others, world.statement = world.workshop.statements.order_by("position")
    for n, statement in enumerate([*others, world.statement]):
        if n % 2 or statement == world.statement:
            propose_from(
                statement, world.charter, by=by, seen=1, title=WORDS, motive=WORDS, proposed_text=f"{WORDS} {n}",
                section=world.section,
            )  # fmt: skip
    for statement in others[: world.size]:
        turning.hand_to_committee(statement, by=by, seen=1, committee=world.committee, text=WORDS)
        turning.begin_entry(statement, by=by, seen=2, project=WORDS, context=WORDS)
    for n in world._numbers():
        world.statement = keeping.correct(
            world.statement, by=by, seen=n, reason=WORDS, kind="idee", text=f"{WORDS} Παλι {n}"
        )
    for _n in world._numbers():
        aside = keeping.add_statement(
            world.workshop, by=by, reason=WORDS, kind="idee", part="a_creuser", text=WORDS, parent=others[0]
        )
        keeping.set_aside(aside, by=by, seen=1, reason=WORDS)


def _minutes(size: int, number: int) -> Minutes:
    """``size`` statements of each part; in the first, half are details of the one before."""
    said = [Told("constat", "discute", WORDS, f"{WORDS} {n}", parent=n - 1 if n % 2 else None) for n in range(size)]
    said += [Told("idee", "a_creuser", WORDS, f"{WORDS} {n}") for n in range(size + 1)]
    told = {"question": WORDS, "summary": f"{WORDS}\n\n- {WORDS}", "proposal": WORDS}
    return Minutes(title=f"Ημερα {number}", statements=tuple(said), kept=f"{WORDS} {number}", **told)
