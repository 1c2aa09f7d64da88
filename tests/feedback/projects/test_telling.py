"""Telling a project at once, published or kept, and leaving nothing of an anonymous author."""

import re

import pytest
from django.utils import timezone

from feedback.models import Feedback, Project, Term
from feedback.projects import telling
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import SignsAs
from governance.refusals import Refused
from tests.experience_factories import a_story
from tests.factories import MemberFactory, ProjectFactory, TermFactory, ToolFactory
from tests.feedback.voices.test_threads import everything_stored

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_all_that_is_told():
    lever, hindrance, mode = (
        TermFactory(list=kind) for kind in (Term.List.LEVER, Term.List.HINDRANCE, Term.List.COOPERATION_MODE)
    )
    tool = ToolFactory()
    story = a_story(
        helped=[(lever, "One planning for all.")],
        hindered=[(hindrance, "No time for meetings."), (hindrance, "No replacement.")],
        lessons=["Ask first."],
        cooperation_modes=[mode],
        tools=[tool],
        categories=["A", "C"],
    )

    entry = telling.tell(story, by=MemberFactory(), signature=SignsAs.NAME, publish=True)

    stored = Feedback.objects.get(code=entry.code)
    assert stored.project.name == "A playground"
    assert [told.text for told in stored.hindrances.all()] == ["No time for meetings.", "No replacement."]
    assert stored.levers.get().term == lever
    assert list(stored.cooperation_modes.all()) == [mode]
    assert list(stored.tools.all()) == [tool]
    assert stored.categories == ["A", "C"]
    assert stored.history.get().history_change_reason == "Experience published"


def test_two_entries_can_tell_the_same_project():
    author = MemberFactory()
    for name in ("A playground", "a Playground"):
        telling.tell(a_story(project=name), by=author, signature=SignsAs.NAME, publish=True)
    assert Project.objects.count() == 1


def test_a_project_named_by_someone_else_at_the_same_moment_is_the_same_one(monkeypatch):
    """Whoever waits for the lock under which projects are named looks again once it is theirs."""

    def wait(model, prefix):
        ProjectFactory(name="The garden")
        return "PRJ-01"

    monkeypatch.setattr(telling, "next_code", wait)
    entry = telling.tell(a_story(project="The Garden"), by=MemberFactory(), signature=SignsAs.NAME, publish=True)

    assert entry.project == Project.objects.get()


def test_a_card_kept_as_a_draft_is_found_again_by_whoever_typed_it():
    facilitator = MemberFactory(facilitator=True)
    card = OnBehalf(channel=Channel.PAPER_CARD)
    entry = telling.tell(a_story(), by=facilitator, signature=SignsAs.ANONYMOUS, publish=False, on_behalf=card)
    assert Feedback.objects.visible_to(facilitator).get() == entry


def test_an_anonymous_draft_is_refused_since_nobody_could_find_it():
    with pytest.raises(Refused, match="draft"):
        telling.tell(a_story(), by=MemberFactory(), signature=SignsAs.ANONYMOUS, publish=False)
    assert not Feedback.objects.exists()


def test_an_anonymous_entry_leads_to_nobody():
    author, story = MemberFactory(function="Keeper of the only lighthouse"), a_story()
    before = everything_stored()

    telling.tell(story, by=author, signature=SignsAs.ANONYMOUS, publish=True)

    added = everything_stored() - before
    for mark in (author.email, author.name, author.function, str(author.pseudonym), author.pseudonym.hex):
        assert not [row for row in added if mark in row[2]]
    people = ("author_id", "entered_by_id", "answered_by_id", "history_user_id")
    assert not [row for row in added if row[1] in people and row[2] != "None"]
    for record in (Feedback.history.get(), Project.history.get()):
        moment = timezone.localtime(record.history_date)
        assert (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


@pytest.mark.parametrize("left_out", ["period_start", "period_end", "context", "project_outcome", "departments"])
def test_what_is_published_at_once_says_all_that_it_has_to(left_out):
    story = a_story(**{left_out: [] if left_out == "departments" else None if "period" in left_out else ""})
    with pytest.raises(Refused, match="something is missing"):
        telling.tell(story, by=MemberFactory(), signature=SignsAs.NAME, publish=True)
    assert not Feedback.objects.exists()


def test_history_keeps_what_stands_around_an_entry_from_its_first_row():
    lever = TermFactory(list=Term.List.LEVER)
    story = a_story(helped=[(lever, "One planning.")])
    entry = telling.tell(story, by=MemberFactory(), signature=SignsAs.ANONYMOUS, publish=True)
    told = entry.history.get().told
    assert told["project"] == "A playground"
    assert told["helped"] == [{"code": lever.code, "name": lever.label, "text": "One planning."}]
    assert [row["code"] for row in told["departments"]] == [story.departments[0].code]


def test_the_code_of_a_project_says_nothing_of_when_it_was_told():
    """In a row of numbers, what an anonymous person told stood between two projects whose hour their pages say."""
    ProjectFactory(code="PRJ-07")
    entry = telling.tell(a_story(project="Unheard of"), by=MemberFactory(), signature=SignsAs.ANONYMOUS, publish=True)
    assert re.fullmatch("PRJ-[0-9]{4,5}", entry.project.code)
