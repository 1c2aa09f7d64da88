"""What was typed is never lost: a closed tab, a lost connection, an ended session; and it is nobody else's to read."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from charters.deliberation import proposing
from charters.models import Proposal
from charters.text import drafting
from feedback.models import Comment
from tests.factories import PASSWORD, ClauseFactory, MemberFactory, OrganisationFactory
from tests.stories.person import Person, say

MINE = "Quand le camion part à cinq heures, personne ne lit la note de cadrage."
OFFLINE = (
    "There is no connection: nothing was sent. Your words are kept on this device, even if you close this page. "
    "Send them again when the connection is back."
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(live_server, new_context) -> SimpleNamespace:
    """A browser that several people use, one after the other, at the depot."""
    OrganisationFactory()
    clause = ClauseFactory(text="Tout projet commun commence par deux pages.")
    first, second = MemberFactory(name="Noria Belline"), MemberFactory(name="Farid Lenoir")
    context = new_context()
    person = Person(context, live_server.url)
    person.sign_in(first.email, PASSWORD)
    return SimpleNamespace(
        clause=clause, page_of_clause=clause.get_absolute_url(), context=context, person=person, first=first,
        second=second, url=live_server.url,
    )  # fmt: skip


def type_a_comment(person: Person) -> None:
    person.fill("Your comment", MINE)
    person.select("What kind of comment is it?", "Example")
    expect(person.page.locator("form[data-typed] textarea[name=text]")).to_have_value(MINE)


def field(person: Person):
    return person.page.locator("textarea[name=text]")


def again(desk: SimpleNamespace) -> Person:
    """The tab is closed, another one is opened."""
    desk.person.page.close()
    desk.person = Person(desk.context, desk.url)
    desk.person.open(desk.page_of_clause)
    return desk.person


def test_a_closed_tab_keeps_the_words_until_they_are_sent(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    person = again(desk)
    person.reads(say("What you had typed here and not sent was put back. It was kept on this device on"))
    expect(field(person)).to_have_value(MINE)
    person.press("Publish the comment")
    person.reads(say("Your comment is published."))
    expect(field(person)).to_have_value("")
    assert Comment.objects.get().kind == Comment.Kind.EXAMPLE
    person = again(desk)
    expect(field(person)).to_have_value("")


def test_words_put_back_can_be_erased(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    person = again(desk)
    person.press("Erase it and start again")
    expect(field(person)).to_have_value("")
    expect(field(person)).to_be_focused()
    expect(field(again(desk))).to_have_value("")


def test_without_a_connection_nothing_is_sent_and_nothing_is_lost(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    desk.context.set_offline(True)
    desk.person.press("Publish the comment")
    desk.person.reads(say(OFFLINE))
    expect(desk.person.page.get_by_role("alert")).to_be_focused()
    expect(field(desk.person)).to_have_value(MINE)
    desk.context.set_offline(False)
    expect(field(again(desk))).to_have_value(MINE)
    desk.person.press("Publish the comment")
    desk.person.reads(say("Your comment is published."))
    assert Comment.objects.get().text == MINE


def test_a_session_that_ended_keeps_the_words(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    desk.context.clear_cookies()
    desk.person.press("Publish the comment")
    expect(desk.person.page.locator("textarea")).to_have_value(MINE)
    tab = Person(desk.context, desk.url)
    tab.sign_in(desk.first.email, PASSWORD)
    tab.open(desk.page_of_clause)
    expect(field(tab)).to_have_value(MINE)
    tab.press("Publish the comment")
    tab.reads(say("Your comment is published."))


def test_a_proposal_put_back_is_still_about_the_text_that_was_read(desk):
    """Sent as it is, it would undo what happened meanwhile: the revision it was written on comes back with it."""
    address = f"{desk.page_of_clause}propose/wording/"
    desk.person.open(address)
    desk.person.fill("Your wording of the clause", "Tout projet commun commence par une page.")
    desk.person.fill("Title of your proposal", "Une page")
    expect(desk.person.page.locator("form[data-typed]")).to_have_count(1)
    desk.person.page.close()
    stored = type(desk.clause).objects.get(pk=desk.clause.pk)
    words = {"text": "Tout projet commun commence par deux pages, lues ensemble."}
    drafting.edit_clause(
        stored, by=MemberFactory(facilitator=True), reason="Lu ensemble", words=words, seen=stored.row_version
    )
    desk.person = Person(desk.context, desk.url)
    desk.person.open(address)
    expect(desk.person.page.locator("textarea[name=proposed_text]")).to_have_value(
        "Tout projet commun commence par une page."
    )
    desk.person.fill("Why?", "Deux pages, c'est trop.")
    desk.person.press("Publish my proposal")
    desk.person.reads("Une page")
    assert Proposal.objects.get().wordings.get(number=1).base_revision == 1


def test_another_reader_of_the_same_browser_sees_nothing_of_it(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    desk.context.clear_cookies()
    other = Person(desk.context, desk.url)
    other.sign_in(desk.second.email, PASSWORD)
    other.open(desk.page_of_clause)
    expect(field(other)).to_have_value("")


def test_signing_out_erases_it_once_confirmed(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    desk.person.page.once("dialog", stay)
    sign_out = desk.person.page.locator("footer").get_by_role("button", name=say("Sign out"))
    sign_out.click()
    assert len(asked) == 1
    expect(field(desk.person)).to_have_value(MINE)
    desk.person.page.once("dialog", lambda dialog: dialog.accept())
    sign_out.click()
    desk.person.page.wait_for_url("**/accounts/login/**")
    kept = desk.person.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
    assert kept == []


def test_signing_out_in_one_tab_erases_what_the_others_hold(desk):
    desk.person.open(desk.page_of_clause)
    type_a_comment(desk.person)
    expect(desk.person.page.locator("form[data-typed]")).to_have_count(1)
    other = Person(desk.context, desk.url)
    other.open("/about/privacy/")
    other.page.on("dialog", lambda dialog: dialog.accept())
    other.page.locator("footer").get_by_role("button", name=say("Sign out")).click()
    other.page.wait_for_load_state()
    desk.person.open("/about/accessibility/")
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
    assert desk.person.page.evaluate(kept) == []


def test_back_after_signing_out_shows_nothing_of_it(desk, playwright, browser_type_launch_args, browser_context_args):
    """Browsers keep whole pages, to show them at once; the one of the tests has to be told to."""
    keeps_pages = {"ignore_default_args": ["--disable-back-forward-cache"]}
    browser = playwright.chromium.launch(**browser_type_launch_args, **keeps_pages)
    person = Person(browser.new_context(**browser_context_args), desk.url)
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.sign_in(desk.first.email, PASSWORD)
    person.open(desk.page_of_clause)
    type_a_comment(person)
    person.page.locator("footer").get_by_role("button", name=say("Sign out")).click()
    person.page.wait_for_url("**/accounts/login/")
    person.page.go_back()
    person.page.wait_for_url(re.compile(r"/accounts/login/\?next="))
    expect(person.page.locator("html[data-reader]")).to_have_count(0)
    browser.close()


def test_words_about_what_is_gone_are_shown_to_be_copied(desk):
    """An answer typed on the merge desk, to a proposal that its author then took back."""
    facilitator, author = MemberFactory(facilitator=True), MemberFactory()
    rivals = [
        proposing.propose(
            desk.clause.charter, by=author, kind=Proposal.Kind.WORDING, signature="name", title=f"{pages} pages",
            motive="Vécu ainsi.", clause=desk.clause, base_revision=1,
            proposed_text=f"Tout projet commun commence par {pages} pages.",
        )
        for pages in ("trois", "quatre")
    ]  # fmt: skip
    gone, address = rivals[1], f"{desk.page_of_clause}merge/"
    desk.context.clear_cookies()
    person = Person(desk.context, desk.url)
    person.sign_in(facilitator.email, PASSWORD)
    person.open(address)
    box = f"textarea[name='answer-{gone.code}']"
    person.page.locator("details", has=person.page.locator(box)).locator("summary").click()
    person.page.locator(box).fill(MINE)
    expect(person.page.locator("form[data-typed]")).to_have_count(1)
    person.page.close()
    proposing.withdraw(gone, by=author)
    person = Person(desk.context, desk.url)
    person.open(address)
    expect(person.page.locator(f"{box}[readonly]")).to_have_value(MINE)
    person.reads(say("Some of it was about what is not here any more: it is shown first, so that you can copy it."))
    person.fill("Why, for everyone", "Lu ensemble.")
    person.press("Merge into the text and publish the answers")
    person.reads(say("What you wrote, and that has no place on the desk any more"))
    expect(person.page.locator(f"{box}[readonly]")).to_have_value(MINE)
