"""What is recorded now, beside what someone typed about a row that changed meanwhile: nobody is to undo it unread."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from governance.templatetags.french import day


def recorded_now(form: forms.BaseForm) -> list[tuple[str, list[str]]]:
    """The fields that sending the form again would change: their names, and what they say now, as lines.

    A form about a row takes from it its ``initial`` values; what that leaves out is not of the row.
    """
    return [
        (str(form[name].label), list(_lines(field, form.initial[name])))
        for name, field in form.fields.items()
        if name in form.initial and not field.widget.is_hidden and name in form.changed_data
    ]


def _lines(field: Any, value: Any) -> Iterator[str]:
    """A stored value as lines to read; none, when there is nothing."""
    if isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, datetime.date):
        yield day(value)
    elif isinstance(value, str):
        yield from str(_label(field, value)).splitlines()
    elif value is not None:
        for each in value if isinstance(value, list | tuple) else [value]:
            yield str(_label(field, each))


def _label(field: Any, value: Any) -> Any:
    """What a choice is called; any other value says itself."""
    for key, label in getattr(field, "choices", ()):
        if str(key) == str(value):
            return label if value != "" else ""
    return value
