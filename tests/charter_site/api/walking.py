"""Every operation of the interface, read from its own description: what is added there is walked here.

An operation with a parameter that has no value below fails: give it one that finds something in the world of tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from charter_site.api.urls import api

# What each parameter may be in the world, the first one being enough.
VALUES: dict[str, Callable[[Any], list[Any]]] = {
    "number": lambda world: [world.number, 1],
    "since": lambda world: [1, world.number],
    "code": lambda world: ["M1"],
    "charter": lambda world: ["charte"],
    "document": lambda world: ["job_description", "mission_letter", "interview"],
    "id": lambda world: [world.profiles[0].pk, world.profiles[-1].pk],
    "department": lambda world: ["DRH"],
    "outdated": lambda world: ["true", "false"],
    "limit": lambda world: [200, 1],
    "offset": lambda world: [0, 1],
}
# Where a parameter of that name means something else, or finds less.
OTHERWISE: dict[tuple[str, str], Callable[[Any], list[Any]]] = {
    ("read_competence", "code"): lambda world: ["C1", "C2"],
    ("read_wording", "document"): lambda world: ["job_description", "interview"],
}


@dataclass(frozen=True)
class Operation:
    """One operation as the description tells it."""

    name: str
    path: str
    scope: str
    told: Any

    def _parameters(self, place: str, *, required: bool | None = None) -> list[str]:
        return [
            parameter["name"]
            for parameter in self.told["parameters"]
            if parameter["in"] == place and required in (None, parameter["required"])
        ]

    def values(self, name: str, world: Any) -> list[Any]:
        """What one of its parameters may be."""
        return OTHERWISE.get((self.name, name), VALUES[name])(world)

    @property
    def optional(self) -> list[str]:
        return self._parameters("query", required=False)

    def address(self, world: Any, **other: Any) -> str:
        """Where it answers with something of the world; ``other`` chooses or adds parameters."""
        place = {name: other.pop(name, self.values(name, world)[0]) for name in self._parameters("path")}
        asked = {name: self.values(name, world)[0] for name in self._parameters("query", required=True)} | other
        return self.path.format(**place) + (f"?{urlencode(asked)}" if asked else "")

    def addresses(self, world: Any) -> list[str]:
        """The same, with each value of each of its parameters in turn."""
        names = [*self._parameters("path"), *self._parameters("query")]
        return [self.address(world, **{name: value}) for name in names for value in self.values(name, world)] or [
            self.address(world)
        ]

    def __str__(self) -> str:
        return self.name


@cache
def operations() -> list[Operation]:
    """All of them, in the order of the description."""
    return [
        Operation(told["operationId"], path, told["security"][0]["Token"][0], told)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for told in methods.values()
    ]
