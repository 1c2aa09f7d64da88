"""The questions of a story: a form for each step, one for all of them, one to correct what was published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from feedback.projects import steps
from feedback.projects.correcting import is_told_by
from feedback.projects.forms import FromList, MonthField
from feedback.projects.models import Feedback, Project, Term
from feedback.projects.participants import are_few, participants_said
from feedback.projects.telling import Story
from feedback.voices.forms import CHOOSE, OnBehalfFields, SignatureFields
from governance.directory.models import Stakeholder, Tool
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.people.models import Department, Member, SignsAs, StaffCategory
from governance.plain_text import french

# How many things that helped, and that hindered, one entry can tell; how many a step shows at first.
ROWS, ROWS_SHOWN = 12, 3
LIVED = {"helped": Term.List.LEVER, "hindered": Term.List.HINDRANCE}


class _Questions(forms.Form):
    """Some questions of a story. It checks the words; the rules keep them.

    ``cleaned_data["said"]`` holds the answers, as ``telling.Story`` names them. What is no longer offered stays so for
    an entry told with it.
    """

    asks: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer()

    def offer(self) -> None:
        """Fill the lists to choose from."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {name: cleaned.pop(name) for name in self.asks if name in cleaned}
        return {**cleaned, "said": said}

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        """The words of the lists that are offered, or that the entry was told with: one query."""
        kept = set(map(str, self.initial.get("cooperation_modes", ())))
        kept |= {str(value) for name, value in self.initial.items() if name.endswith("_kind")}
        found = defaultdict(list)
        for term in Term.objects.exclude(list=Term.List.PARTICIPATION):
            if not term.retired or str(term.pk) in kept:
                found[term.list].append(term)
        return found


class ProjectQuestions(_Questions):
    """Which project it was, when, and whose."""

    project = LineField(
        label=_("Which project was it?"),
        max_length=Project._meta.get_field("name").max_length,
        help_text=_("In your own words, for instance: rebuilding the school playground with the school staff."),
    )
    period_start = MonthField(label=_("First month"), help_text=_("Year and month, for instance 2026-03."))
    period_end = MonthField(label=_("Last month"))
    context = PlainTextField(label=_("What was it about?"), max_length=4000, rows=4)
    departments = FromList(
        label=_("Departments that took part"),
        error_messages={"required": _("Tick at least one department that took part.")},
    )

    def offer(self) -> None:
        super().offer()
        there = Q(closed_on=None) | Q(pk__in=self.initial.get("departments", ()))
        self.fields["departments"].offer(Department.objects.filter(there))

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("The last month is before the first."))
        return super().clean()


class CooperationQuestions(_Questions):
    """How people cooperated, who they were, and the time that it took."""

    cooperation_modes = FromList(label=_("How did you cooperate?"), required=False)
    cooperation_modes_detail = PlainTextField(label=_("Tell how, if you wish"), max_length=4000, rows=3, required=False)
    categories = forms.MultipleChoiceField(
        label=_("Staff categories that took part"),
        choices=StaffCategory,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    participants_estimate = forms.IntegerField(
        label=_("About how many people took part?"), min_value=0, max_value=1_000_000, required=False
    )
    hours_planned = forms.IntegerField(
        label=_("Working hours planned for cooperating"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("For everyone together: meetings, workshops, visits. Leave it empty if nobody planned any."),
    )
    hours_spent = forms.IntegerField(
        label=_("Working hours it really took"), min_value=0, max_value=1_000_000, required=False
    )
    stakeholders = FromList(label=_("Outside organisations"), required=False)
    tools = FromList(label=_("Tools used"), required=False)

    def offer(self) -> None:
        super().offer()
        self.fields["cooperation_modes"].offer(self._terms[Term.List.COOPERATION_MODE])
        self.fields["stakeholders"].offer(Stakeholder.objects.all())
        self.fields["tools"].offer(Tool.objects.all())
        said = self.fields["participants_estimate"]
        said.help_text = _("Readers see %(few)s, never the number, when it is smaller.") % {"few": participants_said(1)}
        if self.initial.get("participants_kept"):
            said.help_text = _("Its author says: %(few)s. Leave it empty to keep that number.") % {
                "few": participants_said(1)
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned["said"]
        if "participants_estimate" in said and said["participants_estimate"] is None:
            said["participants_estimate"] = 0
            if self.initial.get("participants_kept"):
                del said["participants_estimate"]
        return cleaned


class LivedQuestions(_Questions):
    """What helped and what hindered: rows of a kind and words. Those left empty on both sides say nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        self.counts = {
            told: max(ROWS, sum(1 for name in initial if name.startswith(told) and name.endswith("_kind")))
            for told in LIVED
        }
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        super().offer()
        self.kinds = {str(term.pk): term for kind in LIVED.values() for term in self._terms[kind]}
        for told, kind in LIVED.items():
            choices = [*CHOOSE, *((str(term.pk), french(term.label)) for term in self._terms[kind])]
            for number in self._numbers(told):
                self.fields[f"{told}_{number}_kind"] = forms.ChoiceField(
                    label=_("What kind?"), choices=choices, required=False
                )
                self.fields[f"{told}_{number}_text"] = PlainTextField(
                    label=_("What happened?"), max_length=1000, rows=2, required=False
                )

    def clean(self) -> dict[str, Any]:
        rows = {told: self._told(told) for told in LIVED}
        cleaned = super().clean()
        others = {name: value for name, value in cleaned.items() if not name.startswith(("helped_", "hindered_"))}
        others["said"] |= rows
        return others

    def _numbers(self, told: str) -> range:
        return range(1, self.counts[told] + 1)

    def _told(self, told: str) -> list[tuple[Term, str]]:
        """The rows that say something: each has a kind and words, or says which is missing."""
        rows = []
        for number in self._numbers(told):
            names = f"{told}_{number}_kind", f"{told}_{number}_text"
            if any(name in self.errors for name in names):
                continue
            kind, text = (self.cleaned_data.get(name) or "" for name in names)
            if text and not kind:
                self.add_error(names[0], _("Choose what kind of thing it was."))
            elif kind and not text:
                self.add_error(names[1], _("Say what happened, or choose nothing beside it."))
            elif kind:
                rows.append((self.kinds[kind], text))
        return rows

    @cached_property
    def helped_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return self._bound_rows("helped")

    @cached_property
    def hindered_rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return self._bound_rows("hindered")

    def _bound_rows(self, told: str) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(n, self[f"{told}_{n}_kind"], self[f"{told}_{n}_text"]) for n in self._numbers(told)]


class LessonsQuestions(_Questions):
    """How it ended, and what it teaches."""

    project_outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Feedback.Outcome,
        widget=forms.RadioSelect,
        help_text=_("A project that was stopped is worth telling: it often teaches the most, and nobody is judged."),
    )
    lessons = LinesField(
        label=_("What would you tell the next team?"),
        each=1000,
        most=20,
        rows=4,
        required=False,
        help_text=_("One lesson on each line."),
    )


class StoryForm(ProjectQuestions, CooperationQuestions, LivedQuestions, LessonsQuestions):
    """All the questions of a story."""

    asks = tuple(name for step in steps.STEPS for name in step.asks if name not in LIVED)


class TellForm(SignatureFields, OnBehalfFields, StoryForm):
    """A new entry, told at once. ``publish`` is the button that was pressed: without it, a draft is kept."""

    publish = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        anonymous = cleaned.get("signature") == SignsAs.ANONYMOUS and cleaned.get("on_behalf") is None
        if anonymous and not cleaned.get("publish"):
            self.add_error(
                "signature",
                _(
                    "An anonymous entry cannot be kept as a draft, since nothing says that it is yours. "
                    "Publish it now, or sign the draft by function."
                ),
            )
        said = cleaned.pop("said")
        return cleaned if self.errors else {**cleaned, "story": Story(**said)}


class BeginForm(SignatureFields):
    """The first words of a story told in steps: which project. A draft has an author: it is not anonymous."""

    project = LineField(
        label=_("Which project was it?"),
        max_length=Project._meta.get_field("name").max_length,
        help_text=_("In your own words, for instance: rebuilding the school playground with the school staff."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signature = self.fields["signature"]
        signature.choices = [choice for choice in SignsAs.choices if choice[0] != SignsAs.ANONYMOUS]
        signature.help_text = _("Your function is shown only when enough people hold it; otherwise your division is.")
        if signature.initial == SignsAs.ANONYMOUS:
            signature.initial = None


class _OfDraft(forms.Form):
    """What every step carries. ``then`` is the button that was pressed."""

    NEXT, LATER, MORE_HELPED, MORE_HINDERED = "next", "later", "helped", "hindered"

    seen = forms.IntegerField(widget=forms.HiddenInput)
    then = forms.ChoiceField(
        choices=[(then, then) for then in (NEXT, LATER, MORE_HELPED, MORE_HINDERED)],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in steps.NEEDED.keys() & self.fields.keys():
            self.fields[name].required = False


class ProjectStep(_OfDraft, ProjectQuestions):
    asks = steps.BY_NAME["project"].asks


class CooperationStep(_OfDraft, CooperationQuestions):
    asks = steps.BY_NAME["cooperation"].asks


class LivedStep(_OfDraft, LivedQuestions):
    """The rows that are filled, one more, and as many as the writer asked for."""

    asked: Mapping[str, str] = {}

    def show(self, asked: Mapping[str, str]) -> None:
        """Say how many rows of each kind the writer asks for. It is looked at when rows are shown, not before."""
        self.asked = asked

    @property
    def more(self) -> dict[str, int]:
        """How many rows the next page would show with one more of each kind; 0 when there is no room."""
        shown = {"helped": len(self.helped_rows), "hindered": len(self.hindered_rows)}
        return {told: (number + 1) * (number < ROWS) for told, number in shown.items()}

    def _bound_rows(self, told: str) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        rows = super()._bound_rows(told)
        filled = [number for number, kind, text in rows if kind.value() or text.value() or kind.errors]
        wanted = int(self.asked[told]) if re.fullmatch("[0-9]{1,2}", self.asked.get(told, "")) else 0
        return rows[: max(ROWS_SHOWN, max(filled, default=0) + 1, wanted)]


class LessonsStep(_OfDraft, LessonsQuestions):
    asks = steps.BY_NAME["lessons"].asks


STEP_FORMS: dict[str, type[_OfDraft]] = {
    "project": ProjectStep,
    "cooperation": CooperationStep,
    "lived": LivedStep,
    "lessons": LessonsStep,
}


class CorrectForm(StoryForm):
    """A published entry told again, all of it, with the reason of the correction."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = PlainTextField(
        label=_("Why do you correct it?"),
        max_length=1000,
        rows=2,
        help_text=_("Everyone reads it beside the entry, with what it said before. Name nobody."),
    )


def told_by(entry: Feedback, *, to: Member) -> dict[str, Any]:
    """What a form shows at first, from an entry ``with_all_it_says``; ``to`` is who opens it.

    A small number of people is shown to its author alone: others may leave the field empty, and it is kept.
    """
    initial: dict[str, Any] = {
        "project": entry.project.name,
        "seen": entry.row_version,
        "cooperation_modes": [term["pk"] for term in entry.modes],
        "departments": [department["pk"] for department in entry.in_departments],
        "stakeholders": [stakeholder["pk"] for stakeholder in entry.with_stakeholders],
        "tools": [tool["pk"] for tool in entry.with_tools],
    }
    for name in StoryForm.base_fields.keys() - initial.keys():
        initial[name] = getattr(entry, name)
    if are_few(entry.participants_estimate) and not (entry.status == Feedback.Status.DRAFT or is_told_by(entry, to)):
        initial |= {"participants_estimate": None, "participants_kept": True}
    for told, rows in (("helped", entry.told_levers), ("hindered", entry.told_hindrances)):
        for number, row in enumerate(rows, start=1):
            initial |= {f"{told}_{number}_kind": row["term"], f"{told}_{number}_text": row["text"]}
    return initial
