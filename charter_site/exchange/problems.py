"""What is wrong with a file, said so that its author can find it and put it right."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.refusals import Refused

Path = tuple[str | int, ...]

MOST_PROBLEMS = 50
# beside the areas of a file, the names of those that are not known any more, since the schema found them unsound
UNKNOWN = "(lists that are not known)"
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: where it is, what stands there, what should."""

    path: Path
    line: int
    found: str
    expected: str

    def __str__(self) -> str:
        return _("line %(line)s, %(path)s: found %(found)s; expected %(expected)s.") % {
            "line": self.line,
            "path": written(self.path),
            "found": self.found,
            "expected": self.expected,
        }


class RefusedFile(Refused):
    """The file is not taken; ``problems`` says why, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem], *, more: bool = False):
        self.problems = sorted(problems, key=lambda problem: problem.line)
        self.more = more
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def sentences(self) -> list[str]:
        """A heading, one sentence a problem, and what to do next."""
        count = len(self.problems)
        heading = ngettext(
            "The file was refused and nothing was stored: %(count)s thing must be put right.",
            "The file was refused and nothing was stored: %(count)s things must be put right.",
            count,
        ) % {"count": count}
        more = [_("There are others: put these right, then try again.")] if self.more else []
        return [heading, *map(str, self.problems), *more]


class Problems:
    """Collects problems up to a bound: past it, a longer list helps nobody."""

    def __init__(self, most: int = MOST_PROBLEMS):
        self.most = most
        self.more = False
        self._kept: dict[Path, Problem] = {}

    def add(self, problem: Problem) -> None:
        """Keep one problem for each place: the first one found there is the plainest."""
        if problem.path in self._kept:
            return
        if len(self._kept) == self.most:
            self.more = True
            return
        self._kept[problem.path] = problem

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def overflows(self) -> bool:
        return self.more

    def refuse_if_any(self) -> None:
        if self._kept:
            raise RefusedFile(list(self), more=self.more)


def written(path: Path) -> str:
    """The path as people write it: ``charter.sections[0].title``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{visible(step)}"
    return shortened(text.removeprefix("."), 200) or _("the whole file")


def shown(value: object) -> str:
    """A value as it stands in the file, shortened, with nothing invisible in it."""
    if isinstance(value, dict):
        return _("an object")
    if isinstance(value, list):
        return ngettext("a list of %(count)s entry", "a list of %(count)s entries", len(value)) % {"count": len(value)}
    if isinstance(value, str):
        value = value[: LONGEST_VALUE + 1]
    return shortened(visible(json.dumps(value, ensure_ascii=False)), LONGEST_VALUE)


def visible(text: str) -> str:
    """Escape what a screen would not show, or would show as something else."""
    return "".join(char if char.isprintable() else json.dumps(char, ensure_ascii=True)[1:-1] for char in text)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
