"""Describing outside organisations and tools, and asking which tool to take: words are checked here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.committees.forms import CHOOSE, Seen, WhyField
from governance.committees.life_forms import LikelyDay
from governance.directory.choosing import Need
from governance.directory.models import Stakeholder, Tool
from governance.form_fields import LineField, LinesField, PlainTextField, RowsField
from governance.people.models import Department

A_FUNCTION = _("A function and its department, never a person’s name.")


class StakeholderForm(forms.Form):
    """An outside organisation to add."""

    name = LineField(
        label=_("Name"), max_length=200, help_text=_("An organisation, or a kind of organisation: never a person.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CHOOSE + Stakeholder.Kind.choices)
    contributes = PlainTextField(label=_("What it brings"), max_length=2000, rows=3, required=False)
    expectations = PlainTextField(label=_("What it expects of us"), max_length=2000, rows=3, required=False)
    single_contact_function = LineField(label=_("Single contact"), max_length=200, required=False, help_text=A_FUNCTION)
    influence = forms.ChoiceField(
        label=_("Influence on projects"), choices=Stakeholder.Influence, widget=forms.RadioSelect
    )
    involved_at = forms.MultipleChoiceField(
        label=_("Involved at"), choices=Stakeholder.Stage, widget=forms.CheckboxSelectMultiple, required=False
    )
    departments = RowsField(
        label=_("Departments that work with it"),
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Through it, these departments have a reason to meet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # one that closed stays offered where it is ticked already: it is not for a form to forget it
        ticked = Q(pk__in=self.initial.get("departments", ()))
        self.fields["departments"].queryset = Department.objects.filter(
            Q(pk__in=Department.objects.open_now().values("pk")) | ticked
        )


class StakeholderEditForm(StakeholderForm, Seen):
    """An outside organisation described again, and why."""

    reason = WhyField()

    @classmethod
    def about(cls, stakeholder: Stakeholder, data: Any = None) -> StakeholderEditForm:
        start = {name: getattr(stakeholder, name) for name in StakeholderForm.base_fields if name != "departments"}
        working = list(stakeholder.departments.values_list("pk", flat=True))
        return cls(data, initial={**start, "departments": working, "seen": stakeholder.row_version})


class ToolForm(forms.Form):
    """A tool to add: when to use it, when not, who can, and how one begins."""

    name = LineField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=CHOOSE + Tool.Kind.choices)
    family = forms.ChoiceField(label=_("What it serves for"), choices=CHOOSE + Tool.Family.choices)
    use_when = PlainTextField(label=_("When to use it"), max_length=1000, rows=3)
    avoid_when = PlainTextField(label=_("When not to use it"), max_length=1000, rows=3, required=False)
    usage_rules = LinesField(
        label=_("Rules of use"), each=500, most=30, required=False, help_text=_("One rule on each line.")
    )
    situations = forms.MultipleChoiceField(
        label=_("Situations it answers"),
        choices=Tool.Situation,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("It is proposed for these, and for no other: tick those where it really helps."),
    )
    reach = forms.ChoiceField(
        label=_("Who can use it"), choices=[("", _("Not said yet")), *Tool.Reach.choices], required=False
    )
    works_remotely = forms.BooleanField(label=_("It works at a distance"), required=False)
    accessibility_note = PlainTextField(label=_("Who can actually use it"), max_length=1000, rows=3, required=False)
    data_note = PlainTextField(label=_("What becomes of the data"), max_length=1000, rows=3, required=False)
    first_steps = LinesField(
        label=_("First steps, in five lines"),
        each=300,
        most=5,
        rows=5,
        required=False,
        help_text=_("One step on each line, as said to a colleague who has never tried."),
    )
    support_contact_function = LineField(label=_("Who helps"), max_length=200, required=False, help_text=A_FUNCTION)
    next_training_on = LikelyDay(
        label=_("Next training"), required=False, help_text=_("Once this day is past, it is no longer shown.")
    )
    next_training = LineField(label=_("Where, and how to come"), max_length=300, required=False)


class ToolEditForm(ToolForm, Seen):
    """A tool described again, and why."""

    reason = WhyField()

    @classmethod
    def about(cls, tool: Tool, data: Any = None) -> ToolEditForm:
        return cls(
            data, initial={**{name: getattr(tool, name) for name in ToolForm.base_fields}, "seen": tool.row_version}
        )


class NeedForm(forms.Form):
    """What one wants to do, with whom, and where: the question "which tool for this?"."""

    AT_A_DISTANCE = "distance"

    situation = forms.ChoiceField(label=_("I want to"), choices=CHOOSE + Tool.Situation.choices, required=False)
    where = forms.ChoiceField(
        label=_("Where we are"),
        choices=[("", _("In the same place")), (AT_A_DISTANCE, _("At a distance, even for some"))],
        required=False,
    )
    people_have = forms.ChoiceField(
        label=_("Those concerned"),
        choices=[
            ("", _("Have a computer and an account")),
            (Tool.Reach.PHONE, _("Some have only a phone")),
            (Tool.Reach.ANYONE, _("Some have no screen")),
        ],
        required=False,
    )

    def clean_situation(self) -> str:
        # asked here rather than marked as required: a question of three boxes needs no asterisk
        situation: str = self.cleaned_data["situation"]
        if not situation:
            raise forms.ValidationError(_("Choose what you want to do."))
        return situation

    def need(self) -> Need:
        """What is asked, once it is checked."""
        said = self.cleaned_data
        return Need(
            said["situation"],
            at_a_distance=said["where"] == self.AT_A_DISTANCE,
            people_have=said["people_have"] or Tool.Reach.COMPUTER,
        )
