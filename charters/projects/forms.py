"""Forms of projects: they check words; ``opening``, ``asking``, ``using`` and ``closing`` save them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.projects.models import ClauseUse
from charters.projects.opening import SETUP
from charters.projects.reading import Checklist, Line, State, executive_functions
from charters.projects.using import Said
from charters.text.forms import Seen
from feedback.projects.models import Project, Term
from governance.committees.models import Committee
from governance.form_fields import LineField, LinesField, PlainTextField, RowField
from governance.people.models import Department
from governance.plain_text import french

DEGREE = "participation-"
NOT_SAID = pgettext_lazy("what a project made of a clause", "Not said yet")


class SetupForm(forms.Form):
    """How a project is set up to cooperate. What is left empty is said on its page, and never blocks."""

    name = LineField(label=_("Name of the project"), max_length=200)
    leader_function = LineField(
        label=_("Who leads it"), max_length=200, help_text=_("A function, not a name: people change posts.")
    )
    department = RowField(
        Department.objects.none(), label=_("Department that carries it"), required=False,
        empty_label=_("None in particular"),
    )  # fmt: skip
    brief = PlainTextField(
        label=_("Brief"), max_length=4000, rows=4, required=False,
        help_text=_("What it is for, for whom, and what it leaves aside."),
    )  # fmt: skip
    mission_letter = PlainTextField(
        label=_("Mission letter"), max_length=4000, rows=4, required=False,
        help_text=_("What whoever leads it is asked to do, and may decide alone."),
    )  # fmt: skip
    committee = RowField(
        Committee.objects.all(), label=_("Steering committee"), required=False, empty_label=_("None of the registry")
    )
    governance = PlainTextField(
        label=_("Who decides what in it"), max_length=2000, rows=3, required=False,
        help_text=_("In words, when no committee of the registry steers it, or beside it."),
    )  # fmt: skip
    time_freed = LineField(
        label=_("Working time freed"), max_length=300, required=False,
        help_text=_("For whom, how much, and what stops meanwhile."),
    )  # fmt: skip
    sponsor_function = LineField(label=_("Sponsor in executive management"), max_length=200, required=False)

    def __init__(self, *args: Any, now: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = now.department_id if now else None
        offered = Department.objects.open_now() | Department.objects.filter(pk=department)
        self.fields["department"].queryset = offered.order_by("name")
        self.fields["department"].label_from_instance = lambda row: french(row.name)
        self.fields["committee"].label_from_instance = lambda row: french(row.name)
        self._offer_degrees(now)
        self._offer_sponsors()

    def _offer_degrees(self, now: Project | None) -> None:
        said = now.participation if now else {}
        degrees = Term.objects.filter(list=Term.List.PARTICIPATION).order_by("position")
        known = {term.code: term for term in degrees if not term.retired or term.code in said}
        for code in [*known, *(code for code in said if code not in known)]:
            label = known[code].label if code in known else code
            self.fields[f"{DEGREE}{code}"] = LinesField(
                label=french(label), each=200, most=20, rows=2, required=False, initial=said.get(code, []),
                help_text=french(known[code].definition) if code in known else "",
            )  # fmt: skip

    def _offer_sponsors(self) -> None:
        functions = executive_functions()
        text = _("In executive management today: %(functions)s.") % {"functions": french(", ".join(functions))}
        nobody = _("Nobody is entered in executive management yet: an administrator gives the role.")
        self.fields["sponsor_function"].help_text = text if functions else nobody

    def degrees(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(DEGREE)]

    def setup(self) -> dict[str, Any]:
        """What the rules take: the fields of a project, participation as one map."""
        cleaned = self.cleaned_data
        groups = {name.removeprefix(DEGREE): cleaned[name] for name in self.fields if name.startswith(DEGREE)}
        participation = {code: lines for code, lines in groups.items() if lines}
        return {name: cleaned[name] for name in SETUP if name != "participation"} | {"participation": participation}


class OpenForm(SetupForm):
    """A project to open: a new one, or one that is only told about so far."""

    told = RowField(
        Project.objects.none(), label=_("A project already told"), required=False, to_field_name="code",
        empty_label=_("None, it is a new one"),
        help_text=_("If people have told about it here, choose it: its entries stay with it."),
    )  # fmt: skip
    field_order = ["told", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = Project.objects.known_to_all().filter(opened_on=None, closed_on=None)
        self.fields["told"].queryset = told.order_by("name", "pk")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Needed for a new one. Experience will be told under this name.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = cleaned.get("told")
        if not cleaned.get("name") and "name" not in self.errors:
            if told is None:
                self.add_error("name", _("Name the project, or choose one that was already told."))
            else:
                cleaned["name"] = told.name
        return cleaned


class EditForm(SetupForm, Seen):
    """The set-up of a project under way."""


class AskForm(forms.Form):
    """What a blocked project asks."""

    question = LineField(
        label=_("What is to be decided?"), max_length=300, help_text=_("One question that can be answered.")
    )
    blocked = PlainTextField(
        label=_("What is blocked, and since when?"), max_length=2000, rows=4,
        help_text=_("Speak of situations, never of a person."),
    )  # fmt: skip
    choices = PlainTextField(
        label=_("The possible answers, as you see them"), max_length=2000, rows=4, required=False,
        help_text=_("With what each costs and brings. A decision comes sooner when the choice is clear."),
    )  # fmt: skip


class AnswerForm(Seen):
    """A decision, and its reason."""

    answer = PlainTextField(
        label=_("What is decided, and why"), max_length=4000, rows=5, help_text=_("Everyone signed in reads it.")
    )


class WithdrawForm(Seen):
    """Why a question needs no answer any more."""

    reason = PlainTextField(
        label=_("Why is it withdrawn?"), max_length=1000, rows=3, help_text=_("Everyone signed in reads it.")
    )


class SearchForm(forms.Form):
    """Filters of the list. What cannot be read is left aside."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=[("", _("Anywhere")), *State.choices], required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.values_list("code", "name")
        self.fields["department"].choices = [
            ("", _("All departments")),
            *((code, french(name)) for code, name in departments),
        ]


class ClausesForm(forms.Form):
    """What became of each clause. Rows are left empty as long as nobody knows."""

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        self.clashing: set[int] = set()
        for line in checklist.lines:
            pk, code = line.use.pk, line.use.clause.code
            self.fields[f"answer-{pk}"] = forms.ChoiceField(
                label=_("What became of %(code)s?") % {"code": code}, required=False, initial=line.use.answer,
                choices=[("", NOT_SAID), *ClauseUse.Answer.choices],
            )  # fmt: skip
            self.fields[f"because-{pk}"] = PlainTextField(
                label=_("%(code)s: why?") % {"code": code}, max_length=2000, rows=2, required=False,
                initial=line.use.because,
            )  # fmt: skip
            self.fields[f"seen-{pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=line.use.row_version
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for line in self.checklist.lines:
            answer, because = (cleaned.get(f"{name}-{line.use.pk}") for name in ("answer", "because"))
            names = {f"{name}-{line.use.pk}" for name in ("answer", "because")}
            if names & self.errors.keys():
                continue
            if answer and not because:
                self.add_error(f"because-{line.use.pk}", _("Say why: the next project will read it."))
            if because and not answer:
                self.add_error(f"answer-{line.use.pk}", _("Choose what became of it, or empty the reason."))
        return cleaned

    def said(self) -> list[Said]:
        values = self.cleaned_data
        return [
            Said(pk, values[f"seen-{pk}"], values[f"answer-{pk}"], values[f"because-{pk}"])
            for pk in (line.use.pk for line in self.checklist.lines)
        ]

    def bring_up_to_date(self) -> None:
        """After a refusal: once the reader is shown what others said, sending again is a choice."""
        self.data = self.data.copy()
        for line in self.checklist.lines:
            name, now = f"seen-{line.use.pk}", str(line.use.row_version)
            if self.data.get(name) != now:
                self.clashing.add(line.use.pk)
                self.data[name] = now

    def parts(self) -> list[dict[str, Any]]:
        """The sections with their rows, as the page shows them; a section that needs a look is open."""
        return [
            {"part": part, "rows": [self._row(line) for line in part.lines], "is_open": self._is_open(part.lines)}
            for part in self.checklist.parts
        ]

    def _row(self, line: Line) -> dict[str, Any]:
        pk = line.use.pk
        fields = {name: self[f"{name}-{pk}"] for name in ("answer", "because", "seen")}
        return {"line": line, "clashes": pk in self.clashing, **fields}

    def _is_open(self, lines: list[Line]) -> bool:
        first = next((line.use.pk for line in self.checklist.lines if not line.use.answer), None)
        pks = {line.use.pk for line in lines}
        wrong = any(f"{name}-{pk}" in self.errors for pk in pks for name in ("answer", "because"))
        return first in pks or wrong or bool(pks & self.clashing)
