"""Projects that use the charter."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from charters.projects import asking, opening
from charters.projects.models import ClauseUse
from feedback.models import Project, Term
from governance.signing import save_signed
from tests import factories as make
from tests.house.visits import EVERYONE, EXECUTIVES, LEFT_EMPTY, Scenario, act, file, form, page

KEEPERS = ("agent", "facilitator")  # whoever opened it here, and facilitators
USED = "used_project.code"
LESSON = "Πρωτα ρωταμε."
WORDS = "Λογια.\n\n- Ενα.\n- Δυο."

SCENARIOS: list[Scenario] = [
    page("projects", EVERYONE, also=("?state=under_way&department=D1", "?state=told", "?page=2")),
    form("project-new", EVERYONE, typed={"told": LEFT_EMPTY, "name": "Νεο εργο"}),
    page("project", EVERYONE, USED),
    page("project", EVERYONE, "closed_project.code"),
    page("project", EVERYONE, "bare_project.code"),
    form("project-edit", KEEPERS, USED),
    form("project-close", KEEPERS, "ending_project.code"),
    form("project-clauses", KEEPERS, USED, typed={"answer-": "applied"}),
    act("project-checklist", KEEPERS, "bare_project.code", sent_from="project"),
    form("project-ask", KEEPERS, USED),
    page("decision-requests", EVERYONE, also=("?page=2",)),
    form("request-answer", EXECUTIVES, USED, "asked.number"),
    form("request-withdraw", KEEPERS, USED, "asked.number"),
    page("clause-health", EVERYONE),
    file("clause-health-csv", EVERYONE),
]


def add_to(world: Any) -> None:
    """What the pages of this room show, ``world.size`` of each.

    Their codes are apart from those of factories: the rules of other rooms take the next number after these.
    """
    groups = [f"Ομαδα {n}" for n in range(1, world.size + 1)][:20]
    said = {
        "name": "Μεγαλο εργο", "leader_function": "Ρολος", "department": world.department, "brief": WORDS,
        "mission_letter": WORDS, "committee": world.committee, "governance": WORDS, "time_freed": "Μια μερα",
        "participation": {term.code: groups for term in world.terms[Term.List.PARTICIPATION]},
        "sponsor_function": "",
    }  # fmt: skip
    told = _kept(name=said["name"], code="USED-1")
    world.used_project = opening.open_project(by=world.agent, setup=said, told=told)
    for n in range(1, world.size + 1):
        seen = world.used_project.row_version
        change = said | {"brief": f"{WORDS} {n}"}
        world.used_project = opening.revise_setup(world.used_project, by=world.agent, setup=change, seen=seen)
        asked = [
            asking.ask(world.used_project, by=world.agent, question=f"Τι {n} {k};", blocked=WORDS, choices=WORDS)
            for k in range(3)
        ]
        asking.answer_request(asked[0], by=world.people["executive"], answer=WORDS, seen=1)
        asking.withdraw_request(asked[1], by=world.agent, reason=WORDS, seen=1)
        world.asked = asked[2]
        make.FeedbackFactory(
            project=world.used_project, author=world.agent, departments=[world.department], lessons=[LESSON]
        )
        world.closed_project = _used_before(world, n)
    today, mine = timezone.localdate(), world.agent.pseudonym
    world.bare_project = _kept(name="Αδειο εργο", code="USED-2", opened_on=today, opened_by=mine)
    world.ending_project = _kept(name="Τελος", code="USED-3", opened_on=today, opened_by=mine)
    make.FeedbackFactory(
        project=world.ending_project, author=world.agent, departments=[world.department], lessons=[LESSON]
    )


def _kept(**said: Any) -> Project:
    """A project whose history gives a reason in Greek, with a code apart from those of rules and factories."""
    project: Project = save_signed(Project(**said), by=None, reason="Ετσι")
    return project


def _used_before(world: Any, n: int) -> Any:
    """A closed project, with what it made of each clause."""
    today = timezone.localdate()
    project = _kept(name=f"Παλιο εργο {n}", code=f"OLD-{n}", opened_on=today, closed_on=today)
    answers = list(ClauseUse.Answer)
    for clause in world.clauses[:3]:
        use = ClauseUse(project=project, clause=clause, version=world.version, answer=answers[n % 3], because=WORDS)
        save_signed(use, by=world.agent, reason="Ετσι")
    return project
