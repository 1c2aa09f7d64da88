"""What became of clauses in projects, for the pages on which clauses are read."""

from __future__ import annotations

from django import template

from charters.projects.health import Health, Measure, Reason, measure_of, reasons_of
from charters.projects.reading import State
from charters.text.models import Clause

register = template.Library()

# The look of each state: a kind of status in the stylesheet, an icon of the sprite. The word says it too.
LOOKS = {
    Health.CONTRADICTED: ("objection", "objection"),
    Health.TO_ADAPT: ("round", "pen"),
    Health.NEVER_MET: ("discussion", "concern"),
    Health.UNTRIED: ("discussion", "history"),
    Health.LIVES: ("validated", "check"),
    State.UNDER_WAY: ("round", "round"),
    State.CLOSED: ("validated", "check"),
    State.TOLD: ("discussion", "feedback"),
}


@register.simple_tag
def clause_health(clause: Clause) -> tuple[Measure, list[Reason]]:
    """The figures of a clause, what follows from them, and why: no query, ``clauses_for_reading`` reads both."""
    return measure_of(clause), reasons_of(clause)


@register.filter
def status_of(state: Health | State) -> str:
    """``status--validated`` and so on."""
    return LOOKS[state][0]


@register.filter
def icon_of(state: Health | State) -> str:
    return LOOKS[state][1]
