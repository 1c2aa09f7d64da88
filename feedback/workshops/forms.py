"""Forms of workshops: they read minutes and check words; the rules of the room keep them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.workshops.minutes import Minutes, read_minutes, set_out
from feedback.workshops.minutes_files import LARGEST_FILE, SUFFIXES, text_of
from feedback.workshops.models import LONGEST_MINUTES, Statement, Workshop
from governance.committees.models import Committee
from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.forms import Day
from governance.plain_text import french
from governance.refusals import Refused

# Further away, a day is a slip of the finger.
FARTHEST = datetime.timedelta(days=5 * 366)
REASON = {"label": _("Why this change?"), "max_length": 1000, "rows": 2}


class MinutesField(PlainTextField):
    """Minutes as they are pasted; how deep each line stands is kept."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(set_out(value) if isinstance(value, str) else value)


class MinutesForm(forms.Form):
    """The minutes of a workshop, pasted or in a file. ``cleaned_data["read"]`` is what was read in them."""

    text = MinutesField(
        label=_("Paste the minutes"),
        max_length=LONGEST_MINUTES,
        rows=14,
        required=False,
        help_text=_("With their headings and their lists, as they are: lines that were cut are put together again."),
    )
    file = forms.FileField(
        label=_("Or choose their file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("Text, mail, Word or OpenDocument (.txt, .md, .eml, .docx, .odt), 5 megabytes at most."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text"), cleaned.get("file")
        if self.errors:
            return cleaned
        if bool(text) == bool(file):
            both = _("Paste the minutes or choose a file, one of the two: nothing says which of them is right.")
            self.add_error("text", both if text else _("Paste the minutes here, or choose their file below."))
            return cleaned
        try:
            # no more is read than what tells that it is too large
            words = text_of(file.read(LARGEST_FILE + 1), file.name) if file else text
            return {"read": read_minutes(words), "source_name": file.name if file else ""}
        except Refused as refused:
            self.add_error("file" if file else "text", str(refused))
        return cleaned


class WorkshopFields(forms.Form):
    """The workshop's own words."""

    title = LineField(label=_("Title"), max_length=200)
    held_on = Day(label=_("Day of the workshop"), required=False)
    site = LineField(label=_("Place"), max_length=120, required=False)
    question = PlainTextField(label=_("Question asked"), max_length=2000, rows=2, required=False)
    summary = PlainTextField(label=_("Summary"), max_length=8000, rows=8, required=False)
    proposal = PlainTextField(label=_("What the workshop proposes"), max_length=4000, rows=3, required=False)

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: minutes are of a workshop that was held."))
        return day


class KeepForm(WorkshopFields):
    """What was read in the minutes, to correct before keeping it. The minutes travel in the form: nothing else does."""

    minutes = MinutesField(
        label=_("Minutes, as they are kept"),
        max_length=LONGEST_MINUTES,
        rows=12,
        widget=forms.Textarea(attrs={"readonly": True, "rows": 12}),
    )
    source_name = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read, self.refusal = Minutes(), ""
        try:
            self.read = read_minutes(str(self["minutes"].value() or ""))
        except Refused as refused:
            self.refusal = str(refused)
        for place, told in enumerate(self.read.statements):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Kind of statement %(number)s") % {"number": place + 1},
                choices=Statement.Kind,
                initial=told.kind,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @classmethod
    def of(cls, minutes: Minutes, *, source_name: str) -> KeepForm:
        """The form that shows what was just read."""
        names = (*WorkshopFields.base_fields, "source_name", "minutes")
        read = {name: getattr(minutes, name, "") for name in names}
        return cls(initial=read | {"source_name": source_name[:200], "minutes": minutes.kept})

    def clean_minutes(self) -> Minutes:
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        return self.read

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kinds = {place: cleaned.pop(f"kind_{place}", None) for place in range(len(self.read.statements))}
        return cleaned if self.errors else {**cleaned, "kinds": kinds}

    @property
    def told(self) -> list[tuple[int, Any, forms.BoundField]]:
        """Each statement with its number and the list of kinds beside it."""
        return [(n + 1, each, self[f"kind_{n}"]) for n, each in enumerate(self.read.statements)]


class Seen(forms.Form):
    """What the reader had on screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WorkshopForm(Seen, WorkshopFields):
    """Other words for the workshop itself."""

    reason = PlainTextField(**REASON)


class StatementFields(forms.Form):
    """The words of a statement, its kind, and what it is a detail of."""

    text = PlainTextField(label=_("Statement"), max_length=4000, rows=4)
    kind = forms.ChoiceField(label=pgettext_lazy("of a statement", "Kind"), choices=Statement.Kind)
    parent = forms.TypedChoiceField(label=_("It is a detail of"), required=False, empty_value=None)

    def offer_parents(self, statements: Iterable[Statement]) -> None:
        by_place = {str(each.position): each for each in statements if not each.set_aside}
        choices = [(place, f"{place}. {french(each.text[:70])}") for place, each in by_place.items()]
        self.fields["parent"].choices = [("", _("nothing: it stands by itself")), *choices]
        self.fields["parent"].coerce = lambda place: by_place.get(str(place))


class CorrectForm(Seen, StatementFields):
    """A statement read otherwise."""

    reason = PlainTextField(**REASON)
    field_order = ["text", "kind", "parent", "reason"]


class AddForm(StatementFields):
    """A statement that the minutes do not say by itself."""

    part = forms.ChoiceField(label=_("Part of the minutes"), choices=Statement.Part)
    reason = PlainTextField(**(REASON | {"label": _("Where does it come from?")}))
    field_order = ["text", "kind", "part", "parent", "reason"]


class AsideForm(Seen):
    """Set a statement aside, or put it back: ``aside`` says which one the page offered."""

    aside = forms.TypedChoiceField(
        choices=[("1", "1"), ("", "")], coerce=bool, empty_value=False, required=False, widget=forms.HiddenInput
    )
    reason = PlainTextField(label=pgettext_lazy("reason", "Why?"), max_length=1000, rows=3)


class CommitteeTaskForm(Seen):
    """What a committee is asked to do about a statement."""

    committee = RowField(label=_("Which committee?"), queryset=Committee.objects.all(), empty_label=_("Choose"))
    text = PlainTextField(label=_("What is it asked to do?"), max_length=2000, rows=4)
    owner_function = LineField(
        label=_("Who follows it up (function)"),
        max_length=200,
        required=False,
        help_text=_("A function, never a person's name."),
    )
    due_on = Day(label=_("By when?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # by its whole name: not everyone knows each one by its initials
        self.fields["committee"].label_from_instance = lambda row: french(row.name)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day and not today <= day <= today + FARTHEST:
            raise forms.ValidationError(_("Give a day to come, within five years."))
        return day


class EntryForm(Seen):
    """The project that a statement is the beginning of a story about."""

    project = LineField(
        label=_("Which project was it?"),
        max_length=200,
        help_text=_("You complete the entry next: when it was, who took part, what helped, what hindered."),
    )
    context = PlainTextField(label=_("What was it about?"), max_length=4000, rows=5)


class KindSearch(forms.Form):
    """The kind to which the statements of a workshop are narrowed."""

    kind = forms.ChoiceField(choices=[("", ""), *Statement.Kind.choices], required=False)


def words_of(workshop: Workshop) -> dict[str, Any]:
    return {name: getattr(workshop, name) for name in WorkshopFields.base_fields} | {"seen": workshop.row_version}
