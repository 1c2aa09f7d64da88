"""The demonstration: the sample, its people, and a first version in force; never where anyone else lives."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from charter_site import demo, demonstration
from charters.commitments.reading import board
from charters.deliberation.desk import lay_out
from charters.grounding.evidence import evidence
from charters.models import (
    Charter,
    Citation,
    Clause,
    ClauseUse,
    ConsentRound,
    OutsideResource,
    Placement,
    Proposal,
    VersionStep,
)
from charters.projects import reading as projects_reading
from charters.reading.clause_page import clauses_for_reading
from charters.reading.sources import sources_of
from feedback.models import Comment, Feedback, Project
from feedback.projects import reading, states, steps
from governance.committees.checks import CHECKS, check
from governance.committees.reading import read_registry
from governance.directory.choosing import Need, choose
from governance.models import Member, Role, Tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_loaded")]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, loaded once for tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.load()
        yield
        transaction.set_rollback(True)


def test_the_first_version_is_in_force_through_the_rules():
    version = Charter.objects.get().version_in_force

    steps = list(version.steps.values_list("kind", "number"))
    assert steps == [("submitted", None), ("opinion", None), ("validated", 1)]
    assert version.clauses.count() == 35
    validation = version.steps.get(kind=VersionStep.Kind.VALIDATED)
    assert validation.by == Member.objects.get(email="direction.generale@aubrelle.example").pseudonym
    assert version.prepared_by == Member.objects.get(email="facilitatrice@aubrelle.example").pseudonym


def test_what_was_not_decided_stays_open():
    waiting = Proposal.objects.open().order_by("code").values_list("code", flat=True)

    assert [code for code in waiting if code.startswith("AM-")] == ["AM-002", "AM-008", "AM-011", "AM-012"]


def test_its_people_debate_a_clause_that_several_rewrite():
    desk = lay_out(Clause.objects.select_related("charter", "section").get(code="M5"))

    assert len(desk.comparable) == 3
    assert desk.conflicts


def test_each_check_of_the_registry_has_one_thing_to_show_and_most_committees_are_in_order():
    facilitator = Member.objects.get(email="facilitatrice@aubrelle.example")

    checked = check(read_registry(facilitator))

    assert {each.check.code: len(each.findings) for each in checked} == {each.code: 1 for each in CHECKS}


@pytest.mark.parametrize("situation", Tool.Situation)
def test_each_situation_has_a_tool_and_informal_talk_at_a_distance_too(situation):
    tools = list(Tool.objects.all())
    assert choose(tools, Need(situation)).fitting
    assert all(tool.first_steps and tool.reach for tool in tools)
    talk = choose(tools, Need(Tool.Situation.CHAT, at_a_distance=True, people_have=Tool.Reach.PHONE))
    assert [each.tool.name for each in talk.fitting] == ["Pause ouverte, sur place ou par téléphone"]


def test_a_clause_is_qualified_another_contradicted_and_every_passage_is_in_its_entry():
    stances = Counter(Citation.objects.standing().exclude(passage="").values_list("stance", flat=True))
    assert stances == {"supports": 2, "qualifies": 2, "contradicts": 1}
    for clause in clauses_for_reading().exclude(citations__passage=""):
        assert all(each.stands for _stance, rows in evidence(clause).by_stance for each in rows)
    assert OutsideResource.objects.get().clause.code == "M5"


def test_a_story_is_left_halfway_by_whoever_leads_projects():
    draft = Feedback.objects.get(author__email="cheffe.projet@aubrelle.example", status=Feedback.Status.DRAFT)
    said = states.state_of(reading.with_all_it_says(Feedback.objects.filter(pk=draft.pk)).get())
    assert said["hindered"]
    assert said["departments"]
    assert [step.name for step, _sentence in steps.missing_from(said)] == ["lessons"]


def test_departments_sign_one_tells_what_it_keeps_and_the_plan_is_as_real_plans_are():
    found = board(charter := Charter.objects.get())

    assert sorted(stand.department.code for stand in found.stands if stand.is_signed) == ["DRH", "DSIN", "DUHM", "DVEP"]
    assert found.hours_a_year == 182
    duhm = next(stand for stand in found.stands if stand.department.code == "DUHM")
    assert [promise.state.state for promise in duhm.promises] == ["kept", "not_yet"]
    plan = charter.rollout.all()
    assert any(action.is_late for action in plan)
    assert [action.proof != "" for action in plan if action.state == "done"] == [True]


def test_one_clause_changed_and_says_where_its_words_come_from():
    fields, sources = sources_of(Clause.objects.select_related("charter", "section").get(code="M2"))

    assert [(source.record.revision, len(source.proposals), len(source.others)) for source in sources] == [
        (1, 0, 0), (2, 1, 0), (3, 0, 1), (3, 1, 0),
    ]  # fmt: skip
    assert Proposal.objects.get(title="Afficher la réponse au dépôt").awaits_confirmation
    states = Placement.objects.filter(anchor__clause__code="M2", is_current=True).order_by("state")
    assert list(states.values_list("state", flat=True)) == ["moved", "placed"]


def test_a_round_is_open_in_which_an_objection_waits():
    round = ConsentRound.objects.get()

    assert (round.step, round.is_open) == ("object", True)
    assert sorted(round.positions.values_list("kind", flat=True)) == ["concern", "consent", "objection"]


def test_each_account_can_sign_in_and_has_its_role():
    for account in demo.ACCOUNTS:
        member = Member.objects.get(email=account.email)
        assert member.check_password("charte-demo")
        assert member.is_demonstration
        assert member.roles == set(account.roles)
        assert member.department.code == account.department
    head = Member.objects.get(email="directeur.duhm@aubrelle.example")
    assert head.grants.get(role=Role.DEPARTMENT_HEAD).department.code == "DUHM"


def test_a_common_function_is_printed_and_a_rare_one_is_not():
    printed = dict(Proposal.objects.values_list("code", "printed_as"))

    assert printed["AM-001"] == "Agent de collecte, DPVD"
    assert printed["AM-004"] == "Territoire"
    assert Comment.objects.get(code="CO-22").printed_as == "Services à la population"


def test_a_second_start_changes_nothing(capsys):
    before = list(Member.objects.order_by("pk").values_list("pk", "password"))

    with translation.override("en"):
        call_command("load_demo")
    assert "already loaded" in capsys.readouterr().out
    assert list(Member.objects.order_by("pk").values_list("pk", "password")) == before


def test_one_project_waits_for_management_and_another_says_what_it_made_of_each_clause():
    blocked, closed = Project.objects.exclude(opened_on=None).order_by("-opened_on")

    assert projects_reading.missing_of(blocked)
    assert [asked.days_late for asked in blocked.requests.waiting()] == [4]
    assert blocked.requests.exclude(answered_on=None).count() == 1
    assert closed.closed_on
    assert set(closed.clause_uses.values_list("answer", flat=True)) == set(ClauseUse.Answer)
    assert closed.clause_uses.exclude(answer="").count() == 35
