"""Fifty people, each at a browser of their own, and what they come to do on one clause at the same moment."""

from __future__ import annotations

import datetime
import html
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charters.consent.models import ConsentRound, Position
from charters.consent.opening import open_round
from charters.consent.steps import change_step
from charters.deliberation import proposing
from charters.deliberation.models import ProposalWording
from charters.models import Clause, Proposal, Support
from charters.text.anchors import Anchor
from feedback.models import Comment, Outcome, Thread
from governance.models import Member, SignsAs
from tests.factories import ClauseFactory, MemberFactory

PEOPLE = 50
# How many times someone reads again and sends again before they leave it for another day.
ATTEMPTS = 4
POLITE = {409, 422}
SENTENCES = 24
TEXT = " ".join(f"La règle numéro {number} vaut pour tout le monde ici." for number in range(1, SENTENCES + 1))
Check = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Written:
    """An act that the server acknowledged; ``is_there`` reads it back."""

    what: str
    about: Any
    by: int
    is_there: Check


@dataclass
class Someone:
    """A person signed in, what they come to do, and what the server answered to each request."""

    member: Member
    comes_to: Callable[[Someone], None]
    statuses: list[int] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.member)

    def _heard(self, answer: HttpResponse) -> HttpResponse:
        self.statuses.append(answer.status_code)
        return answer

    def read(self, address: str) -> dict[str, str]:
        """The words and the hidden marks of the forms of a page."""
        page = self._heard(self.client.get(address)).content.decode()
        areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
        hidden = re.findall(r'<input type="hidden" name="(seen|wording|base_revision)" value="(\d+)"', page)
        return {name: html.unescape(value).replace("\r\n", "\n") for name, value in [*areas, *hidden]}

    def send(self, address: str, **said: Any) -> bool:
        return self._heard(self.client.post(address, said)).status_code < 400

    def notes(self, what: str, about: Any, is_there: Check) -> None:
        self.written.append(Written(what, about, self.member.pk, is_there))

    def persists(self, address: str, say: Callable[[dict[str, str]], dict[str, Any]], attempts: int = ATTEMPTS) -> bool:
        """Read the page, send; told that it changed, read it again and send again. With as many attempts as there are
        people, one ends by succeeding where each refusal comes from an act of someone else, done once."""
        return any(self.send(address, **say(self.read(address))) for _ in range(attempts))


class Crowd:
    """One clause of many sentences, and what people do on it; everyone is told what to do before anyone begins."""

    def __init__(self) -> None:
        self.clause: Clause = ClauseFactory(text=TEXT)
        self.sentences = iter(range(1, SENTENCES + 1))
        self.people: list[Someone] = []

    def proposal(self) -> tuple[Member, Proposal]:
        """A proposal about a sentence of its own, and its author."""
        number, author = next(self.sentences), MemberFactory()
        return author, proposing.propose(
            self.clause.charter, by=author, kind=Proposal.Kind.WORDING, signature=SignsAs.NAME,
            title=f"Ask {number}", motive="Lived so.", clause=self.clause, base_revision=1,
            proposed_text=asking(number),
        )  # fmt: skip

    def round_on(self, proposal: Proposal, by: Member) -> ConsentRound:
        day = timezone.localdate() + datetime.timedelta(days=30)
        opened = open_round(proposal, by=by, until=day, seen=proposal.wording)
        for seen in range(1, 4):
            change_step(opened, by=by, move="next", until=day, seen=seen)
        return opened

    def someone(
        self, comes_to: Callable[[Someone], None], *, member: Member | None = None, hands: int = 1, **traits: Any
    ) -> None:
        """``hands``: how many times the same person does the same thing at the same moment."""
        member = member or MemberFactory(**traits)
        self.people += [Someone(member, comes_to) for _hand in range(hands)]

    def facilitator(self, comes_to: Callable[[Someone], None]) -> None:
        self.someone(comes_to, facilitator=True)

    def address(self, route: str, code: str = "") -> str:
        return reverse(route, args=[self.clause.charter.slug, code or self.clause.code])

    # --- What each comes to do ---

    def take_up(self, proposal: Proposal) -> Callable[[Someone], None]:
        address = self.address("proposal-take-up", proposal.code)

        def act(who: Someone) -> None:
            answer = f"{who.member.name} takes up {proposal.code}."
            if who.persists(address, lambda form: form | {"title": self.clause.title, "answer": answer}):
                who.notes("answer", proposal.pk, lambda: self.is_in_the_text(proposal, answer))

        return act

    def is_in_the_text(self, proposal: Proposal, answer: str) -> bool:
        stored = Proposal.objects.get(pk=proposal.pk)
        records = self.clause.history.filter(opens_revision=True, proposals__contains=[proposal.pk])
        (record,) = records  # taken up once, by one revision, which is the one that the proposal names
        number = int(proposal.title.removeprefix("Ask "))
        return (stored.outcome, stored.answer, stored.integrated_revision) == (
            Outcome.TAKEN_UP, answer, record.revision
        ) and f"numéro {number} compte" in record.text  # fmt: skip

    def decline(self, proposal: Proposal) -> Callable[[Someone], None]:
        def act(who: Someone) -> None:
            answer = f"{who.member.name} declines {proposal.code}."
            said = {"outcome": Outcome.NOT_TAKEN_UP, "answer": answer}
            if who.persists(self.address("proposal-decline", proposal.code), lambda form: form | said):
                who.notes("answer", proposal.pk, lambda: _answer_of(proposal) == (Outcome.NOT_TAKEN_UP, answer))

        return act

    def join(self, proposal: Proposal, other: Proposal) -> Callable[[Someone], None]:
        def act(who: Someone) -> None:
            reason = f"{who.member.name} joins {proposal.code}."
            said = {"to": other.pk, "reason": reason}
            if who.persists(self.address("proposal-join", proposal.code), lambda form: form | said):
                who.notes("answer", proposal.pk, lambda: _answer_of(proposal) == (Outcome.DUPLICATE, reason))

        return act

    def withdraw(self, proposal: Proposal) -> Callable[[Someone], None]:
        def act(who: Someone) -> None:
            if who.send(self.address("proposal-withdraw", proposal.code)):
                who.notes("answer", proposal.pk, lambda: _answer_of(proposal) == (Outcome.WITHDRAWN, ""))

        return act

    def edit(self, number: int) -> Callable[[Someone], None]:
        said = {"title": self.clause.title, "audience": ["tous_agents"], "reason": f"Edit {number}"}
        before, after = f"numéro {number} vaut", f"numéro {number} tient"

        def act(who: Someone) -> None:
            address = self.address("clause-edit")
            say = lambda form: form | said | {"text": form["text"].replace(before, after)}  # noqa: E731
            if who.persists(address, say, attempts=PEOPLE):
                who.notes(
                    "edit", after, lambda: after in self.clause.history.get(history_change_reason=said["reason"]).text
                )

        return act

    def amend(self, proposal: Proposal, number: int = 1) -> Callable[[Someone], None]:
        words, reason = f" compte {'bien ' * number}", f"Amendment {number}"
        kept = ProposalWording.objects.filter(proposal=proposal, origin="amended", reason=reason)

        def say(form: dict[str, str]) -> dict[str, str]:
            text = form["text"].replace(" compte ", words)
            return form | {"title": self.clause.title, "reason": reason, "text": text}

        def act(who: Someone) -> None:
            if who.persists(self.address("proposal-amend", proposal.code), say):
                who.notes("amend", proposal.pk, lambda: words in kept.get().text)

        return act

    def propose(self, number: int) -> Callable[[Someone], None]:
        said = {"title": f"Ask {number}", "motive": "Lived so.", "proposed_title": "", "signature": SignsAs.NAME}

        def act(who: Someone) -> None:
            address = self.address("propose-wording")
            if who.persists(address, lambda form: form | said | {"proposed_text": asking(number)}):
                who.notes("propose", number, Proposal.objects.filter(title=f"Ask {number}", author=who.member).exists)

        return act

    def object(self, round: ConsentRound) -> Callable[[Someone], None]:
        def act(who: Someone) -> None:
            harm = f"{who.member.name} would lose hours."
            said = {"kind": "objection", "words": "", "harm": harm, "scope": "The depot", "signature": SignsAs.NAME}
            if who.persists(self.address("round-position", round.code), lambda form: form | said, attempts=PEOPLE):
                held = Position.objects.filter(round=round, author=who.member, is_current=True)
                who.notes("object", round.pk, lambda: held.get().harm == harm)

        return act

    def support(self, proposal: Proposal, *, back: bool = False, again: bool = False) -> Callable[[Someone], None]:
        """Give one's support, or take it back; twice, as a hurried hand does. ``again``: then change one's mind."""

        def act(who: Someone) -> None:
            given = Support.objects.filter(proposal=proposal, digest=proposing.digest_of(who.member, proposal.pk))
            for is_back in (back, not back) if again else (back,):
                if self.sends_support(who, proposal, is_back=is_back):
                    who.written.clear()
                    what = "take back" if is_back else "support"
                    who.notes(what, proposal.pk, lambda is_back=is_back: given.count() == (0 if is_back else 1))

        return act

    def sends_support(self, who: Someone, proposal: Proposal, *, is_back: bool) -> bool:
        """What is asked for may change meanwhile: told so, one reads it again, and supports what it now says."""
        for _ in range(ATTEMPTS):
            said = {"take_back": "1"} if is_back else who.read(self.address("proposal", proposal.code))
            answers = [who.send(self.address("proposal-support", proposal.code), **said) for _twice in range(2)]
            if any(answers):
                return True
        return False

    def comment(self, route: str = "clause-comment", code: str = "", **about: Any) -> Callable[[Someone], None]:
        def act(who: Someone) -> None:
            words = f"{who.member.name} remarks."
            said = {"text": words, "kind": Comment.Kind.QUESTION, "signature": SignsAs.NAME, **about}
            if who.send(self.address(route, code), **said):
                who.notes("comment", route, lambda: Comment.objects.filter(author=who.member, text=words).count() == 1)

        return act

    def comment_on_passage(self, number: int) -> Callable[[Someone], None]:
        """About words of the text as everyone had read it."""
        words = f"La règle numéro {number}"
        start = TEXT.index(words)
        said = self.comment("passage-new", revision=1, first=start, last=start + len(words))

        def act(who: Someone) -> None:
            said(who)
            if who.written:
                who.notes("passage", number, lambda: Anchor.objects.get(comment__author=who.member).exact == words)

        return act

    # --- What happens, and what must hold then ---

    def all_at_once(self) -> list[Written]:
        """Everyone acts at the same time; return what was acknowledged, once it was read back."""
        assert len({who.member.pk for who in self.people}) == PEOPLE
        start = threading.Barrier(len(self.people))

        def live(who: Someone) -> None:
            try:
                connection.ensure_connection()
                start.wait(timeout=60)
                who.comes_to(who)
            finally:
                connection.close()

        threads = [threading.Thread(target=live, args=(who,)) for who in self.people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        assert not any(thread.is_alive() for thread in threads)
        statuses = Counter(status for who in self.people for status in who.statuses)
        assert {status for status in statuses if status >= 400} <= POLITE, statuses
        written = [each for who in self.people for each in who.written]
        assert [each for each in written if not each.is_there()] == []
        return written

    def adds_up(self, written: list[Written]) -> None:
        """Whatever happened: counters are those of the rows, revisions follow one another, one answer each."""
        clause = Clause.objects.get(pk=self.clause.pk)
        revisions = clause.history.filter(opens_revision=True).values_list("revision", flat=True)
        assert sorted(revisions) == list(range(1, clause.revision + 1))
        assert clause.open_proposal_count == clause.proposals.filter(outcome="").count()
        for thread in Thread.objects.all():
            assert thread.comment_count == thread.comments.count()
        answers = Counter(each.about for each in written if each.what == "answer")
        for proposal in clause.proposals.all():
            assert proposal.support_count == proposal.supports.filter(substance=proposal.substance).count()
            assert answers[proposal.pk] == (1 if proposal.outcome else 0)


def in_turn(*acts: Callable[[Someone], None]) -> Callable[[Someone], None]:
    def act(who: Someone) -> None:
        for each in acts:
            each(who)

    return act


def asking(number: int) -> str:
    return TEXT.replace(f"numéro {number} vaut", f"numéro {number} compte")


def _answer_of(proposal: Proposal) -> tuple[str, str]:
    stored = Proposal.objects.get(pk=proposal.pk)
    return stored.outcome, stored.answer
