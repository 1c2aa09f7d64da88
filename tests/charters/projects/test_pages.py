"""Pages of projects: what they offer next."""

import pytest
from django.urls import reverse

from tests.charters.projects.working import House, browser
from tests.factories import FeedbackFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def test_a_project_that_is_only_told_about_opens_from_its_page_already_chosen(house):
    FeedbackFactory(project=ProjectFactory(name="Another"))
    told = FeedbackFactory(project=ProjectFactory(name="The playground")).project
    way = f"{reverse('project-new')}?told={told.code}"

    assert way in browser(house.agent).get(reverse("project", args=[told.code])).content.decode()
    assert f'<option value="{told.code}" selected>' in browser(house.agent).get(way).content.decode()


@pytest.mark.parametrize("told", ["x", "0", "%00", "999999999999999999999"])
def test_an_address_that_names_no_project_chooses_none(house, told):
    page = browser(house.agent).get(f"{reverse('project-new')}?told={told}")

    assert page.status_code == 200
    assert 'value="" selected' in page.content.decode()


def test_a_set_up_that_says_nothing_says_so_and_whoever_keeps_it_writes_it(house):
    project = house.open()
    nothing, way = "Nothing is written of it yet", reverse("project-edit", args=[project.code])

    def page(member):
        return browser(member).get(reverse("project", args=[project.code]), headers={"accept-language": "en"})

    assert nothing in page(house.agent).content.decode()
    assert f'href="{way}">Write it' in page(house.leader).content.decode()
    assert f'href="{way}">Write it' not in page(house.agent).content.decode()
    project = house.open(name="Said", brief="Shade.")
    assert nothing not in page(house.agent).content.decode()


@pytest.mark.parametrize("route", ["project-edit", "project-ask", "project-clauses", "project-close"])
def test_the_title_of_each_page_says_of_which_project(house, route):
    project = house.open(name="The schoolyard")

    page = browser(house.leader).get(reverse(route, args=[project.code])).content.decode()

    assert ", The schoolyard —" in page[: page.index("</title>")]
