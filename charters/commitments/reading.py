"""Where each department stands, and the plan that brings the charter to life."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from charters.commitments.asking import is_on_text_in_force, label_of
from charters.commitments.models import Commitment, CommitmentFollowUp, RolloutAction, hours_a_year
from charters.commitments.standing import Promise
from charters.text.models import Charter, Clause
from charters.versions.reading import VALIDATIONS
from governance.people.models import Department, Member


@dataclass(slots=True)
class Stand:
    """A department, its last word on each version (the latest first), and the promises it made on the one in force.

    ``now`` is what it says of the version in force: nothing, when it is silent or answered on another one only.
    """

    department: Department
    words: list[Commitment] = field(default_factory=list)
    now: Commitment | None = None
    promises: list[Promise] = field(default_factory=list)

    @property
    def is_signed(self) -> bool:
        return self.now is not None and self.now.is_signed

    @property
    def is_declined(self) -> bool:
        return self.now is not None and self.now.status == Commitment.Status.DECLINED

    @property
    def is_to_renew(self) -> bool:
        """Signed on another version, and silent on this one."""
        return self.now is None and any(word.is_signed for word in self.words)

    @property
    def others(self) -> list[Commitment]:
        return [word for word in self.words if word is not self.now]

    @property
    def signed_before(self) -> Commitment | None:
        return next((word for word in self.others if word.is_signed), None)


@dataclass(slots=True)
class Board:
    """Every department on the version in force: ``number`` 0 before there is one, when any word counts."""

    number: int
    since: datetime.date | None
    stands: list[Stand]

    @property
    def label(self) -> str:
        return label_of(self.number) if self.number else ""

    @property
    def promises(self) -> list[Promise]:
        return [promise for stand in self.stands if stand.is_signed for promise in stand.promises]

    @property
    def signed(self) -> int:
        return sum(stand.is_signed for stand in self.stands)

    @property
    def declined(self) -> int:
        return sum(stand.is_declined for stand in self.stands)

    @property
    def silent(self) -> int:
        return sum(stand.now is None for stand in self.stands)

    @property
    def discussing(self) -> int:
        return len(self.stands) - self.signed - self.declined - self.silent

    @property
    def hours_a_year(self) -> Decimal:
        """All that departments free in a year, as they promised it."""
        return sum((stand.now.hours_freed_a_year for stand in self.stands if stand.now and stand.is_signed), Decimal(0))

    @property
    def hours_really_a_year(self) -> Decimal:
        """All that was really freed in a year, as they last told it, promise by promise."""
        told = (promise.state for promise in self.promises)
        return sum((hours_a_year(one.hours_freed, one.hours_period) for one in told if one), Decimal(0))


InForce = tuple[int, datetime.datetime | None]  # the number of the version in force (0 for none), and since when


def in_force(charter: Charter) -> InForce:
    """The version in force. One query."""
    validation = VALIDATIONS.filter(version=charter.version_in_force_id).first()
    return (validation.number or 0, validation.at) if validation else (0, None)


def board(charter: Charter, now_in_force: InForce | None = None) -> Board:
    """Every department that is open or that once said something: silence has its line too.

    Three queries, and one more when the version in force is not given.
    """
    number, since = now_in_force or in_force(charter)
    said: dict[int, list[Commitment]] = {}
    for word in Commitment.objects.current().filter(charter=charter).order_by("-recorded_at", "-pk"):
        said.setdefault(word.department_id, []).append(word)
    told: dict[tuple[int, str, str], list[CommitmentFollowUp]] = {}
    for one in CommitmentFollowUp.objects.filter(charter=charter).order_by("-number"):
        told.setdefault((one.department_id, one.version_label, one.clause_code), []).append(one)
    departments = Department.objects.open_now() | Department.objects.filter(pk__in=said)
    stands = []
    for department in departments.order_by("pole", "name", "pk"):
        words = said.get(department.pk, [])
        now = next((word for word in words if not number or is_on_text_in_force(word, charter, number)), None)
        promised = now.promised if now else []
        promises = [
            Promise(code, text, told.get((department.pk, now.version_label if now else "", code), []))
            for code, text in promised
        ]
        stands.append(Stand(department, words, now, promises))
    return Board(number, timezone.localdate(since) if since else None, stands)


def history_of_action(action: RolloutAction) -> list[tuple[Any, Member | None]]:
    """Each state of an action, the last one first, with who signed it when they still have an account. Two queries."""
    records = list(RolloutAction.history.filter(id=action.pk).order_by("-row_version"))
    signed = Member.objects.filter(pseudonym__in={record.history_user_id for record in records})
    authors = {member.pseudonym: member for member in signed}
    return [(record, authors.get(record.history_user_id)) for record in records]


def clause_titles(charter: Charter) -> dict[str, str]:
    """The titles of all clauses by code, removed ones too: a commitment may name one. One query."""
    return dict(Clause.objects.filter(charter=charter).values_list("code", "title"))


def rollout_plan(charter: Charter) -> list[RolloutAction]:
    """The actions of the plan: late ones first, then open ones by their last day, then closed ones. One query."""
    actions = RolloutAction.objects.filter(charter=charter).select_related("department").order_by("position")
    for action in actions:
        action.charter = charter
    return sorted(actions, key=lambda one: (not one.is_late, not one.is_open, _order(one)))


def _order(action: RolloutAction) -> tuple[datetime.date, int]:
    return (action.last_day if action.is_open else datetime.date.min, action.position)
