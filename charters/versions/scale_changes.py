"""What changed between two competence scales, row by row: what comes, goes, moves or is reworded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from charters.text.comparing import WordsChange, words_changed
from charters.text.models import Competence, Level

LEVEL_WORDS = ("label", "meaning")
COMPETENCE_WORDS = ("label", "definition", "criterion", "agent_levels", "manager_levels")


@dataclass(frozen=True, slots=True)
class ScaleChange:
    """A level (``code`` is its rank) or a competence that is not the same on both sides."""

    code: str
    name: str
    is_level: bool
    added: bool = False
    removed: bool = False
    moved: bool = False
    words: tuple[WordsChange, ...] = ()


def scale_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ScaleChange, ...]:
    """Compare two scales, as versions freeze them (plain JSON). Empty when nothing that is read differs."""
    return (
        *_rows(before.get("levels", []), after.get("levels", []), "rank", LEVEL_WORDS),
        *_rows(before.get("competences", []), after.get("competences", []), "code", COMPETENCE_WORDS),
    )


def _rows(
    before: list[dict[str, Any]], after: list[dict[str, Any]], key: str, names: tuple[str, ...]
) -> Iterator[ScaleChange]:
    """The rows of the scale that comes, in its order, then those that are gone."""
    was, becomes = ({str(row[key]): row for row in rows} for rows in (before, after))
    stayed = [code for code in was if code in becomes]
    order = {code: place for place, code in enumerate(code for code in becomes if code in was)}
    model = Level if key == "rank" else Competence
    for code, row in becomes.items():
        words = words_changed(model, names, _state(was.get(code)), _state(row)) if code in was else ()
        moved = code in was and stayed[order[code]] != code
        if words or moved or code not in was:
            yield ScaleChange(code, row["label"], key == "rank", added=code not in was, moved=moved, words=words)
    for code, row in was.items():
        if code not in becomes:
            yield ScaleChange(code, row["label"], key == "rank", removed=True)


def _state(row: dict[str, Any] | None) -> Any:
    """A row as ``words_changed`` reads it, its criterion being in the words of the screen."""
    if row is None:
        return None
    criteria = dict(Competence.Criterion.choices)
    told = {"criterion": str(criteria.get(row["criterion"], row["criterion"]))} if "criterion" in row else {}
    return SimpleNamespace(**(row | told))
