"""What happened to a project, and what its set-up said before."""

import pytest
from django.urls import reverse

from charters.projects import opening, reading
from charters.projects.what_happened import history_of
from feedback.models import Project
from tests.charters.projects.working import House, browser, setup
from tests.factories import CommitteeFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def read(project):
    return history_of(reading.with_degrees(Project.objects.all()).get(pk=project.pk))


def test_a_former_set_up_stays_readable_beside_what_took_its_place(house):
    TermFactory(list="participation", code="consult", label="Consult")
    committee = CommitteeFactory(name="Steering")
    project = house.open(brief="Swings.", committee=committee, participation={"consult": ["Neighbours"]})
    opening.revise_setup(
        project, by=house.facilitator, setup=setup(brief="Slides.", committee=None), seen=project.row_version
    )

    changed, opened = read(project)

    assert opened.said == []
    said = {each.name: (each.before, each.since) for each in changed.said}
    assert ("Swings.", "Slides.") in said.values()
    assert ("Steering", "") in said.values()
    assert ("Consult\n\n- Neighbours", "") in said.values()
    assert changed.record.author == (house.facilitator.function or house.facilitator.name)
    page = browser(house.agent).get(reverse("project", args=[project.code])).content.decode()
    assert "Swings." in page
    assert "Slides." in page


def test_it_takes_one_query_however_much_happened(house, django_assert_num_queries):
    project = house.open()
    for n in range(4):
        project.refresh_from_db()
        opening.revise_setup(project, by=house.leader, setup=setup(brief=f"Brief {n}."), seen=project.row_version)
    shown = reading.with_degrees(Project.objects.all()).get(pk=project.pk)
    with django_assert_num_queries(1):
        assert len(history_of(shown)) == 5
