"""The seats of a committee as people type them: a function a line, the categories the seat is kept for at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

CATEGORIES = "ABC"
# "(C)", "(A, B, C)", "(B et C)": letters alone. Any other words between parentheses stay words of the function.
_AT_THE_END = re.compile(r"\s*\(\s*([ABC](?:\s*(?:,|;|/|\bet\b|\bou\b|\band\b|\bor\b)\s*[ABC])*)\s*\)$")


def read_seats(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The functions, and of each the categories its seat is kept for; no list of categories when none says any."""
    functions, categories = [], []
    for line in lines:
        found = _AT_THE_END.search(line)
        words = line[: found.start()] if found else line
        letters = "".join(each for each in CATEGORIES if found and each in found[1].upper())
        # a line that is nothing but categories names no function: its words are kept as they are
        functions.append(words if words else line)
        categories.append(letters if words else "")
    return functions, categories if any(categories) else []


def write_seats(functions: Sequence[str], categories: Sequence[str]) -> list[str]:
    """The same, as it is typed."""
    said = [*categories, *[""] * (len(functions) - len(categories))]
    return [
        f"{function} ({', '.join(letters)})" if letters else function
        for function, letters in zip(functions, said, strict=True)
    ]
