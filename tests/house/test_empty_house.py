"""Before anything is written, every page opens and says what to do first."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Role
from tests.factories import MemberFactory, grant
from tests.house.scenarios import EVERYONE, SCENARIOS

pytestmark = pytest.mark.django_db

WITHOUT_ARGUMENTS = [scenario.route for scenario in SCENARIOS if not scenario.args and scenario.kind != "act"]


def test_every_page_of_an_empty_house_opens(client: Client):
    member = MemberFactory(department=None)
    for role in EVERYONE[1:]:
        grant(member, Role(role))
    client.force_login(member)
    for route in WITHOUT_ARGUMENTS:
        answer = client.get(reverse(route), follow=True)
        assert answer.status_code == 200, route


def test_what_the_menus_lead_to_before_there_is_a_charter_says_so(client: Client):
    client.force_login(MemberFactory(facilitator=True))
    for route in ("charters", "current-versions", "current-prepare", "current-proposals"):
        answer = client.get(reverse(route), follow=True)
        assert answer.request["PATH_INFO"] == reverse("charters")
        assert reverse("charter-new") in answer.content.decode()
