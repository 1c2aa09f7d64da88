"""Forms of what a workshop proposes. They check words; ``from_workshops`` saves them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.text.forms import Seen
from feedback.voices.once import OnceField, identity
from governance.form_fields import LineField, PlainTextField
from governance.people.models import Member


class SaidForm(Seen):
    """What a sentence of a workshop asks of the charter."""

    once = OnceField()
    title = LineField(label=_("Title of the proposal"), max_length=200)
    proposed_text = PlainTextField(label=_("Text of the clause"), max_length=4000, rows=8)
    motive = PlainTextField(
        label=_("Why?"), max_length=4000, rows=4, help_text=_("What was said in the workshop, as it was said.")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key = cleaned.pop("once", "")
        return {**cleaned, "pk": identity(self.data, key, by=self.member)}


class SaidNewForm(SaidForm):
    """A clause that does not exist yet."""


class SaidWordingForm(SaidForm):
    """Another wording of a clause, against the revision on screen."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
