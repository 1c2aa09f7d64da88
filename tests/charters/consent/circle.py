"""People around one proposal: what each test of consent rounds starts from, through the real rules."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from charters.consent import amending, deciding, objections, opening, positions, steps
from charters.deliberation import editing, proposing
from charters.models import Clause, ConsentRound, Position, Proposal, RoundDecision
from governance.models import Member, SignsAs
from tests.factories import ClauseFactory, DepartmentFactory, MemberFactory

Kind, End, Result = Position.Kind, Position.End, RoundDecision.Result
HARM = {"harm": "Teams in the field cannot read it in time.", "scope": "Night teams, from the first week."}


def day(delta: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=delta)


class Circle:
    """A facilitator, the author of a proposal, and whoever comes; ``round`` is open at ``step`` when one is asked."""

    def __init__(self, step: str = "", **asked: Any) -> None:
        self.facilitator = MemberFactory(facilitator=True, category="A")
        self.author = MemberFactory(category="B")
        self.department = DepartmentFactory()
        self.clause: Clause = ClauseFactory(by=self.facilitator, text="We answer each other within ten days.")
        self.proposal = self.propose(**asked)
        if step:
            self.open()
            self.go_to(step)

    def propose(self, **asked: Any) -> Proposal:
        kind = asked.pop("kind", Proposal.Kind.WORDING)
        words = {"proposed_text": "We answer each other within two days."} if kind == Proposal.Kind.WORDING else {}
        said = {"signature": SignsAs.NAME, "title": "Two days", "motive": "Ten is too long.", **words, **asked}
        about = {"clause": self.clause, "base_revision": self.clause.revision}
        return proposing.propose(self.clause.charter, by=self.author, kind=kind, **about, **said)

    def someone(self, **traits: Any) -> Member:
        return MemberFactory(**({"department": self.department} | traits))

    # --- The round ---

    def open(self, **said: Any) -> ConsentRound:
        start = {"by": self.facilitator, "until": day(3), "seen": self.proposal.wording}
        self.round = opening.open_round(self.proposal, **(start | said))
        return self.round

    def move(self, move: str, **said: Any) -> Any:
        seen = self.round.steps.count()
        return steps.change_step(
            self.now(), **({"by": self.facilitator, "move": move, "until": day(3), "seen": seen} | said)
        )

    def go_to(self, step: str) -> ConsentRound:
        """Open the next step until this one, or go back to it."""
        if steps.ORDER.index(step) < steps.ORDER.index(self.now().step):
            self.move("back", target=step, reason="We need it once more.")
        while self.now().step != step:
            self.move("next")
        return self.now()

    def now(self) -> ConsentRound:
        """The round and its proposal as they are stored."""
        self.round = ConsentRound.objects.select_related("proposal").get(pk=self.round.pk)
        self.proposal = self.round.proposal
        return self.round

    # --- What people do in it ---

    def position(self, kind: str = Kind.CONSENT, *, by: Member | None = None, **said: Any) -> Position:
        words = {Kind.OBJECTION: HARM, Kind.CONCERN: {"words": "Who replaces us meanwhile?"}}.get(kind, {})
        start = {"seen": self.now().proposal.wording, "signature": SignsAs.NAME}
        return positions.take_position(self.round, by=by or self.someone(), kind=kind, **(start | words | said))

    def examine(self, objection: Position, words: str, **said: Any) -> Position:
        start: dict[str, Any] = {"by": self.facilitator, "seen": objection.examinations.count()}
        return objections.examine(objection, examination=words, **(start | said))

    def end(self, objection: Position, end: str, **said: Any) -> Position:
        start: dict[str, Any] = {"by": self.facilitator, "reason": "It is in the text now."}
        start |= {"examination": "We read it together.", "seen": objection.examinations.count()}
        return objections.end_objection(objection, end=end, **(start | said))

    def amend(self, text: str = "We answer each other within four days.", **said: Any) -> Proposal:
        title = self.now().proposal.proposed_title or self.clause.title
        start = {"by": self.author, "title": title, "reason": "It was asked.", "seen": self.proposal.wording}
        return amending.amend(self.round, text=text, **(start | said))

    def edit_clause(self, text: str) -> None:
        """Someone rewrites the clause under the round."""
        stored = Clause.objects.get(pk=self.clause.pk)
        editing.edit_clause(
            stored, by=self.facilitator, reason="Clearer", words={"text": text}, seen=stored.row_version
        )

    def remove_clause(self) -> None:
        """Someone removes the clause that the round is about."""
        stored = Clause.objects.get(pk=self.clause.pk)
        editing.remove_clause(stored, by=self.facilitator, reason="It says nothing new.", seen=stored.row_version)

    def decide(self, result: str = Result.ADOPTED, **said: Any) -> RoundDecision:
        start: dict[str, Any] = {"by": self.facilitator, "reason": "Good enough to try."}
        start |= {"seen": self.now().proposal.wording}
        if result == Result.ADOPTED:
            start["review_on"] = day(90)
        return deciding.decide(self.round, result=result, **(start | said))


def read(position: Position) -> Position:
    """The position as it is stored."""
    return Position.objects.get(pk=position.pk)
