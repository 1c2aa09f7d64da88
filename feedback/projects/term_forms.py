"""A word of a closed list: said, said better, moved, retired."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.projects.models import Term
from governance.form_fields import LineField, PlainTextField


class TermForm(forms.Form):
    """A word and what it means. It checks them; ``terms`` keeps them."""

    label = LineField(
        label=_("Word"),
        max_length=Term._meta.get_field("label").max_length,
        help_text=_("As people of every trade say it, in a few words."),
    )
    definition = PlainTextField(
        label=_("What it means"),
        max_length=Term._meta.get_field("definition").max_length,
        rows=3,
        required=False,
        help_text=_("In one sentence, so that everyone chooses it for the same thing."),
    )


class TermReasonForm(forms.Form):
    """Why a word is retired, or offered again."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainTextField(label=_("Why?"), max_length=1000, rows=2)


class TermEditForm(TermForm):
    """A word said better: everything told with it is then read with these words."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainTextField(label=pgettext_lazy("word of a list", "Why do you change it?"), max_length=1000, rows=2)


class TermMoveForm(forms.Form):
    """Which way a word goes, and which state of it was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    up = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda typed: typed == "1")
