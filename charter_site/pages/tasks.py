"""A thing to do, as the home page shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

URGENT_AFTER = 14  # days


@dataclass(frozen=True, slots=True)
class Task:
    """Something that awaits the reader: what to do, why, since how many days when that is known."""

    title: str
    address: str
    words: str
    icon: str
    days: int | None = None
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        return self.days is not None and self.days > URGENT_AFTER


def days_since(day: datetime.date | None) -> int | None:
    """How long something has been waiting; nothing when nobody knows, or when its day is still to come."""
    today = timezone.localdate()
    return (today - day).days if day and day <= today else None
