"""One canonical form, written twice: in Python, and in the database for the rows that it seals itself."""

from __future__ import annotations

import json
import os
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.canonical import canonical

# What PostgreSQL can hold in a jsonb: no NUL, no half of a surrogate pair.
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
FRACTIONS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | FRACTIONS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def as_json(value: object) -> str:
    """JSON where a fraction keeps its digits."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return f"[{', '.join(map(as_json, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)}: {as_json(item)}' for key, item in value.items())}}}"
    return json.dumps(value)


@pytest.mark.django_db
@settings(max_examples=int(os.environ.get("EXAMPLES", "150")))
@given(JSON)
@example({"é": [1, Decimal("-0.500"), True, None], "z": "é\n😀", "aa": {}, "Z": [], "": ""})
@example({"𐀀": 1, "￿": 2})
def test_the_database_writes_the_same_form(value):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT convert_to(governance_canonical(%s::jsonb), 'UTF8')", [as_json(value)])
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT %s::jsonb::text", [as_json(value)])
        read = json.loads(cursor.fetchone()[0], parse_float=Decimal)
    assert stored == canonical(read)


def test_a_fraction_is_written_with_its_digits_and_never_as_a_text_or_a_power_of_ten():
    assert canonical(Decimal("7.50")) == b"d4:7.50"
    assert canonical(Decimal("0.0000001")) == b"d9:0.0000001"
    assert canonical(Decimal("7.50")) != canonical("7.50")


def test_a_float_has_no_form():
    with pytest.raises(TypeError, match="float"):
        canonical([7.5])
