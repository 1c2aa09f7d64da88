"""The file that holds a list, and the confirmation of what was read in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.hr.profile_lists.lists import read_list
from charters.hr.profile_lists.reading import SUFFIXES
from charters.hr.profile_lists.tables import LARGEST_FILE
from governance.refusals import Refused


class ListForm(forms.Form):
    """A file to examine. ``cleaned_data["read"]`` is what was read in it."""

    file = forms.FileField(
        label=_("The file of the list"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("CSV or Excel workbook (.csv, .xlsx), 2 megabytes and 2000 lines at most."),
        error_messages={"required": _("Choose the file of the list.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            try:
                # no more is read than what tells that it is too large
                cleaned["read"] = read_list(file.read(LARGEST_FILE + 1), file.name)
            except Refused as refused:
                self.add_error("file", str(refused))
        return cleaned
