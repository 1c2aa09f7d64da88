"""The same form sent twice publishes once; nothing that was said twice on purpose is taken for it."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from charters.consent import objections
from charters.consent.models import Position
from charters.deliberation import proposing
from charters.models import Anchor, Proposal
from feedback.models import Comment, Feedback
from feedback.voices import discussions
from feedback.voices.models import Outcome
from tests.charters.consent.circle import Circle
from tests.factories import ClauseFactory, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db

KEY = re.compile(r'name="once" value="([^"]+)"')
SIGNED = {"signature": "function"}


class Sender:
    """Someone at a form of a clause, a round or a project: ``page`` gives its key, ``send`` sends what is typed."""

    def __init__(self, what: str, circle: Circle) -> None:
        self.member = circle.someone()
        self.clause, round = circle.clause, circle.round
        charter = self.clause.charter.slug
        on_clause, in_round = [charter, self.clause.code], [charter, round.code]
        self.page, self.address, self.model, self.typed = {
            "comment": (
                self.clause.get_absolute_url(),
                reverse("clause-comment", args=on_clause),
                Comment,
                {"text": "With them.", "kind": "question"},
            ),
            "passage": (
                reverse("passage-new", args=on_clause) + "?start=0&end=11",
                reverse("passage-new", args=on_clause),
                Comment,
                {"text": "Who?", "kind": "question", "revision": 1, "first": 0, "last": 9},
            ),
            "proposal": (
                reverse("propose-wording", args=on_clause),
                reverse("propose-wording", args=on_clause),
                Proposal,
                {"title": "Sooner", "motive": "Lived.", "proposed_text": "Within a day.", "base_revision": 1},
            ),
            "position": (
                reverse("round-position", args=in_round),
                reverse("round-position", args=in_round),
                Position,
                {"kind": "objection", "harm": "Too soon.", "scope": "Night teams.", "seen": 1},
            ),
            "experience": (
                reverse("feedback-new-whole"),
                reverse("feedback-new-whole"),
                Feedback,
                {
                    "project": "A garden", "period_start": "2026-01", "period_end": "2026-06",
                    "context": "Together.", "project_outcome": "reussi", "departments": [circle.department.pk],
                    "participants_estimate": 4, "lessons": "Begin early.", "publish": "1",
                },
            ),
        }[what]  # fmt: skip
        self.there = self.model.objects.count()
        self.client = self.sign_in(self.member)
        self.key = self.new_key()

    def sign_in(self, member: Any) -> Client:
        client = Client()
        client.force_login(member)
        return client

    def new_key(self) -> str:
        found = KEY.findall(self.client.get(self.page).content.decode())
        assert len(found) == 1
        return found[0]

    def send(self, *, client: Client | None = None, **other: Any) -> Any:
        answer = (client or self.client).post(self.address, {**SIGNED, "once": self.key, **self.typed, **other})
        assert answer.status_code == 303, answer.content.decode()
        return answer

    @property
    def published(self) -> int:
        return self.model.objects.count() - self.there


ALL = ["comment", "passage", "proposal", "position", "experience"]
# What is said in each of these forms, to change a word of it.
WORDS = {"comment": "text", "passage": "text", "proposal": "motive", "position": "scope", "experience": "context"}


@pytest.fixture
def circle() -> Circle:
    return Circle("object")


@pytest.mark.parametrize("what", ALL)
def test_sent_twice_it_is_published_once_and_both_answers_lead_there(circle, what):
    sender = Sender(what, circle)
    first, second = sender.send(), sender.send()
    assert sender.published == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize("what", ALL)
def test_signed_anonymously_too(circle, what):
    sender = Sender(what, circle)
    for _time in range(2):
        sender.send(signature="anonymous")
    assert sender.published == 1


@pytest.mark.parametrize("what", ALL)
def test_other_words_from_the_same_page_are_published_too(circle, what):
    sender = Sender(what, circle)
    sender.send()
    held = {"replaces": held_now(sender)} if what == "position" else {}
    sender.send(**{WORDS[what]: "Something else, said afterwards."}, **held)
    assert sender.published == 2


@pytest.mark.parametrize("what", ["comment", "proposal", "experience"])
def test_the_same_words_from_a_page_opened_anew_are_said_again(circle, what):
    sender = Sender(what, circle)
    sender.send()
    sender.send(once=sender.new_key())
    assert sender.published == 2


@pytest.mark.parametrize("what", ALL)
@pytest.mark.parametrize("key", ["", "x" * 300, "0"])
def test_a_form_without_its_own_key_is_published(circle, what, key):
    sender = Sender(what, circle)
    sender.send(once=key)
    assert sender.published == 1


def test_nobody_takes_the_place_of_someone_else_with_their_key(circle):
    sender = Sender("comment", circle)
    sender.send()
    sender.send(client=sender.sign_in(circle.someone()))
    assert sender.published == 2


def test_a_passage_said_twice_has_one_place(circle):
    sender = Sender("passage", circle)
    sender.send()
    sender.send()
    assert Anchor.objects.count() == 1


def test_what_was_taken_back_then_sent_again_is_published_anew(circle):
    sender = Sender("proposal", circle)
    sender.send()
    withdrawn = proposing.withdraw(Proposal.objects.get(title="Sooner"), by=sender.member)
    for _time in range(2):
        sender.send()
    assert Proposal.objects.filter(title="Sooner").exclude(pk=withdrawn.pk).get().outcome == ""


def test_an_objection_that_was_taken_back_then_sent_again_is_an_objection(circle):
    sender = Sender("position", circle)
    sender.send()
    objections.withdraw_objection(Position.objects.get(), by=sender.member)
    sender.send(replaces=held_now(sender))
    assert Position.objects.get(is_current=True).end == ""


def test_a_position_sent_again_on_words_that_changed_is_taken_on_the_new_ones(circle):
    sender = Sender("position", circle)
    sender.send()
    circle.amend()
    sender.send()
    assert Position.objects.get().wording == 1, "what was sent was sent on these words"
    sender.send(seen=2, replaces=held_now(sender))
    assert Position.objects.get(is_current=True).wording == 2


def test_whoever_sends_twice_is_told_so(circle):
    sender = Sender("comment", circle)
    sender.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for sentence in ("Your comment is published.", "This was already sent, and it is recorded once."):
        page = sender.client.get(sender.send()["Location"]).content.decode()
        assert sentence in page


def test_the_same_form_sent_elsewhere_says_something_else(circle):
    sender = Sender("comment", circle)
    sender.send()
    elsewhere = reverse("proposal-comment", args=[circle.clause.charter.slug, circle.proposal.code])
    sender.client.post(elsewhere, {**SIGNED, "once": sender.key, **sender.typed})
    assert circle.proposal.thread.comments.count() == 1
    assert sender.published == 2


def held_now(sender):
    """What the page of the position says that it would replace."""
    return str(Position.objects.get(is_current=True).pk)


def test_a_form_that_comes_late_does_not_undo_what_was_said_since(circle):
    sender = Sender("position", circle)
    sender.typed |= {"kind": "consent", "harm": "", "scope": ""}
    sender.send()
    objection = {"kind": "objection", "harm": "Too soon.", "scope": "Night teams."}
    sender.send(**objection, once=sender.new_key(), replaces=held_now(sender))
    late = sender.client.post(sender.address, {**SIGNED, "once": sender.key, **sender.typed})
    assert late.status_code == 409
    assert Position.objects.get(is_current=True).kind == Position.Kind.OBJECTION
    again = {name: late.context["form"][name].value() or "" for name in late.context["form"].fields}
    sender.send(**again)
    assert Position.objects.get(is_current=True).kind == Position.Kind.CONSENT


def test_coming_back_to_ones_first_position_is_a_position(circle):
    sender = Sender("position", circle)
    sender.send()
    sender.send(kind="consent", harm="", scope="", once=sender.new_key(), replaces=held_now(sender))
    sender.send(replaces=held_now(sender))
    current = Position.objects.get(is_current=True)
    assert (current.kind, sender.published) == (Position.Kind.OBJECTION, 3)
    assert Position.objects.filter(outcome=Outcome.WITHDRAWN).count() == 2


def test_what_the_rule_would_refuse_by_now_is_answered_with_what_is_there(circle):
    position, comment = Sender("position", circle), Sender("comment", circle)
    remark = Sender("comment", circle)
    remark.send()
    thread = Comment.objects.get()
    comment.typed |= {"reply_to": str(thread.pk), "kind": "reponse"}
    position.send()
    comment.send()
    circle.go_to("decide")
    discussions.resolve(thread, by=circle.facilitator, reason="Said.")
    position.send()
    comment.send()
    assert (position.published, Comment.objects.filter(reply_to=thread).count()) == (1, 1)


def test_the_words_of_a_card_typed_once_are_published_once(circle):
    sender = Sender("comment", circle)
    card = {"on_behalf": "on", "channel": "carte_papier", "consent": "on"}
    facilitator = sender.sign_in(MemberFactory(facilitator=True, department=DepartmentFactory()))
    for _time in range(2):
        sender.send(client=facilitator, **card)
    assert sender.published == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ALL)
def test_two_clicks_at_the_same_instant_publish_once(what):
    sender = Sender(what, Circle("object"))
    together, answers = threading.Barrier(4), []

    def click():
        client = sender.sign_in(sender.member)
        together.wait(timeout=10)
        try:
            answers.append(sender.send(client=client)["Location"])
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _number in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(timeout=30)
    assert sender.published == 1
    assert len(answers) == 4
    assert len(set(answers)) == 1


def test_the_same_words_about_another_clause_are_another_proposal(circle):
    sender = Sender("proposal", circle)
    sender.send()
    other = ClauseFactory(charter=circle.clause.charter, text=circle.clause.text)
    sender.address = reverse("propose-wording", args=[other.charter.slug, other.code])
    sender.send()
    assert list(Proposal.objects.order_by("clause__code").values_list("clause__code", flat=True)).count(other.code) == 1
    assert sender.published == 2
