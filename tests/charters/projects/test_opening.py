"""A project opens with the clauses in force that day; its set-up changes by the hand of whoever keeps it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from charters.projects import opening, reading
from feedback.models import Project
from feedback.projects import drafting
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests.charters.projects.working import House, browser, setup
from tests.factories import FeedbackFactory, MemberFactory, ProjectFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def test_a_project_opens_with_the_clauses_in_force_that_day(house):
    written_later = house.add_clause()

    project = house.open()

    on_it = {use.clause for use in house.uses(project)}
    assert on_it == set(house.clauses)
    assert written_later not in on_it
    assert {use.version_id for use in house.uses(project)} == {house.charter.version_in_force_id}
    assert (project.opened_on, project.opened_by) == (timezone.localdate(), house.leader.pseudonym)


def test_before_a_version_is_in_force_it_opens_with_an_empty_checklist_that_fills_later():
    house = House(in_force=False)
    project = house.open()
    assert house.uses(project) == []

    house.put_in_force()

    assert opening.take_clauses_in_force(project, by=house.leader) == 2
    assert len(house.uses(project)) == 2


def test_a_newer_version_adds_its_clauses_and_keeps_what_was_answered(house):
    project = house.open()
    house.answer_all(project)
    house.add_clause()
    house.put_in_force()
    assert reading.checklist_of(project).lacking == 1

    assert opening.take_clauses_in_force(project, by=house.facilitator) == 1

    assert [use.answer for use in house.uses(project)] == ["applied", "applied", ""]
    with pytest.raises(Refused, match="nothing to add"):
        opening.take_clauses_in_force(project, by=house.leader)


def test_the_checklist_keeps_the_words_of_its_version(house):
    first = house.clauses[0]
    before = first.text
    project = house.open()
    house.edit(first, "Entirely other words.")
    house.put_in_force()

    assert before in [line.words.text for line in reading.checklist_of(project).lines]
    assert reading.checklist_of(project).numbers == [1]


def test_a_project_already_told_is_the_one_that_opens(house):
    told = ProjectFactory(name="The Playground")
    entry = FeedbackFactory(project=told)

    project = house.open(name="the playground")

    assert project.pk == told.pk
    assert list(reading.entries_about(project)) == [entry]


def test_a_project_opens_once(house):
    house.open()
    with pytest.raises(Refused, match="goes by this name"):
        house.open(name="THE PLAYGROUND")
    told = ProjectFactory(name="Another")
    opening.open_project(by=house.leader, setup=setup(name="Another"), told=told)
    with pytest.raises(Refused, match="opened already"):
        opening.open_project(by=house.leader, setup=setup(name="Another"), told=told)
    assert Project.objects.count() == 2


def test_whoever_opened_it_and_facilitators_change_the_set_up_and_nobody_else(house):
    project = house.open()
    project = opening.revise_setup(project, by=house.leader, setup=setup(brief="Shade."), seen=project.row_version)
    project = opening.revise_setup(project, by=house.facilitator, setup=setup(brief="Sun."), seen=project.row_version)
    for stranger in (house.agent, house.executive, MemberFactory(administrator=True)):
        with pytest.raises(PermissionDenied, match="kept by whoever opened it"):
            opening.revise_setup(project, by=stranger, setup=setup(brief="Rain."), seen=project.row_version)
    project.refresh_from_db()
    assert project.brief == "Sun."
    assert project.history.filter(brief="Shade.").exists()


def test_an_anonymous_row_belongs_to_nobody(house):
    """A project that came from a file has no opener: an account without a pseudonym of its own keeps nothing."""
    project = ProjectFactory(opened_on=timezone.localdate())
    assert not opening.is_kept_by(project, house.agent)
    assert opening.is_kept_by(project, house.facilitator)


def test_two_people_who_change_the_set_up_do_not_overwrite_each_other(house):
    project = house.open()
    opening.revise_setup(project, by=house.leader, setup=setup(brief="Shade."), seen=project.row_version)
    with pytest.raises(Stale):
        opening.revise_setup(project, by=house.facilitator, setup=setup(brief="Sun."), seen=project.row_version)
    project.refresh_from_db()
    assert project.brief == "Shade."


def test_the_name_of_another_project_is_refused(house):
    house.open(name="Another")
    project = house.open()
    with pytest.raises(Refused, match="goes by this name"):
        opening.revise_setup(project, by=house.leader, setup=setup(name="another"), seen=project.row_version)


def test_a_name_that_only_a_draft_says_is_not_taken_and_the_draft_joins_the_project(house):
    """A refusal would tell what a colleague is writing about."""
    draft = FeedbackFactory(draft=True, project=ProjectFactory(name="A secret draft"))
    project = house.open()
    project = opening.revise_setup(
        project, by=house.leader, setup=setup(name="a secret draft"), seen=project.row_version
    )
    assert list(reading.entries_about(project)) == []

    published = drafting.publish(draft, by=draft.author, seen=draft.row_version)
    assert published.project == project


def test_a_closed_project_and_one_only_told_about_do_not_change(house):
    closed = ProjectFactory(opened_on=timezone.localdate(), closed_on=timezone.localdate())
    told = ProjectFactory()
    for project, words in ((closed, "is closed"), (told, "only told about")):
        with pytest.raises(Refused, match=words):
            opening.revise_setup(project, by=house.facilitator, setup=setup(), seen=project.row_version)
        with pytest.raises(Refused, match=words):
            opening.take_clauses_in_force(project, by=house.facilitator)


def test_what_is_missing_is_said_and_blocks_nothing(house):
    project = house.open()
    assert len(reading.missing_of(project)) == 6
    project.brief = project.mission_letter = project.governance = project.time_freed = project.sponsor_function = "x"
    project.participation = {"inform": ["Neighbours"]}
    assert reading.missing_of(project) == []


def test_opening_on_screen(house):
    TermFactory(list="participation", code="consult", label="Consult")
    sent = {"name": "The square", "leader_function": "Leader", "participation-consult": "Neighbours\nSchools"}
    answer = browser(house.leader).post(reverse("project-new"), sent)
    project = Project.objects.get(name="The square")
    assert (answer.status_code, answer.url) == (303, reverse("project", args=[project.code]))
    assert project.participation == {"consult": ["Neighbours", "Schools"]}


def test_a_form_without_a_name_comes_back_with_all_that_was_typed(house):
    answer = browser(house.leader).post(reverse("project-new"), {"leader_function": "Leader", "brief": "Some shade."})
    assert answer.status_code == 422
    assert "Some shade." in answer.content.decode()
    assert not Project.objects.exists()


def test_a_told_project_may_be_chosen_without_typing_its_name(house):
    told = FeedbackFactory(project=ProjectFactory(name="The old market")).project
    browser(house.leader).post(reverse("project-new"), {"told": told.code, "leader_function": "Leader"})
    told.refresh_from_db()
    assert (told.name, told.opened_on) == ("The old market", timezone.localdate())


def test_a_stranger_does_not_see_the_form(house):
    project = house.open()
    assert browser(house.agent).get(reverse("project-edit", args=[project.code])).status_code == 403
    assert browser(house.leader).get(reverse("project-edit", args=[project.code])).status_code == 200


def test_adding_clauses_when_there_are_none_to_add_is_answered_on_the_page(house):
    project = house.open()
    answer = browser(house.leader).post(reverse("project-checklist", args=[project.code]))
    assert answer.status_code == 409
    assert "nothing to add" in answer.content.decode() or "rien à ajouter" in answer.content.decode()


def test_the_list_says_where_each_project_stands_and_what_is_blocked(house):
    project = house.open()
    house.ask(project)
    FeedbackFactory(project=ProjectFactory(name="Told"))
    found = {one.name: one for one in reading.projects({})}
    assert found["The playground"].waiting_count == 1
    assert reading.state_of(found["Told"]) == reading.State.TOLD
    assert [one.name for one in reading.projects({"state": "under_way"})] == ["The playground"]
    assert [one.name for one in reading.projects({"department": "nowhere"})] == []


def test_a_degree_that_is_retired_keeps_what_was_said(house):
    term = TermFactory(list="participation", code="consult", label="Consult")
    project = house.open(participation={"consult": ["Neighbours"]})
    term.retired = True
    save_signed(term, by=None, reason="For a test")
    assert "Neighbours" in browser(house.leader).get(reverse("project-edit", args=[project.code])).content.decode()
    assert reading.participation_of(reading.with_degrees(Project.objects.all()).get())[0][2] == ["Neighbours"]


def test_a_project_that_began_before_it_was_entered_says_since_when(house):
    began = timezone.localdate() - datetime.timedelta(days=40)
    project = opening.open_project(by=house.leader, setup=setup(), since=began)
    assert project.opened_on == began
    with pytest.raises(Refused, match="not come yet"):
        opening.open_project(
            by=house.leader, setup=setup(name="Another"), since=timezone.localdate() + datetime.timedelta(days=1)
        )


def test_the_way_of_a_project_says_where_it_is_and_its_set_up_never_holds_it(house):
    def now():
        page = browser(house.leader).get(reverse("project", args=[project.code])).context
        return [place for place, stage in enumerate(page["way"]) if stage.is_now]

    project = house.open()
    empty = Project(participation={})
    assert len(reading.missing_of(empty)) == reading.SETUP_SAYS
    assert now() == [2]
    house.answer_all(project)
    assert now() == [3]
    house.tell(project)
    assert now() == [4]


def test_the_page_of_a_project_costs_eight_queries(house, django_assert_max_num_queries):
    project = house.open()
    house.ask(project)
    house.tell(project)
    client = browser(house.leader)
    for route in ("project", "project-clauses"):
        with django_assert_max_num_queries(8):
            client.get(reverse(route, args=[project.code]))


def test_the_name_of_a_project_that_only_a_draft_tells_is_read_nowhere(house):
    """Whoever reads that someone is telling a project knows what they have not published, and may never."""
    draft = FeedbackFactory(project=ProjectFactory(name="Quiet project"), author=house.leader, status="brouillon")
    published = FeedbackFactory(project=ProjectFactory(name="Loud project"))
    reader = browser(house.agent)

    for page in (reverse("projects"), f"{reverse('projects')}?state=told", reverse("project-new")):
        content = reader.get(page).content.decode()
        assert "Quiet project" not in content
        assert "Loud project" in content
    assert reader.get(reverse("project", args=[draft.project.code])).status_code == 404
    assert reader.get(reverse("project", args=[published.project.code])).status_code == 200
