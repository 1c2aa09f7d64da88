"""The directory: what its pages show and cost."""

import pytest
from django.urls import reverse

from governance.models import Stakeholder, Tool
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, StakeholderFactory, ToolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def member(client):
    member = MemberFactory()
    client.force_login(member)
    return member


def test_all_that_is_known_of_an_outside_organisation_is_on_its_page(client):
    stakeholder = StakeholderFactory(
        kind=Stakeholder.Kind.STATE, expectations="One contact.", contributes="Its knowledge.",
        involved_at=[Stakeholder.Stage.DIAGNOSIS, Stakeholder.Stage.ROLLOUT], single_contact_function="The clerk",
    )  # fmt: skip
    department = DepartmentFactory()
    stakeholder.departments.add(department)
    entry = FeedbackFactory()
    entry.stakeholders.add(stakeholder)

    page = client.get(reverse("stakeholder", args=[stakeholder.code]), headers={"accept-language": "en"})

    shown = [
        stakeholder.name, "One contact.", "Its knowledge.", "State", "Diagnosis, Rollout", "The clerk",
        department.name, entry.project.name,
    ]  # fmt: skip
    assert [words for words in shown if words not in page.content.decode()] == []


def test_all_that_is_known_of_a_tool_is_on_its_page(client):
    tool = ToolFactory(
        avoid_when="In a hurry.", usage_rules=["One at a time."], accessibility_note="Everyone.",
        data_note="None kept.", support_contact_function="The help desk", kind=Tool.Kind.METHOD,
    )  # fmt: skip

    page = client.get(reverse("tool", args=[tool.code])).content.decode()

    shown = [tool.name, tool.use_when, "In a hurry.", "One at a time.", "Everyone.", "None kept.", "The help desk"]
    assert [words for words in shown if words not in page] == []


def test_a_draft_does_not_show_on_the_page_of_a_tool(client):
    tool, draft = ToolFactory(), FeedbackFactory(draft=True)
    draft.tools.add(tool)
    assert draft.code not in client.get(reverse("tool", args=[tool.code])).content.decode()


@pytest.mark.parametrize("rows", [1, 25])
def test_pages_cost_the_same_whatever_there_is_to_show(client, rows, django_assert_num_queries):
    stakeholder, *_ = StakeholderFactory.create_batch(rows)
    tool, *_ = ToolFactory.create_batch(rows)
    stakeholder.departments.set(DepartmentFactory.create_batch(rows))
    for entry in FeedbackFactory.create_batch(rows):
        entry.tools.add(tool)
        entry.stakeholders.add(stakeholder)

    with django_assert_num_queries(4):  # session, member, count, organisations
        client.get(reverse("stakeholder-list"))
    # session, member, organisation, its last change; departments, projects and theirs; the latest projects
    with django_assert_num_queries(8):
        client.get(reverse("stakeholder", args=[stakeholder.code]))
    with django_assert_num_queries(3):  # session, member, tools
        client.get(reverse("tool-list"))
    with django_assert_num_queries(5):  # session, member, tool, its last change, projects
        client.get(reverse("tool", args=[tool.code]))
    with django_assert_num_queries(3):  # session, member, tools
        client.get(reverse("tool-which"), {"situation": Tool.Situation.CHAT})
    with django_assert_num_queries(6):  # session, member, organisations; departments, projects and theirs
        client.get(reverse("stakeholder-ties"))


@pytest.mark.parametrize("name", ["stakeholder", "tool"])
def test_an_unknown_code_is_not_found(client, name):
    assert client.get(reverse(name, args=["X-1"])).status_code == 404
