"""Words about commitments that templates print."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from charters.commitments.models import Commitment, CommitmentFollowUp

register = template.Library()


@register.filter
def named(codes: Iterable[str], names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes with their names; a code without a name keeps itself."""
    return [(code, str(names.get(code, code))) for code in codes]


@register.filter
def month(value: date | None) -> str:
    """A month in words: June 2026."""
    return date_format(value, "F Y") if value else ""


@register.filter
def at(names: Mapping[str, Any], code: str) -> str:
    """The name of a code; one without a name keeps itself."""
    return str(names.get(code, code))


@register.filter
def promises_named(word: Commitment, names: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The promises of a word: code, title of the clause, words."""
    return [(code, at(names, code), words) for code, words in word.promised]


@register.filter
def hours(value: Any) -> str:
    """Hours as people write them: no decimal where there is none."""
    return number_format(value.normalize() if value % 1 else int(value), use_l10n=True, force_grouping=True)


@register.filter
def time_freed(word: Commitment) -> str:
    """The working time that a department frees."""
    said = {"hours": hours(word.hours_freed), "period": word.get_hours_period_display()}
    return _("%(hours)s hours of work freed %(period)s") % said


@register.filter
def time_really_freed(told: CommitmentFollowUp) -> str:
    """The working time that was really freed, as the department tells it."""
    said = {"hours": hours(told.hours_freed), "period": told.get_hours_period_display()}
    return _("%(hours)s hours of work really freed %(period)s") % said
