"""The canonical form of a value, and its hash: what seals are made of. ``charters.versions.sealing`` describes it.

One form is the ledger's alone (``governance.seals``): a number with a fraction, such as 7.50, is the letter ``d``, the
number of bytes, ``:``, and its digits as PostgreSQL writes them, without an exponent. A float has no form: two machines
might write it in two ways.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> bytes:
    """The canonical form of a value. Raises TypeError for what has none, such as a float."""
    return b"".join(_form(value))


def _form(value: Any) -> Iterator[bytes]:
    match value:
        case None:
            yield b"n;"
        case bool():
            yield b"b1;" if value else b"b0;"
        case int():
            yield b"i%d;" % value
        case str():
            words = value.encode()
            yield b"t%d:" % len(words)
            yield words
        case uuid.UUID():
            yield from _form(str(value))
        case datetime():
            yield from _form(instant(value))
        case Decimal():
            digits = format(value, "f").encode()
            yield b"d%d:" % len(digits)
            yield digits
        case list() | tuple():
            yield b"l%d:" % len(value)
            for item in value:
                yield from _form(item)
        case Mapping():
            yield b"m%d:" % len(value)
            for key in sorted(value, key=str.encode):
                yield from _form(key)
                yield from _form(value[key])
        case _:
            raise TypeError(f"A {type(value).__name__} has no canonical form.")


def instant(moment: datetime) -> str:
    """A moment in UTC, written in one way."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(value: Any) -> str:
    """The hash of the canonical form of a value."""
    return hashlib.sha256(canonical(value)).hexdigest()
