"""Describing a committee, and choosing what to read in the register of decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.committees.keeping import Shared
from governance.committees.models import Committee, Decision
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.plain_text import french

# How many pieces of information one form can say; a committee may have more.
ROWS = 4
CHOOSE = [("", _("Choose"))]


class CommitteeForm(forms.Form):
    """What a committee is for and how it works. It checks the words; ``keeping.add_committee`` adds it."""

    name = LineField(label=_("Full name"), max_length=200)
    acronym = LineField(label=_("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CHOOSE + Committee.Kind.choices)
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=Committee.Scope,
        widget=forms.RadioSelect,
        initial=Committee.Scope.STANDING,
    )
    role = PlainTextField(label=_("What is it for?"), max_length=2000, rows=3)
    decides_on = LinesField(
        label=_("It decides on"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line. A subject is decided in one place only."),
    )
    advises_on = LinesField(
        label=_("It gives an opinion on"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line."),
    )
    informed_of = LinesField(
        label=_("It is informed of"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line."),
    )
    members_by_function = LinesField(
        label=_("Members"),
        each=200,
        most=60,
        required=False,
        help_text=_("One function on each line, never a person's name."),
    )
    chaired_by_function = LineField(label=_("Chaired by (function)"), max_length=200, required=False)
    frequency = LineField(
        label=_("How often it meets"), max_length=200, required=False, help_text=_("For instance: every month.")
    )
    legal_basis = LineField(label=_("Legal basis, if there is one"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.fields[f"document_{number}"] = LineField(label=_("What it shares"), max_length=200, required=False)
            self.fields[f"shared_with_{number}"] = LinesField(
                label=_("With whom, one on each line"), each=200, most=20, rows=2, required=False
            )
            self.fields[f"delay_{number}"] = LineField(label=_("How soon"), max_length=200, required=False)

    def clean_acronym(self) -> str:
        acronym = self.cleaned_data["acronym"]
        if acronym and Committee.objects.filter(acronym__iexact=acronym).exists():
            raise forms.ValidationError(_("Another committee already has this short name."))
        return acronym

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("decides_on", "advises_on", "informed_of")):
            self.add_error(
                None,
                _("Write at least one subject that this committee decides, advises on, or is informed of."),
            )
        information = [shared for number in range(1, ROWS + 1) if (shared := self._shared(number))]
        if self.errors:
            return cleaned
        said = {name: cleaned[name] for name in CommitteeForm.base_fields}
        return {**said, "legal_basis": said["legal_basis"] or None, "information": information}

    def _shared(self, number: int) -> Shared | None:
        document, shared_with, delay = (
            self.cleaned_data.get(f"{name}_{number}") for name in ("document", "shared_with", "delay")
        )
        if not document and (shared_with or delay) and f"document_{number}" not in self.errors:
            self.add_error(f"document_{number}", _("Say what is shared, or empty the two fields beside."))
        return Shared(document, shared_with or (), delay or "") if document else None

    @cached_property
    def information_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [
            (number, [self[f"{name}_{number}"] for name in ("document", "shared_with", "delay")])
            for number in range(1, ROWS + 1)
        ]


class DecisionSearchForm(forms.Form):
    """Filters of the register."""

    committee = forms.ChoiceField(label=_("Committee"), required=False)
    type = forms.ChoiceField(
        label=_("Nature"), choices=[("", _("All natures")), *Decision.Type.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.values_list("code", "name")
        self.fields["committee"].choices = [
            ("", _("All committees")),
            *((code, french(name)) for code, name in committees),
        ]
