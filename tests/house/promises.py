"""What departments promise in the world of the house, what became of it, the plan and its reviews."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from charters.commitments import committing, following, planning, reviewing
from charters.models import Commitment
from governance.models import Role, RoleGrant

if TYPE_CHECKING:
    from tests.house.world import World

WORDS = "Το λεμε και το κανουμε."


def add_to(world: World) -> None:
    """``everyone`` heads each department; the first one signed with words, completed and told; reviews were held."""
    for department in world.departments:
        RoleGrant.objects.create(
            member=world.everyone, role=Role.DEPARTMENT_HEAD, department=department, reason="Ετσι ζουμε."
        )
    for known in ("roles", "departments_headed"):
        world.everyone.__dict__.pop(known, None)
    world.label, world.next_label = f"{world.number}.0", f"{world.number + 1}.0"
    today, by = timezone.localdate(), world.everyone
    given = {"charter": world.charter, "by": by, "label": world.label}
    for n in world._numbers():
        committing.complete(
            world.department,
            seen=n,
            seen_hash=world.charter.version_in_force.content_hash,
            status=Commitment.Status.SIGNED_WITH_RESERVATIONS,
            added={world.clause.code: WORDS},
            hours=Decimal(n),
            period="week",
            stops=WORDS,
            comment=WORDS,
            discussed_on=today,
            **given,
        )
        following.follow_up(
            world.department, code=world.clause.code, seen=n - 1, seen_word=n + 1, state="kept", reason=WORDS,
            hours=Decimal(1), period="month", **given,
        )  # fmt: skip
        due = today + datetime.timedelta(days=365)
        reviewing.record_review(
            world.charter, by=by, seen=n - 1, held_on=today, findings=WORDS, changes=WORDS, next_on=due,
            committee=world.committee,
        )  # fmt: skip
    world.action = world.charter.rollout.first()
    for n in world._numbers():
        words = {"department": world.department, "due_on": today + datetime.timedelta(days=n)}
        action = planning.revise_action(world.action, by=by, words=words, reason=WORDS, seen=n)
        world.action.refresh_from_db()
    planning.move_action(
        action,
        by=by,
        seen=action.row_version,
        state="in_progress",
        proof=WORDS,
        proof_address="https://polis.test.example/",
    )
    world.action.refresh_from_db()
