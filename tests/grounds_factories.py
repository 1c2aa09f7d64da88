"""Entries and citations for tests of what grounds clauses."""

from __future__ import annotations

from typing import Any

from charters.grounding import citing, resources
from charters.models import Citation, Clause, OutsideResource
from feedback.models import Feedback, Hindrance, Term
from governance.models import Member
from tests.factories import FeedbackFactory, MemberFactory, TermFactory

CONTEXT = "Four teams shared a playground.\n\n- They asked the children first.\n- They met on Tuesdays."
LESSONS = ["Ask those who do the work first.", "Write down who decides. Do it before you start."]


def told(**said: Any) -> Feedback:
    """A published entry with every kind of text."""
    entry: Feedback = FeedbackFactory(
        context=CONTEXT, lessons=LESSONS, cooperation_modes_detail="One page of minutes a month.",
        levers=["One hour a week was given."], **said,
    )  # fmt: skip
    term = Term.objects.filter(list=Term.List.HINDRANCE).first() or TermFactory(list=Term.List.HINDRANCE)
    Hindrance.objects.create(feedback=entry, term=term, text="Nobody had written who decides.", position=1)
    return entry


def cited(clause: Clause, entry: Feedback, *, by: Member | None = None, **said: Any) -> Citation:
    """A citation that a facilitator brought, of the whole entry, in support."""
    clause.refresh_from_db()
    words = {"stance": Citation.Stance.SUPPORTS, "because": "It worked there.", "seen": clause.row_version}
    return citing.cite(clause, entry, by=by or MemberFactory(facilitator=True), **(words | said))


def resource(clause: Clause, **said: Any) -> OutsideResource:
    clause.refresh_from_db()
    words = {"title": "A guide", "address": "https://guide.example/page", "because": "It shows how."}
    words |= {"seen": clause.row_version}
    by = said.pop("by", None) or MemberFactory(facilitator=True)
    return resources.add_resource(clause, by=by, **(words | said))
