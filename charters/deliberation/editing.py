"""Writing a clause that people deliberate on: its words change, and the open proposals follow."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from charters.deliberation.carrying import follow_text
from charters.text import drafting
from charters.text.models import Clause
from governance.people.models import Member


@transaction.atomic
def edit_clause(
    clause: Clause,
    *,
    by: Member,
    reason: str,
    words: dict[str, Any],
    seen: int,
    proposals: Iterable[uuid.UUID] = (),
) -> Clause:
    """Rewrite a clause, for a reason, and carry over every proposal that stays open on it."""
    taken = list(proposals)
    clause = drafting.edit_clause(clause, by=by, reason=reason, words=words, seen=seen, proposals=taken)
    follow_text(clause, taken=taken)
    return clause


@transaction.atomic
def remove_clause(clause: Clause, *, by: Member, reason: str, seen: int, proposals: Iterable[uuid.UUID] = ()) -> Clause:
    """Remove a clause from the working text; what is proposed about it stays open until it is answered."""
    return drafting.remove_clause(clause, by=by, reason=reason, seen=seen, proposals=proposals)
