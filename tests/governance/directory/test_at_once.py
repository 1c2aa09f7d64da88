"""Two people who name things of the directory at the same moment: no two of one kind have the same name."""

import pytest

from governance.directory import keeping
from governance.models import Stakeholder, Tool
from tests.factories import MemberFactory, StakeholderFactory, ToolFactory
from tests.waiting import held

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_tool_does_not_take_the_name_that_another_is_being_given():
    by = MemberFactory(facilitator=True)
    one, other = ToolFactory(name="Forum"), ToolFactory(name="Chat")

    end = held(
        lambda: keeping.describe_tool(one, by=by, seen=1, reason="r", name="Wiki"),
        lambda: keeping.describe_tool(other, by=by, seen=1, reason="r", name="wiki"),
    )

    assert (end, Tool.objects.filter(name__iexact="wiki").count()) == ("refused", 1)


def test_an_organisation_does_not_take_the_name_of_one_that_is_being_added():
    by = MemberFactory(facilitator=True)
    known = StakeholderFactory(name="The schools")
    said = {name: getattr(known, name) for name in keeping.OF_STAKEHOLDER} | {"name": "The clubs"}

    end = held(
        lambda: keeping.add_stakeholder(by=by, **said),
        lambda: keeping.describe_stakeholder(known, by=by, seen=1, reason="r", name="the clubs"),
    )

    assert (end, Stakeholder.objects.filter(name__iexact="the clubs").count()) == ("refused", 1)
