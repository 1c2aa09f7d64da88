"""Wording the scale of competences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from charters.hr.scale import RANKS
from charters.text.models import Competence, Level
from governance.form_fields import LineField, PlainTextField

LADDERS = ("agent", "manager")


def _why() -> LineField:
    return LineField(label=_("Why this change?"), max_length=300, help_text=_("It stays in the history of the scale."))


class LevelForm(forms.Form):
    """What a level is called, and what it means."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    label = LineField(label=_("Name of the level"), max_length=60)
    meaning = PlainTextField(
        label=_("What it means"),
        max_length=500,
        rows=3,
        help_text=_("A fact one can see: how often, in which situations. Never a personality."),
    )
    reason = _why()

    @classmethod
    def about(cls, level: Level, data: Any = None) -> LevelForm:
        return cls(data, initial={"seen": level.row_version, "label": level.label, "meaning": level.meaning})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["words"] = {name: cleaned.pop(name, "") for name in ("label", "meaning")}
        return cleaned


class CompetenceForm(forms.Form):
    """A competence and its eight steps, four for an agent, four for a manager."""

    label = LineField(label=_("Name of the competence"), max_length=200)
    definition = PlainTextField(label=_("What it is"), max_length=1000, rows=3)
    criterion = forms.ChoiceField(
        label=_("Criterion of the yearly interview it relates to"), choices=Competence.Criterion
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {"agent": _("For an agent, level %(rank)s"), "manager": _("For a manager, level %(rank)s")}
        for ladder in LADDERS:
            for rank in RANKS:
                self.fields[f"{ladder}_{rank}"] = PlainTextField(
                    label=said[ladder] % {"rank": rank}, max_length=500, rows=2
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = {name: cleaned.pop(name, "") for name in ("label", "definition", "criterion")}
        for ladder in LADDERS:
            words[f"{ladder}_levels"] = [cleaned.pop(f"{ladder}_{rank}", "") for rank in RANKS]
        return {**cleaned, "words": words}


class NewCompetenceForm(CompetenceForm):
    """A competence to add."""

    code = LineField(
        label=_("Code"),
        max_length=7,
        validators=[RegexValidator(r"^[A-Z]{1,4}[0-9]{1,3}\Z", _("One to four capital letters, then a number: C9."))],
        help_text=_("For instance C9. Clauses refer to it: it never changes."),
    )

    field_order = ["code"]


class WordCompetenceForm(CompetenceForm):
    """Another wording of a competence."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = _why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    @classmethod
    def about(cls, competence: Competence, data: Any = None) -> WordCompetenceForm:
        shown: dict[str, Any] = {name: getattr(competence, name) for name in ("label", "definition", "criterion")}
        for ladder in LADDERS:
            steps = getattr(competence, f"{ladder}_levels")
            shown |= {f"{ladder}_{rank}": step for rank, step in zip(RANKS, steps, strict=True)}
        return cls(data, initial={"seen": competence.row_version, **shown})
