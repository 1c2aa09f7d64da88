"""Tokens of other software."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from governance.tokens import granting
from governance.tokens.models import Scope
from tests.house.visits import ADMINISTRATORS, Scenario, form, page

WORDS = "Ολα καλα"
TOMORROW = timezone.localdate() + datetime.timedelta(days=1)

SCENARIOS: list[Scenario] = [
    page("tokens", ADMINISTRATORS, also=("?page=2",)),
    form("token-new", ADMINISTRATORS, typed={"name": WORDS, "scopes": "charter:read"}),
    form("token-revoke", ADMINISTRATORS, "token.pk"),
]


def add_to(world: Any) -> None:
    """``world.size`` tokens: the last one is valid, and some before it are revoked."""
    by = world.people["administrator"]
    for n in range(world.size + 1):
        token, _secret = granting.grant(by=by, name=f"{WORDS} {n}", scopes=[*Scope], expires_on=TOMORROW)
        if n % 2 == 0:
            granting.revoke(token, by=by, reason=WORDS, seen=token.row_version)
    world.token, _secret = granting.grant(by=by, name=WORDS, scopes=[Scope.CHARTER], expires_on=TOMORROW)
