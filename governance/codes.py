"""Public codes: short enough for a paper card."""

from __future__ import annotations

import re
import secrets

from django.db import connection, models


def free_code(model: type[models.Model], prefix: str) -> str:
    """A code no row has, such as REX-4821; random, so that it says nothing of order or time.

    A digit more once a tenth of the shorter ones are taken. The unique constraint has the last word if two people
    draw the same one at once.
    """
    taken = model._default_manager.filter(code__startswith=f"{prefix}-").count()
    digits = 4 if taken < 900 else 5
    while True:
        number = secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)
        code = f"{prefix}-{number}"
        if not model._default_manager.filter(code=code).exists():
            return code


def next_code(model: type[models.Model], prefix: str, *, dash: str = "-") -> str:
    """The code after the last, such as INST-11, or T15 without a dash: for what is known to all anyway.

    To be called inside a transaction: until it ends, nobody else is given a code with this prefix.
    """
    one_at_a_time(model, prefix)
    codes = model._default_manager.filter(code__startswith=f"{prefix}{dash}").values_list("code", flat=True)
    numbers = [int(found[1]) for code in codes if (found := re.fullmatch(rf"{prefix}{dash}([0-9]+)", code))]
    return f"{prefix}{dash}{max(numbers, default=0) + 1:02d}"


def one_at_a_time(model: type[models.Model], prefix: str) -> None:
    """Wait for whoever adds such a row, or names one again: until the transaction ends, names can be compared.

    To be called before any row is locked: in another order, two would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{model._meta.label} {prefix}"])
