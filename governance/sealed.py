"""Sealed rows: inserted once, then never updated, deleted nor truncated.

The promise is kept three times: the application's database role has no such right (``grants`` reads
``sealed_tables``), triggers refuse whoever has, and no rule of ours ever tries.
"""

from typing import TypeVar

import pgtrigger
from django.db import models

M = TypeVar("M", bound=models.Model)

_sealed: list[type[models.Model]] = []

REFUSAL = "This row is sealed: it was inserted once and cannot be changed."


def sealed(model: type[M]) -> type[M]:
    """Declare a model whose rows are inserted once; usable as a class decorator."""
    pgtrigger.register(
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{REFUSAL}';",
        ),
    )(model)
    _sealed.append(model)
    return model


def sealed_models() -> list[type[models.Model]]:
    """Every sealed model, history tables included."""
    return sorted(_sealed, key=lambda model: model._meta.db_table)


def sealed_tables() -> list[str]:
    """Names of the tables on which the application's role may only SELECT and INSERT."""
    return [model._meta.db_table for model in sealed_models()]
