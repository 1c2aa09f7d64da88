"""What to count and what to keep of it: the filters of the page of insights, and of the entries behind a cell."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.projects.insights import Experience
from feedback.projects.models import Feedback, Term
from governance.people.models import StaffCategory
from governance.plain_text import french

FILTERS = ("department", "category", "outcome", "year", "mode")


class InsightsForm(forms.Form):
    """Filters. What cannot be read is left aside, and said."""

    told = forms.ChoiceField(
        label=_("Show"), choices=[("hindrance", _("What hindered")), ("lever", _("What helped"))], required=False
    )
    where = forms.ChoiceField(
        label=_("By"), choices=[("pole", _("Division")), ("department", _("Department"))], required=False
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    category = forms.ChoiceField(
        label=_("Staff category that took part"), choices=[("", _("All categories")), *StaffCategory.choices],
        required=False,
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=[("", _("Any end")), *Feedback.Outcome.choices], required=False
    )
    year = forms.ChoiceField(label=_("Year it ended"), required=False)
    mode = forms.ChoiceField(label=_("Way of cooperating"), required=False)

    def __init__(self, *args: Any, experience: Experience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.experience = experience
        departments = [(each.code, french(each.name)) for each in experience.departments]
        self._offer("department", _("All departments"), departments)
        self._offer("year", _("All years"), [(str(year), str(year)) for year in experience.years])
        self._offer("mode", _("All ways"), self._terms(Term.List.COOPERATION_MODE))

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", nothing), *choices]

    def _terms(self, kind: str) -> list[tuple[str, str]]:
        return [(code, french(label)) for code, label in self.experience.labels(kind).items()]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name not in ("told", "where")}

    @property
    def shown(self) -> dict[str, str]:
        """What is counted, and by which places."""
        self.is_valid()
        return {
            "told": self.cleaned_data.get("told") or "hindrance",
            "where": self.cleaned_data.get("where") or "pole",
        }

    @property
    def said(self) -> list[tuple[str, str]]:
        """The filters in words: what each is called, and what was chosen."""
        return [(str(self.fields[name].label), self._words(name, value)) for name, value in self.wanted.items()]

    def _words(self, name: str, value: str) -> str:
        return str(dict(self.fields[name].choices)[value])


class BehindForm(InsightsForm):
    """The filters of a cell: those of the page, and its row and column."""

    pole = forms.ChoiceField(label=_("Division"), required=False)
    with_department = forms.ChoiceField(label=_("With the department"), required=False)
    hindrance = forms.ChoiceField(label=_("Hindrance"), required=False)
    lever = forms.ChoiceField(label=_("Lever"), required=False)

    def __init__(self, *args: Any, experience: Experience, **kwargs: Any) -> None:
        super().__init__(*args, experience=experience, **kwargs)
        self._offer("pole", "", [(pole, french(pole)) for pole in experience.poles])
        self._offer("with_department", "", [(each.code, french(each.name)) for each in experience.departments])
        self._offer("hindrance", "", self._terms(Term.List.HINDRANCE))
        self._offer("lever", "", self._terms(Term.List.LEVER))

    @property
    def asked(self) -> dict[str, str]:
        """Everything that chooses the entries; ``told`` alone asks for those that tell any hindrance, or any lever."""
        told = self.cleaned_data.get("told") if self.is_valid() else ""
        return {**self.wanted, "told": told} if told else self.wanted
