"""What human resources type: a job description's own words, and the clauses that it quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.hr.models import JobProfile, Quote
from charters.hr.sheets import Sheet
from charters.hr.suggesting import fits
from charters.versions.models import Version, VersionClause, VersionSection
from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.models import Department, StaffCategory


def send_again(form: forms.Form, **guards: Any) -> None:
    """After a refusal, what was typed is judged again against what is stored now, which the page shows."""
    form.data = form.data.copy()
    form.data.update({name: str(value) for name, value in guards.items()})


class ProfileForm(forms.Form):
    """What the post is. Everything but its title can wait."""

    title = LineField(label=_("Title of the post"), max_length=200)
    department = RowField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("None in particular")
    )
    category = forms.ChoiceField(
        label=_("Staff category"), required=False, choices=[("", _("All categories")), *StaffCategory.choices]
    )
    family = LineField(label=_("Family of posts"), max_length=120, required=False)
    job_group = LineField(
        label=_("Statutory job group"),
        max_length=120,
        required=False,
        help_text=_("For instance: technical officers."),
    )
    is_manager = forms.BooleanField(
        label=_("This post manages people"),
        required=False,
        help_text=_("Competences are then read on the managers' ladder."),
    )
    is_field_staff = forms.BooleanField(label=_("This post works in the field"), required=False)
    purpose = PlainTextField(
        label=_("Purpose of the post"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("Two or three lines: what the post is for."),
    )
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

    def words(self) -> dict[str, Any]:
        """What the rules take: the words, without the guard."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One clause of the version, as the page offers it."""

    clause: VersionClause
    pick: forms.BoundField
    wording: forms.BoundField
    suggested: bool
    reworded: bool

    @property
    def opened(self) -> bool:
        """Whether there is something to look at in its wording."""
        return bool(self.wording.errors) or self.reworded or (not self.clause.hr_job_description and self.picked)

    @property
    def picked(self) -> bool:
        return bool(self.pick.value())


class QuotesForm(forms.Form):
    """The clauses of one version, each with a box to tick and the words that the document will say.

    Before anything is quoted, what is suggested is ticked. What an older version said in the profile's own words
    is kept while the charter's wording stays the same; where it changed, the new wording is offered.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = list(version.clauses.select_related("section").order_by("position"))
        self.suggested = {clause.code for clause in self.clauses if fits(clause, sheet.profile)}
        self.quoted = {line.clause.code: line for line in sheet.lines}
        self.reworded = {clause.code for clause in self.clauses if self._reworded(clause)}
        self.fields["seen"].initial = sheet.profile.row_version
        self.fields["version"].initial = version.pk
        ticked = self.quoted if sheet.lines else self.suggested
        for clause in self.clauses:
            self._add(clause, ticked=clause.code in ticked)

    def _add(self, clause: VersionClause, *, ticked: bool) -> None:
        words = clause.hr_job_description
        if clause.code in self.quoted and clause.code not in self.reworded:
            words = self.quoted[clause.code].wording
        self.fields[f"pick_{clause.code}"] = forms.BooleanField(
            label=f"{clause.code} {clause.title}", required=False, initial=ticked
        )
        self.fields[f"wording_{clause.code}"] = PlainTextField(
            label=_("Wording of %(code)s") % {"code": clause.code},
            max_length=Quote._meta.get_field("wording").max_length,
            rows=3,
            required=False,
            initial=words,
        )

    def _reworded(self, clause: VersionClause) -> bool:
        line = self.quoted.get(clause.code)
        return line is not None and line.clause.hr_job_description != clause.hr_job_description

    def clean(self) -> dict[str, Any]:
        """A clause that is ticked says something."""
        cleaned = super().clean() or self.cleaned_data
        for clause in self.clauses:
            wording = f"wording_{clause.code}"
            if not cleaned.get(f"pick_{clause.code}") or wording in self.errors:
                continue
            if not (cleaned.get(wording) or clause.hr_job_description):
                self.add_error(
                    wording,
                    _("The charter has no wording for this clause: write one, or untick the clause."),
                )
        return cleaned

    def wordings(self) -> dict[str, str]:
        """The codes ticked, each with its words; nothing typed means the charter's own."""
        return {
            clause.code: self.cleaned_data.get(f"wording_{clause.code}", "")
            for clause in self.clauses
            if self.cleaned_data.get(f"pick_{clause.code}")
        }

    def sections(self) -> Iterator[tuple[VersionSection, list[Choice]]]:
        """What the page shows: the clauses, section by section."""
        groups: dict[VersionSection, list[Choice]] = {}
        for clause in self.clauses:
            groups.setdefault(clause.section, []).append(
                Choice(
                    clause=clause,
                    pick=self[f"pick_{clause.code}"],
                    wording=self[f"wording_{clause.code}"],
                    suggested=clause.code in self.suggested,
                    reworded=clause.code in self.reworded,
                )
            )
        yield from groups.items()
