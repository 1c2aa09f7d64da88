"""Which tool for this? The tools that answer a situation, the simplest first, and why each is proposed.

A tool is proposed when it answers the situation, works at a distance if one is, and asks of people nothing that they do
not have. The other tools that answer the situation are told too, with what each lacks: an honest answer is better than
none. What is not said of a tool is not supposed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.directory.models import Tool

# From what asks nothing of people to what asks the most.
ASKS = (Tool.Reach.ANYONE, Tool.Reach.PHONE, Tool.Reach.COMPUTER)
ASKS_UNKNOWN = len(ASKS)
FITS: dict[str, Promise] = {
    Tool.Reach.ANYONE: gettext_lazy("anyone can use it, without a screen"),
    Tool.Reach.PHONE: gettext_lazy("a phone is enough"),
    Tool.Reach.COMPUTER: gettext_lazy("it takes a computer and an account, which everyone here has"),
}
LACKS: dict[str, Promise] = {
    Tool.Reach.PHONE: gettext_lazy("it takes a phone"),
    Tool.Reach.COMPUTER: gettext_lazy("it takes a computer and an account"),
    "": gettext_lazy("nobody has said yet what one needs to use it"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """A situation, whether people are at a distance, and what the least equipped of them has."""

    situation: str
    at_a_distance: bool = False
    people_have: str = Tool.Reach.COMPUTER


@dataclass(frozen=True, slots=True)
class Proposed:
    """A tool that answers the situation, with the reasons to take it; or what it lacks, if it does not fit."""

    tool: Tool
    reasons: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The tools that fit, the best first; those that answer the situation but lack something; whom to ask."""

    fitting: list[Proposed]
    lacking: list[Proposed]
    helpers: list[str]


def choose(tools: Iterable[Tool], need: Need) -> Choice:
    """The tools for a situation: what asks the least of people first, then what serves for fewest things.

    ``helpers`` are the functions that know the tools of the situation, whether these fit or not.
    """
    answering = sorted((tool for tool in tools if need.situation in tool.situations), key=_simplest_first)
    judged = [Proposed(tool, _reasons(tool, need), _lacks(tool, need)) for tool in answering]
    helpers = dict.fromkeys(tool.support_contact_function for tool in answering if tool.support_contact_function)
    return Choice(
        fitting=[each for each in judged if not each.lacks],
        lacking=[each for each in judged if each.lacks],
        helpers=list(helpers),
    )


def next_training_of(tool: Tool, *, today: datetime.date) -> datetime.date | None:
    """The day of the next training, unless it is past: it is then not the next one any more."""
    day = tool.next_training_on
    return day if day and day >= today else None


def _simplest_first(tool: Tool) -> tuple[int, int, str, str]:
    return _asks(tool.reach), len(tool.situations), tool.name.casefold(), tool.code


def _asks(reach: str) -> int:
    return ASKS.index(Tool.Reach(reach)) if reach else ASKS_UNKNOWN


def _reasons(tool: Tool, need: Need) -> tuple[str, ...]:
    others = len(tool.situations) - 1
    reasons = [
        ngettext(
            "it serves for this, and for %(number)d other situation",
            "it serves for this, and for %(number)d other situations",
            others,
        )
        % {"number": others}
        if others
        else _("it is made for this, and for nothing else")
    ]
    if need.at_a_distance and tool.works_remotely:
        reasons.append(_("it can be used at a distance"))
    if tool.reach and _asks(tool.reach) <= _asks(need.people_have):
        reasons.append(str(FITS[tool.reach]))
    return tuple(reasons)


def _lacks(tool: Tool, need: Need) -> tuple[str, ...]:
    found = []
    if need.at_a_distance and not tool.works_remotely:
        found.append(_("people must be in the same place"))
    # where everyone has a computer and an account, what one needs excludes nobody
    if need.people_have != Tool.Reach.COMPUTER and _asks(tool.reach) > _asks(need.people_have):
        found.append(str(LACKS[tool.reach]))
    return tuple(found)
