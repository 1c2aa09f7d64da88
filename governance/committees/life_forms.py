"""Forms of what a committee lives through. They check words; the rules of the room save them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.committees.days import unlikely
from governance.committees.forms import Seen, WhyField
from governance.committees.meetings import CommitteeTask, Mandate, Meeting
from governance.committees.models import Committee, Decision
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.people.forms import Day
from governance.plain_text import french

FOR_MANAGERS = _("What is for managers is read by managers only. If you are not one, you will not find it here again.")


class LikelyDay(Day):
    """A day that someone can mean; of the past only, where it is said."""

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        self.past = past
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if sentence := unlikely(day):
            raise forms.ValidationError(sentence)
        if day and self.past and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class MandateForm(forms.Form):
    """A mandate, the first or the next."""

    starts_on = LikelyDay(label=_("From"))
    ends_on = LikelyDay(label=_("Until"), required=False, help_text=_("Leave it empty if no end is set."))
    given_by = LineField(
        label=_("Given by"), max_length=200, help_text=_("A function, a vote, an order: never a person’s name.")
    )
    purpose = PlainTextField(label=_("What for"), max_length=2000, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The mandate ends before it begins."))
        return cleaned


class MandateEndForm(Seen):
    """Another end for a mandate, and why."""

    ends_on = LikelyDay(label=_("Until"), required=False, help_text=_("Leave it empty if no end is set."))
    reason = WhyField()

    @classmethod
    def about(cls, mandate: Mandate, data: Any = None) -> MandateEndForm:
        return cls(data, initial={"ends_on": mandate.ends_on, "seen": mandate.row_version})


class MeetingForm(forms.Form):
    """A meeting to announce, or one that was held."""

    held_on = LikelyDay(label=_("Day"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    agenda = LinesField(
        label=_("Agenda"), each=300, most=40, rows=6, required=False, help_text=_("One item on each line.")
    )


class MeetingEditForm(MeetingForm, Seen):
    """The same, and why it changes."""

    reason = WhyField()

    @classmethod
    def about(cls, meeting: Meeting, data: Any = None) -> MeetingEditForm:
        start = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
        return cls(data, initial={**start, "seen": meeting.row_version})


class MinutesForm(Seen):
    """What was said and agreed, and who may read it."""

    minutes = PlainTextField(
        label=_("Minutes"), max_length=20000, rows=14,
        help_text=_("What was said and agreed, by function and never by name. A line of a list begins with a dash."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who may read them?"), choices=Decision.Visibility, widget=forms.RadioSelect, help_text=FOR_MANAGERS
    )
    reason = WhyField(required=False)

    @classmethod
    def about(cls, meeting: Meeting, data: Any = None) -> MinutesForm:
        start = {"minutes": meeting.minutes, "visibility": meeting.visibility, "seen": meeting.row_version}
        form = cls(data, initial=start)
        if meeting.minutes:
            form.fields["reason"].required = True
        else:
            del form.fields["reason"]
        return form


class SharingForm(forms.Form):
    """When and where something was shared."""

    shared_on = LikelyDay(label=_("Shared on"), past=True)
    place = LineField(label=_("Where it is found"), max_length=300, required=False)


class TaskForm(forms.Form):
    """Something asked of a committee."""

    text = PlainTextField(label=_("What is asked?"), max_length=2000, rows=3)
    owner_function = LineField(
        label=_("Who follows it up? (function)"), max_length=200, required=False,
        help_text=_("Or another committee, by its short name: the picture then shows it."),
    )  # fmt: skip
    due_on = LikelyDay(label=_("By which day?"), required=False)


class TaskEndForm(Seen):
    """How a task ended."""

    state = forms.ChoiceField(
        label=pgettext_lazy("task of a committee", "How did it end?"),
        choices=[each for each in CommitteeTask.State.choices if each[0] != CommitteeTask.State.OPEN],
        widget=forms.RadioSelect,
    )
    came_of_it = PlainTextField(label=_("What came of it?"), max_length=2000, rows=4)


class DecisionForm(forms.Form):
    """What a committee decided."""

    date = LikelyDay(label=_("Day"), past=True)
    type = forms.ChoiceField(label=_("Nature"), choices=Decision.Type)
    subject = LineField(label=_("Subject"), max_length=200)
    text = PlainTextField(label=_("What was decided?"), max_length=4000, rows=5)
    reason = PlainTextField(label=_("Why?"), max_length=4000, rows=4, required=False)
    owner_function = LineField(
        label=_("Who follows it up? (function)"), max_length=200, required=False,
        help_text=_("A function, not a name: people change posts."),
    )  # fmt: skip
    review_on = LikelyDay(label=_("To be reviewed on"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may read it?"), choices=Decision.Visibility, widget=forms.RadioSelect,
        initial=Decision.Visibility.EVERYONE, help_text=FOR_MANAGERS,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        date, review = cleaned.get("date"), cleaned.get("review_on")
        if date and review and review <= date:
            self.add_error("review_on", _("The review comes after the decision."))
        return cleaned


class DecisionNewForm(DecisionForm):
    """The same, once one has said which committee decided."""

    committee = forms.ModelChoiceField(
        Committee.objects.all(), label=_("Committee"), to_field_name="code", empty_label=_("Choose")
    )
    field_order = ["committee"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].label_from_instance = lambda row: french(row.name)


class DecisionCorrectionForm(DecisionForm, Seen):
    """An entry of the register written again, and why."""

    because = WhyField(label=_("Why this correction?"))

    @classmethod
    def about(cls, decision: Decision, data: Any = None) -> DecisionCorrectionForm:
        start = {name: getattr(decision, name) for name in DecisionForm.base_fields}
        return cls(data, initial={**start, "seen": decision.correction})


class QuestionForm(forms.Form):
    """The question box."""

    q = forms.CharField(label=_("Who decides on…"), max_length=200, required=False, strip=True)
