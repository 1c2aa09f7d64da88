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


def felt(model: type[M]) -> type[M]:
    """Declare that pages show this model."""
    pgtrigger.register(
        pgtrigger.Trigger(
            name="pulse",
            level=pgtrigger.Row,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            timing=pgtrigger.Deferred,
            func=BEAT,
        )
    )(model)
    _felt.append(model)
    return model


def felt_models() -> list[type[models.Model]]:
    """Every model whose changes are felt."""
    return list(_felt)
