"""A page already read is not made again while nothing changed; and after each of these acts, it is."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from charters.deliberation import answering, proposing
from charters.models import Clause, Proposal
from charters.text import drafting
from feedback.models import Comment, Outcome
from feedback.voices.answering import answer
from feedback.voices.discussions import reopen, resolve
from feedback.voices.threads import add_comment
from governance import conditional
from governance.models import Organisation, Pulse, Role, SignsAs
from governance.people import organisation, roles
from tests.factories import (
    PASSWORD,
    CitationFactory,
    ClauseFactory,
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
)

# The pulse is raised at the commit: only tests that commit feel it.
pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Someone who reads the same pages again and again, as a browser does."""

    def __init__(self, member: Any) -> None:
        self.member, self.client = member, Client()
        self.client.force_login(member)
        self.marks: dict[str, str] = {}

    def read(self, address: str) -> int:
        """Ask for a page as it is now, unless it is the one already read; return the status."""
        known = {"If-None-Match": self.marks[address]} if address in self.marks else {}
        answer = self.client.get(address, headers=known)
        if "ETag" in answer:
            self.marks[address] = answer["ETag"]
        return answer.status_code


class World:
    def __init__(self) -> None:
        OrganisationFactory()
        self.facilitator = MemberFactory(facilitator=True)
        self.author, self.agent = MemberFactory(), MemberFactory()
        self.administrator = MemberFactory(administrator=True)
        self.clause = ClauseFactory(by=self.facilitator)
        self.proposal = self.propose()
        self.charter = self.clause.charter
        self.remark = self.comment(self.clause.thread)
        self.reader = Reader(self.agent)
        self.pages = {
            "charter": self.charter.get_absolute_url(),
            "clause": self.clause.get_absolute_url(),
            "proposal": self.proposal.get_absolute_url(),
        }

    def propose(self) -> Proposal:
        return proposing.propose(
            self.clause.charter, by=self.author, kind=Proposal.Kind.WORDING, signature=SignsAs.NAME, title="Otherwise",
            motive="It is lived so.", clause=self.clause, base_revision=1, proposed_text="Everyone listens first.",
        )  # fmt: skip

    def comment(self, thread: Any, **more: Any) -> Comment:
        said = {"kind": Comment.Kind.EXAMPLE, "text": "Seen at the depot.", "signature": SignsAs.ANONYMOUS}
        return add_comment(thread, by=self.author, **(said | more))

    def edit(self) -> None:
        stored = Clause.objects.get(pk=self.clause.pk)
        words = {"text": f"{stored.text} Everyone speaks."}
        drafting.edit_clause(stored, by=self.facilitator, reason="Clearer", words=words, seen=stored.row_version)

    def speak(self, language: str) -> None:
        self.reader.client.post(reverse("set_language"), {"language": language, "next": "/"})


@pytest.fixture
def world() -> World:
    return World()


def everywhere(world: World) -> list[int]:
    return [world.reader.read(address) for address in world.pages.values()]


def sign_in_again(world: World) -> None:
    world.reader.client.post(reverse("account_logout"))
    world.reader.client.post(reverse("account_login"), {"login": world.agent.email, "password": PASSWORD})


def another_signs_in(world: World) -> None:
    world.reader.client.force_login(world.author)


def cite(world: World) -> None:
    CitationFactory(clause=world.clause, feedback=FeedbackFactory(), passage="Listened")


CHANGED, UNCHANGED = [200] * 3, [304] * 3

ACTS: dict[str, Callable[[World], object]] = {
    "the clause is edited": World.edit,
    "a comment on the clause": lambda world: world.comment(world.clause.thread),
    "a comment on the proposal": lambda world: world.comment(world.proposal.thread),
    "a support": lambda world: proposing.support(world.proposal, by=world.facilitator, seen=1),
    "my own support": lambda world: proposing.support(world.proposal, by=world.agent, seen=1),
    "a proposal": World.propose,
    "an answer": lambda world: answering.decline(
        world.proposal, by=world.facilitator, answer="Already said in M2.", seen=1
    ),
    "an answer to a comment": lambda world: answer(
        world.remark, by=world.facilitator, outcome=Outcome.TAKEN_UP, reason="It is in the text now."
    ),
    "a discussion is resolved": lambda world: resolve(world.remark, by=world.facilitator, reason="It is settled."),
    "a discussion is reopened": lambda world: reopen(world.remark, by=world.agent, reason="Not for night teams."),
    "a withdrawal": lambda world: proposing.withdraw(world.propose(), by=world.author),
    "a role given to me": lambda world: roles.grant(
        world.agent, Role.FACILITATOR, by=world.administrator, reason="She animates"
    ),
    "another language": lambda world: world.speak("en"),
    "another theme": lambda world: world.reader.client.post(reverse("display-theme"), {"theme": "dark"}),
    "I sign in again": sign_in_again,
    "someone else signs in here": another_signs_in,
    "an experience in support": cite,
    "the organisation takes another name": lambda world: organisation.describe_organisation(
        by=world.administrator, seen=Organisation.objects.get().row_version, name="Other Town"
    ),
}  # fmt: skip


def test_after_each_act_the_page_is_made_again(world: World):
    world.speak("fr")
    for told, act in ACTS.items():
        everywhere(world)
        everywhere(world)  # the first may bring the cookie of forms
        assert everywhere(world) == UNCHANGED, f"before: {told}"
        act(world)
        assert everywhere(world) == CHANGED, f"after: {told}"


def test_a_page_not_changed_costs_two_queries_and_no_body(world: World):
    for _ in range(2):
        everywhere(world)
    for address in world.pages.values():
        mark = world.reader.marks[address]
        with CaptureQueriesContext(connection) as queries:
            answer = world.reader.client.get(address, headers={"If-None-Match": mark})
        assert (answer.status_code, answer.content) == (304, b"")
        assert len(queries) <= 3
        assert "private" in answer["Cache-Control"]
        assert "Cookie" in answer["Vary"]


def test_the_mark_of_one_reader_is_not_anothers(world: World):
    everywhere(world)
    other = Reader(world.author)
    for address in world.pages.values():
        assert other.client.get(address, headers={"If-None-Match": world.reader.marks[address]}).status_code == 200


def test_the_next_day_and_the_next_release_the_page_is_made_again(world: World, monkeypatch):
    for _ in range(2):
        everywhere(world)
    monkeypatch.setattr(conditional, "release", lambda: "another")
    assert everywhere(world) == CHANGED
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(conditional.timezone, "localdate", lambda: tomorrow)
    assert everywhere(world) == CHANGED


def test_a_page_with_a_message_is_always_made(world: World):
    for _ in range(2):
        everywhere(world)
    client = world.reader.client
    client.post(reverse("proposal-support", args=[world.charter.slug, world.proposal.code]), {"seen": 1})
    said = client.get(world.pages["proposal"], headers={"If-None-Match": world.reader.marks[world.pages["proposal"]]})
    assert said.status_code == 200
    assert "ETag" not in said
    with translation.override("fr"):
        assert translation.gettext("Your support is counted.").encode() in said.content


def test_a_transaction_raises_the_pulse_once_and_only_if_it_commits(world: World):
    before = Pulse.objects.get().beat
    world.edit()
    assert Pulse.objects.get().beat == before + 1
    with contextlib.suppress(RuntimeError):
        undone(world)
    assert Pulse.objects.get().beat == before + 1


def undone(world: World) -> None:
    with transaction.atomic():
        world.edit()
        raise RuntimeError
