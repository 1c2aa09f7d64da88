"""The forms of a version: they check what is typed, the rules decide."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.versions.comparable import undrawn
from governance.form_fields import LineField, PlainTextField


class CodesField(forms.MultipleChoiceField):
    """Clauses that were ticked. The page moved on since, perhaps: the rule says so, in a sentence."""

    def valid_value(self, value: str) -> bool:
        return bool(re.fullmatch(r"[A-Za-z0-9-]{1,7}", value))


class PrepareForm(forms.Form):
    """A version in preparation: what it brings, and what waits for the next one."""

    message = PlainTextField(
        label=_("What this version brings"),
        help_text=_("Read by executive management before it decides, then by everyone who reads the version."),
        max_length=4000,
        required=False,
        rows=5,
    )
    left_out = CodesField(label=_("Changes kept for a later version"), required=False)
    draft = forms.IntegerField(widget=forms.HiddenInput, max_value=2**63 - 1)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_text = forms.CharField(widget=forms.HiddenInput, max_length=64)
    step = forms.ChoiceField(choices=[("save", "save"), ("submit", "submit")], widget=forms.HiddenInput)

    def bring_up_to_date(self, **current: Any) -> None:
        """After a refusal, what was typed goes with what the page now shows: sent again, it is judged on that."""
        self.data = self.data.copy()
        for name, value in current.items():
            self.data[name] = str(value)


class AbandonForm(forms.Form):
    """A button: it only says which state of the version in preparation was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """A decision on a text: it carries the hash of the text that its page showed."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}-%s", **kwargs)

    def bring_up_to_date(self, content_hash: str) -> None:
        """After a refusal, the form goes with the text that the page now shows."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen_hash"] = content_hash
        self.initial["seen_hash"] = content_hash


class ValidateForm(SeenForm):
    validating_body = LineField(
        label=_("Validating body"),
        help_text=_("As it will be printed with the version, for instance “Executive committee of 15 June 2026”."),
        max_length=200,
    )


class ReturnForm(SeenForm):
    reason = PlainTextField(
        label=_("Your reasons, published with the decision"),
        help_text=_("Read by all staff. Say what is missing and what you expect."),
        max_length=4000,
        rows=5,
    )


class WithdrawForm(SeenForm):
    reason = PlainTextField(
        label=_("Why it is withdrawn"),
        help_text=_("Read by all staff."),
        max_length=4000,
        rows=3,
    )


class DayForm(forms.Form):
    """A day that has come, and perhaps one clause to go to."""

    date = forms.DateField(
        label=_("What did the charter say on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    clause = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day has not come yet, and the charter may change until then. Choose today or a day before.")
            )
        return day

    def clean_clause(self) -> str:
        """A clause that does not exist is told on the page, not refused: one asked for a day."""
        return str(self.cleaned_data["clause"]).upper()


class PastedField(PlainTextField):
    """A text that comes from elsewhere, with what word processors and PDFs draw put back in plain characters."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(undrawn(value) if isinstance(value, str) else value)


class VerifyForm(forms.Form):
    """A text or a hash to verify."""

    text = PastedField(
        label=_("A text, or a hash"),
        help_text=_(
            "Paste a clause, any wording of the charter, or a whole version; "
            "or a hash of 64 digits, as a version shows it."
        ),
        max_length=100_000,
        rows=8,
    )

    def clean_text(self) -> str:
        """A hash is whole or it is nothing: to answer about a part of one would help to guess."""
        text: str = self.cleaned_data["text"]
        digits = "".join(text.split())
        if len(digits) >= 16 and len(digits) != 64 and re.fullmatch(r"[0-9a-fA-F]+", digits):
            raise forms.ValidationError(
                _("A hash has 64 digits, and this one has %(count)s. Copy the whole of it, then verify again."),
                params={"count": len(digits)},
            )
        return text
