"""Fields of a story, and searching what was told."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.projects.models import Feedback, Term
from governance.committees.days import unlikely
from governance.form_fields import LineField
from governance.people.models import Department
from governance.plain_text import french

MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})|(?P<month2>[0-9]{1,2})[/-](?P<year2>[0-9]{4})")


class MonthField(forms.CharField):
    """A month, 2026-03 or 03/2026; the value is its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> datetime.date | None:  # type: ignore[override]
        typed = super().clean(value)
        if not typed:
            return None
        found = MONTH.fullmatch(typed)
        try:
            if found is None:
                raise ValueError
            year, month = found["year"] or found["year2"], found["month"] or found["month2"]
            day = datetime.date(int(year), int(month), 1)
        except ValueError:
            raise forms.ValidationError(_("Write the year, then the month, for instance 2026-03.")) from None
        if sentence := unlikely(day):
            raise forms.ValidationError(sentence)
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


class FromList(forms.TypedMultipleChoiceField):
    """Boxes to tick among rows already read; the value is a list of these rows."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(
            error_messages={
                "invalid_choice": _("One of the boxes is no longer offered: look at them again, then send again."),
                **kwargs.pop("error_messages", {}),
            },
            **kwargs,
        )

    def offer(self, rows: Iterable[Any], *, words: Any = str) -> None:
        by_id = {str(row.pk): row for row in rows}
        self.choices = [(pk, french(words(row))) for pk, row in by_id.items()]
        self.coerce = by_id.__getitem__


class SeenForm(forms.Form):
    """A button: it only says which state of the row was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SearchForm(forms.Form):
    """Filters of the list. What cannot be read is left aside, and said."""

    q = LineField(label=_("Words"), max_length=200, required=False)
    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=[("", _("Any end")), *Feedback.Outcome.choices], required=False
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    term = forms.ChoiceField(label=_("What it is about"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        departments = Department.objects.values_list("code", "name")
        self.fields["department"].choices = [
            ("", _("All departments")),
            *((code, french(name)) for code, name in departments),
        ]
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for term in Term.objects.exclude(list=Term.List.PARTICIPATION):
            groups[str(term.get_list_display())].append((f"{term.list}.{term.code}", french(term.label)))
        self.fields["term"].choices = [("", _("Anything")), *groups.items()]
