"""What the pages of workshops show: the list, and the statements of one, by part, with their details under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from feedback.workshops.models import Statement, Workshop


@dataclass(slots=True)
class Node:
    """A statement with its details."""

    statement: Statement
    details: list[Node] = field(default_factory=list)


def for_listing() -> Any:
    """Workshops, the latest first, each with how many statements it has."""
    standing = Count("statements", filter=Q(statements__set_aside=False))
    return (
        Workshop.objects.defer("minutes")
        .annotate(statement_count=standing)
        .order_by(F("held_on").desc(nulls_last=True), "-code")
    )


def statements_of(workshop: Workshop) -> list[Statement]:
    """All that was said, with what each statement became: one query."""
    became = ("task__committee", "entry", "parent")
    return list(workshop.statements.select_related(*became).order_by("position"))


def by_part(statements: Sequence[Statement], *, kind: str = "") -> list[tuple[str, str, list[Node]]]:
    """The parts that have statements: code, words, tree. Of one kind only, each stands by itself."""
    nodes = {each.pk: Node(each) for each in statements if not each.set_aside and kind in ("", each.kind)}
    parts: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        above = nodes.get(node.statement.parent_id or 0) if not kind else None
        (above.details if above else parts[node.statement.part]).append(node)
    return [(part.value, str(part.label), parts[part.value]) for part in Statement.Part if parts[part.value]]


def kinds_in(statements: Sequence[Statement]) -> list[tuple[str, str, int]]:
    """The kinds of what was said, and how many of each."""
    standing = [each.kind for each in statements if not each.set_aside]
    return [(kind.value, str(kind.label), standing.count(kind)) for kind in Statement.Kind if kind in standing]
