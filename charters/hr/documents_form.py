"""Which document, in which format, from which template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.hr.handing_out import what_is_missing
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.sheets import Sheet
from charters.hr.word_templates.models import WordTemplate
from governance.form_fields import RowField
from governance.plain_text import typographic


class TemplateField(RowField):
    """A Word template of human resources, named with the document it is for."""

    def label_from_instance(self, obj: Any) -> str:
        return typographic(f"{obj.name} ({obj.get_kind_display()})")


class DocumentForm(forms.Form):
    """One document to make now."""

    kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind, initial=DocumentKind.INSERT)
    ending = forms.ChoiceField(label=_("Format"), choices=Ending, initial=Ending.DOCX)
    template = TemplateField(
        WordTemplate.objects.none(),
        label=_("Template"),
        required=False,
        empty_label=_("That of the house"),
        help_text=_("One of your own Word templates decides of the document and of its format."),
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["template"].queryset = WordTemplate.objects.usable()

    def clean(self) -> dict[str, Any]:
        """A template decides of the document and of its format."""
        cleaned = super().clean() or self.cleaned_data
        if template := cleaned.get("template"):
            cleaned["kind"], cleaned["ending"] = template.kind, Ending.DOCX
        return cleaned

    def missing(self) -> Iterator[tuple[str, str]]:
        """The documents that would say nothing yet, and why."""
        for kind in DocumentKind:
            if lack := what_is_missing(self.sheet, kind):
                yield str(kind.label), lack
