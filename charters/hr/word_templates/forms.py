"""The forms of templates: a file to judge, and why one is retired."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.hr.kinds import DocumentKind
from governance.form_fields import LineField, PlainTextField


class TemplateForm(forms.Form):
    """A Word file, what it is for, and how colleagues will find it. Its own name is not believed."""

    name = LineField(
        label=_("Name of the template"),
        max_length=120,
        help_text=_("As your colleagues will look for it, for instance “Job description, technical posts”."),
    )
    kind = forms.ChoiceField(label=_("Document it is for"), choices=DocumentKind.choices)
    file = forms.FileField(
        label=_("The Word file"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("A .docx file, 2 megabytes at most, without macros."),
        error_messages={"required": _("Choose the Word file of the template.")},
    )


class RetiringForm(forms.Form):
    """Why a template is retired."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    reason = PlainTextField(label=_("Why it is retired"), max_length=1000, rows=2)
