"""Stories for tests: as a rule is given them, and as a form sends them."""

from __future__ import annotations

import datetime
from typing import Any

from feedback.models import Feedback, Hindrance, Term
from feedback.projects import correcting, reading
from feedback.projects.telling import Story
from tests.factories import DepartmentFactory, FeedbackFactory, StakeholderFactory, TermFactory, ToolFactory


def a_story(**said: Any) -> Story:
    """All that an entry has to say before it is published, and what is ``said``."""
    told = {
        "project": "A playground",
        "period_start": datetime.date(2026, 1, 1),
        "period_end": datetime.date(2026, 6, 1),
        "context": "Four teams shared a playground.",
        "project_outcome": Feedback.Outcome.SUCCESS,
    }
    if "departments" not in said:
        said["departments"] = [DepartmentFactory()]
    return Story(**told | said)


def story_sent(**said: Any) -> dict[str, Any]:
    """The same, as the form of one page sends it."""
    return {
        "project": "A playground",
        "period_start": "2026-01",
        "period_end": "06/2026",
        "context": "Four teams shared a playground.",
        "project_outcome": "reussi",
        "departments": [DepartmentFactory().pk],
        "signature": "name",
        "publish": "1",
        **said,
    }


def correction_sent(entry: Feedback, **said: Any) -> dict[str, Any]:
    """An entry as the form of correction sends it back untouched, but for what is ``said``."""
    return {
        "project": entry.project.name,
        "period_start": f"{entry.period_start:%Y-%m}",
        "period_end": f"{entry.period_end:%Y-%m}",
        "context": entry.context,
        "project_outcome": entry.project_outcome,
        "departments": [department.pk for department in entry.departments.all()],
        "lessons": "\n".join(entry.lessons),
        "seen": entry.row_version,
        "reason": "A slip of the pen.",
        **said,
    }


def full_entry(rows: int = 1, **said: Any) -> Feedback:
    """An entry with as many rows of each kind around it."""
    entry: Feedback = FeedbackFactory(
        levers=["It helped."] * rows, departments=DepartmentFactory.create_batch(rows), **said
    )
    hindrance = TermFactory(list=Term.List.HINDRANCE)
    for position in range(rows):
        Hindrance.objects.create(feedback=entry, term=hindrance, text="It hindered.", position=position)
    entry.stakeholders.set(StakeholderFactory.create_batch(rows))
    entry.tools.set(ToolFactory.create_batch(rows))
    entry.cooperation_modes.set(TermFactory.create_batch(rows))
    return entry


def begun_entry(**said: Any) -> Feedback:
    """A draft that says its project, and nothing else."""
    nothing = {"period_start": None, "period_end": None, "context": "", "project_outcome": "", "lessons": []}
    entry: Feedback = FeedbackFactory(draft=True, departments=[], **nothing | said)
    return entry


def corrected(entry: Feedback, by: Any, reason: str = "A slip of the pen.", **said: Any) -> Feedback:
    """The entry after a correction, as it is read now."""
    seen = Feedback.objects.get(pk=entry.pk).row_version
    correcting.correct(entry, said, by=by, seen=seen, reason=reason)
    return as_read(entry)


def as_read(entry: Feedback) -> Feedback:
    """The entry with all it says now."""
    found: Feedback = reading.with_last_correction(reading.with_all_it_says(Feedback.objects.filter(pk=entry.pk))).get()
    return found
