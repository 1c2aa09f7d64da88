"""Words about commitments that templates print."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from charters.commitments.asking import number_in
from charters.commitments.models import Commitment, CommitmentFollowUp
from charters.commitments.reading import Stand

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
def spoken(label: str) -> str:
    """A version as people say it: 2 for 2.0; a label of another making stays as it is."""
    return str(number_in(label) or label)


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


@register.filter
def kept(stand: Stand) -> str:
    """How many promises are kept, of how many."""
    number = sum(one.state is not None and one.state.state == one.state.State.KEPT for one in stand.promises)
    return _("%(number)s of %(total)s") % {"number": number, "total": len(stand.promises)}


@register.filter
def looked_at(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a review looked at, each number with its words."""
    words = {
        "version": _("Version in force"),
        "days_in_force": _("Days since it is in force"),
        "departments": _("Departments"),
        "signed": _("Departments that signed"),
        "declined": _("Departments that declined"),
        "silent": _("Departments that did not answer"),
        "promises": _("Promises"),
        "kept": _("Promises kept"),
        "not_yet": _("Promises not kept yet"),
        "not_kept": _("Promises not kept"),
        "untold": _("Promises of which nothing was told"),
        "hours_a_year": _("Hours of work freed a year, as promised"),
        "hours_really_a_year": _("Hours really freed a year, as told"),
        "actions": _("Actions of the rollout plan"),
        "actions_done": _("Actions that are done"),
        "actions_late": _("Actions that are late"),
        "clauses_without_experience": _("Clauses that no experience supports"),
    }
    known = [(label, facts[key]) for key, label in words.items() if facts.get(key) is not None]
    return [(label, hours(Decimal(str(value)))) for label, value in known]
