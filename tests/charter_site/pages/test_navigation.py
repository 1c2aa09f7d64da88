"""The navigation leads somewhere, offers what the reader may do, and says where they are."""

import pytest
from django.test import RequestFactory

from charter_site.pages import navigation
from charter_site.pages.context import May, permissions, site
from tests.factories import MemberFactory, OrganisationFactory

EVERY_ENTRY = [*navigation.MAIN, *(entry for _, entries in navigation.SITE_MAP for entry in entries)]


@pytest.mark.parametrize("entry", EVERY_ENTRY, ids=lambda entry: entry.route)
def test_every_entry_leads_somewhere_and_names_a_permission_that_exists(entry):
    assert navigation.address(entry.route)
    assert not entry.act or entry.act in permissions()


def test_the_current_entry_is_marked():
    entries = navigation.main("/feedback/REX-01/", lambda act: True)
    assert [entry["address"] for entry in entries if entry["current"]] == ["/feedback/"]
    entries = navigation.main("/", lambda act: True)
    assert [entry["current"] for entry in entries if entry["current"]] == ["page"]


def test_only_what_one_may_open_is_offered():
    assert "/hr/" not in [entry["address"] for entry in navigation.main("/", lambda act: False)]
    assert "/hr/" in [entry["address"] for entry in navigation.main("/", lambda act: True)]


@pytest.mark.django_db
def test_an_act_that_no_table_names_is_a_mistake():
    may = May(MemberFactory())
    assert may["propose"] is True
    assert may["take_up"] is False
    with pytest.raises(LookupError, match="no_such_act"):
        may["no_such_act"]


@pytest.mark.django_db
def test_the_frame_of_a_visitor(django_assert_num_queries):
    OrganisationFactory(name="Test Town")
    frame = site(RequestFactory().get("/"))
    assert (frame["navigation"], frame["site_map"], frame["role_names"]) == ([], [], [])
    assert frame["may"]["propose"] is False
    with django_assert_num_queries(1):
        assert str(frame["organisation"]) == "Test Town"
