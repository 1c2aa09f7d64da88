"""A visit to a route: who may, its address, what is typed. The tables are in ``scenarios`` and ``rooms``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from tests.house.world import World

# Who may. Everyone is an agent; the table of permissions of each app is not read here, so that it is judged.
VISITORS = ("visitor", "agent", "facilitator", "hr", "executive", "administrator")
EVERYONE = VISITORS[1:]
FACILITATORS, HUMAN_RESOURCES, EXECUTIVES, ADMINISTRATORS = (
    ("facilitator",),
    ("hr",),
    ("executive",),
    ("administrator",),
)
OPENERS = COMMITTEE_KEEPERS = ("facilitator", "administrator")
# what a plausible reader does not fill, though there is room for it
LEFT_EMPTY = "(left empty)"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way to use a route.

    ``kind``: a ``page`` is only read; a ``form`` is read, then sent to its own address; an ``act`` is only sent,
    from the page ``sent_from``; a ``shortcut`` leads elsewhere; a ``file`` or a ``line`` is not a page.
    ``by`` opens it in the tests, when it is not the first of those who may. ``own``: nobody else may, whatever their
    role. ``typed`` is what a plausible reader types where the form alone does not say it; nothing, a box to
    tick; ``LEFT_EMPTY``, that the field stays so; a name that ends with "-" stands for all that begin so. ``also`` are
    queries that cost
    as much; ``query`` is the one that shows the form.
    """

    route: str
    kind: str
    open_to: tuple[str, ...]
    args: tuple[str, ...] = ()
    by: str = ""
    own: bool = False
    sent_from: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    query: str = ""

    @property
    def reader(self) -> str:
        return self.by or self.open_to[0]

    @property
    def readers(self) -> list[str]:
        """In whose hands a page is judged: its reader; where everyone comes, also whoever may do everything there."""
        return [self.reader, "everyone"] if self.open_to == EVERYONE else [self.reader]

    @property
    def is_read(self) -> bool:
        return self.kind in ("page", "form")

    def address(self, world: World) -> str:
        return reverse(self.route, args=[world.find(path) for path in self.args])

    def __str__(self) -> str:
        return " ".join([self.route, *(path.strip("'") for path in self.args if path != "charter.slug")])


def page(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "page", open_to, args, **more)


def form(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "form", open_to, args, **more)


def act(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "act", open_to, args, **more)


def shortcut(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "shortcut", open_to, args, **more)


def file(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "file", open_to, args, **more)


def line(route: str, open_to: tuple[str, ...], *args: str, **more: Any) -> Scenario:
    return Scenario(route, "line", open_to, args, **more)
