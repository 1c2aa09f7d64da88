"""Telling a project: drafts, publication, and leaving nothing of an anonymous author."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from feedback.models import Feedback, Lever, Project, Term
from feedback.projects import telling
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import DepartmentFactory, FeedbackFactory, MemberFactory, TermFactory, ToolFactory
from tests.feedback.voices.test_threads import everything_stored

pytestmark = pytest.mark.django_db


def a_story(**said):
    return telling.Story(
        **{
            "project": "A playground",
            "period_start": datetime.date(2026, 1, 1),
            "period_end": datetime.date(2026, 6, 1),
            "context": "Four teams shared a playground.",
            "project_outcome": Feedback.Outcome.SUCCESS,
            "departments": [DepartmentFactory()],
            **said,
        }
    )


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


def test_a_draft_is_seen_by_its_author_only_until_it_is_published():
    author, other = MemberFactory(), MemberFactory(facilitator=True)
    entry = telling.tell(a_story(), by=author, signature=SignsAs.FUNCTION, publish=False)

    assert Feedback.objects.visible_to(author).count() == 1
    assert not Feedback.objects.visible_to(other).exists()

    telling.publish(entry, by=author, seen=entry.row_version)

    assert Feedback.objects.visible_to(other).get() == entry


def test_a_card_kept_as_a_draft_is_found_again_by_whoever_typed_it():
    facilitator = MemberFactory(facilitator=True)
    card = OnBehalf(channel=Channel.PAPER_CARD)
    entry = telling.tell(a_story(), by=facilitator, signature=SignsAs.ANONYMOUS, publish=False, on_behalf=card)
    assert Feedback.objects.visible_to(facilitator).get() == entry


def test_nobody_else_publishes_or_changes_a_draft():
    entry = FeedbackFactory(draft=True)
    other = MemberFactory(administrator=True)
    with pytest.raises(PermissionDenied):
        telling.publish(entry, by=other, seen=entry.row_version)
    with pytest.raises(PermissionDenied):
        telling.retell(entry, a_story(), by=other, seen=entry.row_version)


def test_a_draft_changes_as_a_whole():
    lever = TermFactory(list=Term.List.LEVER)
    entry = FeedbackFactory(draft=True, levers=["Before."])

    told = telling.retell(
        entry, a_story(context="After.", helped=[(lever, "After.")]), by=entry.author, seen=entry.row_version
    )

    assert told.context == "After."
    assert Lever.objects.get().text == "After."
    assert told.history.count() == 2


def test_a_draft_changed_elsewhere_is_not_overwritten():
    entry = FeedbackFactory(draft=True)
    seen = entry.row_version
    telling.retell(entry, a_story(context="First."), by=entry.author, seen=seen)
    with pytest.raises(Stale):
        telling.retell(entry, a_story(context="Second."), by=entry.author, seen=seen)
    assert Feedback.objects.get().context == "First."


def test_what_is_published_no_longer_changes():
    entry = FeedbackFactory()
    with pytest.raises(Refused, match="no longer change"):
        telling.retell(entry, a_story(), by=entry.author, seen=entry.row_version)


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
    day = Feedback.history.get().history_date
    assert (day.astimezone().minute, day.second, day.microsecond) == (0, 0, 0)
