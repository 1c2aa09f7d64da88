"""The pages of a round: where it is, in sentences; what was typed is never lost; nobody is given away."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from charters.consent import listing, positions
from charters.models import ConsentRound, Position, RoundDecision
from governance.models import SignsAs
from tests.charters.consent.circle import HARM, Circle, End, Kind, Result, day
from tests.factories import CommitteeFactory

pytestmark = pytest.mark.django_db


class Reader:
    def __init__(self, client, circle):
        self.client, self.circle, self.slug = client, circle, circle.clause.charter.slug
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def as_(self, member):
        self.client.force_login(member)
        return self

    def address(self, route, *more):
        return reverse(route, args=[self.slug, self.circle.round.code, *more])

    def read(self, route="round", *more):
        page = self.client.get(self.address(route, *more))
        assert page.status_code == 200
        return re.sub(r"\s+", " ", page.content.decode())

    def send(self, route, *more, **said):
        return self.client.post(self.address(route, *more), said)


@pytest.fixture
def circle():
    return Circle("object")


@pytest.fixture
def reader(client, circle):
    return Reader(client, circle)


def objection(**changes):
    return {"kind": Kind.OBJECTION, "signature": SignsAs.NAME, "seen": 1, "words": "", **HARM} | changes


def test_it_opens_from_the_page_of_its_proposal_and_is_found_from_there(client):
    circle = Circle()
    client.force_login(circle.facilitator)
    address = reverse("round-open", args=[circle.clause.charter.slug, circle.proposal.code])
    page = circle.proposal.get_absolute_url()
    assert address in client.get(page).content.decode()
    answer = client.post(address, {"question": "", "until": day(4).isoformat(), "seen": 1})
    opened = ConsentRound.objects.get()
    assert (answer.status_code, answer.url, opened.step_until) == (303, opened.get_absolute_url(), day(4))
    for reader in (circle.facilitator, circle.author, circle.someone()):
        client.force_login(reader)
        said = client.get(page).content.decode()
        assert opened.get_absolute_url() in said
        assert address not in said
        assert reverse("proposal-take-up", args=[circle.clause.charter.slug, circle.proposal.code]) not in said


@pytest.mark.parametrize("step", ["clarify", "react", "amend", "object", "decide"])
def test_the_page_says_what_can_be_done_now(reader, step):
    circle = reader.circle
    circle.go_to(step)
    agent, leader = circle.someone(), circle.facilitator
    said = reader.as_(agent).read()
    assert (reader.address("round-position") in said) is (step == "object")
    assert reader.address("round-step", "next") not in said
    said = reader.as_(leader).read()
    assert (reader.address("round-decide") in said) is (step == "decide")
    assert (reader.address("round-step", "next") in said) is (step != "decide")
    assert reader.address("round-step", "put-off") in said
    said = reader.as_(circle.author).read()
    assert (reader.address("round-amend") in said) is (step in ("amend", "object"))


def test_a_day_that_passed_is_said_and_moves_nothing(reader, monkeypatch):
    before = reader.as_(reader.circle.author).read()
    later = timezone.localdate() + datetime.timedelta(days=4)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    assert before.count('class="notice"') + 1 == reader.read().count('class="notice"')
    assert reader.circle.now().step == "object"


def test_an_agent_objects_with_harm_and_scope(reader):
    reader.as_(reader.circle.someone())
    assert reader.send("round-position", **objection()).status_code == 303
    assert HARM["harm"] in reader.read()


WRONG = {
    "no position": ({"kind": ""}, 422),
    "no harm": ({"harm": ""}, 422),
    "no scope": ({"scope": ""}, 422),
    "a concern without words": ({"kind": Kind.CONCERN, "harm": "", "scope": ""}, 422),
    "a consent with a harm": ({"kind": Kind.CONSENT}, 422),
    "words that changed": ({"seen": "7"}, 409),
    "no signature": ({"signature": ""}, 422),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(reader, case):
    changes, status = WRONG[case]
    said = objection(**changes)
    answer = reader.as_(reader.circle.someone()).send("round-position", **said)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'role="alert"' in page
    assert all(said[name] in page for name in ("harm", "scope"))
    assert not Position.objects.exists()


def test_whoever_objected_and_is_convinced_simply_consents(reader):
    """The form itself recalls the harm: nobody should have to empty it."""
    holder = reader.circle.someone()
    reader.as_(holder).send("round-position", **objection())
    form = reader.client.get(reader.address("round-position")).context["form"]
    recalled = {
        name: form[name].value() for name in ("harm", "scope", "words", "seen", "signature", "once", "replaces")
    }
    assert recalled["harm"] == HARM["harm"]
    assert reader.send("round-position", **recalled, kind=Kind.CONSENT).status_code == 303
    held = Position.objects.get(is_current=True)
    assert (held.kind, held.harm, held.scope) == (Kind.CONSENT, "", "")


def test_an_early_review_keeps_the_day_that_was_announced(reader):
    circle = reader.circle
    circle.position()
    circle.go_to("decide")
    circle.decide(review_on=day(90))
    form = reader.as_(circle.facilitator).client.get(reader.address("round-review")).context["form"]
    assert form["next_on"].value() == day(90)


def test_told_that_the_words_changed_one_reads_them_and_sends_again(reader):
    reader.circle.amend("We answer each other within four days.")
    answer = reader.as_(reader.circle.someone()).send("round-position", **objection())
    assert answer.status_code == 409
    assert "four" in answer.content.decode()
    assert reader.send("round-position", **objection(seen=answer.context["form"]["seen"].value())).status_code == 303


def test_confirming_is_one_button_for_its_holder(reader):
    circle = reader.circle
    person = circle.someone()
    held = circle.position(by=person, signature=SignsAs.ANONYMOUS)
    circle.amend()
    address = reader.address("round-position-confirm", held.pk)
    assert address not in reader.as_(circle.someone()).read()
    assert reader.send("round-position-confirm", held.pk, seen=2).status_code == 409
    assert address in reader.as_(person).read()
    for seen in ("1", "", "many", "9" * 30):
        assert reader.send("round-position-confirm", held.pk, seen=seen).status_code == 409
    assert reader.send("round-position-confirm", held.pk, seen=2).status_code == 303
    assert address not in reader.read()


def test_the_author_amends_on_the_page_of_the_round_and_nobody_else_finds_it(reader):
    circle = reader.circle
    circle.position()
    said = {"title": circle.clause.title, "text": "Within four days.", "reason": "Asked.", "seen": 1}
    assert reader.as_(circle.someone()).send("round-amend", **said).status_code == 404
    assert reader.as_(circle.author).send("round-amend", **said | {"reason": ""}).status_code == 422
    assert reader.send("round-amend", **said).status_code == 303
    assert circle.now().proposal.proposed_text == "Within four days."
    circle.go_to("decide")
    late = reader.send("round-amend", **said | {"text": "Within five days.", "seen": 2})
    assert late.status_code == 409
    assert "Within five days." in late.content.decode()


def test_an_objection_goes_through_its_pages(reader):
    circle = reader.circle
    person = circle.someone()
    held, other = circle.position(Kind.OBJECTION, by=person), circle.position(Kind.OBJECTION)
    reader.as_(circle.facilitator)
    assert reader.send("objection-examine", held.pk, examination="", seen=0).status_code == 422
    assert reader.send("objection-examine", held.pk, examination="Heard at the depot.", seen=0).status_code == 303
    assert "Heard at the depot." in reader.read()
    end = {"seen": 1, "examination": "Heard at the depot.", "reason": "It needs the committee.", "committee": ""}
    assert reader.send("objection-end", held.pk, end=End.WITHDRAWN, **end).status_code == 422
    refused = reader.send("objection-end", held.pk, end=End.ESCALATED, **end)
    assert (refused.status_code, "It needs the committee." in refused.content.decode()) == (422, True)
    end["committee"] = CommitteeFactory(name="Steering of roads").pk
    assert reader.send("objection-end", held.pk, end=End.ESCALATED, **end).status_code == 303
    assert "Steering of roads" in reader.read()
    assert (
        reader.send("objection-committee-answer", held.pk, outcome="retenu", answer="They are right.").status_code
        == 303
    )
    assert "They are right." in reader.read()
    assert reader.as_(person).send("objection-withdraw", other.pk).status_code == 409
    assert reader.send("objection-withdraw", held.pk).status_code == 409
    assert reader.client.get(reader.address("objection-examine", held.pk)).status_code == 403


def test_told_that_it_was_examined_meanwhile_one_reads_it_and_sends_again(reader):
    circle = reader.circle
    held = circle.position(Kind.OBJECTION)
    reader.as_(circle.facilitator)
    circle.examine(held, "Heard at the depot.", by=circle.someone(facilitator=True))
    late = {"examination": "Read alone.", "seen": 0}
    for route, said in (("objection-examine", late), ("objection-end", late | {"end": End.NOT_VALID, "reason": "r"})):
        refused = reader.send(route, held.pk, **said)
        page = refused.content.decode()
        assert refused.status_code == 409
        assert all(words in page for words in ("Heard at the depot.", "Read alone."))
        assert refused.context["form"]["seen"].value() == "1"
    assert reader.send("objection-examine", held.pk, **late | {"seen": 1}).status_code == 303
    page = reader.read()
    assert page.index("Heard at the depot.") < page.index("Read alone.")
    form = reader.client.get(reader.address("objection-end", held.pk)).context["form"]
    assert (form["examination"].value(), form["seen"].value()) == ("Read alone.", 2)


def test_what_was_examined_stays_readable_once_another_position_took_its_place(reader):
    circle = reader.circle
    person = circle.someone()
    held = circle.position(Kind.OBJECTION, by=person)
    for words in ("Heard at the depot.", "And on Sundays."):
        circle.examine(held, words)
    circle.position(by=person)
    page = reader.as_(circle.author).read()
    assert page.index("Heard at the depot.") < page.index("And on Sundays.")


def test_one_goes_from_page_to_page_of_the_positions(reader, monkeypatch):
    monkeypatch.setattr(listing, "POSITIONS_ON_A_PAGE", 1)
    circle = reader.circle
    for person in [circle.someone() for _ in range(2)]:
        circle.position(Kind.CONCERN, by=person, words="Former words.")
        circle.position(by=person)
    address = reader.address("round")
    page = reader.as_(circle.author).read()
    assert page.count('class="pages"') == 2
    for group in ("consents", "former"):
        assert f'rel="next" href="{address}?{group}=2#h-{group}"' in page
        last = reader.client.get(address, {group: "2"}).content.decode()
        assert f'rel="prev" href="{address}?{group}=1#h-{group}"' in last
        assert f"{address}?{group}=3" not in last
        assert ('<details class="mb-5" open>' in last) is (group == "former")


@pytest.mark.parametrize("result", ["", Result.ADOPTED, Result.NOT_ADOPTED])
def test_the_page_says_that_the_clause_was_removed(reader, result):
    circle = reader.circle
    circle.position()
    if result:
        circle.go_to("decide")
        circle.decide(result)
    sentence = "The clause was removed from the text"
    assert sentence not in reader.as_(circle.facilitator).read()
    circle.remove_clause()
    for member in (circle.facilitator, circle.author):
        page = reader.as_(member).read()
        assert sentence in page
        assert reverse("proposal-take-up", args=[reader.slug, circle.proposal.code]) not in page
        assert "A facilitator now brings it into the working text." not in page
        assert "opens another round" not in page


def test_a_decision_is_refused_with_what_was_typed_then_published(reader):
    circle = reader.circle
    held = circle.position(Kind.OBJECTION)
    circle.position(Kind.CONCERN, by=circle.someone(category="A"))
    circle.go_to("decide")
    reader.as_(circle.facilitator)
    said = {"result": Result.ADOPTED, "reason": "Good enough.", "review_on": day(60), "committee": "", "seen": 1}
    refused = reader.send("round-decide", **said)
    assert (refused.status_code, "Good enough." in refused.content.decode()) == (409, True)
    circle.end(held, End.NOT_VALID)
    assert reader.send("round-decide", **said).status_code == 303
    page = reader.read()
    assert "Good enough." in page
    assert reader.address("round-review") in page
    assert reverse("proposal-take-up", args=[reader.slug, circle.proposal.code]) in page
    assert RoundDecision.objects.get().categories
    again = reader.send("round-decide", **said)
    assert again.status_code == 409
    review = {"words": "It held.", "next_on": day(300), "seen": 0}
    assert "Who replaces us meanwhile?" in reader.read("round-review")
    assert reader.send("round-review", **review).status_code == 303
    assert "It held." in reader.read()


def test_the_page_gives_no_anonymous_holder_away(reader):
    circle = reader.circle
    person = circle.someone(name="Noria Belline", function="Rare function")
    circle.position(Kind.OBJECTION, by=person, signature=SignsAs.ANONYMOUS)
    circle.position(Kind.CONCERN, by=person, signature=SignsAs.ANONYMOUS)
    told = [*positions_digests(), "Noria", "Rare function", str(person.pseudonym), person.email]
    for member in (circle.facilitator, circle.author):
        page = reader.as_(member).read()
        assert not [words for words in told if words in page]


def positions_digests():
    held = Position.objects.values_list("author_digest", "holder_digest")
    return [digest for pair in held for digest in pair if digest]


@pytest.mark.parametrize("route", ["round-step", "round-decide", "round-review"])
def test_what_facilitators_do_is_closed_to_others(reader, route):
    more = ["next"] if route == "round-step" else []
    assert reader.as_(reader.circle.someone()).client.get(reader.address(route, *more)).status_code == 403


def test_what_does_not_exist_is_not_found(reader):
    circle = reader.circle
    reader.as_(circle.facilitator)
    other = Circle("object")
    elsewhere = other.position(Kind.OBJECTION)
    consent = circle.position()
    for route, more in (
        ("round-step", ["sideways"]), ("objection-examine", [elsewhere.pk]), ("objection-examine", [consent.pk]),
    ):  # fmt: skip
        assert reader.client.get(reader.address(route, *more)).status_code == 404
    assert reader.client.get(reverse("round", args=[reader.slug, other.round.code])).status_code == 404
    assert reader.client.get(reverse("rounds", args=["nothing"])).status_code == 404
    assert positions.position_of(circle.round, by=circle.facilitator) is None


def test_what_is_missing_or_past_is_said_where_it_is_asked(reader):
    """Invalid is 422, on the field; what was typed stays."""
    circle = reader.circle
    circle.position()
    reader.as_(circle.facilitator)
    said = {"seen": circle.round.steps.count(), "until": day(-1).isoformat(), "reason": "Kept."}
    refused = reader.send("round-step", "put-off", **said)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["until"])
    circle.go_to("decide")
    for missing, decision in (
        ("review_on", {"result": "adopted", "review_on": ""}),
        ("review_on", {"result": "adopted", "review_on": day(0).isoformat()}),
        ("committee", {"result": "escalated", "committee": ""}),
    ):
        refused = reader.send("round-decide", seen=1, reason="Kept.", **decision)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [missing])
        assert "Kept." in refused.content.decode()
