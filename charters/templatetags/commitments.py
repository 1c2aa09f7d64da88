"""Words about commitments that templates print."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def named(codes: Iterable[str], names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes with their names; a code without a name keeps itself."""
    return [(code, str(names.get(code, code))) for code in codes]


@register.filter
def month(value: date | None) -> str:
    """A month in words: June 2026."""
    return date_format(value, "F Y") if value else ""
