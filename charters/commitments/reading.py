"""Where each department stands, and the plan that brings the charter to life."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from charters.commitments.models import Commitment, RolloutAction
from charters.text.models import Charter, Clause
from governance.people.models import Department


@dataclass(slots=True)
class Stand:
    """A department, its last word on each version (the latest first), and the clauses it chose, with their titles."""

    department: Department
    words: list[Commitment] = field(default_factory=list)

    @property
    def last(self) -> Commitment | None:
        return self.words[0] if self.words else None

    @property
    def is_signed(self) -> bool:
        return bool(self.words) and self.words[0].status in Commitment.SIGNED


def board(charter: Charter) -> list[Stand]:
    """Every department that is open or that once said something: silence has its line too. Two queries."""
    said: dict[int, list[Commitment]] = {}
    for word in Commitment.objects.current().filter(charter=charter).order_by("-recorded_at", "-pk"):
        said.setdefault(word.department_id, []).append(word)
    departments = Department.objects.filter(Q(closed_on=None) | Q(pk__in=said)).order_by("pole", "name")
    return [Stand(department, said.get(department.pk, [])) for department in departments]


def clause_titles(charter: Charter) -> dict[str, str]:
    """The titles of all clauses by code, removed ones too: a commitment may name one. One query."""
    return dict(Clause.objects.filter(charter=charter).values_list("code", "title"))


def rollout_plan(charter: Charter) -> list[RolloutAction]:
    """The steps of the plan, in order. One query."""
    return list(RolloutAction.objects.filter(charter=charter).order_by("position"))
