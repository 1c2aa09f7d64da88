"""The steps in which a project is told, what each of them asks, and what is missing before an entry is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REREAD = "reread"


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the story: the answers it writes, and no other."""

    name: str
    title: Promise
    asks: tuple[str, ...]

    def is_begun(self, said: Mapping[str, Any]) -> bool:
        """Whether anything is told there; the name of the project was told at the start."""
        return any(said[name] for name in self.asks if name != "project")


STEPS = (
    Step("project", _("The project"), ("project", "period_start", "period_end", "context", "departments")),
    Step(
        "cooperation",
        _("How you cooperated"),
        (
            "cooperation_modes",
            "cooperation_modes_detail",
            "categories",
            "participants_estimate",
            "hours_planned",
            "hours_spent",
            "stakeholders",
            "tools",
        ),
    ),
    Step("lived", _("What helped, what hindered"), ("helped", "hindered")),
    Step("lessons", _("Its end and its lessons"), ("project_outcome", "lessons")),
)
BY_NAME = {step.name: step for step in STEPS}
# What a published entry says, whatever else it leaves out, and the sentence of whoever did not say it yet.
NEEDED: dict[str, Promise] = {
    "period_start": _("Say when it began: its first month."),
    "period_end": _("Say when it ended: its last month."),
    "context": _("Say what it was about."),
    "departments": _("Tick at least one department that took part."),
    "project_outcome": _("Say how it ended. A project that stopped teaches as much as another."),
}


def missing_from(said: Mapping[str, Any]) -> list[tuple[Step, Promise]]:
    """What has to be told before the entry is published, each with the step that asks for it."""
    return [(step, NEEDED[name]) for step in STEPS for name in step.asks if name in NEEDED and not said[name]]


def step_after(step: Step) -> str:
    """The name of the next step; after the last one, everything is read again."""
    names = [*BY_NAME, REREAD]
    return names[names.index(step.name) + 1]


def step_to_resume(said: Mapping[str, Any]) -> str:
    """Where a story left halfway goes on: the first step that tells nothing, or lacks something."""
    lacking = {step.name for step, _sentence in missing_from(said)}
    return next((step.name for step in STEPS if step.name in lacking or not step.is_begun(said)), REREAD)
