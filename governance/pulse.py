"""The pulse of the database: one number that rises whenever anything that a page shows has changed.

A page that was already read is not made again while the number stays the same (``governance.conditional``). The number
is raised by the database itself, at the commit of whatever writes: no rule has to remember it, a command line or a
correction of a row by hand is felt as well. Deferred to the commit, its lock comes after those of every rule; what the
database still checks after it (deferred keys) waits only for who changes what a key refers to, as an e-mail address:
such a rule takes the pulse first (``hold``), so that it is in no deadlock.
A database that was restored comes back to numbers that browsers have seen: the transaction that raised the number goes
with it in ``MARK``, which tells one from the other.
"""

from __future__ import annotations

from typing import TypeVar

import pgtrigger
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

M = TypeVar("M", bound=models.Model)

_felt: list[type[models.Model]] = []

# Looked at before it is raised: it is raised once, however many rows the transaction wrote.
BEAT = """
    IF NOT EXISTS (SELECT FROM governance_pulse WHERE id = 1 AND writer = txid_current()) THEN
        INSERT INTO governance_pulse (id, beat, writer) VALUES (1, 1, txid_current())
        ON CONFLICT (id) DO UPDATE SET beat = governance_pulse.beat + 1, writer = txid_current();
    END IF;
    RETURN NULL;
"""


# What a page depends on: the number, and the transaction that raised it.
MARK = Concat(
    Cast("beat", models.TextField()), Value(".", models.TextField()), Cast("writer", models.TextField()),
    output_field=models.TextField(),
)  # fmt: skip


class Pulse(models.Model):
    """The only row: the number, and which transaction raised it last (a transaction raises it once)."""

    beat = models.BigIntegerField()
    writer = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="pulse_is_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.beat}"


def hold() -> None:
    """Wait for the pulse before the rows of a rule that changes a unique column which others refer to. One query."""
    Pulse.objects.select_for_update(no_key=True).first()


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
