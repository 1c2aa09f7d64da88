"""Which quoted clauses are no longer what the charter says: one condition, asked by the database.

A clause is outdated when the version in force says it with other words, or not at all. Another version in which
nothing of the clause changed makes nothing outdated.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from charters.text.comparing import CLAUSE_WORDS
from charters.versions.models import VersionClause


def outdated(clause: str) -> Q:
    """Of rows that refer to a clause of a version: those whose clause the version in force says otherwise.

    ``clause`` is the name of the key. While no version is in force, nothing is outdated.
    """
    in_force = f"{clause}__version__charter__version_in_force"
    same = VersionClause.objects.filter(
        version=OuterRef(in_force),
        code=OuterRef(f"{clause}__code"),
        **{name: OuterRef(f"{clause}__{name}") for name in CLAUSE_WORDS},
    )
    return Q(**{f"{in_force}__isnull": False}) & ~Q(**{f"{clause}__version": F(in_force)}) & ~Q(Exists(same))
