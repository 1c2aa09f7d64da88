"""The pulse of the database: one number that rises whenever anything that a page shows has changed.

A page that was already read is not made again while the number stays the same (``governance.conditional``). The number
is raised by the database itself, at the commit of whatever writes: no rule has to remember it, a command line or a
correction by hand is felt as well. Deferred to the commit, its lock is the last that a transaction takes, so that it
takes part in no deadlock.
"""

from __future__ import annotations

from typing import TypeVar

import pgtrigger
from django.db import models

from governance.compiled import CompiledQuery

M = TypeVar("M", bound=models.Model)

_felt: list[type[models.Model]] = []

BEAT = """
    INSERT INTO governance_pulse (id, beat, writer) VALUES (1, 1, txid_current())
    ON CONFLICT (id) DO UPDATE SET beat = governance_pulse.beat + 1, writer = txid_current()
    WHERE governance_pulse.writer <> txid_current();
    RETURN NULL;
"""


class Pulse(models.Model):
    """The only row: the number, and which transaction raised it last (a transaction raises it once)."""

    beat = models.BigIntegerField()
    writer = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="pulse_is_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.beat}"


def felt(model: type[M], *, except_for: tuple[str, ...] = ()) -> type[M]:
    """Declare that pages show this model; ``except_for`` are columns that no page shows."""
    operation = pgtrigger.Insert | pgtrigger.Delete
    if except_for:
        shown = [field.column for field in model._meta.concrete_fields if field.name not in except_for]
        operation |= pgtrigger.UpdateOf(*shown)
    else:
        operation |= pgtrigger.Update
    pgtrigger.register(
        pgtrigger.Trigger(
            name="pulse",
            level=pgtrigger.Row,
            when=pgtrigger.After,
            operation=operation,
            timing=pgtrigger.Deferred,
            func=BEAT,
        )
    )(model)
    _felt.append(model)
    return model


def felt_models() -> list[type[models.Model]]:
    """Every model whose changes are felt."""
    return list(_felt)


def beat() -> int:
    """The number now; 0 when nothing was ever written. One query."""
    rows = _BEAT.rows(1)
    return int(rows[0][0]) if rows else 0


_BEAT = CompiledQuery(lambda pk: Pulse.objects.filter(pk=pk).values_list("beat"), -1)
