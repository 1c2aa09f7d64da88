"""The validations of a charter, in order: which version was in force on a day, which numbers can be compared.

The state on a date is read from the steps, which are only ever added: it never depends on what came after.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from charters.text.models import Charter
from charters.versions.models import VersionClause, VersionStep


@dataclass(frozen=True, slots=True)
class Validated:
    """A validated version: its number, its id, when it was validated and by whom."""

    number: int
    version: UUID
    at: datetime.datetime
    body: str

    @property
    def day(self) -> datetime.date:
        """The day of validation, where the organisation is."""
        return timezone.localdate(self.at)

    def has_clause(self, code: str) -> bool:
        """Whether the version holds a clause. One query."""
        return VersionClause.objects.filter(version=self.version, code=code).exists()


def validations_of(charter: Charter) -> list[Validated]:
    """Every validated version, the first one first. One query, whatever their number."""
    steps = VersionStep.objects.filter(charter=charter, kind=VersionStep.Kind.VALIDATED).order_by("number")
    rows = steps.values_list("number", "version_id", "at", "validating_body")
    return [Validated(number or 0, version, at, body) for number, version, at, body in rows]


def in_force_on(validations: list[Validated], day: datetime.date) -> Validated | None:
    """The version in force at the end of a day, in the time zone of the organisation; none before the first.

    ``validations`` are those of one charter, in order.
    """
    return next((validated for validated in reversed(validations) if validated.day <= day), None)
