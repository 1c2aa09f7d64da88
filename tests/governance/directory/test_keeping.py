"""Adding and describing outside organisations and tools: done, refused, forbidden, stale, nothing lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.directory import keeping
from governance.models import Stakeholder, Tool
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import DepartmentFactory, MemberFactory, StakeholderFactory, ToolFactory

pytestmark = pytest.mark.django_db

ORGANISATION = {
    "name": "The county", "kind": Stakeholder.Kind.LOCAL_AUTHORITY, "influence": Stakeholder.Influence.HIGH,
    "expectations": "Plans in time.", "contributes": "Half the money.", "involved_at": [Stakeholder.Stage.FRAMING],
    "single_contact_function": "Head of mobility",
}  # fmt: skip
TOOL = {
    "name": "Shared break", "kind": Tool.Kind.METHOD, "family": Tool.Family.EXCHANGE, "use_when": "Each week.",
    "situations": [Tool.Situation.CHAT], "works_remotely": True, "reach": Tool.Reach.PHONE,
    "first_steps": ["Choose an hour.", "Call."],
}  # fmt: skip


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


def test_an_outside_organisation_is_added_with_its_departments(facilitator):
    StakeholderFactory(code="SH-12")
    departments = [DepartmentFactory(code="ROAD"), DepartmentFactory(code="HOME")]

    added = keeping.add_stakeholder(by=facilitator, departments=departments, **ORGANISATION)

    stored = Stakeholder.objects.get(pk=added.pk)
    assert stored.code == "SH-13"
    assert {name: getattr(stored, name) for name in ORGANISATION} == ORGANISATION
    assert list(stored.departments.order_by("code")) == departments[::-1]
    record = stored.history.get()
    assert record.history_user_id == facilitator.pseudonym
    assert "HOME, ROAD" in record.history_change_reason


def test_a_tool_is_added_under_the_next_code(facilitator):
    ToolFactory(code="T14")
    added = keeping.add_tool(by=facilitator, **TOOL)
    stored = Tool.objects.get(pk=added.pk)
    assert stored.code == "T15"
    assert {name: getattr(stored, name) for name in TOOL} == TOOL


def test_an_outside_organisation_is_described_again_and_its_history_keeps_the_rest(facilitator):
    stakeholder = StakeholderFactory(contributes="Money.")
    described = keeping.describe_stakeholder(
        stakeholder, by=facilitator, seen=1, reason="They told us.", contributes="Money and people.",
        involved_at=[Stakeholder.Stage.REVIEW],
    )  # fmt: skip

    stored = Stakeholder.objects.get(pk=stakeholder.pk)
    assert (stored.contributes, stored.involved_at, stored.row_version) == ("Money and people.", ["bilan"], 2)
    assert described == stored
    last, first = stored.history.order_by("-row_version")
    assert (first.contributes, last.contributes) == ("Money.", "Money and people.")
    assert last.history_change_reason == "They told us."


def test_the_departments_that_change_are_kept_in_the_reason(facilitator):
    stakeholder = StakeholderFactory()
    road, home = DepartmentFactory(code="ROAD"), DepartmentFactory(code="HOME")
    stakeholder.departments.set([road])

    keeping.describe_stakeholder(stakeholder, by=facilitator, seen=1, reason="New project.", departments=[home])

    stakeholder.refresh_from_db()
    assert list(stakeholder.departments.all()) == [home]
    assert stakeholder.row_version == 2
    reason = stakeholder.history.order_by("-row_version").first().history_change_reason
    assert reason.startswith("New project.")
    assert reason.endswith("HOME. Before: ROAD.")


def test_departments_that_nobody_spoke_of_stay(facilitator):
    stakeholder = StakeholderFactory()
    stakeholder.departments.set([DepartmentFactory()])
    keeping.describe_stakeholder(stakeholder, by=facilitator, seen=1, reason="Why.", contributes="More.")
    assert stakeholder.departments.count() == 1


def test_a_tool_is_described_again(facilitator):
    tool = ToolFactory(first_steps=["Ask."])
    keeping.describe_tool(tool, by=facilitator, seen=1, reason="Tried.", first_steps=["Ask.", "Listen."])
    tool.refresh_from_db()
    assert tool.first_steps == ["Ask.", "Listen."]
    assert tool.history.order_by("-row_version").first().history_change_reason == "Tried."


def describe(row, **said):
    describing = keeping.describe_tool if isinstance(row, Tool) else keeping.describe_stakeholder
    return describing(row, **said)


@pytest.mark.parametrize("factory", [StakeholderFactory, ToolFactory])
def test_what_changed_meanwhile_is_not_overwritten(facilitator, factory):
    row = factory()
    describe(row, by=facilitator, seen=1, reason="First.", name="One name")
    with pytest.raises(Stale):
        describe(row, by=facilitator, seen=1, reason="Second.", name="Another name")
    row.refresh_from_db()
    assert row.name == "One name"


@pytest.mark.parametrize("factory", [StakeholderFactory, ToolFactory])
def test_the_same_again_is_refused(facilitator, factory):
    row = factory()
    with pytest.raises(Refused, match="Nothing changed"):
        describe(row, by=facilitator, seen=1, reason="Why.", name=row.name)
    assert row.history.count() == 1


@pytest.mark.parametrize("factory", [StakeholderFactory, ToolFactory])
def test_a_name_is_that_of_one_entry_only(facilitator, factory):
    first, second = factory(name="The county"), factory()
    with pytest.raises(Refused, match=first.code):
        describe(second, by=facilitator, seen=1, reason="Why.", name="the COUNTY")
    add, said = (keeping.add_tool, TOOL) if isinstance(first, Tool) else (keeping.add_stakeholder, ORGANISATION)
    with pytest.raises(Refused, match=first.code):
        add(by=facilitator, **{**said, "name": "The County"})
    assert type(first).objects.count() == 2
    # writing its own name otherwise is no one else's name
    describe(first, by=facilitator, seen=1, reason="Why.", name="The County")


@pytest.mark.parametrize("factory", [StakeholderFactory, ToolFactory])
def test_a_code_never_changes(facilitator, factory):
    with pytest.raises(TypeError, match="code"):
        describe(factory(), by=facilitator, seen=1, reason="Why.", code="X")


@pytest.mark.parametrize("role", ["hr", "executive", None])
def test_others_are_told_whom_to_ask(role):
    member = MemberFactory(**({role: True} if role else {}))
    stakeholder, tool = StakeholderFactory(), ToolFactory()
    acts = [
        lambda: keeping.add_stakeholder(by=member, **ORGANISATION),
        lambda: keeping.add_tool(by=member, **TOOL),
        lambda: keeping.describe_stakeholder(stakeholder, by=member, seen=1, reason="Why.", name="Other"),
        lambda: keeping.describe_tool(tool, by=member, seen=1, reason="Why.", name="Other"),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()
    assert (Stakeholder.objects.count(), Tool.objects.count()) == (1, 1)


def test_the_database_refuses_a_sixth_step(facilitator):
    with pytest.raises(IntegrityError, match="five_lines"), transaction.atomic():
        keeping.add_tool(by=facilitator, **{**TOOL, "first_steps": [str(n) for n in range(6)]})
