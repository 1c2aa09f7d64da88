"""A charter in force with two clauses, and the people of a project."""

from __future__ import annotations

from typing import Any

from django.test import Client

from charters.models import Version
from charters.projects import asking, opening, using
from charters.projects.models import ClauseUse, DecisionRequest
from charters.text import drafting
from charters.versions import deciding
from feedback.models import Project
from governance.models import Member
from tests import circuit
from tests.factories import CharterFactory, ClauseFactory, FeedbackFactory, MemberFactory


def setup(**said: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("brief", "mission_letter", "governance", "time_freed", "sponsor_function"), "")
    start = {"name": "The playground", "leader_function": "Project leader", "department": None, "committee": None}
    return {**start, **empty, "participation": {}, **said}


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


class House:
    """``in_force=False`` leaves the charter without a version."""

    def __init__(self, *, in_force: bool = True) -> None:
        self.leader, self.agent = MemberFactory(function="Leader"), MemberFactory()
        self.facilitator, self.executive = MemberFactory(facilitator=True), MemberFactory(executive=True)
        self.charter = CharterFactory(by=self.facilitator)
        self.clauses = [self.add_clause() for _n in (1, 2)]
        if in_force:
            self.put_in_force()

    def add_clause(self) -> Any:
        return ClauseFactory(charter=self.charter, by=self.facilitator)

    def edit(self, clause: Any, text: str) -> None:
        clause.refresh_from_db()
        drafting.edit_clause(
            clause, by=self.facilitator, reason="For a test", words={"text": text}, seen=clause.row_version
        )

    def put_in_force(self) -> Version:
        self.charter.refresh_from_db()
        version = circuit.submit(self.charter, by=self.facilitator)
        circuit.hear_everyone(version, by=self.facilitator)
        deciding.validate(version, by=self.executive, seen_hash=version.content_hash)
        self.charter.refresh_from_db()
        return version

    def open(self, **said: Any) -> Project:
        return opening.open_project(by=self.leader, setup=setup(**said))

    def ask(self, project: Project, **said: Any) -> DecisionRequest:
        words = {"question": "Which budget?", "blocked": "The works, since May."} | said
        return asking.ask(project, by=self.leader, **words)

    def uses(self, project: Project) -> list[ClauseUse]:
        return list(project.clause_uses.order_by("pk"))

    def answer_all(self, project: Project, answer: str = "applied", because: str = "We did it.") -> None:
        said = [using.Said(use.pk, use.row_version, answer, because) for use in self.uses(project)]
        using.say_of_clauses(project, said, by=self.leader)

    def tell(self, project: Project) -> Any:
        return FeedbackFactory(project=project)
