"""The life of committees, citations, projects in use and workshops go into a file and come back the same."""

from __future__ import annotations

import copy
import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from charter_site.exchange.checking import check
from charter_site.exchange.exporting import tell, written
from charter_site.exchange.importing import store
from charters.models import (
    Charter,
    Citation,
    Clause,
    ClauseUse,
    DecisionRequest,
    OutsideResource,
    Proposal,
    ProposalOrigin,
)
from charters.versions import deciding
from feedback.models import Feedback, Project, Statement, Term, Workshop
from governance.models import (
    Committee,
    CommitteeTask,
    Department,
    InformationItem,
    Mandate,
    Meeting,
    Member,
    Role,
    Sharing,
    Tool,
)
from governance.people import roles
from governance.signing import save_signed
from tests import circuit
from tests.factories import FeedbackFactory, MemberFactory

from .conftest import SAMPLE, as_file, forgotten, problems_of

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 10, 1)
SOMEONE = uuid.UUID("11111111-2222-3333-4444-555555555555")


def kept(row: Any, **changes: Any) -> Any:
    for name, value in changes.items():
        setattr(row, name, value)
    return save_signed(row, by=None, reason="For a test")


def live() -> None:
    """One of each kind that 1.0 cannot say, some of them withdrawn, cancelled or ended."""
    store(check(SAMPLE), source="a file")
    people = {
        name: Member.objects.create_member(
            f"{name}@town.example", "a password for tests", name=name, function="Cheffe",
            department=Department.objects.get(code="DUHM"),
        )
        for name in ("facilitator", "executive")
    }  # fmt: skip
    for name, member in people.items():
        roles.grant(member, getattr(Role, name.upper()), by=None, reason="For a test")
    version = circuit.submit(Charter.objects.get(), by=people["facilitator"])
    circuit.hear_everyone(version, by=people["facilitator"])
    deciding.validate(version, by=people["executive"], seen_hash=version.content_hash)
    task = live_in_committees()
    live_in_projects(version)
    live_in_workshops(task)


def live_in_committees() -> CommitteeTask:
    committee = Committee.objects.get(code="INST-02")
    seats = ["", "", "", "", "ABC", "", ""]
    kept(committee, sponsor_function="Directrice générale", member_categories=seats)
    first, second = InformationItem.objects.filter(committee=committee)
    kept(first, withdrawn=True)
    kept(second, place="Le registre", promised_on=DAY, shared_with=[])
    kept(Mandate(committee=committee, starts_on=DAY, ends_on=None, given_by="CODIR"))
    ended = Mandate(
        committee=committee, starts_on=DAY - datetime.timedelta(days=400), given_by="CODIR", purpose="Un an."
    )
    kept(ended, ends_on=DAY - datetime.timedelta(days=1))
    meeting = Meeting(committee=committee, number=1, held_on=DAY, place="Mairie", agenda=["Le calendrier"])
    kept(meeting, minutes="On décide.", minutes_on=DAY, visibility="encadrants")
    kept(Meeting(committee=committee, number=2, held_on=DAY, cancelled=True, cancelled_because="Grève."))
    kept(Sharing(information=second, meeting=meeting, shared_on=DAY, place="Le registre"))
    kept(CommitteeTask(committee=committee, text="Écrire.", owner_function="Cheffe", due_on=DAY))
    done = CommitteeTask(committee=committee, text="Lire.", state="done", came_of_it="C'est lu.", ended_on=DAY)
    tool = Tool.objects.get(code="T03")
    kept(
        tool, situations=["se_reunir"], works_remotely=True, reach="ordinateur", first_steps=["Ouvrir."],
        next_training_on=DAY, next_training="Salle 3",
    )  # fmt: skip
    kept(Term.objects.get(list=Term.List.LEVER, position=1), retired=True, definition="Ce que chacun vise.")
    return kept(done)


def live_in_projects(version: Any) -> None:
    clause, other = Clause.objects.get(code="M3"), Clause.objects.get(code="V7")
    entry = Feedback.objects.get(code="REX-01")
    project = kept(
        entry.project, brief="Trier.", mission_letter="Vous trierez.", committee=Committee.objects.get(code="INST-07"),
        governance="Le COPIL.", participation={"consulter": ["Les équipes"], "informer": []}, time_freed="Un jour",
        sponsor_function="DGA", leader_function="Cheffe", department=Department.objects.get(code="DPVD"), opened_on=DAY,
        opened_by=SOMEONE,
    )  # fmt: skip
    kept(ClauseUse(project=project, version=version, clause=clause, answer="adapted", because="Trop court."))
    kept(ClauseUse(project=project, version=version, clause=other))
    asked = {"project": project, "blocked": "Depuis mai.", "asked_on": DAY, "due_on": DAY + datetime.timedelta(days=15)}
    kept(DecisionRequest(number=1, question="Qui paie ?", choices="Nous.", asked_by=SOMEONE, **asked))
    answered = DecisionRequest(number=2, question="Quand ?", asked_by_function="Cheffe", answer="En mai.", **asked)
    kept(answered, answered_on=DAY, answered_by=SOMEONE, answered_by_function="DGS")
    kept(DecisionRequest(number=3, question="Où ?", withdrawn_on=DAY, withdrawn_because="Réglé.", **asked))
    kept(Project(code="PRJ-99", name="Sans récit", opened_on=DAY, closed_on=DAY))
    kept(entry, hours_planned=10, hours_spent=0)
    brought = {"clause": other, "brought_by": SOMEONE, "brought_on": DAY}
    kept(Citation(feedback=entry, stance="contradicts", passage="onze bacs", because="Le contraire.", **brought))
    gone = {"withdrawn_on": DAY, "withdrawn_because": "Deux fois la même."}
    kept(Citation(feedback=entry, **brought, **gone))
    kept(OutsideResource(title="Guide", address="https://guide.example/", because="Il montre.", **brought))
    FeedbackFactory(
        draft=True, code="REX-4000", period_start=None, period_end=None, context="", project_outcome="", lessons=[],
        departments=[], project=kept(Project(code="PRJ-98", name="À peine commencé")), author=Member.objects.first(),
        signature="function", function="Cheffe",
    )  # fmt: skip


def live_in_workshops(task: CommitteeTask) -> None:
    workshop = Workshop(
        code="AT-01", title="Atelier 5", held_on=DAY, site="Siège", question="Comment ?", minutes="Tout."
    )
    kept(workshop, summary="Trois.\n- Une", proposal="Ensemble.", source_name="minutes.txt")
    last = Statement(
        workshop=workshop, position=3, kind="idee", part="a_creuser", said="formaliser", text="Formaliser."
    )
    kept(last, task=task)
    detail = Statement(workshop=workshop, position=1, kind="constat", part="discute", text="Un détail.", parent=last)
    kept(detail, set_aside=True)
    kept(
        Statement(workshop=workshop, position=2, kind="question", text="Avec qui ?"),
        entry=Feedback.objects.get(code="REX-02"),
    )
    proposal = Proposal.objects.get(code="AM-002")
    ProposalOrigin.objects.create(proposal=proposal, statement=detail)


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker) -> bytes:
    with django_db_blocker.unblock(), translation.override("en"), forgotten():
        live()
        return written(tell())


def test_what_was_lived_comes_back_the_same(lived):
    with forgotten():
        store(check(lived), source="a file")
        assert written(tell()) == lived
    told = json.loads(lived)
    assert {"citations", "outside_resources", "projects", "workshops"} <= told.keys()
    assert [each["position"] for each in told["workshops"][0]["statements"]] == [3, 1, 2]


def test_a_clause_counts_its_standing_citations_again(lived):
    store(check(lived), source="a file")

    for clause in Clause.objects.all():
        assert clause.citation_count == clause.citations.standing().count()
    assert Clause.objects.get(code="V7").citation_count == 1


def test_a_draft_comes_back_to_whoever_was_writing_it_and_to_nobody_else(lived):
    writer = json.loads(lived)["project_feedback"][-1]["resumed_by"]
    store(check(lived), source="a file")

    draft = Feedback.objects.get(status=Feedback.Status.DRAFT)
    assert str(draft.author.pseudonym) == writer
    assert draft in Feedback.objects.visible_to(draft.author)
    assert draft not in Feedback.objects.visible_to(MemberFactory(facilitator=True))


def set_at(*path: Any, value: Any) -> Callable[[Any], None]:
    def spoil(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return spoil


COMMITTEE = ("committees", 1)
PROJECT = ("projects", 0)


def two_mandates(content):
    (first, *_others) = content["committees"][1]["mandates"]
    content["committees"][1]["mandates"] = [
        first | {"ends_on": None},
        first | {"starts_on": "2030-01-01", "ends_on": None},
    ]


SPOILED = {
    "a clause that is not there": set_at("citations", 0, "clause", value="Z99"),
    "an entry that is not there": set_at("citations", 0, "feedback", value="REX-999"),
    "a support that no citation says": set_at("project_feedback", 0, "supports_clauses", value=["V7"]),
    "withdrawn without a reason": set_at("citations", 0, "withdrawn_on", value="2026-10-01"),
    "no address": set_at("outside_resources", 0, "address", value="javascript:alert(1)"),
    "more seats than members": set_at(*COMMITTEE, "member_categories", value=["A"]),
    "a seat for nobody": set_at(*COMMITTEE, "member_categories", 0, value="D"),
    "a mandate that ends first": set_at(*COMMITTEE, "mandates", 0, "ends_on", value="2020-01-01"),
    "two mandates without an end": two_mandates,
    "a meeting that nobody can date": set_at(*COMMITTEE, "meetings", 0, "held_on", value="0001-01-01"),
    "minutes of a cancelled meeting": set_at(*COMMITTEE, "meetings", 0, "cancelled_because", value="Trop tôt."),
    "a draft of nobody": set_at("project_feedback", -1, "resumed_by", value="00000000-0000-4000-8000-000000000000"),
    "a month of another age": set_at("project_feedback", 0, "period", "end", value="9999-12"),
    "minutes without a day": set_at(*COMMITTEE, "meetings", 0, "minutes_on", value=None),
    "a document that is not shared": set_at(*COMMITTEE, "meetings", 0, "shared", 0, "document", value=9),
    "a task that ended in silence": set_at(*COMMITTEE, "tasks", 1, "came_of_it", value=""),
    "a degree that is not there": set_at(*PROJECT, "participation", 0, "level", value="ordonner"),
    "a version that is not there": set_at(*PROJECT, "checklist", 0, "submission", value=7),
    "an answer without a reason": set_at(*PROJECT, "checklist", 0, "because", value=""),
    "due before it is asked": set_at(*PROJECT, "requests", 0, "due_on", value="2020-01-01"),
    "answered in silence": set_at(*PROJECT, "requests", 1, "answer", value=""),
    "a detail of nothing": set_at("workshops", 0, "statements", 0, "parent", value=8),
    "a task that is not there": set_at("workshops", 0, "statements", 0, "task", "number", value=9),
    "a place taken": set_at("workshops", 0, "statements", 1, "position", value=3),
    "a sentence that is not there": set_at("amendments", 1, "origin", "position", value=9),
    "a published entry that says no end": set_at("project_feedback", 0, "period", "end", value=None),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_what_does_not_agree_is_refused_with_its_place(lived, spoil):
    content = copy.deepcopy(json.loads(lived))
    spoil(content)

    assert problems_of(as_file(content))


def test_what_is_spoiled_above_was_sound(lived):
    assert problems_of(lived) == []
