"""Comments on passages in the world of the house: in their place, moved, their words gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charters.deliberation import editing
from charters.models import Clause
from charters.text import anchoring
from feedback.models import Comment
from governance.models import SignsAs

if TYPE_CHECKING:
    from tests.house.world import World

WORDS = "Ακουμε ολοι. Λεμε την αληθεια καθε μερα. Φευγουμε νωρις."


def add_to(world: World) -> None:
    """``moved`` and ``gone`` wait for someone to settle where they stand; others stay in their place."""
    clause = Clause.objects.get(pk=world.clause.pk)
    clause = _rewrite(world, f"{WORDS}\n\n{clause.text}")
    for _n in world._numbers():
        for part in ("Ακουμε ολοι", "την αληθεια καθε μερα", "Φευγουμε νωρις"):
            world.gone = _comment(world, clause, part)
        world.moved = _comment(world, clause, "Λεμε την αληθεια καθε μερα")
    _rewrite(world, clause.text.replace("καθε μερα", "καθε πρωι").replace(" Φευγουμε νωρις.", ""))
    world.clause.refresh_from_db()


def _rewrite(world: World, text: str) -> Clause:
    clause = Clause.objects.get(pk=world.clause.pk)
    return editing.edit_clause(
        clause, by=world.facilitator, reason="Ετσι.", words={"text": text}, seen=clause.row_version
    )


def _comment(world: World, clause: Clause, part: str) -> Comment:
    start = clause.text.index(part)
    return anchoring.comment_on_passage(
        clause, by=world.member, read_text=clause.text, revision=clause.revision, start=start, end=start + len(part),
        kind=Comment.Kind.QUESTION, signature=SignsAs.ANONYMOUS, text=WORDS,
    )  # fmt: skip
