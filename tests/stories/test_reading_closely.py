"""Reading closely: from a change to the next one, from words to who wrote them, from selected words to a comment."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from charters.deliberation.editing import edit_clause
from charters.models import Anchor
from feedback.models import Comment
from tests.factories import PASSWORD, ClauseFactory, MemberFactory, OrganisationFactory
from tests.stories.person import Person, say

WORDS = "Le chef de projet peut décider seul du calendrier commun. Chaque équipe écrit ce qu'elle apporte."
AFTER = "Le chef de projet doit décider seul du calendrier commun. Chaque équipe dit ce qu'elle apporte, et quand."
pytestmark = pytest.mark.django_db(transaction=True)

SELECT = """([from, to]) => {
  const line = document.querySelector("[data-passages] p");
  const range = document.createRange();
  range.setStart(line.firstChild, from);
  range.setEnd(line.firstChild, to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def desk(live_server, new_context) -> SimpleNamespace:
    OrganisationFactory()
    facilitator, reader = MemberFactory(facilitator=True), MemberFactory()
    clause = ClauseFactory(text=WORDS)
    clause = edit_clause(clause, by=facilitator, reason="Vécu.", words={"text": AFTER}, seen=clause.row_version)
    person = Person(new_context(), live_server.url)
    person.sign_in(reader.email, PASSWORD)
    person.open(clause.get_absolute_url())
    return SimpleNamespace(clause=clause, person=person)


def test_one_goes_from_a_change_to_the_next_and_the_focus_follows(desk):
    person = desk.person
    person.follow("Revision %(number)s: see its history", number=2)
    person.follow("Compare with revision %(number)s", number=1)
    person.page.get_by_role("link", name=say("Go to the first change")).press("Enter")
    numbers = person.page.locator(".change-number")
    expect(numbers).to_have_count(3)
    for number in (1, 2, 3, 1):
        here = person.page.locator(f"#change-{number}")
        expect(here).to_be_focused()
        expect(here).to_be_in_viewport()
        here.press("Enter")
    lines = person.page.locator(".redline-changes li")
    expect(lines).to_have_count(3)
    lines.nth(2).get_by_role("link").click()
    expect(person.page.locator("#change-3")).to_be_focused()
    person.follow("Revision %(number)s", number=1)
    person.reads("peut décider")
    person.does_not_read("doit décider")


def test_one_goes_from_words_to_who_wrote_them(desk):
    person = desk.person
    person.follow("Who wrote this")
    person.page.locator(".source-number", has_text="2").first.click()
    expect(person.page.locator("#source-2")).to_be_in_viewport()
    person.page.locator("#source-2").get_by_role("link", name=say("Mark its words")).click()
    marked = person.page.locator("mark")
    expect(marked.first).to_have_text("doit")


def test_words_that_are_selected_are_those_of_the_comment(desk):
    person, start = desk.person, AFTER.index("calendrier")
    bar = person.page.locator("[data-selection]")
    expect(bar).to_be_hidden()
    person.page.evaluate(SELECT, [start, start + len("calendrier commun")])
    bar.get_by_role("link").click()
    expect(person.page.locator("mark.passage").first).to_have_text("calendrier commun")
    person.fill("Your comment", "Et les équipes de nuit ?")
    person.select("What kind of comment is it?", "Question")
    person.press("Publish the comment")
    person.reads(say("Your comment is published, beside the words that it is about."))
    assert Anchor.objects.get(comment=Comment.objects.get()).exact == "calendrier commun"
