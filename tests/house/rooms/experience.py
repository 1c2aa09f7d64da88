"""Experience told in steps, corrected, and the closed lists."""

from __future__ import annotations

from typing import Any

from feedback.projects import correcting, terms
from feedback.projects.models import Feedback, Term
from tests import factories as make
from tests.house.visits import EVERYONE, FACILITATORS, Scenario, act, file, form, page

DRAFT = ("everyone",)
WHOLE = {"period_start": "2026-01", "period_end": "2026-02", "departments": ""}

SCENARIOS: list[Scenario] = [
    form("feedback-new-whole", EVERYONE, typed=WHOLE),
    file("feedback-table", EVERYONE, also=("?outcome=reussi&department=D1",)),
    *(
        form("feedback-step", DRAFT, "draft.code", f"'{step}'", own=True)
        for step in ("project", "cooperation", "lived", "lessons")
    ),
    page("feedback-reread", DRAFT, "draft.code", own=True),
    page("feedback-reread", DRAFT, "begun.code", own=True),
    form("feedback-correct", ("agent", "facilitator"), "entry.code"),
    page("feedback-history", EVERYONE, "corrected.code"),
    page("feedback", EVERYONE, "corrected.code"),
    form("term-new", FACILITATORS, "'hindrance'"),
    form("term-edit", FACILITATORS, "term.list", "term.code", typed={"label": "Αλλη λεξη"}),
    form("term-retire", FACILITATORS, "term.list", "term.code"),
    form("term-retire", FACILITATORS, "retired.list", "retired.code"),
    act("term-move", FACILITATORS, "term.list", "term.code", sent_from="vocabulary"),
]


def add_to(world: Any) -> None:
    """``begun`` is a draft that says its project only; ``corrected`` was, ``world.size`` times, in all that it says."""
    world.begun = make.FeedbackFactory(
        draft=True, author=world.everyone, project=world._project(0), departments=[], lessons=[], context="",
        period_start=None, period_end=None, project_outcome="",
    )  # fmt: skip
    world.corrected = make.FeedbackFactory(
        author=world.agent, project=world._project(0), departments=[world.department], context="Το λεμε.",
        lessons=["Μαθημα"],
    )  # fmt: skip
    kinds = world.terms[Term.List.HINDRANCE]
    for n in world._numbers():
        seen = Feedback.objects.get(pk=world.corrected.pk).row_version
        said = {
            "context": f"Το ξαναλεμε {n}.", "hindered": [(kinds[0], f"Εμποδιο {n}")] * n, "lessons": [f"Μαθημα {n}"],
            "departments": world.departments[:n], "stakeholders": world.stakeholders[:n], "participants_estimate": n,
            "hours_planned": n, "hours_spent": 2 * n,
        }  # fmt: skip
        by = world.facilitator if n % 2 else world.agent
        correcting.correct(world.corrected, said, by=by, seen=seen, reason="Ετσι εγινε.")
    for n in world._numbers():
        world.retired = terms.add_term(Term.List.LEVER, by=world.facilitator, label=f"Παλια λεξη {n}")
        terms.retire_term(world.retired, by=world.facilitator, reason="Παλια.", seen=1)
        world.term = terms.add_term(Term.List.LEVER, by=world.facilitator, label=f"Νεα λεξη {n}")
        seen = world.term.row_version
        world.term = terms.edit_term(
            world.term, by=world.facilitator, label=f"Νεα λεξη {n}", definition="Ετσι.", reason="Ετσι.", seen=seen
        )
