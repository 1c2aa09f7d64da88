"""What a project made of each clause of its checklist, and why: said bit by bit, by several people, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from charters.projects.models import ClauseUse
from charters.projects.opening import refuse_unless_under_way, require_keeper
from feedback.projects.models import Project
from governance.people.models import Member
from governance.refusals import Refused
from governance.signing import Stale, save_signed


@dataclass(frozen=True, slots=True)
class Said:
    """What one row of the form says of a clause; ``seen`` is the row version that its page showed."""

    use: int
    seen: int
    answer: str
    because: str

    @property
    def words(self) -> tuple[str, str]:
        return self.answer, self.because


@transaction.atomic
def say_of_clauses(project: Project, said: Sequence[Said], *, by: Member) -> int:
    """Record what became of the clauses, all of it or nothing; how many changed. Raises Stale, Refused.

    A row that someone else changed meanwhile is left alone when this form did not touch it; when both did, nobody is
    overwritten: Stale carries how many rows that is.
    """
    require_keeper(project, by=by)
    project = Project.objects.locked().get(pk=project.pk)
    refuse_unless_under_way(project)
    stored = {use.pk: use for use in ClauseUse.objects.locked().filter(project=project)}
    differing = [one for one in said if one.use in stored and one.words != _words(stored[one.use])]
    others = [one for one in differing if stored[one.use].row_version != one.seen]
    before = _as_seen(others)
    touched = [one for one in differing if before.get((one.use, one.seen)) != one.words]
    if clashes := [one for one in touched if stored[one.use].row_version != one.seen]:
        raise Stale(
            _(
                "Someone else answered about the same clauses while you were writing. Nothing you wrote is lost: "
                "read what is said now beside your words, then send again."
            ),
            current=len(clashes),
        )
    for one in touched:
        if one.answer and not one.because.strip():
            raise Refused(_("Say why for each clause that has an answer: the next project will read it."))
        use = stored[one.use]
        use.answer, use.because = one.answer, one.because
        save_signed(use, by=by, reason=_("What became of the clause"), fields=["answer", "because"])
    return len(touched)


def _words(use: ClauseUse) -> tuple[str, str]:
    return use.answer, use.because


def _as_seen(rows: Sequence[Said]) -> dict[tuple[int, int], tuple[str, str]]:
    """What the rows said in the version that the form showed. One query, none when no row changed meanwhile."""
    if not rows:
        return {}
    history = ClauseUse.history.filter(id__in=[one.use for one in rows]).values_list(
        "id", "row_version", "answer", "because"
    )
    return {(pk, version): (answer, because) for pk, version, answer, because in history}
