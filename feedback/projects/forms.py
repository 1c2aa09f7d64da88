"""Telling a project, and searching what was told."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from feedback.projects.models import Feedback, Term
from feedback.projects.telling import Story
from feedback.voices.forms import CHOOSE, OnBehalfFields, SignatureFields
from governance.directory.models import Stakeholder, Tool
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.people.models import Department, SignsAs, StaffCategory
from governance.plain_text import french

# How many things that helped, and that hindered, one entry can tell.
ROWS = 5
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
            return datetime.date(int(year), int(month), 1)
        except ValueError:
            raise forms.ValidationError(_("Write the year, then the month, for instance 2026-03.")) from None

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


class StoryForm(forms.Form):
    """What an entry tells. It checks the words; ``telling`` keeps them. Four queries for all that can be ticked."""

    project = LineField(
        label=_("Which project was it?"),
        max_length=200,
        help_text=_("In your own words, for instance: rebuilding the school playground with the school staff."),
    )
    period_start = MonthField(label=_("First month"), help_text=_("Year and month, for instance 2026-03."))
    period_end = MonthField(label=_("Last month"))
    context = PlainTextField(label=_("What was it about?"), max_length=4000, rows=4)
    project_outcome = forms.ChoiceField(label=_("How did it end?"), choices=Feedback.Outcome, widget=forms.RadioSelect)
    cooperation_modes = FromList(label=_("How did you cooperate?"), required=False)
    cooperation_modes_detail = PlainTextField(label=_("Tell how, if you wish"), max_length=4000, rows=3, required=False)
    lessons = LinesField(
        label=_("What would you tell the next team?"),
        each=1000,
        most=20,
        rows=4,
        required=False,
        help_text=_("One lesson on each line."),
    )
    departments = FromList(
        label=_("Departments that took part"),
        error_messages={"required": _("Tick at least one department that took part.")},
    )
    categories = forms.MultipleChoiceField(
        label=_("Staff categories that took part"),
        choices=StaffCategory,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    participants_estimate = forms.IntegerField(
        label=_("About how many people took part?"), min_value=0, max_value=1_000_000, required=False
    )
    stakeholders = FromList(label=_("Outside organisations"), required=False)
    tools = FromList(label=_("Tools used"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for told in ("helped", "hindered"):
            for number in range(1, ROWS + 1):
                self.fields[f"{told}_{number}_kind"] = forms.ChoiceField(
                    label=_("What kind?"), choices=CHOOSE, required=False
                )
                self.fields[f"{told}_{number}_text"] = PlainTextField(
                    label=_("What happened?"), max_length=1000, rows=2, required=False
                )
        self._offer_lists()

    def _offer_lists(self) -> None:
        terms = defaultdict(list)
        for term in Term.objects.all():
            terms[term.list].append(term)
        self.terms = {str(term.pk): term for kind in terms.values() for term in kind}
        self.fields["cooperation_modes"].offer(terms[Term.List.COOPERATION_MODE])
        self.fields["departments"].offer(Department.objects.filter(closed_on=None))
        self.fields["stakeholders"].offer(Stakeholder.objects.all())
        self.fields["tools"].offer(Tool.objects.all())
        for told, kind in (("helped", Term.List.LEVER), ("hindered", Term.List.HINDRANCE)):
            for number in range(1, ROWS + 1):
                choices = [(str(term.pk), french(term.label)) for term in terms[kind]]
                self.fields[f"{told}_{number}_kind"].choices = [*CHOOSE, *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("The last month is before the first."))
        told = {name: self._rows(name) for name in ("helped", "hindered")}
        if self.errors:
            return cleaned
        story = {name: cleaned.pop(name) for name in StoryForm.base_fields}
        story["participants_estimate"] = story["participants_estimate"] or 0
        others = {name: value for name, value in cleaned.items() if not name.startswith(("helped_", "hindered_"))}
        return {**others, "story": Story(**story, **told)}

    def _rows(self, told: str) -> list[tuple[Term, str]]:
        """The rows that say something: each has a kind and words, or says which is missing."""
        rows = []
        for number in range(1, ROWS + 1):
            names = f"{told}_{number}_kind", f"{told}_{number}_text"
            if any(name in self.errors for name in names):
                continue
            kind, text = (self.cleaned_data.get(name) or "" for name in names)
            if text and not kind:
                self.add_error(names[0], _("Choose what kind of thing it was."))
            elif kind and not text:
                self.add_error(names[1], _("Say what happened, or choose nothing beside it."))
            elif kind:
                rows.append((self.terms[kind], text))
        return rows

    @cached_property
    def helped_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return self._bound_rows("helped")

    @cached_property
    def hindered_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return self._bound_rows("hindered")

    def _bound_rows(self, told: str) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(n, self[f"{told}_{n}_kind"], self[f"{told}_{n}_text"]) for n in range(1, ROWS + 1)]


class TellForm(SignatureFields, OnBehalfFields, StoryForm):
    """A new entry. ``publish`` is the button that was pressed: without it, a draft is kept."""

    publish = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        anonymous = cleaned.get("signature") == SignsAs.ANONYMOUS and cleaned.get("on_behalf") is None
        if anonymous and not cleaned.get("publish"):
            self.add_error(
                "signature",
                _(
                    "An anonymous entry cannot be kept as a draft, since nothing says that it is yours. "
                    "Publish it now, or sign the draft by function."
                ),
            )
        return cleaned


class RetellForm(StoryForm):
    """A draft changed by its author, who keeps the signature chosen at first."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """A button: it only says which state of the row was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def told_by(entry: Feedback) -> dict[str, Any]:
    """What the form of a draft shows at first, from an entry ``with_all_it_says``."""
    initial = {
        "project": entry.project.name,
        "seen": entry.row_version,
        "cooperation_modes": [term["pk"] for term in entry.modes],
        "departments": [department["pk"] for department in entry.in_departments],
        "stakeholders": [stakeholder["pk"] for stakeholder in entry.with_stakeholders],
        "tools": [tool["pk"] for tool in entry.with_tools],
    }
    for name in StoryForm.base_fields.keys() - initial.keys():
        initial[name] = getattr(entry, name)
    for told, rows in (("helped", entry.told_levers), ("hindered", entry.told_hindrances)):
        for number, row in enumerate(rows, start=1):
            initial |= {f"{told}_{number}_kind": row["term"], f"{told}_{number}_text": row["text"]}
    return initial


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
