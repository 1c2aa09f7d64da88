"""A consent round from its opening to its outcome, by five people who only have a keyboard."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from charters.consent.models import Step
from charters.deliberation import proposing
from charters.models import Position, Proposal, RoundDecision
from feedback.models import Comment
from governance.models import SignsAs
from governance.templatetags.french import day as on_screen
from tests.charters.consent.circle import Circle
from tests.factories import (
    PASSWORD,
    CharterFactory,
    ClauseFactory,
    DepartmentFactory,
    MemberFactory,
    OrganisationFactory,
)
from tests.stories.keyboard import KeyboardPerson
from tests.stories.person import say

TITLE = "Répondre plus vite"
WRITTEN = "Nous nous répondons sous dix jours."
ASKED = "Nous nous répondons sous deux jours."
AMENDED = "Nous nous répondons sous deux jours ouvrés."
FOR_THE_NIGHT = "ou quatre pour les équipes de nuit"
AGAIN = f"Nous nous répondons sous deux jours ouvrés, {FOR_THE_NIGHT}."
QUESTION = "Ce délai est-il assez bon pour être essayé un an ?"
REACTION = "Deux jours, d'accord, mais pas le dimanche."
CONCERN = "Qui répond pendant les congés ?"
HARM = "Les équipes de nuit ne lisent leurs messages qu'une fois par semaine."
SCOPE = "Les équipes de nuit, dès la première semaine."
EXAMINED = "Lu ensemble au dépôt : trois équipes sont concernées."
INTEGRATED = "Le délai de nuit est maintenant dans le texte."
DECIDED = "Assez bon pour être essayé."

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> SimpleNamespace:
    """A proposal of someone in category B, and people of every category in a department that is large enough."""
    OrganisationFactory(name="Aubrelle Agglomération")
    circle = {"department": DepartmentFactory(name="Direction de la propreté"), "signs_as": SignsAs.NAME}
    people = SimpleNamespace(
        facilitator=MemberFactory(name="Maud Verdier", facilitator=True, category="A", **circle),
        author=MemberFactory(name="Noria Belline", category="B", **circle),
        of_a=MemberFactory(name="Odile Ranson", category="A", **circle),
        of_b=MemberFactory(name="Farid Lenoir", category="B", **circle),
        of_c=MemberFactory(name="Ivan Petit", category="C", **circle),
    )
    charter = CharterFactory(title="Charte de coopération", slug="charte")
    clause = ClauseFactory(charter=charter, title="Se répondre", text=WRITTEN)
    proposing.propose(
        charter, by=people.author, kind=Proposal.Kind.WORDING, signature=SignsAs.NAME, title=TITLE,
        motive="Dix jours, c'est trop long.", clause=clause, base_revision=1, proposed_text=ASKED,
    )  # fmt: skip
    return people


def test_a_round_goes_from_its_opening_to_its_outcome_by_keyboard_alone(town, live_server, new_context):
    def come_in(member) -> KeyboardPerson:
        person = KeyboardPerson(new_context(reduced_motion="reduce"), live_server.url)
        person.sign_in(member.email, PASSWORD)
        return person

    facilitator = come_in(town.facilitator)
    the_facilitator_opens_the_round(facilitator)
    objector = come_in(town.of_c)
    someone_reacts(objector)
    the_next_step_opens(facilitator, Step.REACT, coming(16))
    the_next_step_opens(facilitator, Step.AMEND, coming(23))
    author = come_in(town.author)
    the_author_amends(author)
    the_next_step_opens(facilitator, Step.OBJECT, coming(30))
    consenting, concerned = come_in(town.of_a), come_in(town.of_b)
    someone_consents(consenting)
    someone_has_a_concern(concerned)
    someone_objects(objector)
    the_facilitator_examines_the_objection(facilitator)
    nothing_is_integrated_before_it_is_written(facilitator)
    the_author_amends_again(author)
    for person in (consenting, concerned):
        a_position_is_confirmed(person)
    the_objection_ends_integrated(facilitator)
    the_next_step_opens(facilitator, Step.DECIDE, coming(33))
    the_facilitator_decides(facilitator)
    the_outcome_says_who_took_part_and_what_to_review(concerned)


def coming(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def in_french(day: datetime.date) -> str:
    with translation.override("fr"):
        return on_screen(day)


def name_of(step: Step) -> str:
    with translation.override("fr"):
        return str(step.label)


def go_to_the_round(person: KeyboardPerson) -> None:
    """From the first page: the proposals, the rounds, this one."""
    person.follow("See the proposals")
    person.skip_to_content()
    person.follow("Consent rounds")
    person.skip_to_content()
    person.follow_words(TITLE)


def come_back_to_the_round(person: KeyboardPerson, *, by: str = "Go to the round") -> None:
    """Through its proposal, to read what happened meanwhile."""
    person.follow("Proposal %(code)s: why it is asked, and its discussion", code=Proposal.objects.get().code)
    person.follow(by)


def is_at(person: KeyboardPerson, step: Step, until: datetime.date) -> None:
    sentence = "The round is at the step “%(step)s”, until %(day)s."
    person.reads(say(sentence, step=name_of(step), day=in_french(until)))


# --- Opening it, and moving it on ---


def the_facilitator_opens_the_round(facilitator: KeyboardPerson) -> None:
    facilitator.follow("See the proposals")
    facilitator.skip_to_content()
    facilitator.follow_words(TITLE)
    facilitator.follow("Open a consent round")
    facilitator.fill("What the round asks", QUESTION)
    facilitator.fill_day("Last day to ask questions", coming(9))
    facilitator.press("Open the round")
    facilitator.reads(say("The round is open. Everyone signed in can take part in it."))
    facilitator.reads(QUESTION)
    is_at(facilitator, Step.CLARIFY, coming(9))


def the_next_step_opens(facilitator: KeyboardPerson, step: Step, until: datetime.date) -> None:
    facilitator.follow("Open the next step")
    facilitator.reads(say("Next comes “%(step)s”.", step=name_of(step)))
    facilitator.fill_day("Last day of this step", until)
    facilitator.press("Open the step “%(step)s”", step=name_of(step))
    is_at(facilitator, step, until)


# --- Speaking, and amending ---


def someone_reacts(person: KeyboardPerson) -> None:
    go_to_the_round(person)
    person.reads(QUESTION)
    person.follow("Go to the discussion")
    person.fill("Your comment", REACTION)
    person.press("Publish the comment")
    person.is_told("Say what your comment is: a question, an example, an objection.")
    expect(person.field("Your comment")).to_have_value(REACTION)
    person.goes_to("What kind of comment is it?")
    person.select("What kind of comment is it?", "Example")
    person.press("Publish the comment")
    person.reads(say("Your comment is published."))
    person.reads(REACTION)
    assert Comment.objects.get().kind == Comment.Kind.EXAMPLE


def the_author_amends(author: KeyboardPerson) -> None:
    go_to_the_round(author)
    author.follow("Amend the text")
    author.fill("What your proposal asks for", AMENDED)
    author.press("Publish my new words")
    author.is_told("This field is required.")
    expect(author.field("What your proposal asks for")).to_have_value(AMENDED)
    author.goes_to("Why do you change it?")
    author.fill("Why do you change it?", "Le dimanche ne compte pas.")
    author.press("Publish my new words")
    author.reads(say("The new words are published. Each position has to be confirmed on them."))


def the_author_amends_again(author: KeyboardPerson) -> None:
    author.follow("Amend the text")
    author.reads(HARM)
    author.fill("What your proposal asks for", AGAIN)
    author.fill("Why do you change it?", "Les équipes de nuit n'ont pas deux jours.")
    author.press("Publish my new words")
    author.reads(say("The new words are published. Each position has to be confirmed on them."))
    author.reads(say("To be confirmed"))


# --- Taking positions ---


def someone_consents(person: KeyboardPerson) -> None:
    go_to_the_round(person)
    person.follow("Take a position")
    person.tick("I consent: it is good enough to be tried")
    person.press("Record this position")
    person.reads(say("Your position is recorded on these very words."))


def someone_has_a_concern(person: KeyboardPerson) -> None:
    go_to_the_round(person)
    person.follow("Take a position")
    person.tick("I consent, with a concern to be looked at again at the review")
    person.fill("In a few words", CONCERN)
    person.press("Record this position")
    person.reads(say("Your position is recorded on these very words."))
    person.reads(CONCERN)


def someone_objects(person: KeyboardPerson) -> None:
    """Without its harm it is refused; with it, it is recorded, and what was typed first was not lost."""
    person.follow("Go to the round")
    person.follow("Take a position")
    person.tick("I object: it would do harm")
    person.fill("If you object: to whom, where, when?", SCOPE)
    person.press("Record this position")
    person.is_told("Say what harm the text would do: that is what makes it an objection.")
    assert not Position.objects.filter(kind=Position.Kind.OBJECTION).exists()
    expect(person.field("I object: it would do harm")).to_be_checked()
    expect(person.field("If you object: to whom, where, when?")).to_have_value(SCOPE)
    person.goes_to("If you object: what harm would the text do?")
    person.fill("If you object: what harm would the text do?", HARM)
    person.press("Record this position")
    person.reads(say("Your objection is recorded. It will be examined, and you will be told on your first page."))
    person.reads(HARM)
    person.reads(SCOPE)


def a_position_is_confirmed(person: KeyboardPerson) -> None:
    """Whoever took it reads on the first page that the words changed since."""
    person.follow("Cooperation charter")
    person.skip_to_content()
    confirm = "Confirm your position in %(number)s consent round"
    person.follow(confirm, plural=f"{confirm}s", number=1)
    person.reads(FOR_THE_NIGHT)
    person.press("Confirm my position")
    person.reads(say("The position holds on the present words."))


# --- Ending the objection, and the round ---


def the_facilitator_examines_the_objection(facilitator: KeyboardPerson) -> None:
    come_back_to_the_round(facilitator)
    facilitator.follow("Examine this objection")
    facilitator.reads(HARM)
    facilitator.fill("What the examination showed", EXAMINED)
    facilitator.press("Publish the examination")
    facilitator.reads(say("The examination is on the page of the round. The objection can now end."))
    facilitator.reads(EXAMINED)


def nothing_is_integrated_before_it_is_written(facilitator: KeyboardPerson) -> None:
    facilitator.follow("End this objection")
    facilitator.tick("Integrated into the text", context="end of an objection")
    facilitator.fill("Why", INTEGRATED)
    facilitator.press("End the objection and publish why")
    facilitator.is_told(
        "The text was not amended since this objection was made: nothing of it can be in the text. "
        "Its author amends the text first, or the objection ends otherwise."
    )
    expect(facilitator.field("What the examination showed")).to_have_value(EXAMINED)
    expect(facilitator.field("Why")).to_have_value(INTEGRATED)


def the_objection_ends_integrated(facilitator: KeyboardPerson) -> None:
    """The words of the refused form are still there: sent again, they are accepted."""
    facilitator.press("End the objection and publish why")
    facilitator.reads(say("The objection has ended, and everyone can read why."))
    facilitator.reads(INTEGRATED)


def the_facilitator_decides(facilitator: KeyboardPerson) -> None:
    facilitator.follow("Decide and close the round")
    facilitator.fill("Why", DECIDED)
    facilitator.press("Close the round and publish the decision")
    facilitator.is_told("This field is required.")
    expect(facilitator.field("Why")).to_have_value(DECIDED)
    facilitator.goes_to("The round ends so")
    facilitator.tick("Adopted", context="result of a consent round")
    facilitator.fill_day("Day of the review", coming(120))
    facilitator.press("Close the round and publish the decision")
    facilitator.reads(say("The round is closed, and every position has its answer."))
    assert RoundDecision.objects.get().review_on == coming(120)


def the_outcome_says_who_took_part_and_what_to_review(person: KeyboardPerson) -> None:
    come_back_to_the_round(person, by="Its consent round, and how it ended")
    person.reads(DECIDED)
    person.reads(say("The text and the concerns will be looked at again on %(day)s.", day=in_french(coming(120))))
    for category in "ABC":
        line = person.page.locator("main dl > div").filter(has_text=say("Category %(category)s", category=category))
        expect(line).to_contain_text(say("took part"))
    kept = person.page.locator("section[aria-labelledby=h-concerns]")
    expect(kept).to_contain_text(say("They stop nothing. They are kept, and read again on the day of the review."))
    expect(kept).to_contain_text(CONCERN)
    expect(person.page.locator("section[aria-labelledby=h-to-confirm]")).to_have_count(0)


# --- Taking an objection back ---


def test_whoever_objected_takes_it_back_by_keyboard(live_server, new_context):
    OrganisationFactory()
    circle = Circle("object", title=TITLE)
    person, objector = KeyboardPerson(new_context(reduced_motion="reduce"), live_server.url), circle.someone()
    circle.position(Position.Kind.OBJECTION, by=objector)
    person.sign_in(objector.email, PASSWORD)
    go_to_the_round(person)
    person.unfold("Withdraw my objection")
    person.press("Withdraw it")
    person.reads(say("Your objection is withdrawn. It stays readable, and you can take another position."))
    assert Position.objects.get().end == Position.End.WITHDRAWN
    person.follow("Take a position")
    person.tick("I consent: it is good enough to be tried")
    person.press("Record this position")
    person.reads(say("Your position is recorded on these very words."))
    assert Position.objects.get(is_current=True).kind == Position.Kind.CONSENT


# --- Seeing where one is ---


def test_the_focus_is_seen_at_every_stop_and_reaches_all_that_a_mouse_would(live_server, new_context):
    OrganisationFactory()
    circle = Circle("object", title=TITLE)
    circle.position(Position.Kind.OBJECTION)
    circle.position(Position.Kind.CONCERN)
    circle.position(by=circle.facilitator)
    circle.amend()
    person = KeyboardPerson(new_context(reduced_motion="reduce"), live_server.url)
    person.sign_in(circle.facilitator.email, PASSWORD)
    go_to_the_round(person)
    the_focus_is_seen_everywhere(person)
    person.skip_to_content()
    person.key("Tab")
    expect(person.page.locator("main a:focus")).to_be_in_viewport()
    person.follow("Change my position")
    the_focus_is_seen_everywhere(person)


def the_focus_is_seen_everywhere(person: KeyboardPerson) -> None:
    stops = person.every_stop()
    assert [stop for stop in stops if not (stop.width and stop.height and stop.is_in_sight)] == []
    assert [stop for stop in stops if not stop.is_drawn] == []
    assert person.missed() == []
