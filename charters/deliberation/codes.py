"""Public codes: short enough for a paper card, random so that they say nothing of order or time."""

from __future__ import annotations

import secrets

from django.db import models


def free_code(model: type[models.Model], prefix: str) -> str:
    """A code no row has, such as P-4821; a digit more once a tenth of the shorter ones are taken.

    The unique constraint has the last word if two people draw the same one at once.
    """
    taken = model._default_manager.filter(code__startswith=f"{prefix}-").count()
    digits = 4 if taken < 900 else 5
    while True:
        number = secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)
        code = f"{prefix}-{number}"
        if not model._default_manager.filter(code=code).exists():
            return code
