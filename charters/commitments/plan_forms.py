"""Forms of the rollout plan and of yearly reviews: they check words; the rules of the room save them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.commitments.forms import likely
from charters.commitments.models import RolloutAction
from charters.text.forms import Seen
from feedback.projects.forms import MonthField
from governance.committees.models import Committee
from governance.form_fields import LineField, LinesField, PlainTextField, RowField
from governance.people.forms import Day
from governance.people.models import Department
from governance.plain_text import clean_plain_text, french, refuse_unprintable

State = RolloutAction.State


class ActionForm(forms.Form):
    """What is done, by whom, for whom, and by which day."""

    step = LineField(label=_("The action"), max_length=200, help_text=_("A verb, and what it brings."))
    actions = LinesField(
        label=_("What is done"), each=300, most=20, rows=4, required=False, help_text=_("One thing on each line.")
    )
    owner_function = LineField(
        label=_("Function in charge"), max_length=200, help_text=_("A function, not a name: people change posts.")
    )
    department = RowField(
        Department.objects.none(), label=_("Department in charge"), required=False, empty_label=_("None in particular")
    )
    period_start = MonthField(label=_("First month"), help_text=_("Year and month, for instance 2026-03."))
    due_on = Day(label=_("Due on"))
    audience = forms.MultipleChoiceField(
        label=_("For whom"), choices=RolloutAction.Concerned, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, now: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Department.objects.open_now() | Department.objects.filter(pk=now)
        self.fields["department"].queryset = offered.order_by("name")
        self.fields["department"].label_from_instance = lambda row: french(row.name)

    def clean_period_start(self) -> Any:
        """A month that can be remembered, or planned; what the plan said already stays."""
        return likely(self.cleaned_data["period_start"], known=self.initial.get("period_start"))

    def clean_due_on(self) -> Any:
        """A day that can be remembered, or planned; what the plan said already stays."""
        return likely(self.cleaned_data["due_on"], known=self.initial.get("due_on"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, due = cleaned.get("period_start"), cleaned.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", _("This day comes before the first month: change one of the two."))
        return cleaned


class ReviseActionForm(ActionForm, Seen):
    """The same, with why it changes."""

    reason = PlainTextField(
        label=_("Why the plan changes"), max_length=1000, rows=2,
        help_text=_("The history of the action shows it to everyone."),
    )  # fmt: skip
    field_order = ["step", "actions", "owner_function", "department", "period_start", "due_on", "audience", "reason"]

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason")}


class MoveActionForm(Seen):
    """Where an action stands, and what shows it."""

    state = forms.ChoiceField(label=_("Where does it stand?"), choices=State, widget=forms.RadioSelect)
    done_on = Day(label=_("If it is done: on which day?"), required=False)
    proof = PlainTextField(
        label=_("What shows it"), max_length=2000, rows=3, required=False,
        help_text=_("Needed when it is done, in words or by an address: minutes, a page, a poster, a figure."),
    )  # fmt: skip
    proof_address = forms.URLField(
        label=_("Address where one sees it"), max_length=500, required=False, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("It begins with https:// or http://."),
    )  # fmt: skip
    reason = PlainTextField(
        label=_("Why"), max_length=1000, rows=2, required=False,
        help_text=_("Needed when the action is given up, or opened again."),
    )  # fmt: skip
    field_order = ["state", "done_on", "proof", "proof_address", "reason"]

    def __init__(self, *args: Any, was_open: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_open = was_open

    def clean_done_on(self) -> Any:
        """A day that can be remembered; the one that was recorded stays."""
        return likely(self.cleaned_data["done_on"], known=self.initial.get("done_on"))

    def clean_proof_address(self) -> str:
        """Everyone follows it: it carries nobody's name nor password, and hides nothing from whoever reads it."""
        address: str = self.cleaned_data["proof_address"]
        clean_plain_text(address)
        refuse_unprintable(address)
        if "@" in urlsplit(address).netloc:
            raise forms.ValidationError(_("Take the name and the password out of this address: everyone will read it."))
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state, done_on = cleaned.get("state"), cleaned.get("done_on")
        if state == State.DONE:
            if not done_on and "done_on" not in self.errors:
                self.add_error("done_on", _("Give the day on which it was done."))
            elif done_on and done_on > timezone.localdate():
                self.add_error("done_on", _("This day is still to come."))
            if not (cleaned.get("proof") or cleaned.get("proof_address")) and "proof_address" not in self.errors:
                self.add_error("proof", _("Say what shows it, in words or by an address below."))
        reopened = not self.was_open and state in RolloutAction.OPEN
        if (state == State.GIVEN_UP or reopened) and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: everyone will read it."))
        return cleaned


class ReviewForm(Seen):
    """What the yearly review found, and what will change."""

    held_on = Day(label=_("Held on"))
    committee = RowField(
        Committee.objects.all(), label=_("By which committee"), required=False, empty_label=_("None in particular")
    )
    findings = PlainTextField(
        label=_("What was found"), max_length=8000, rows=6,
        help_text=_("About the charter and the work, never about people."),
    )  # fmt: skip
    changes = PlainTextField(
        label=_("What will change"), max_length=8000, rows=4, required=False,
        help_text=_("Which clauses are to be written anew, by which proposals; what the plan gains or drops."),
    )  # fmt: skip
    next_on = Day(label=_("Next yearly review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].label_from_instance = lambda row: french(row.name)

    def clean_held_on(self) -> Any:
        """A day that can be remembered."""
        return likely(self.cleaned_data["held_on"])

    def clean_next_on(self) -> Any:
        """A day that can be waited for."""
        return likely(self.cleaned_data["next_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        held_on, next_on = cleaned.get("held_on"), cleaned.get("next_on")
        if held_on and held_on > timezone.localdate():
            self.add_error("held_on", _("This day is still to come: record the review once it was held."))
        elif held_on and next_on and next_on <= held_on:
            self.add_error("next_on", _("The next review comes after this one."))
        return cleaned
