"""Clauses that are deliberated on: one with two hundred proposals and two thousand comments, some with competitors."""

from __future__ import annotations

import random
from collections.abc import Sequence

from charters.deliberation import proposing
from charters.models import Charter, Clause, Proposal
from charters.text import drafting
from feedback.models import Comment
from feedback.voices.threads import add_comment
from governance.models import Member, SignsAs

OPEN, REMARKS = 200, 2000
COMPETING = (10, 20, 40)
REDLINE = 3000


def deliberate(charter: Charter, *, by: Member, people: Sequence[Member], chance: random.Random) -> dict[str, Clause]:
    """Write the clauses; return each by the name of what is measured on it."""
    clauses = {"crowded": _clause(charter, by, chance)}
    _propose(clauses["crowded"], people, OPEN, chance)
    _remark(clauses["crowded"], people, chance)
    for number in COMPETING:
        clauses[f"competing {number}"] = clause = _clause(charter, by, chance)
        _propose(clause, people, number, chance)
    return clauses


def _clause(charter: Charter, by: Member, chance: random.Random) -> Clause:
    from tests.bench.filling import sentence

    text = " ".join(sentence(chance, 20) for _ in range(6))
    words = {"title": f"Débattue : {sentence(chance, 4)}", "text": text}
    return drafting.add_clause(charter.sections.get(position=2), by=by, reason="Bench", words=words)


def _propose(clause: Clause, people: Sequence[Member], number: int, chance: random.Random) -> None:
    """Each asks for two other words, at places that others ask for too."""
    words = clause.text.split()
    for n in range(number):
        asked = words.copy()
        for place in (chance.randrange(1, len(words) - 1), (n // 2 * 7) % (len(words) - 2) + 1):
            asked[place] = f"autrement{n % 5}"
        proposing.propose(
            clause.charter, by=people[n % len(people)], kind=Proposal.Kind.WORDING, signature=SignsAs.NAME,
            title=f"Autrement {n}", motive="Vécu.", clause=clause, base_revision=clause.revision,
            proposed_text=" ".join(asked),
        )  # fmt: skip


def _remark(clause: Clause, people: Sequence[Member], chance: random.Random) -> None:
    from tests.bench.filling import sentence

    for n in range(REMARKS):
        said = {"kind": Comment.Kind.EXAMPLE, "text": sentence(chance, 15), "signature": SignsAs.NAME}
        add_comment(clause.thread, by=people[n % len(people)], **said)


def two_texts(chance: random.Random) -> tuple[str, str]:
    """A text of three thousand words, and what became of it: one word in twenty was changed."""
    from tests.bench.filling import sentence

    before = " ".join(sentence(chance, 20) for _ in range(REDLINE // 20))
    words = before.split()
    for place in range(7, len(words), 20):
        words[place] = "autrement"
    return before, " ".join(words)
