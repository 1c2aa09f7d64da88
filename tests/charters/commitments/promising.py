"""A charter in force, a department, whoever heads it, and what they sign."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from charters.commitments import committing, following
from charters.commitments.asking import asked_versions
from charters.models import Charter, Clause, Commitment, CommitmentFollowUp, Version
from charters.text import drafting
from charters.versions import deciding
from governance.models import Department, Member
from tests import circuit
from tests.factories import CharterFactory, ClauseFactory, DepartmentFactory, MemberFactory

TODAY = timezone.localdate()
SIGNED = {
    "status": Commitment.Status.SIGNED,
    "promises": [("M1", "We answer within ten days.")],
    "hours": Decimal("4"),
    "period": "week",
    "stops": "The weekly report.",
}


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


class House:
    """A charter of three clauses M1 to M3, version 1 in force; Roads and whoever heads it."""

    def __init__(self) -> None:
        self.facilitator: Member = MemberFactory(facilitator=True)
        self.executive: Member = MemberFactory(executive=True)
        self.charter: Charter = CharterFactory(by=self.facilitator)
        self.clauses: list[Clause] = [ClauseFactory(charter=self.charter, title=f"Clause {n}") for n in (1, 2, 3)]
        self.roads: Department = DepartmentFactory(name="Roads")
        self.head: Member = MemberFactory(heads=self.roads, function="Head of roads")
        self.version = self.validate()

    def submit(self) -> Version:
        return circuit.submit(self.charter, by=self.facilitator)

    def validate(self) -> Version:
        version = self.submit()
        circuit.hear_everyone(version, by=self.facilitator)
        deciding.validate(version, by=self.executive, seen_hash=version.content_hash)
        self.charter.refresh_from_db()
        return version

    def renew(self, text: str = "We answer each other at once.") -> Version:
        """Change the first clause, and put the next version in force."""
        self.edit(text)
        return self.validate()

    def edit(self, text: str) -> None:
        clause = Clause.objects.get(pk=self.clauses[0].pk)
        drafting.edit_clause(
            clause, by=self.facilitator, reason="Clearer", words={"text": text}, seen=clause.row_version
        )

    def sign(self, **facts: Any) -> Commitment:
        said = self.given() | {"discussed_on": day(-7)} | SIGNED | facts
        return committing.commit(self.roads, **self.having_read(said))

    def complete(self, **facts: Any) -> Commitment:
        said = self.given() | {"seen": 1, "status": Commitment.Status.SIGNED} | facts
        return committing.complete(self.roads, **self.having_read(said))

    def tell(self, **facts: Any) -> CommitmentFollowUp:
        told = self.given() | {"code": "M1", "seen_word": 1, "state": "kept", "reason": "Seen."} | facts
        return following.follow_up(self.roads, **told)

    def having_read(self, said: dict[str, Any]) -> dict[str, Any]:
        """What is said, by someone who read the text that can be signed under that number."""
        return {"seen_hash": self.hash_of(said["label"])} | said

    def hash_of(self, label: str) -> str:
        asked = {one.label: one.version for one in asked_versions(Charter.objects.get(pk=self.charter.pk))}
        return asked[label].content_hash if label in asked else ""

    def given(self) -> dict[str, Any]:
        return {"charter": self.charter, "by": self.head, "label": "1.0", "seen": 0}
