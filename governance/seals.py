"""The ledger of seals: one line for each sealed row of what people decided, written by the database itself.

Anyone may re-implement this page in another language and check a database. The canonical form of a value is described
in ``charters.versions.sealing`` (and in ``governance.canonical`` for a number with a fraction); hashes are SHA-256.

**Row hash**: that of the form of a map, column by column, of what ``to_jsonb`` gives of the row in PostgreSQL with
TimeZone UTC: so a UUID, a date and an instant are texts. Which columns, the *form* of the table says: form 1 is what it
had when the ledger began to cover it, and a migration that adds a column makes the next form. What is sealed under a
form stays so.

**Chain hash** of a seal: that of the form of the list ``cooperation-charter-ledger/1``, number, name of the table,
form, the row's key as a text, row hash, chain hash of the seal before (an empty text for the first); both hashes in 64
lower-case hexadecimal digits. Numbers go from 1 without a gap.

**Anchor**: ``COUNT:HASH``, the number of seals and the chain hash of the last, in hexadecimal. Whoever keeps one
outside the database will know whether anything that was there at that moment was taken away or rewritten.

Seals are written at the commit by a trigger that is not pgtrigger's, so that its ignore variable has no effect, with
the rights of the owner, so that the application can read the ledger and write nothing in it. A chain needs a lock: it
is the pulse's (``governance.pulse``), taken at the same moment, so that the rules' own locks all come before.

**What is not here, by design**: contributions, and whatever follows one of them (wordings of a proposal, positions,
steps of a discussion or of a consent round, places of a comment). The ledger keeps an order; that of anonymous words,
beside signed ones, would say when each was written, and often by whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext as _

from governance.refusals import Refused
from governance.sealed import sealed

# Histories hold most rows, and nobody asks for the seal of one of them: they would make the index four times as large.
_ASKED_FOR = ~Q(table_name__contains="historical")


@sealed
class Seal(models.Model):
    """A line of the ledger. The database writes it; the application only reads it."""

    number = models.BigIntegerField(primary_key=True)
    form = models.SmallIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=36)
    row_hash = models.BinaryField(max_length=32)
    chain_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["table_name", "row_id"], condition=_ASKED_FOR, name="seal_of_a_row")]

    def __str__(self) -> str:
        return f"{self.number} {self.table_name} {self.row_id}"


# --- What is covered -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Covered:
    """A table of the ledger: its forms from the first, and what rows hold in columns added after they were sealed."""

    table: str
    key: str
    model: type[models.Model]
    forms: tuple[tuple[str, ...], ...]
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of the newest form."""
        return self.forms[-1]


_covered: dict[str, Covered] = {}


def cover(model: type[models.Model], *forms: str, before: Mapping[str, Any] | None = None) -> None:
    """Declare that the ledger covers a sealed model; each form names its columns, the newest last.

    A migration covers the table in the database, with the same words (``governance.covering.Cover``); ``before`` says
    what a column that a later form added holds in the rows that were sealed without it (nothing, unless said).
    """
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    assert key.column
    _covered[table] = Covered(table, key.column, model, tuple(tuple(form.split()) for form in forms), before or {})


def covered_tables() -> dict[str, Covered]:
    """Every table that the ledger covers, by its name."""
    return dict(sorted(_covered.items()))


# --- Anchors ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many seals there are, and the chain hash of the last: one line to keep elsewhere."""

    count: int
    last: str

    def __str__(self) -> str:
        return f"{self.count}:{self.last}"


ANCHOR = re.compile(r"(0):()|([1-9][0-9]{0,17}):([0-9a-f]{64})", re.ASCII)


def parse_anchor(text: str) -> Anchor:
    """Read an anchor that someone kept. Raises Refused."""
    found = ANCHOR.fullmatch("".join(text.split()).lower())
    if not found:
        raise Refused(
            _(
                "This is not an anchor: a number, a colon, then 64 characters from 0 to 9 and a to f. "
                "Copy the whole line again from the message or the document that carries it."
            )
        )
    count, last = found.group(3) or found.group(1), found.group(4) or ""
    return Anchor(int(count), last)


def anchor() -> Anchor:
    """The anchor of the ledger as it is now. One query."""
    return _anchor_of(Seal.objects.order_by("-number").only("number", "chain_hash").first())


def seal_now() -> None:
    """Seal now what the commit would: an anchor read afterwards covers what this transaction wrote.

    The pulse is held from then on: to be called last, once the rule has taken all its other locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS governance_seal IMMEDIATE")
        cursor.execute("SET CONSTRAINTS governance_seal DEFERRED")


def seals_of(rows: Iterable[models.Model]) -> dict[str, Anchor]:
    """The anchors at the moments when rows of one table were sealed, by their keys as texts. One query at most.

    A row that is not sealed yet has none.
    """
    keys = {str(row.pk): row._meta.db_table for row in rows}
    if not keys:
        return {}
    # what is asked for is said again, so that the index serves
    found = Seal.objects.filter(_ASKED_FOR, table_name__in=set(keys.values()), row_id__in=keys).order_by("-number")
    return {seal.row_id: _anchor_of(seal) for seal in found}


def _anchor_of(seal: Seal | None) -> Anchor:
    return Anchor(seal.number, bytes(seal.chain_hash).hex()) if seal else Anchor(0, "")
