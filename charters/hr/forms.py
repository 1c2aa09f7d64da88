"""What human resources type of a post: its own words, its objectives, the levels it aims at, its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.hr.models import JobProfile, Objective
from charters.hr.sheets import Sheet
from charters.hr.targets import RANKS, Target
from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.models import Department, StaffCategory
from governance.plain_text import typographic

# The form in parts, as a job description is: what one begins with, then block by block.
PARTS = (
    (_("What the post is"), ("title", "reference", "department", "category", "is_manager", "is_field_staff")),
    (_("Where the post stands"), ("occupation", "family", "job_group", "reports_to", "workplace", "team")),
    (_("What it does"), ("purpose", "missions", "relations", "autonomy")),
    (_("What it asks for, and what it is given"), ("skills", "training", "conditions", "means")),
)


def _length(name: str) -> int:
    return int(JobProfile._meta.get_field(name).max_length)


def send_again(form: forms.Form, **guards: Any) -> None:
    """After a refusal, what was typed is judged again against what is stored now, which the page shows."""
    form.data = form.data.copy()
    form.data.update({name: str(value) for name, value in guards.items()})


class ProfileForm(forms.Form):
    """What the post is. Everything but its title can wait."""

    title = LineField(label=_("Title of the post"), max_length=_length("title"))
    reference = LineField(
        label=_("Number of the post"),
        max_length=_length("reference"),
        required=False,
        help_text=_("The one in your own list of posts. A list that you import finds the post again by it."),
    )
    department = RowField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("None in particular")
    )
    category = forms.ChoiceField(
        label=_("Staff category"), required=False, choices=[("", _("All categories")), *StaffCategory.choices]
    )
    is_manager = forms.BooleanField(
        label=_("This post manages people"),
        required=False,
        help_text=_(
            "Competences are then read on both ladders, and an objective on the manager's own practice is due."
        ),
    )
    is_field_staff = forms.BooleanField(label=_("This post works in the field"), required=False)
    occupation = LineField(
        label=_("Occupation in the national repertory"),
        max_length=_length("occupation"),
        required=False,
        help_text=_("Its name, and its code if you have it."),
    )
    family = LineField(label=_("Family of posts"), max_length=_length("family"), required=False)
    job_group = LineField(
        label=_("Statutory job group"),
        max_length=_length("job_group"),
        required=False,
        help_text=_("For instance: technical officers."),
    )
    reports_to = LineField(
        label=_("Function it reports to"),
        max_length=_length("reports_to"),
        required=False,
        help_text=_("A function, never a name."),
    )
    workplace = LineField(label=_("Place of work"), max_length=_length("workplace"), required=False)
    team = LineField(
        label=_("Team it manages"),
        max_length=_length("team"),
        required=False,
        help_text=_("How many, of which categories."),
    )
    purpose = PlainTextField(
        label=_("Purpose of the post"),
        max_length=_length("purpose"),
        rows=4,
        required=False,
        help_text=_("Two or three lines: what the post is for."),
    )
    missions = PlainTextField(
        label=_("Missions and activities"), max_length=_length("missions"), rows=6, required=False
    )
    relations = PlainTextField(
        label=_("Working relations"),
        max_length=_length("relations"),
        rows=4,
        required=False,
        help_text=_("With which departments and partners, how often, about what."),
    )
    autonomy = PlainTextField(
        label=_("Autonomy and responsibilities"), max_length=_length("autonomy"), rows=4, required=False
    )
    skills = PlainTextField(label=_("Skills"), max_length=_length("skills"), rows=4, required=False)
    training = PlainTextField(label=_("Training"), max_length=_length("training"), rows=3, required=False)
    conditions = PlainTextField(label=_("Working conditions"), max_length=_length("conditions"), rows=4, required=False)
    means = PlainTextField(label=_("Means"), max_length=_length("means"), rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, profile: JobProfile | None = None, **kwargs: Any) -> None:
        if profile is not None:
            kwargs["initial"] = {
                name: getattr(profile, name) for name in self.base_fields if name not in ("seen", "department")
            } | {"department": profile.department_id, "seen": profile.row_version}
        super().__init__(*args, **kwargs)
        now = profile.department_id if profile else None
        self.fields["department"].queryset = Department.objects.open_now() | Department.objects.filter(pk=now)
        self.fields["seen"].required = profile is not None

    def parts(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page shows them, part by part."""
        for name, fields in PARTS:
            yield name, [self[field] for field in fields]

    def words(self) -> dict[str, Any]:
        """What the rules take: the words, without the guard."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class EndForm(forms.Form):
    """Since when the post is no more, and why."""

    on = forms.DateField(
        label=_("Ended on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = LineField(label=_("Why?"), max_length=300, help_text=_("It stays in the history of the job description."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReopenForm(forms.Form):
    """Why a job description is taken up again."""

    reason = LineField(label=_("Why?"), max_length=300, help_text=_("It stays in the history of the job description."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TargetsForm(forms.Form):
    """The level that the post aims at, for each competence of the scale; nothing said means what is proposed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, sheet: Sheet, scale: list[Target], names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        self.fields["seen"].initial = sheet.profile.row_version
        for target in scale:
            self.fields[f"level_{target.code}"] = forms.TypedChoiceField(
                label=typographic(f"{target.code}. {target.label}"),
                choices=[
                    ("", _("Nothing decided")),
                    *((rank, _level(rank, target, names)) for rank in RANKS),
                ],
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
                initial=sheet.profile.targets.get(target.code, ""),
            )

    def targets(self) -> dict[str, int]:
        """The levels decided, by code."""
        said = {target.code: self.cleaned_data.get(f"level_{target.code}") for target in self.scale}
        return {code: rank for code, rank in said.items() if rank}


def _level(rank: int, target: Target, names: dict[int, str]) -> str:
    """A level by its name and what one can see of it; a manager is read on the managers' ladder here."""
    name = f"{rank}. {names[rank]}" if rank in names else f"{rank}"
    return typographic(f"{name} – {target.ladders[-1].steps[rank - 1]}")


class ObjectiveForm(forms.Form):
    """An objective: what is to be done, with which means, what will show it. Never what someone is worth."""

    words = PlainTextField(
        label=_("Objective"),
        max_length=1000,
        rows=3,
        help_text=_("A fact that two people can see at the end of the year, such as a meeting held or a space shared."),
    )
    own_practice = forms.BooleanField(
        label=_("It is about the manager's own practice"),
        required=False,
        help_text=_("What the manager does, and not what the team delivers."),
    )
    means = PlainTextField(label=_("Means given"), max_length=1000, rows=2, required=False)
    indicator = PlainTextField(label=_("What will show it"), max_length=1000, rows=2, required=False)
    due = LineField(label=_("By when"), max_length=120, required=False)
    clause_code = forms.ChoiceField(label=_("Clause that it puts into practice"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, sheet: Sheet, objective: Objective | None = None, **kwargs: Any) -> None:
        if objective is not None:
            kwargs["initial"] = {name: getattr(objective, name) for name in self.base_fields if name != "seen"}
            kwargs["initial"]["seen"] = objective.row_version
        super().__init__(*args, **kwargs)
        quoted = [(line.clause.code, typographic(f"{line.clause.code} {line.clause.title}")) for line in sheet.lines]
        if objective and objective.clause_code and objective.clause_code not in dict(quoted):
            quoted.append((objective.clause_code, objective.clause_code))
        self.fields["clause_code"].choices = [("", _("None in particular")), *quoted]
        if not quoted:
            self.fields["clause_code"].help_text = _(
                "Once this job description quotes clauses, they can be named here."
            )
        self.fields["seen"].required = objective is not None
        if not sheet.profile.is_manager:
            del self.fields["own_practice"]

    def said(self) -> dict[str, Any]:
        """What the rules take: the words, without the guard."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
